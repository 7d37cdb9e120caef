// Colours the pixels: row by row in runs of one facet, each pixel once, texture times light through the tone table.
import type { Facets, Material } from './facets.js';
import { TEXELS_PER_CELL } from './facets.js';
import type { Lighting } from './lighting.js';
import { paintPlain, paintTextured } from './paint.js';
import type { Stretch } from './paint.js';
import { createToneTable, TONE_STEPS } from './tone.js';
import { SLOT_STRIDE } from './view.js';
import type { View } from './view.js';
import type { Visibility } from './visibility.js';

/** Between points this far apart, texture and light coordinates run straight. */
const STRETCH_PIXELS = 16;
const FIXED = 65_536;

export interface ShaderOptions {
  readonly exposure: number;
  /** Share of light lost in the corners, 0..1. */
  readonly vignetting: number;
  readonly skyColor: readonly [number, number, number];
  readonly luminosity: number;
}

export class Shader {
  readonly #facets: Facets;
  readonly #lighting: Lighting;
  readonly #view: View;
  readonly #visibility: Visibility;
  readonly #tones: ToneTables;
  readonly #stretch: Stretch = { start: 0, count: 0, s: 0, t: 0, byS: 0, byT: 0, u: 0, v: 0, byU: 0, byV: 0 };
  readonly #sky: readonly [number, number, number];

  constructor(
    facets: Facets,
    lighting: Lighting,
    view: View,
    visibility: Visibility,
    options: ShaderOptions,
  ) {
    this.#facets = facets;
    this.#lighting = lighting;
    this.#view = view;
    this.#visibility = visibility;
    this.#tones = new ToneTables(visibility.width, visibility.height, options);
    const [r, g, b] = options.skyColor;
    const code = (value: number) =>
      Math.min(TONE_STEPS - 1, Math.round(0.53 * value * options.luminosity ** 0.45 * TONE_STEPS));
    this.#sky = [code(r), code(g), code(b)];
  }

  /** rgb: 3 bytes a pixel of the visibility buffer; solids: Solid.index + 1 of each pixel. */
  shade(rgb: Uint8Array, solids: Uint16Array): void {
    const { width, height, slots } = this.#visibility;
    for (let y = 0; y < height; y++) {
      const row = y * width;
      for (let x = 0; x < width;) {
        const slot = slots[row + x]!;
        const start = x++;
        while (x < width && slots[row + x] === slot) x++;
        if (slot === 0) this.#shadeSky(rgb, solids, y, start, x);
        else this.#shadeRun(rgb, solids, slot, y, start, x);
      }
    }
  }

