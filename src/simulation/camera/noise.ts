// The sensor's noise: normal per channel, the same for the same seed and time. Four bytes at a time.
import { createRandom } from '../random.js';

const TABLE_BITS = 15;
/** 256 in both halves of a word: a byte plus its noise stays above 0, and bits 8 and 9 tell whether it left 0..255. */
const BIAS = 0x0100_0100;
const LEFT_RANGE = 0x0300_0300;
const BYTES = 0x00ff_00ff;

export class PixelNoise {
  readonly #seed: number;
  /** Noise for two bytes in each word, one per half, biased. */
  readonly #pairs = new Int32Array(1 << TABLE_BITS);

  /** deviation: share of full scale (Webots' Camera.noise: sigma is noise times 255). */
  constructor(seed: number, deviation: number) {
    this.#seed = seed;
    const random = createRandom(seed);
    const draw = () => {
      // Rounded by chance, so that deviations under one step are kept.
      const value = Math.floor(random.normal() * deviation * 255 + random.next());
      return Math.max(-128, Math.min(127, value));
    };
    for (let i = 0; i < this.#pairs.length; i++) this.#pairs[i] = BIAS + draw() + draw() * 0x1_0000;
  }

  /** Adds to every byte, kept within 0..255. Every row takes another part of the table.. */
  add(rgb: Uint8Array, rowBytes: number, timeNs: bigint): void {
    const words = new Int32Array(rgb.buffer, rgb.byteOffset, rgb.length >> 2);
    const pairs = this.#pairs;
    const mask = pairs.length - 1;
    const frame = mix(this.#seed, Number(timeNs & 0x7fff_ffffn) ^ Number((timeNs >> 31n) & 0x7fff_ffffn));
    const rowWords = Math.max(1, rowBytes >> 2);
    for (let row = 0, at = 0; at < words.length; row++) {
      let from = mix(frame, row);
      for (const end = Math.min(words.length, at + rowWords); at < end; at++, from += 2) {
        const word = words[at]!;
        const even = (word & BYTES) + pairs[from & mask]!;
        const odd = ((word >>> 8) & BYTES) + pairs[(from + 1) & mask]!;
        const fits = (even & LEFT_RANGE) === BIAS && (odd & LEFT_RANGE) === BIAS;
        words[at] = fits ? (even & BYTES) | ((odd & BYTES) << 8) : clampPair(even) | (clampPair(odd) << 8);
      }
    }
    for (let at = words.length << 2, from = mix(frame, at); at < rgb.length; at++, from++) {
      rgb[at] = clampByte(rgb[at]! + (pairs[from & mask]! & 0xffff) - 256);
    }
  }
}

/** Both halves less their bias, within 0..255. */
function clampPair(pair: number): number {
  return clampByte((pair & 0xffff) - 256) | (clampByte((pair >>> 16) - 256) << 16);
}

function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Two numbers to 32 well-mixed bits (the finalizer of MurmurHash3). */
function mix(a: number, b: number): number {
  let h = (Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca6b)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) & 0x3fff_ffff;
}
