// The sensor's noise: normal per channel, the same for the same seed and time.
import { createRandom } from '../random.js';

const TABLE_BITS = 16;

export class PixelNoise {
  readonly #seed: number;
  readonly #table = new Int8Array(1 << TABLE_BITS);

  /** deviation: share of full scale (Webots' Camera.noise: sigma is noise times 255). */
  constructor(seed: number, deviation: number) {
    this.#seed = seed;
    const random = createRandom(seed);
    for (let i = 0; i < this.#table.length; i++) {
      // Rounded by chance, so that deviations under one step are kept.
      const value = Math.floor(random.normal() * deviation * 255 + random.next());
      this.#table[i] = Math.max(-128, Math.min(127, value));
    }
  }

  /** Adds to every byte, kept within 0..255. Every row takes another part of the table. */
  add(rgb: Uint8Array, rowBytes: number, timeNs: bigint): void {
    const bytes = new Uint8ClampedArray(rgb.buffer, rgb.byteOffset, rgb.length);
    const table = this.#table;
    const mask = table.length - 1;
    const frame = mix(this.#seed, Number(timeNs & 0x7fff_ffffn) ^ Number((timeNs >> 31n) & 0x7fff_ffffn));
    for (let row = 0, at = 0; at < bytes.length; row++) {
      let from = mix(frame, row);
      for (const end = Math.min(bytes.length, at + rowBytes); at < end; at++, from++) {
        bytes[at] = bytes[at]! + table[from & mask]!;
      }
    }
  }
}

/** Two numbers to 32 well-mixed bits (the finalizer of MurmurHash3). */
function mix(a: number, b: number): number {
  let h = (Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca6b)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) & 0x3fff_ffff;
}
