// The innermost loops: a stretch of up to sixteen pixels, texture and light coordinates running straight in 16.16 numbers.
import { TONE_SHIFT } from './tone.js';
import type { MipMap } from './textures.js';

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
}

/** Light alone. columns: light texels per row; tone: where the tone table begins. */
export function paintPlain(
  rgb: Uint8Array,
  stretch: Stretch,
  light: Uint32Array,
  columns: number,
  tones: Uint8Array,
  tone: number,
): void {
  const { byS, byT } = stretch;
  let { s, t } = stretch;
  const end = (stretch.start + stretch.count) * 3;
  for (let at = stretch.start * 3; at < end; at += 3) {
    const code = light[(t >> 16) * columns + (s >> 16)]!;
    rgb[at] = tones[tone + (((code & 1023) * 255) >> TONE_SHIFT)]!;
    rgb[at + 1] = tones[tone + ((((code >> 10) & 1023) * 255) >> TONE_SHIFT)]!;
    rgb[at + 2] = tones[tone + (((code >>> 20) * 255) >> TONE_SHIFT)]!;
    s += byS;
    t += byT;
  }
}

export function paintTextured(
  rgb: Uint8Array,
  stretch: Stretch,
  light: Uint32Array,
  columns: number,
  tones: Uint8Array,
  tone: number,
  { texels, starts, widthBits, heightBits }: MipMap,
  level: number,
): void {
  const { byS, byT, byU, byV } = stretch;
  let { s, t, u, v } = stretch;
  const start = starts[level]!;
  const bits = Math.max(0, widthBits - level);
  const maskU = (1 << bits) - 1;
  const maskV = (1 << Math.max(0, heightBits - level)) - 1;
  const end = (stretch.start + stretch.count) * 3;
  for (let at = stretch.start * 3; at < end; at += 3) {
    const code = light[(t >> 16) * columns + (s >> 16)]!;
    const texel = texels[start + (((v >> 16) & maskV) << bits) + ((u >> 16) & maskU)]!;
    rgb[at] = tones[tone + (((code & 1023) * (texel & 255)) >> TONE_SHIFT)]!;
    rgb[at + 1] = tones[tone + ((((code >> 10) & 1023) * ((texel >> 8) & 255)) >> TONE_SHIFT)]!;
    rgb[at + 2] = tones[tone + (((code >>> 20) * (texel >> 16)) >> TONE_SHIFT)]!;
    s += byS;
    t += byT;
    u += byU;
    v += byV;
  }
}
