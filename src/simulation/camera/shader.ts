// Colours the pixels: row by row in runs of one facet, each pixel once, texture times light.
import type { Facets, Material } from './facets.js';
import { TEXELS_PER_CELL } from './facets.js';
import type { Lighting } from './lighting.js';
import { paintPlain, paintTextured } from './paint.js';
import type { Stretch } from './paint.js';
import { EdgeSmoother } from './smoothing.js';
import type { PaintSample } from './smoothing.js';
import { codeLight, GAMMA, soften } from './tone.js';
import { SLOT_STRIDE } from './view.js';
import type { View } from './view.js';
import { Vignette } from './vignette.js';
import type { Visibility } from './visibility.js';

/** Between points this far apart, texture and light coordinates run straight; farther where depth hardly changes. */
const STRETCH_PIXELS = 16;
const LEVEL_STRETCH_PIXELS = 64;
/** By as many pixels the middle of a stretch may be off. */
const OFF_PIXELS = 0.3;
const FIXED = 65_536;
/** Rows change levels at different distances, so that no line shows where they do; about 4 in the mean rounds to the nearest. */
const ROW_SPREAD = [1.4, 5.6, 2.8, 11.2] as const;
/** Half a texel. */
const SWING = FIXED / 2;

export interface ShaderOptions {
  readonly exposure: number;
  /** Share of light lost in the corners, 0..1. */
  readonly vignetting: number;
  readonly skyColor: readonly [number, number, number];
  readonly luminosity: number;
}

/** A point on a run: 1/depth's inverse and the coordinates there. */
interface RunPoint {
  depth: number;
  u: number;
  v: number;
  s: number;
  t: number;
}

