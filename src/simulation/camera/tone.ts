// From light to screen values: light is kept as gamma-coded numbers of ten bits, ready to be multiplied with texels.

/** sRGB is near a power of 2.2, and a product of powers is the power of the product: codes and texels multiply as light and colour do. */
export const GAMMA = 2.2;
const CODE_MAX = 1023;

/** Codes by the square root of the light, where the curve is nearly straight. */
const CODE_STEPS = 4096;
const codes = Float32Array.from(
  { length: CODE_STEPS + 1 },
  (_, i) => CODE_MAX * (i / CODE_STEPS) ** (2 / GAMMA),
);

/** linear: what reaches the eye from white paper, 0..1. Returns 0..1023; a texel (0..255) times this, over 1023, is the screen value. */
export function codeLight(linear: number): number {
  if (linear <= 0) return 0;
  return linear >= 1 ? CODE_MAX : codes[(Math.sqrt(linear) * CODE_STEPS + 0.5) | 0]!;
}

/** Reinhard's curve with a white point: lamps' near surroundings keep their drawing instead of burning out. 1 in full light gives 0.6. */
export function soften(light: number): number {
  const white = 2.6;
  return Math.min(1, (light * (1.05 + light / (white * white))) / (1 + light));
}
