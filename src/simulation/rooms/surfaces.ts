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
}

/** Pattern sizes are those of real boards, tiles and tufts. */
const floorSurfaces: Readonly<Record<FloorMaterial, readonly (readonly [string, number])[]>> = {
  wood: [
    ['OakPlanks', 1.1],
    ['WalnutPlanks', 1.2],
    ['GreyLaminate', 1],
    ['Herringbone', 1.2],
  ],
  tile: [
    ['WhiteTiles', 1.2],
    ['SlateTiles', 1.2],
    ['TerracottaTiles', 1.25],
    ['CheckerTiles', 1.2],
  ],
  carpet: [
    ['LoopCarpet', 0.36],
    ['PileCarpet', 0.9],
    ['FleckCarpet', 0.7],
  ],
  concrete: [
    ['SmoothConcrete', 1.4],
    ['RoughConcrete', 1.2],
    ['WarmScreed', 1.3],
  ],
};

const wallSurfaces = [
  ['Plaster', 1.5],
  ['Plaster', 1.5],
  ['Wallpaper', 0.9],
  ['BrickWall', 0.9],
] as const;

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
    const found = floorSurfaces[material].find(([name]) => name === surface);
    if (found !== undefined) return { material, surface, patternM: found[1], tint: [0.92, 0.92, 0.92] };
  }
  throw new Fault('world/invalid', { what: `There is no floor surface "${surface}".` });
}

export function drawFloor(random: Random, material: FloorMaterial): FloorFinish {
  const [surface, patternM] = choose(random, floorSurfaces[material]);
  return { material, surface, patternM, tint: tinted(random, [0.92, 0.92, 0.92], 0.08) };
}

export function drawWall(random: Random): Finish {
  const [surface, patternM] = choose(random, wallSurfaces);
  return { surface, patternM, tint: tinted(random, choose(random, wallTints), 0.05) };
}

/** The appearance of a face of the given size: the pattern at its true scale. */
export function appearanceOf({ surface, patternM, tint }: Finish, [widthM, heightM]: Point): Node {
  return node(surface, {
    baseColor: tint,
    textureTransform: node('TextureTransform', { scale: [widthM / patternM, heightM / patternM] }),
  });
}
