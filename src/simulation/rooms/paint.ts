// What the fields of further shapes are painted with: a kind of colour, of which each room draws its own.
import type { Random } from '../random.js';
import { chance, choose, tinted } from './choice.js';
import { brights, type Theme } from './theme.js';
import type { Color } from './thing.js';

/** Beside those of the theme: colours of a material wherever it is. */
const materials = {
  card: [
    [0.68, 0.54, 0.38],
    [0.58, 0.45, 0.31],
    [0.86, 0.84, 0.8],
  ],
  cone: [
    [0.95, 0.45, 0.1],
    [0.92, 0.3, 0.08],
    [0.95, 0.78, 0.12],
    [0.2, 0.55, 0.8],
    [0.3, 0.7, 0.25],
    [0.9, 0.2, 0.45],
    [0.88, 0.88, 0.85],
  ],
  coneFoot: [
    [0.15, 0.15, 0.16],
    [0.4, 0.4, 0.4],
    [0.9, 0.4, 0.1],
  ],
  glass: [
    [0.72, 0.8, 0.8],
    [0.5, 0.6, 0.62],
    [0.86, 0.9, 0.9],
  ],
  leaf: [
    [0.16, 0.4, 0.15],
    [0.27, 0.46, 0.2],
    [0.35, 0.48, 0.36],
    [0.4, 0.42, 0.16],
    [0.4, 0.2, 0.26],
  ],
  leather: [
    [0.3, 0.18, 0.1],
    [0.1, 0.09, 0.09],
    [0.5, 0.32, 0.18],
  ],
  lightLeaf: [
    [0.35, 0.56, 0.23],
    [0.55, 0.62, 0.3],
    [0.6, 0.66, 0.5],
    [0.68, 0.6, 0.35],
  ],
  metal: [
    [0.6, 0.6, 0.62],
    [0.35, 0.35, 0.37],
    [0.75, 0.68, 0.45],
    [0.12, 0.12, 0.13],
  ],
  pot: [
    [0.72, 0.38, 0.25],
    [0.85, 0.84, 0.8],
    [0.25, 0.26, 0.28],
    [0.3, 0.45, 0.5],
    [0.62, 0.55, 0.42],
    [0.75, 0.65, 0.25],
  ],
  sole: [
    [0.9, 0.9, 0.88],
    [0.12, 0.12, 0.13],
    [0.5, 0.38, 0.25],
    [0.66, 0.55, 0.4],
  ],
  warm: [
    [0.8, 0.4, 0.15],
    [0.55, 0.3, 0.18],
    [0.85, 0.3, 0.2],
    [0.85, 0.65, 0.25],
  ],
  wood: [
    [0.5, 0.36, 0.22],
    [0.75, 0.6, 0.42],
    [0.3, 0.2, 0.14],
    [0.82, 0.79, 0.74],
  ],
} as const satisfies Record<string, readonly Color[]>;

const mutes: readonly Color[] = [
  [0.45, 0.42, 0.4],
  [0.62, 0.57, 0.5],
  [0.25, 0.28, 0.33],
  [0.35, 0.4, 0.32],
  [0.5, 0.33, 0.22],
  [0.72, 0.6, 0.58],
];

export type Paint =
  | keyof typeof materials
  | 'any'
  | 'bright'
  | 'cloth'
  | 'coneBand'
  | 'dark'
  | 'furniture'
  | 'leg'
  | 'light'
  | 'skin';

export function drawPaint(random: Random, theme: Theme, paint: Paint): Color {
  const { wood, dark, light, cloth, accent } = theme;
  switch (paint) {
    case 'any':
      return tinted(random, choose(random, chance(random, 0.5) ? brights : mutes), 0.12);
    case 'bright':
      return tinted(random, choose(random, brights), 0.12);
    case 'cloth':
      return tinted(random, choose(random, [cloth, accent, ...mutes]), 0.08);
    case 'coneBand':
      return tinted(random, choose(random, [...materials.cone, [0.9, 0.9, 0.88], [0.9, 0.9, 0.88]]), 0.06);
    case 'dark':
      return dark;
    case 'furniture':
      return tinted(random, choose(random, [wood, light, dark, accent, ...materials.wood]), 0.06);
    case 'leg':
      return choose(random, [wood, dark, choose(random, materials.metal)]);
    case 'light':
      return tinted(random, light, 0.06);
    case 'skin':
      return tinted(random, [0.7, 0.52, 0.42], 0.15);
    default:
      return tinted(random, choose<Color>(random, materials[paint]), 0.08);
  }
}
