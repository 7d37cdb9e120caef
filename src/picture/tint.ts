// Free floor made visible: a little greener where it is, a little darker where it is not.
import type { Picture } from './decode.js';

/** A mask over a picture, however large: rows of equal cells from the top left. */
export interface CellMask {
  readonly columns: number;
  readonly rows: number;
  /** By cell; above 0 is free, and around 0 it is nearly a matter of taste. */
  readonly margins: Float32Array;
}

/** Of 255; on white floors it is the other colours that make room for it. */
const GREEN_STEPS = 20;
const OTHERS = 0.92;
const DARKER = 0.8;
/** Over so much of a margin the tint comes up: borders are seen, but do not look surer than they are. */
const SOFT_MARGIN = 2;

/** One pixel in place: `at` is its red. `share`: 0 is no free floor, 1 is. */
export function tintPixel(rgb: Uint8Array, at: number, share: number): void {
  const others = mix(DARKER, OTHERS, share);
  rgb[at] = rgb[at]! * others;
  rgb[at + 1] = Math.min(255, rgb[at + 1]! * mix(DARKER, 1, share) + GREEN_STEPS * share);
  rgb[at + 2] = rgb[at + 2]! * others;
}

/** New pixels. Between the middles of cells the margin changes evenly. */
export function tintFloor({ rgb, width, height }: Picture, { columns, rows, margins }: CellMask): Uint8Array {
  const tinted = rgb.slice();
  for (let y = 0, at = 0; y < height; y++) {
    const [top, bottom, down] = between(((y + 0.5) * rows) / height - 0.5, rows);
    for (let x = 0; x < width; x++, at += 3) {
      const [left, right, across] = between(((x + 0.5) * columns) / width - 0.5, columns);
      const above = mix(margins[top * columns + left]!, margins[top * columns + right]!, across);
      const below = mix(margins[bottom * columns + left]!, margins[bottom * columns + right]!, across);
      const margin = mix(above, below, down);
      tintPixel(tinted, at, Math.min(1, Math.max(0, 0.5 + margin / SOFT_MARGIN)));
    }
  }
  return tinted;
}

/** The two cells whose middles a place lies between, and how far it is on its way. */
function between(place: number, count: number): readonly [before: number, after: number, part: number] {
  const inside = Math.min(count - 1, Math.max(0, place));
  const before = Math.floor(inside);
  return [before, Math.min(count - 1, before + 1), inside - before];
}

function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
