// A word on a plate of its colour: readable on any picture, never outside of it.
import type { Drawing } from './drawing.js';
import { textWidth } from './lettering.js';

/** Where plates may lie, pixels. */
export interface PlateRoom {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Of words that are of no class. */
export const PLAIN_PLATE = '#39424d';
const OPACITY = 0.85;

/** Height of a plate with letters of that height, pixels. */
export function plateHeight(letterPx: number): number {
  return Math.round(1.8 * letterPx);
}

/** Stands on the point, or lower and more to the left where there is no room. */
export function drawPlate(
  drawing: Drawing,
  [x, bottom]: readonly [number, number],
  text: string,
  look: { readonly color: string; readonly letterPx: number; readonly room: PlateRoom },
): void {
  const { color, letterPx, room } = look;
  const height = plateHeight(letterPx);
  const width = textWidth(text) * letterPx + 0.8 * letterPx;
  const left = Math.max(room.left, Math.min(x, room.left + room.width - width));
  const top = Math.max(room.top, bottom - height);
  drawing.rectangle([left, top], [width, height], { fill: { color, opacity: OPACITY } });
  const at = [left + 0.4 * letterPx, top + height - 0.5 * letterPx] as const;
  drawing.text(text, at, { color: '#ffffff', height: letterPx });
}
