// A room without anything in it, as small as a test wants it.
import { FLOOR_CELL, FULL_FLOOR } from '../labels.js';

export const size = { width: 96, height: 64 };
/** Of free floor, in a row and in all. */
export const columns = size.width / FLOOR_CELL;
export const cells = columns * (size.height / FLOOR_CELL);

/** Black, its floor free below row 24. */
export function emptyRoom() {
  const free = Uint8Array.from({ length: cells }, (_, i) => (i / columns >= 12 ? FULL_FLOOR : 0));
  return {
    id: 1,
    room: 'empty',
    pixels: new Uint8Array(3 * size.width * size.height),
    boxes: [],
    free,
    surface: 0,
  };
}
