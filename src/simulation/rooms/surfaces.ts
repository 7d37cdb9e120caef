// What floors and walls are made of: the surface PROTOs of sim/protos/surfaces, what they are, and how large their pattern is.
import { Fault } from '../../fault/fault.js';
import { node } from '../worldfile/builder.js';
import type { Node } from '../worldfile/tree.js';
import type { Random } from '../random.js';
import type { Point } from './rect.js';
import type { Color } from './thing.js';
import { choose, tinted } from './choice.js';

export const floorMaterials = ['wood', 'tile', 'carpet', 'concrete'] as const;
export type FloorMaterial = (typeof floorMaterials)[number];

export interface Finish {
  readonly surface: string;
  /** Side of the square that the texture covers, metres. */
  readonly patternM: number;
  readonly tint: Color;
}

export interface FloorFinish extends Finish {
  readonly material: FloorMaterial;
  /** Its mean colour before the tint. */
  readonly tone: Color;
}

/** A surface PROTO, the side of the square its texture covers in metres, and its mean colour as a screen shows it. */
export type SurfaceRow = readonly [surface: string, patternM: number, tone: Color];

export type FloorSurfaces = Readonly<Record<FloorMaterial, readonly SurfaceRow[]>>;

/** Pattern sizes are those of real boards, tiles and tufts. */
export const standardFloors: FloorSurfaces = {
  wood: [
    ['OakPlanks', 1.1, [0.63, 0.48, 0.33]],
    ['WalnutPlanks', 1.2, [0.36, 0.24, 0.16]],
    ['GreyLaminate', 1, [0.58, 0.57, 0.55]],
    ['Herringbone', 1.2, [0.69, 0.6, 0.48]],
  ],
  tile: [
    ['WhiteTiles', 1.2, [0.85, 0.84, 0.82]],
    ['SlateTiles', 1.2, [0.56, 0.55, 0.54]],
    ['TerracottaTiles', 1.25, [0.65, 0.38, 0.26]],
    ['CheckerTiles', 1.2, [0.65, 0.56, 0.45]],
  ],
  carpet: [
    ['LoopCarpet', 0.36, [0.4, 0.42, 0.43]],
    ['PileCarpet', 0.9, [0.7, 0.61, 0.49]],
    ['FleckCarpet', 0.7, [0.47, 0.36, 0.27]],
  ],
  concrete: [
    ['SmoothConcrete', 1.4, [0.56, 0.55, 0.54]],
    ['RoughConcrete', 1.2, [0.52, 0.51, 0.48]],
    ['WarmScreed', 1.3, [0.68, 0.58, 0.46]],
  ],
};

export type WallSurfaces = readonly (readonly [surface: string, patternM: number])[];

export const standardWalls: WallSurfaces = [
  ['Plaster', 1.5],
  ['Plaster', 1.5],
  ['Wallpaper', 0.9],
  ['BrickWall', 0.9],
];

const wallTints: readonly Color[] = [
  [1, 1, 1],
  [0.98, 0.95, 0.88],
  [0.85, 0.9, 0.86],
  [0.83, 0.88, 0.94],
  [0.95, 0.86, 0.8],
  [0.78, 0.79, 0.8],
  [0.95, 0.9, 0.7],
];

/** A surface by name, untinted. */
export function finishOf(surface: string): FloorFinish {
  for (const material of floorMaterials) {
    const found = standardFloors[material].find(([name]) => name === surface);
    if (found === undefined) continue;
    return { material, surface, patternM: found[1], tone: found[2], tint: [0.92, 0.92, 0.92] };
  }
  throw new Fault('world/invalid', { what: `There is no floor surface "${surface}".` });
}

export function drawFloor(
  random: Random,
  material: FloorMaterial,
  floors: FloorSurfaces = standardFloors,
): FloorFinish {
  const [surface, patternM, tone] = choose(random, floors[material]);
  return { material, surface, patternM, tone, tint: tinted(random, [0.92, 0.92, 0.92], 0.08) };
}

export function drawWall(random: Random, walls: WallSurfaces = standardWalls): Finish {
  const [surface, patternM] = choose(random, walls);
  return { surface, patternM, tint: tinted(random, choose(random, wallTints), 0.05) };
}

/** The appearance of a face of the given size: the pattern at its true scale. */
export function appearanceOf({ surface, patternM, tint }: Finish, [widthM, heightM]: Point): Node {
  return node(surface, {
    baseColor: tint,
    textureTransform: node('TextureTransform', { scale: [widthM / patternM, heightM / patternM] }),
  });
}
