// What only the pixels say: a perceptual hash, and how much an object differs from the floor around it.
import type { Picture } from '../../picture/decode.js';
import type { Rle } from '../format.js';
import { decodeRle } from '../rle.js';

const [COLUMNS, ROWS] = [9, 8] as const;
/** How far around an object's box the floor is looked at, pixels. */
const AROUND_PX = 10;

/** Difference hash: 64 bits in hexadecimal, each whether the mean brightness of a cell is above that of the cell to its right. */
export function hashOf({ rgb, width, height }: Picture): string {
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0; x < width; x++, at += 3) {
      const cell = row + Math.floor((x * COLUMNS) / width);
      sums[cell]! += brightness(rgb, at);
      counts[cell]!++;
    }
  }
  let bits = 0n;
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS - 1; column++) {
      const cell = row * COLUMNS + column;
      const here = sums[cell]! / counts[cell]!;
      const right = sums[cell + 1]! / counts[cell + 1]!;
      bits = (bits << 1n) | (here > right ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}

/** A hash as two numbers, to be compared with many. */
export type HashBits = readonly [high: number, low: number];

export function hashBits(hash: string): HashBits {
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)];
}

/** Bits in which two hashes differ. */
export function hashDistance(a: HashBits, b: HashBits): number {
  return countBits(a[0] ^ b[0]) + countBits(a[1] ^ b[1]);
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** 0..255; undefined if no floor is to be seen near its box. `free`: from decodeRle. */
export function contrastOf(picture: Picture, mask: Rle, box: Box, free: Uint8Array): number | undefined {
  const object = decodeRle(mask);
  const { rgb, width, height } = picture;
  const from = [Math.max(0, Math.floor(box[0]) - AROUND_PX), Math.max(0, Math.floor(box[1]))] as const;
  const to = [Math.min(width, box[2] + AROUND_PX), Math.min(height, box[3] + AROUND_PX)] as const;
  const own = { sum: 0, count: 0 };
  const floor = { sum: 0, count: 0 };
  for (let y = from[1]; y < to[1]; y++) {
    for (let x = from[0]; x < to[0]; x++) {
      const at = y * width + x;
      const part = object[at] === 1 ? own : free[at] === 1 ? floor : undefined;
      if (part === undefined) continue;
      part.sum += brightness(rgb, at * 3);
      part.count++;
    }
  }
  if (own.count === 0 || floor.count < 20) return undefined;
  return Math.round(Math.abs(own.sum / own.count - floor.sum / floor.count) * 10) / 10;
}

/** ITU-R BT.601. */
function brightness(rgb: Uint8Array, at: number): number {
  return 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
}