  #shadeSky(rgb: Uint8Array, solids: Uint16Array, y: number, start: number, end: number): void {
    const row = y * this.#visibility.width;
    const [r, g, b] = this.#sky;
    for (let x = start; x < end; x++) {
      const tone = this.#tones.startAt(x, y);
      solids[row + x] = 0;
      rgb[(row + x) * 3] = this.#tones.table[tone + r]!;
      rgb[(row + x) * 3 + 1] = this.#tones.table[tone + g]!;
      rgb[(row + x) * 3 + 2] = this.#tones.table[tone + b]!;
    }
  }

  #shadeRun(rgb: Uint8Array, solids: Uint16Array, slot: number, y: number, start: number, end: number): void {
    const row = y * this.#visibility.width;
    const facet = this.#view.facetOfSlot[slot]!;
    const shape = this.#facets.shapes[this.#facets.shapeOfFacet[facet]!]!;
    const solid = shape.solid + 1;
    for (let i = row + start; i < row + end; i++) solids[i] = solid;
    const patchIndex = this.#facets.patchOfFacet[facet]!;
    const patch = this.#facets.patches[patchIndex]!;
    const light = this.#lighting.texels(patchIndex);
    const columns = patch.columns * TEXELS_PER_CELL;
    const rows = patch.rows * TEXELS_PER_CELL;
    const { mipMap } = shape.material;
    const g = this.#view.gradients;
    const at = slot * SLOT_STRIDE;
    const lineY = y + 0.5;
    const stretch = this.#stretch;
    let depth = 1 / (g[at]! * (start + 0.5) + g[at + 1]! * lineY + g[at + 2]!);
    let s0 = clamp((g[at + 9]! * (start + 0.5) + g[at + 10]! * lineY + g[at + 11]!) * depth, columns);
    let t0 = clamp((g[at + 12]! * (start + 0.5) + g[at + 13]! * lineY + g[at + 14]!) * depth, rows);
    let u0 = 0;
    let v0 = 0;
    if (mipMap !== undefined) {
      u0 = (g[at + 3]! * (start + 0.5) + g[at + 4]! * lineY + g[at + 5]!) * depth;
      v0 = (g[at + 6]! * (start + 0.5) + g[at + 7]! * lineY + g[at + 8]!) * depth;
    }
    for (let x = start; x < end; x += STRETCH_PIXELS) {
      // The last point of the run is its last pixel: the one after it may lie beyond the facet.
      const last = x + STRETCH_PIXELS >= end;
      const count = last ? end - x : STRETCH_PIXELS;
      const far = last ? end - 1 : x + STRETCH_PIXELS;
      const steps = Math.max(1, far - x);
      const startDepth = depth;
      depth = 1 / (g[at]! * (far + 0.5) + g[at + 1]! * lineY + g[at + 2]!);
      const s1 = clamp((g[at + 9]! * (far + 0.5) + g[at + 10]! * lineY + g[at + 11]!) * depth, columns);
      const t1 = clamp((g[at + 12]! * (far + 0.5) + g[at + 13]! * lineY + g[at + 14]!) * depth, rows);
      stretch.start = row + x;
      stretch.count = count;
      stretch.s = (s0 * FIXED) | 0;
      stretch.t = (t0 * FIXED) | 0;
      stretch.byS = (((s1 - s0) / steps) * FIXED) | 0;
      stretch.byT = (((t1 - t0) / steps) * FIXED) | 0;
      const tone = this.#tones.startAt(x, y);
      if (mipMap === undefined) {
        paintPlain(rgb, stretch, light, columns, this.#tones.table, tone);
      } else {
        const u1 = (g[at + 3]! * (far + 0.5) + g[at + 4]! * lineY + g[at + 5]!) * depth;
        const v1 = (g[at + 6]! * (far + 0.5) + g[at + 7]! * lineY + g[at + 8]!) * depth;
        const level = this.#levelAt(at, u0, v0, startDepth, mipMap.levels);
        this.#placeTexture(shape.material, level, u0, v0, u1, v1, steps);
        paintTextured(rgb, stretch, light, columns, this.#tones.table, tone, mipMap, level);
        u0 = u1;
        v0 = v1;
      }
      s0 = s1;
      t0 = t1;
    }
  }

  /** The level whose texels are about as large as pixels, by the geometric mean of both directions: between blur and shimmer. */
  #levelAt(at: number, u: number, v: number, depth: number, levels: number): number {
    const g = this.#view.gradients;
    const uByX = (g[at + 3]! - u * g[at]!) * depth;
    const vByX = (g[at + 6]! - v * g[at]!) * depth;
    const uByY = (g[at + 4]! - u * g[at + 1]!) * depth;
    const vByY = (g[at + 7]! - v * g[at + 1]!) * depth;
    const across = uByX * uByX + vByX * vByX;
    const down = uByY * uByY + vByY * vByY;
    const product = Math.min(1e8, 4 * across * down);
    // A quarter of the logarithm of the product of squares is the logarithm of the mean; 4 rounds it.
    return Math.min(levels - 1, (31 - Math.clz32(product | 1)) >> 2);
  }

  #placeTexture(
    { mipMap, repeatS, repeatT }: Material,
    level: number,
    u0: number,
    v0: number,
    u1: number,
    v1: number,
    steps: number,
  ): void {
    const stretch = this.#stretch;
    const shrink = 1 / (1 << level);
    const width = Math.max(1, (1 << mipMap!.widthBits) * shrink);
    const height = Math.max(1, (1 << mipMap!.heightBits) * shrink);
    let [fromU, toU, fromV, toV] = [u0 * shrink, u1 * shrink, v0 * shrink, v1 * shrink];
    if (repeatS) {
      const turns = Math.floor(fromU / width) * width;
      fromU -= turns;
      toU -= turns;
    } else {
      fromU = clamp(fromU, width);
      toU = clamp(toU, width);
    }
    if (repeatT) {
      const turns = Math.floor(fromV / height) * height;
      fromV -= turns;
      toV -= turns;
    } else {
      fromV = clamp(fromV, height);
      toV = clamp(toV, height);
    }
    stretch.u = (fromU * FIXED) | 0;
    stretch.v = (fromV * FIXED) | 0;
    stretch.byU = (((toU - fromU) / steps) * FIXED) | 0;
    stretch.byV = (((toV - fromV) / steps) * FIXED) | 0;
  }
}

/** Into 0 .. size, the end excluded. */
function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value > size - 0.001 ? size - 0.001 : value;
}

/** Tone tables from the middle of the picture to its corners, darker outwards. */
class ToneTables {
  readonly table: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  readonly #rings: number;
  readonly #byRadius: number;

  constructor(width: number, height: number, { exposure, vignetting }: ShaderOptions) {
    this.#width = width;
    this.#height = height;
    this.#rings = vignetting > 0 ? 48 : 1;
    this.#byRadius = (this.#rings - 1) / ((width * width + height * height) / 4);
    this.table = new Uint8Array(this.#rings * TONE_STEPS);
    for (let ring = 0; ring < this.#rings; ring++) {
      const share = this.#rings === 1 ? 0 : ring / (this.#rings - 1);
      // Brightness falls off with the square of the distance from the middle, near enough to cos^4.
      this.table.set(createToneTable(exposure * (1 - vignetting * share)), ring * TONE_STEPS);
    }
  }

  /** Where the table for this pixel begins. */
  startAt(x: number, y: number): number {
    const dx = x - this.#width / 2;
    const dy = y - this.#height / 2;
    return (((dx * dx + dy * dy) * this.#byRadius) | 0) * TONE_STEPS;
  }
}
