// How many pixels a thing covers, hidden or not: a bit per pixel, so that parts which hide each other count once.
import type { Footprint } from './footprint.js';

export class Coverage {
  readonly #wordsPerRow: number;
  readonly #bits: Int32Array;
  /** 1 where each pixel is a square of four samples, the last of which stands for it. */
  readonly #shift: number;
  /** Rows that may hold bits. */
  #top = Infinity;
  #bottom = 0;

  /** width, height: of the picture, in pixels. */
  constructor(width: number, height: number, samplesPerSide: number) {
    this.#wordsPerRow = Math.ceil(width / 32);
    this.#bits = new Int32Array(this.#wordsPerRow * height);
    this.#shift = samplesPerSide === 2 ? 1 : 0;
  }

  /** The next thing begins. */
  clear(): void {
    if (this.#top < this.#bottom)
      this.#bits.fill(0, this.#top * this.#wordsPerRow, this.#bottom * this.#wordsPerRow);
    this.#top = Infinity;
    this.#bottom = 0;
  }

  /** How many pixels the footprint covers. */
  count({ top, bottom, left, right }: Footprint): number {
    const shift = this.#shift;
    let covered = 0;
    for (let y = top | shift; y < bottom; y += 1 + shift) {
      const pixels = (right[y]! >> shift) - (left[y]! >> shift);
      if (pixels > 0) covered += pixels;
    }
    return covered;
  }

  /** As count, but without the pixels that were added since the last clear; they are added now. */
  add({ top, bottom, left, right }: Footprint): number {
    const shift = this.#shift;
    const first = top >> shift;
    const last = bottom >> shift;
    let covered = 0;
    for (let y = first; y < last; y++) {
      const row = (y << shift) | shift;
      covered += this.#addRow(y * this.#wordsPerRow, left[row]! >> shift, right[row]! >> shift);
    }
    if (first < this.#top) this.#top = first;
    if (last > this.#bottom) this.#bottom = last;
    return covered;
  }

  #addRow(row: number, start: number, end: number): number {
    const bits = this.#bits;
    let covered = 0;
    for (let x = start; x < end;) {
      const stop = Math.min(end, (x | 31) + 1);
      const word = row + (x >> 5);
      // Bits x..stop-1 of the word.
      const wanted = (-1 >>> (32 - (stop - x))) << (x & 31);
      const fresh = wanted & ~bits[word]!;
      bits[word]! |= fresh;
      covered += countBits(fresh);
      x = stop;
    }
    return covered;
  }
}

function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x5555_5555);
  v = (v & 0x3333_3333) + ((v >>> 2) & 0x3333_3333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
