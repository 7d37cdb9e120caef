// How much of each cell of a grid a mask covers: masks of any size at the size of the network's input.
import { decodeRle, type MaskBox } from '../dataset/rle.js';
import type { Rle } from '../dataset/format.js';
import type { PixelSize } from '../picture/encode.js';

/** Points looked at in a cell, across and down. */
const SAMPLES = 4;

/**
 * The mask stretched over a grid: what of each cell it covers, 0..full, row-major, for the cells of `part` only (all of
 * them without it). Throws dataset/corrupt.
 */
export function sharesOf(rle: Rle, grid: PixelSize, full: number, part?: MaskBox): Uint8Array {
  const mask = decodeRle(rle);
  const [height, width] = rle.size;
  const { left, top, right, bottom } = part ?? { left: 0, top: 0, right: grid.width, bottom: grid.height };
  const columns = right - left;
  const shares = new Uint8Array(columns * (bottom - top));
  const xs = middles(left, right, width / grid.width);
  const ys = middles(top, bottom, height / grid.height);
  const step = full / SAMPLES ** 2;
  for (let at = 0; at < shares.length; at++) {
    const [u, v] = [SAMPLES * (at % columns), SAMPLES * Math.floor(at / columns)];
    let hits = 0;
    for (let j = v; j < v + SAMPLES; j++)
      for (let i = u; i < u + SAMPLES; i++) hits += mask[ys[j]! * width + xs[i]!]!;
    shares[at] = Math.round(hits * step);
  }
  return shares;
}

/** Places in the mask of the points looked at from a cell to the one before another. */
function middles(from: number, to: number, scale: number): Int32Array {
  return Int32Array.from({ length: (to - from) * SAMPLES }, (_, i) => (from + (i + 0.5) / SAMPLES) * scale);
}
