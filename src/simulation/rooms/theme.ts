// The taste of one flat: its woods, cloths and colours, drawn once so that the things in it go together.
import type { Random } from '../random.js';
import { choose, tinted } from './choice.js';
import type { Color, Thing } from './thing.js';

export interface Theme {
  /** Furniture wood, as a tint of the wood texture and as a plain colour. */
  readonly wood: Color;
  readonly woodTint: Color;
  readonly dark: Color;
  readonly light: Color;
  readonly cloth: Color;
  readonly accent: Color;
}

const woods: readonly Color[] = [
  [0.5, 0.36, 0.22],
  [0.68, 0.54, 0.37],
  [0.32, 0.21, 0.14],
  [0.82, 0.79, 0.74],
  [0.16, 0.15, 0.15],
  [0.6, 0.4, 0.24],
];

const cloths: readonly Color[] = [
  [0.35, 0.42, 0.5],
  [0.62, 0.57, 0.5],
  [0.45, 0.5, 0.42],
  [0.6, 0.3, 0.27],
  [0.8, 0.77, 0.72],
  [0.25, 0.27, 0.32],
  [0.7, 0.55, 0.25],
];

const accents: readonly Color[] = [
  [0.75, 0.2, 0.18],
  [0.15, 0.42, 0.55],
  [0.85, 0.6, 0.15],
  [0.3, 0.5, 0.3],
  [0.5, 0.3, 0.5],
  [0.85, 0.45, 0.3],
];

export function drawTheme(random: Random): Theme {
  const wood = tinted(random, choose(random, woods), 0.05);
  return {
    wood,
    woodTint: tinted(random, [0.85, 0.82, 0.8], 0.15),
    dark: tinted(random, [0.14, 0.14, 0.15], 0.06),
    light: tinted(random, [0.88, 0.87, 0.84], 0.07),
    cloth: tinted(random, choose(random, cloths), 0.06),
    accent: tinted(random, choose(random, accents), 0.08),
  };
}

/** Colours of toys, shoes and packaging. */
export const brights: readonly Color[] = [
  [0.8, 0.15, 0.13],
  [0.12, 0.35, 0.7],
  [0.9, 0.7, 0.1],
  [0.15, 0.55, 0.25],
  [0.9, 0.9, 0.88],
  [0.12, 0.12, 0.13],
  [0.55, 0.3, 0.6],
  [0.95, 0.5, 0.1],
];

/** How a thing is drawn: its size and colours from chance and taste. */
export type Draw = (random: Random, theme: Theme) => Thing;
