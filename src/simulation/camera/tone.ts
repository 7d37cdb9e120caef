// From light to screen values: light kept as gamma-coded numbers of ten bits, and one table from light times texture to sRGB.

/** The brightest light that can be kept; paper white in full light is 1. */
const BRIGHTEST = 4;
const GAMMA = 2.2;
const CODE_MAX = 1023;

export const TONE_BITS = 12;
/** Light code (10 bits) times texel (8 bits), shifted by this, is the index into a tone table. */
export const TONE_SHIFT = 6;
export const TONE_STEPS = 1 << TONE_BITS;

/** 0..1023. A product of powers is the power of the product: codes and texels multiply as light and colour do. */
export function codeLight(light: number): number {
  return light <= 0 ? 0 : Math.min(CODE_MAX, CODE_MAX * (light / BRIGHTEST) ** (1 / GAMMA));
}

/** Screen values for one exposure: 0..255 by (code * texel) >> TONE_SHIFT. */
export function createToneTable(exposure: number): Uint8Array {
  const top = (CODE_MAX * 255) / (1 << TONE_SHIFT);
  return Uint8Array.from({ length: TONE_STEPS }, (_, step) => {
    const light = Math.min(1, step / top) ** GAMMA * BRIGHTEST;
    return Math.round(255 * toSrgb(soften(light * exposure)));
  });
}

/** Reinhard's curve with a white point: bright parts keep their drawing instead of burning out. */
function soften(light: number): number {
  const white = 2.6;
  return Math.min(1, (light * (1.15 + light / (white * white))) / (1 + light));
}

/** IEC 61966-2-1. */
function toSrgb(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
