// The innermost loops: a stretch of pixels, texture and light coordinates running straight in 16.16 numbers.
import type { MipMap } from './textures.js';

/** Brightness 1 in Stretch.gain. */
export const GAIN_ONE = 1024;
/** Ten bits of light times ten of gain, brought to twelve; those times eight bits of texture, brought to eight. */
const LIGHT_SHIFT = 8;
const TEXTURED_SHIFT = 12;
const PLAIN_SHIFT = 12;

/** start: first pixel; s, t: light texels; u, v: texture texels of the level at hand; by…: per pixel. All 16.16. */
export interface Stretch {
  start: number;
  count: number;
  s: number;
  t: number;
  byS: number;
  byT: number;
  u: number;
  v: number;
  byU: number;
  byV: number;
  /** What the lens lets through here. */
  gain: number;
  /** Texels by which every other pixel looks aside, back and forth: large texels dissolve instead of showing their edges. */
  swingU: number;
  swingV: number;
}

/** Light alone, coloured as the surface is. columns: light texels per row. */
export function paintPlain(rgb: Uint8Array, stretch: Stretch, light: Int32Array, columns: number): void {
  const { byS, byT, gain } = stretch;
  let { s, t } = stretch;
  const end = (stretch.start + stretch.count) * 3;
  for (let at = stretch.start * 3; at < end; at += 3) {
    const code = light[(Math.imul(t >> 16, columns) + (s >> 16)) | 0]!;
    rgb[at] = Math.imul(code & 1023, gain) >> PLAIN_SHIFT;
    rgb[at + 1] = Math.imul((code >> 10) & 1023, gain) >> PLAIN_SHIFT;
    rgb[at + 2] = Math.imul(code >> 20, gain) >> PLAIN_SHIFT;
    s = (s + byS) | 0;
    t = (t + byT) | 0;
  }
}

/** Two pixels at a time: they share their light, which hardly changes between neighbours. */
export function paintTextured(
  rgb: Uint8Array,
  stretch: Stretch,
  light: Int32Array,
  columns: number,
  { texels, starts, widthBits, heightBits }: MipMap,
  level: number,
): void {
  const { byS, byT, byU, byV, gain, swingU, swingV } = stretch;
  let { s, t, u, v } = stretch;
  const start = starts[level]!;
  const bits = Math.max(0, widthBits - level);
  const maskU = (1 << bits) - 1;
  const maskV = (1 << Math.max(0, heightBits - level)) - 1;
  const end = (stretch.start + stretch.count) * 3;
  for (let at = stretch.start * 3; at < end; at += 6) {
    const code = light[(Math.imul(t >> 16, columns) + (s >> 16)) | 0]!;
    const r = Math.imul(code & 1023, gain) >> LIGHT_SHIFT;
    const g = Math.imul((code >> 10) & 1023, gain) >> LIGHT_SHIFT;
    const b = Math.imul(code >> 20, gain) >> LIGHT_SHIFT;
    const even = texels[(start + (((v >> 16) & maskV) << bits) + ((u >> 16) & maskU)) | 0]!;
    rgb[at] = Math.imul(r, even & 255) >> TEXTURED_SHIFT;
    rgb[at + 1] = Math.imul(g, (even >> 8) & 255) >> TEXTURED_SHIFT;
    rgb[at + 2] = Math.imul(b, even >> 16) >> TEXTURED_SHIFT;
    if (at + 3 >= end) return;
    const nextU = (u + byU + swingU) | 0;
    const nextV = (v + byV + swingV) | 0;
    const odd = texels[(start + (((nextV >> 16) & maskV) << bits) + ((nextU >> 16) & maskU)) | 0]!;
    rgb[at + 3] = Math.imul(r, odd & 255) >> TEXTURED_SHIFT;
    rgb[at + 4] = Math.imul(g, (odd >> 8) & 255) >> TEXTURED_SHIFT;
    rgb[at + 5] = Math.imul(b, odd >> 16) >> TEXTURED_SHIFT;
    s = (s + 2 * byS) | 0;
    t = (t + 2 * byT) | 0;
    u = (u + 2 * byU) | 0;
    v = (v + 2 * byV) | 0;
  }
}