export class Shader {
  readonly #facets: Facets;
  readonly #lighting: Lighting;
  readonly #view: View;
  readonly #visibility: Visibility;
  readonly #vignette: Vignette;
  /** Samples per pixel and side; the last of each square stands for its pixel. */
  readonly #step: number;
  readonly #stretch: Stretch = {
    start: 0,
    count: 0,
    s: 0,
    t: 0,
    byS: 0,
    byT: 0,
    u: 0,
    v: 0,
    byU: 0,
    byV: 0,
    gain: 0,
    swingU: 0,
    swingV: 0,
  };
  readonly #from: RunPoint = { depth: 0, u: 0, v: 0, s: 0, t: 0 };
  readonly #to: RunPoint = { depth: 0, u: 0, v: 0, s: 0, t: 0 };
  readonly #sky: readonly [number, number, number];
  /** What each pixel shows, sky 0. */
  readonly #slots: Uint16Array;
  readonly #smoother: EdgeSmoother | undefined;

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
    this.#step = visibility.samplesPerSide;
    this.#slots = new Uint16Array((visibility.width * visibility.height) / this.#step ** 2);
    const paintSample: PaintSample = (out, slot, x, y) => this.#paintRun(out, 0, 1, slot, x, y);
    if (this.#step === 2) this.#smoother = new EdgeSmoother(facets, view, visibility, paintSample);
    this.#vignette = new Vignette(visibility.width, visibility.height, options.vignetting);
    const code = (value: number) =>
      codeLight(soften(value ** GAMMA * options.luminosity * options.exposure) * 1.5);
    const [r, g, b] = options.skyColor;
    this.#sky = [code(r), code(g), code(b)];
  }

  /** rgb: 3 bytes a pixel; solids: Solid.index + 1 of each pixel. */
  shade(rgb: Uint8Array, solids: Uint16Array): void {
    const height = this.#visibility.height / this.#step;
    for (let y = 0; y < height; y++) this.#shadeRow(rgb, solids, y);
    this.#smoother?.smooth(rgb, this.#slots);
  }

  #shadeRow(rgb: Uint8Array, solids: Uint16Array, y: number): void {
    const { heads, starts, ends, slots, next } = this.#visibility;
    const step = this.#step;
    const width = this.#visibility.width / step;
    const shift = step - 1;
    let x = 0;
    for (let span = heads[y * step + step - 1]!; span !== 0; span = next[span]!) {
      const start = starts[span]! >> shift;
      const end = ends[span]! >> shift;
      if (start >= end) continue;
      if (x < start) this.#shadeRun(rgb, solids, y, x, start, 0);
      this.#shadeRun(rgb, solids, y, start, end, slots[span]!);
      x = end;
    }
    if (x < width) this.#shadeRun(rgb, solids, y, x, width, 0);
  }

  #shadeRun(rgb: Uint8Array, solids: Uint16Array, y: number, start: number, end: number, slot: number): void {
    const step = this.#step;
    const row = (y * this.#visibility.width) / step;
    solids.fill(slot === 0 ? 0 : this.#shapeOf(slot).solid + 1, row + start, row + end);
    this.#slots.fill(slot, row + start, row + end);
    this.#paintRun(rgb, row + start, end - start, slot, start * step + step - 0.5, y * step + step - 0.5);
  }

  #shapeOf(slot: number) {
    return this.#facets.shapes[this.#facets.shapeOfFacet[this.#view.facetOfSlot[slot]!]!]!;
  }

  /** Colours `count` pixels from `start` on; x, y: the sample the first stands for, at its centre. */
  #paintRun(rgb: Uint8Array, start: number, count: number, slot: number, x: number, y: number): void {
    if (slot === 0) return this.#paintSky(rgb, start, count, x, y);
    const facet = this.#view.facetOfSlot[slot]!;
    const { material } = this.#facets.shapes[this.#facets.shapeOfFacet[facet]!]!;
    const patchIndex = this.#facets.patchOfFacet[facet]!;
    const patch = this.#facets.patches[patchIndex]!;
    const map = this.#lighting.mapOf(patchIndex);
    const light = map.texels;
    const columns = patch.columns * TEXELS_PER_CELL;
    const rows = patch.rows * TEXELS_PER_CELL;
    const stretch = this.#stretch;
    const from = this.#from;
    const to = this.#to;
    const step = this.#step;
    const at = slot * SLOT_STRIDE;
    this.#placePoint(from, at, x, y, columns, rows);
    const length = stretchLength(Math.abs(this.#view.gradients[at]!) * from.depth * step);
    for (let done = 0; done < count; done += length) {
      // The last point of the run is its last pixel: the one after it may lie beyond the facet.
      const left = count - done;
      const steps = Math.max(1, left > length ? length : left - 1);
      const pixelX = x + done * step;
      this.#placePoint(to, at, left > 1 ? pixelX + steps * step : pixelX, y, columns, rows);
      if (map.staleCount > 0) this.#lighting.freshen(map, from.s, from.t, to.s, to.t);
      stretch.start = start + done;
      stretch.count = Math.min(length, left);
      stretch.s = (from.s * FIXED) | 0;
      stretch.t = (from.t * FIXED) | 0;
      stretch.byS = (((to.s - from.s) / steps) * FIXED) | 0;
      stretch.byT = (((to.t - from.t) / steps) * FIXED) | 0;
      stretch.gain = this.#vignette.gainAt(pixelX + (stretch.count >> 1) * step, y);
      if (material.mipMap === undefined) paintPlain(rgb, stretch, light, columns);
      else {
        const finest = this.#detailAt(at, y / step);
        const level = Math.min(material.mipMap.levels - 1, Math.max(0, finest));
        this.#placeTexture(material, level, steps);
        this.#swing(finest < 0, pixelX / step, y / step);
        paintTextured(rgb, stretch, light, columns, material.mipMap, level);
      }
      from.depth = to.depth;
      from.u = to.u;
      from.v = to.v;
      from.s = to.s;
      from.t = to.t;
    }
  }

  #paintSky(rgb: Uint8Array, start: number, count: number, x: number, y: number): void {
    const gain = this.#vignette.gainAt(x + (count * this.#step) / 2, y);
    for (let i = start * 3; i < (start + count) * 3; i += 3) {
      rgb[i] = (this.#sky[0] * gain) >> 12;
      rgb[i + 1] = (this.#sky[1] * gain) >> 12;
      rgb[i + 2] = (this.#sky[2] * gain) >> 12;
    }
  }

  #placePoint(out: RunPoint, at: number, x: number, y: number, columns: number, rows: number): void {
    const g = this.#view.gradients;
    const depth = 1 / (g[at]! * x + g[at + 1]! * y + g[at + 2]!);
    out.depth = depth;
    out.u = (g[at + 3]! * x + g[at + 4]! * y + g[at + 5]!) * depth;
    out.v = (g[at + 6]! * x + g[at + 7]! * y + g[at + 8]!) * depth;
    out.s = clamp((g[at + 9]! * x + g[at + 10]! * y + g[at + 11]!) * depth, columns);
    out.t = clamp((g[at + 12]! * x + g[at + 13]! * y + g[at + 14]!) * depth, rows);
  }

  /**
   * The level whose texels are about as large as pixels, between both directions: neither blur nor shimmer.
   * Below 0 where even the finest texels are larger than pixels.
   */
  #detailAt(at: number, y: number): number {
    const g = this.#view.gradients;
    const { u, v } = this.#from;
    const depth = this.#from.depth * this.#step;
    const uByX = (g[at + 3]! - u * g[at]!) * depth;
    const vByX = (g[at + 6]! - v * g[at]!) * depth;
    const uByY = (g[at + 4]! - u * g[at + 1]!) * depth;
    const vByY = (g[at + 7]! - v * g[at + 1]!) * depth;
    const across = uByX * uByX + vByX * vByX;
    const down = uByY * uByY + vByY * vByY;
    // Floors shrink faster away from the lens than across it: leaning to the faster keeps them from shimmering.
    const lean = Math.sqrt(Math.min(64, across > down ? across / down : down / across));
    const product = ROW_SPREAD[y & 3]! * across * down * lean;
    // A quarter of the logarithm of the product of squares is the logarithm of the mean.
    return product < 1 ? -1 : (31 - Math.clz32(Math.min(1e9, product))) >> 2;
  }

  /** Neighbouring pixels look a quarter of a texel aside, four ways in turn: cheap, and near enough to a smooth blend. */
  #swing(isLarge: boolean, x: number, y: number): void {
    const stretch = this.#stretch;
    if (!isLarge) {
      stretch.swingU = stretch.swingV = 0;
      return;
    }
    stretch.swingU = ((x + y) & 1) === 0 ? SWING : -SWING;
    stretch.swingV = (x & 1) === 0 ? SWING : -SWING;
    stretch.u -= stretch.swingU >> 1;
    stretch.v -= stretch.swingV >> 1;
  }

  #placeTexture({ mipMap, repeatS, repeatT }: Material, level: number, steps: number): void {
    const { u: u0, v: v0 } = this.#from;
    const { u: u1, v: v1 } = this.#to;
    const stretch = this.#stretch;
    const shrink = 1 / (1 << level);
    const width = Math.max(1, (1 << mipMap!.widthBits) * shrink);
    const height = Math.max(1, (1 << mipMap!.heightBits) * shrink);
    const fromU = wrap(u0 * shrink, width, repeatS);
    const fromV = wrap(v0 * shrink, height, repeatT);
    const toU = repeatS ? fromU + (u1 - u0) * shrink : clamp(u1 * shrink, width);
    const toV = repeatT ? fromV + (v1 - v0) * shrink : clamp(v1 * shrink, height);
    stretch.u = (fromU * FIXED) | 0;
    stretch.v = (fromV * FIXED) | 0;
    stretch.byU = (((toU - fromU) / steps) * FIXED) | 0;
    stretch.byV = (((toV - fromV) / steps) * FIXED) | 0;
  }
}

/** bend: share by which depth changes over a pixel. A straight run of n pixels is off by n² · bend / 4 in its middle. */
function stretchLength(bend: number): number {
  const pixels = Math.sqrt((4 * OFF_PIXELS) / (bend + 1e-9)) | 0;
  return pixels < STRETCH_PIXELS ? STRETCH_PIXELS : Math.min(LEVEL_STRETCH_PIXELS, pixels);
}

/** Into 0 .. size, the end excluded. */
function clamp(value: number, size: number): number {
  return value < 0 ? 0 : value > size - 0.001 ? size - 0.001 : value;
}

function wrap(value: number, size: number, repeats: boolean): number {
  return repeats ? value - Math.floor(value / size) * size : clamp(value, size);
}
