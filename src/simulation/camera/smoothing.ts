// Smooth edges: where the four samples of a pixel see different surfaces, it becomes the mean of their colours.
import type { Facets } from './facets.js';
import type { View } from './view.js';
import type { Visibility } from './visibility.js';

/** Colours one sample into the first three bytes of `out`. */
export type PaintSample = (out: Uint8Array, slot: number, x: number, y: number) => void;

export class EdgeSmoother {
  readonly #facets: Facets;
  readonly #view: View;
  readonly #visibility: Visibility;
  readonly #paintSample: PaintSample;
  readonly #width: number;
  readonly #height: number;
  /** The spans of the upper and the lower row of samples where the last mixed pixel was. */
  #upper = 0;
  #lower = 0;
  /** Pixels to change and their colours, kept until all are known: each is mixed from colours as they were. */
  readonly #mixed: Int32Array;
  #mixedCount = 0;
  readonly #sum = new Int32Array(3);
  readonly #sample = new Uint8Array(3);

  constructor(facets: Facets, view: View, visibility: Visibility, paintSample: PaintSample) {
    this.#facets = facets;
    this.#view = view;
    this.#visibility = visibility;
    this.#paintSample = paintSample;
    this.#width = visibility.width / 2;
    this.#height = visibility.height / 2;
    this.#mixed = new Int32Array(this.#width * this.#height * 2);
  }

  /** slots: of each pixel's last sample, whose colour it has in `rgb`. */
  smooth(rgb: Uint8Array, slots: Uint16Array): void {
    this.#mixedCount = 0;
    for (let y = 0; y < this.#height; y++) this.#mixRow(rgb, slots, y);
    for (let i = 0; i < this.#mixedCount; i += 2) {
      const at = this.#mixed[i]! * 3;
      const color = this.#mixed[i + 1]!;
      rgb[at] = color & 255;
      rgb[at + 1] = (color >> 8) & 255;
      rgb[at + 2] = color >> 16;
    }
  }

  /** Walks the spans of both sample rows together, and looks closer only where they end or differ. */
  #mixRow(rgb: Uint8Array, pixels: Uint16Array, y: number): void {
    const { heads, starts, ends, slots, next, width } = this.#visibility;
    let upper = (this.#upper = heads[2 * y]!);
    let lower = (this.#lower = heads[2 * y + 1]!);
    let done = 0;
    for (let x = 0; x < width;) {
      const inUpper = starts[upper]! <= x;
      const inLower = starts[lower]! <= x;
      const stop = Math.min(
        width,
        inUpper ? ends[upper]! : starts[upper]!,
        inLower ? ends[lower]! : starts[lower]!,
      );
      const same = (inUpper ? slots[upper]! : 0) === (inLower ? slots[lower]! : 0);
      // Of a stretch where both rows see the same, only the pixel that it shares with the next can be mixed.
      const first = Math.max(done, (same ? stop - 1 : x) >> 1);
      const last = same && (stop & 1) === 0 ? first : (stop + 1) >> 1;
      for (let pixel = first; pixel < last; pixel++) this.#mixPixel(rgb, pixels, pixel, y);
      done = Math.max(done, last);
      x = stop;
      if (inUpper && ends[upper]! <= x) upper = next[upper]!;
      if (inLower && ends[lower]! <= x) lower = next[lower]!;
    }
  }

  #mixPixel(rgb: Uint8Array, pixels: Uint16Array, x: number, y: number): void {
    this.#upper = this.#spanAt(this.#upper, 2 * x);
    const a = this.#slotAt(this.#upper, 2 * x);
    const b = this.#slotAt(this.#spanAt(this.#upper, 2 * x + 1), 2 * x + 1);
    this.#lower = this.#spanAt(this.#lower, 2 * x);
    const c = this.#slotAt(this.#lower, 2 * x);
    const own = this.#slotAt(this.#spanAt(this.#lower, 2 * x + 1), 2 * x + 1);
    if (a === own && b === own && c === own) return;
    const patch = this.#patchOf(own);
    const pixel = y * this.#width + x;
    const sum = this.#sum;
    sum[0] = rgb[pixel * 3]!;
    sum[1] = rgb[pixel * 3 + 1]!;
    sum[2] = rgb[pixel * 3 + 2]!;
    const mixed =
      +this.#addSample(rgb, pixels, pixel, a, patch, 0) +
      +this.#addSample(rgb, pixels, pixel, b, patch, 1) +
      +this.#addSample(rgb, pixels, pixel, c, patch, 2);
    if (mixed === 0) return;
    this.#mixed[this.#mixedCount++] = pixel;
    this.#mixed[this.#mixedCount++] =
      ((sum[0] + 2) >> 2) | (((sum[1] + 2) >> 2) << 8) | (((sum[2] + 2) >> 2) << 16);
  }

  /** From `span` on, the first that ends beyond the sample. */
  #spanAt(span: number, sample: number): number {
    const { ends, next } = this.#visibility;
    while (ends[span]! <= sample) span = next[span]!;
    return span;
  }

  #slotAt(span: number, sample: number): number {
    return this.#visibility.starts[span]! <= sample ? this.#visibility.slots[span]! : 0;
  }

  /** Adds the colour of a sample to the sum. False if it is of the pixel's own surface. */
  #addSample(
    rgb: Uint8Array,
    pixels: Uint16Array,
    pixel: number,
    slot: number,
    own: number,
    sample: number,
  ): boolean {
    const patch = this.#patchOf(slot);
    if (patch === own) {
      this.#add(rgb, pixel);
      return false;
    }
    const neighbour = this.#neighbourOn(pixels, pixel, patch);
    if (neighbour >= 0) this.#add(rgb, neighbour);
    else {
      const y = (pixel / this.#width) | 0;
      const x = pixel - y * this.#width;
      this.#paintSample(this.#sample, slot, 2 * x + (sample & 1) + 0.5, 2 * y + (sample >> 1) + 0.5);
      this.#add(this.#sample, 0);
    }
    return true;
  }

  #add(colors: Uint8Array, pixel: number): void {
    const sum = this.#sum;
    sum[0]! += colors[pixel * 3]!;
    sum[1]! += colors[pixel * 3 + 1]!;
    sum[2]! += colors[pixel * 3 + 2]!;
  }

  /** The pixel beside that shows the same surface: it has its colour, near enough. -1: none. */
  #neighbourOn(pixels: Uint16Array, pixel: number, patch: number): number {
    const width = this.#width;
    const x = pixel % width;
    if (x > 0 && this.#patchOf(pixels[pixel - 1]!) === patch) return pixel - 1;
    if (x + 1 < width && this.#patchOf(pixels[pixel + 1]!) === patch) return pixel + 1;
    if (pixel >= width && this.#patchOf(pixels[pixel - width]!) === patch) return pixel - width;
    if (pixel + width < pixels.length && this.#patchOf(pixels[pixel + width]!) === patch)
      return pixel + width;
    return -1;
  }

  #patchOf(slot: number): number {
    return slot === 0 ? -1 : this.#facets.patchOfFacet[this.#view.facetOfSlot[slot]!]!;
  }
}
