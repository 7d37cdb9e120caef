// What colours the floor has: histograms of hue and brightness of what was driven over.
import type { Frame, PixelLayout } from '../prepare/prepare.js';

/** Of the squares of a picture, row by row; all 0..1. */
export interface Colours {
  readonly columns: number;
  readonly rows: number;
  readonly hue: Float32Array;
  readonly saturation: Float32Array;
  readonly value: Float32Array;
}

const BINS = 48;
/** Greyer and darker than this, hue is chance. */
const GREY = 0.12;
const DARK = 0.1;
/** A bin with less than this share of what was driven over is no floor. */
const LEAST_SHARE = 0.01;
/** Old floor counts so much less with each new look. */
const FADING = 0.97;

/** Means of squares of the frame; `reuse` is overwritten where it fits. */
export function readColours(frame: Frame, layout: PixelLayout, square: number, reuse?: Colours): Colours {
  const columns = Math.floor(frame.width / square);
  const rows = Math.floor(frame.height / square);
  const out = reuse?.columns === columns && reuse.rows === rows ? reuse : emptyColours(columns, rows);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      let first = 0;
      let second = 0;
      let third = 0;
      for (let y = row * square; y < (row + 1) * square; y++) {
        let at = y * frame.step + column * square * layout.bytes;
        for (let x = 0; x < square; x++, at += layout.bytes) {
          first += frame.data[at]!;
          second += frame.data[at + 1]!;
          third += frame.data[at + 2]!;
        }
      }
      const scale = 1 / (255 * square * square);
      const [red, blue] = layout.first === 0 ? [first, third] : [third, first];
      writeHsv(out, i, red * scale, second * scale, blue * scale);
    }
  }
  return out;
}

function emptyColours(columns: number, rows: number): Colours {
  const plane = (): Float32Array => new Float32Array(columns * rows);
  return { columns, rows, hue: plane(), saturation: plane(), value: plane() };
}

function writeHsv(out: Colours, i: number, r: number, g: number, b: number): void {
  const most = Math.max(r, g, b);
  const spread = most - Math.min(r, g, b);
  out.value[i] = most;
  out.saturation[i] = most === 0 ? 0 : spread / most;
  if (spread === 0) out.hue[i] = 0;
  else if (most === r) out.hue[i] = ((g - b) / spread / 6 + 1) % 1;
  else if (most === g) out.hue[i] = ((b - r) / spread + 2) / 6;
  else out.hue[i] = ((r - g) / spread + 4) / 6;
}

export class ColourModel {
  readonly #hues = new Float64Array(BINS);
  readonly #values = new Float64Array(BINS);
  #hueWeight = 0;
  #weight = 0;

  get isTrained(): boolean {
    return this.#weight > 0;
  }

  /** All of it is floor. */
  learn({ hue, saturation, value }: Colours): void {
    fade(this.#hues);
    fade(this.#values);
    this.#hueWeight *= FADING;
    this.#weight *= FADING;
    for (let i = 0; i < hue.length; i++) {
      spread(this.#values, value[i]!, false);
      this.#weight++;
      if (isGrey(saturation[i]!, value[i]!)) continue;
      spread(this.#hues, hue[i]!, true);
      this.#hueWeight++;
    }
  }

  /** Both its brightness and, where it has one, its hue are those of the floor. */
  isFloor(hue: number, saturation: number, value: number): boolean {
    if (this.#values[binOf(value)]! < LEAST_SHARE * this.#weight) return false;
    const greyFloor = this.#hueWeight < 0.1 * this.#weight;
    if (isGrey(saturation, value)) return greyFloor || this.#hueWeight < 0.9 * this.#weight;
    return !greyFloor && this.#hues[binOf(hue)]! >= LEAST_SHARE * this.#hueWeight;
  }
}

function isGrey(saturation: number, value: number): boolean {
  return saturation < GREY || value < DARK;
}

function binOf(value: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor(value * BINS)));
}

/** Half of it to the bins beside: shadows and noise shift colours a little. */
function spread(bins: Float64Array, value: number, isRound: boolean): void {
  const bin = binOf(value);
  bins[bin]! += 0.5;
  for (const beside of [bin - 1, bin + 1]) {
    const at = isRound ? (beside + BINS) % BINS : Math.min(BINS - 1, Math.max(0, beside));
    bins[at]! += 0.25;
  }
}

function fade(bins: Float64Array): void {
  for (let i = 0; i < bins.length; i++) bins[i]! *= FADING;
}
