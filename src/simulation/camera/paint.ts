// The innermost loops: a stretch of up to sixteen pixels, texture and light coordinates running straight in 16.16 numbers.
import type { MipMap } from './textures.js';

/** Brightness 1 in Stretch.gain. */
export const GAIN_ONE = 1024;
/** Ten bits of light, eight of texture, ten of gain: products keep within 31 bits, and this brings them back to eight. */
const TEXTURED_SHIFT = 20;
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

export function paintTextured(
  rgb: Uint8Array,
  stretch: Stretch,
  light: Int32Array,
  columns: number,
  { texels, starts, widthBits, heightBits }: MipMap,
  level: number,
): void {
  const { byS, byT, byU, byV, gain } = stretch;
  let { s, t, u, v, swingU, swingV } = stretch;
  const start = starts[level]!;
  const bits = Math.max(0, widthBits - level);
  const maskU = (1 << bits) - 1;
  const maskV = (1 << Math.max(0, heightBits - level)) - 1;
  const end = (stretch.start + stretch.count) * 3;
  for (let at = stretch.start * 3; at < end; at += 3) {
    const code = light[(Math.imul(t >> 16, columns) + (s >> 16)) | 0]!;
    const texel = texels[(start + (((v >> 16) & maskV) << bits) + ((u >> 16) & maskU)) | 0]!;
    rgb[at] = Math.imul(Math.imul(code & 1023, texel & 255), gain) >> TEXTURED_SHIFT;
    rgb[at + 1] = Math.imul(Math.imul((code >> 10) & 1023, (texel >> 8) & 255), gain) >> TEXTURED_SHIFT;
    rgb[at + 2] = Math.imul(Math.imul(code >> 20, texel >> 16), gain) >> TEXTURED_SHIFT;
    s = (s + byS) | 0;
    t = (t + byT) | 0;
    u = (u + byU + swingU) | 0;
    v = (v + byV + swingV) | 0;
    swingU = -swingU | 0;
    swingV = -swingV | 0;
  }
}
