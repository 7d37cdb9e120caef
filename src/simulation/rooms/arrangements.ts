// Furniture that belongs together: a dining table with its chairs, a desk with its chair, a sofa corner.
import type { Random } from '../random.js';
import { chance, choose, count } from './choice.js';
import * as furniture from './furniture.js';
import type { Kit } from './kit.js';
import type { Point } from './rect.js';
import type { SpaceKind } from './plan.js';
import type { Placed, Thing } from './thing.js';
import type { Theme } from './theme.js';

/** Things in a frame of their own: back along -x, the middle at the origin; size includes all of them. */
export interface Arrangement {
  readonly size: Point;
  readonly things: readonly Placed[];
  /** Whether its back belongs to a wall. */
  readonly atWall: boolean;
}

type Arrange = (random: Random, theme: Theme, kit: Kit) => Arrangement;

const alone = (thing: Thing, atWall: boolean): Arrangement => ({
  size: thing.footprint,
  things: [{ thing, at: [0, 0], yawRad: 0 }],
  atWall,
});

const sofaCorner: Arrange = (random, theme, kit) => {
  const low = kit.lowTable(random, theme);
  const things: Placed[] = [
    { thing: furniture.sofa(random, theme), at: [-0.63, 0], yawRad: 0 },
    { thing: low, at: [0.55, random.between(-0.2, 0.2)], yawRad: 0 },
  ];
  if (chance(random, 0.7))
    things.push({ thing: furniture.rug(random, theme, [1.3, 2], kit.rugSurface), at: [0.42, 0], yawRad: 0 });
  return { size: [2.14, 2], things, atWall: true };
};

const diningSet: Arrange = (random, theme, kit) => {
  const length = kit.drawDiningLength(random);
  const seats = length > 1.5 ? [-length / 4, length / 4] : [0];
  const chair = choose(random, kit.diningChairs);
  const chairs = seats.flatMap((y) =>
    [-1, 1].map((side): Placed => {
      const out = random.between(0.48, 0.72);
      const yawRad = (side > 0 ? Math.PI : 0) + random.between(-0.25, 0.25);
      return { thing: chair(random, theme), at: [side * out, y], yawRad };
    }),
  );
  const table = kit.diningTable(random, theme, length);
  return { size: [2, length], things: [{ thing: table, at: [0, 0], yawRad: 0 }, ...chairs], atWall: false };
};

const roundTable: Arrange = (random, theme, kit) => {
  const radius = random.between(0.38, 0.55);
  const chair = choose(random, kit.cafeChairs);
  const turn = random.between(0, Math.PI);
  const chairs = [0, 1, 2].slice(0, count(random, 2, 3)).map((index, _, { length }): Placed => {
    const angle = turn + (index * 2 * Math.PI) / length;
    const out = radius + random.between(0.1, 0.3);
    return {
      thing: chair(random, theme),
      at: [out * Math.cos(angle), out * Math.sin(angle)],
      yawRad: angle + Math.PI,
    };
  });
  const table = kit.cafeTable(random, theme, radius);
  const side = 2 * (radius + 0.6);
  return { size: [side, side], things: [{ thing: table, at: [0, 0], yawRad: 0 }, ...chairs], atWall: false };
};

/** The user sits with the back to the room. */
const deskSet: Arrange = (random, theme, kit) => ({
  size: [1.5, 1.42],
  things: [
    { thing: kit.desk(random, theme), at: [-0.39, 0], yawRad: Math.PI },
    {
      thing: kit.deskChair(random, theme),
      at: [random.between(0.22, 0.4), random.between(0.1, 0.3)],
      yawRad: Math.PI + random.between(-0.6, 0.6),
    },
  ],
  atWall: true,
});

const playTable: Arrange = (random, theme, kit) => ({
  size: [1.5, 0.75],
  things: [
    { thing: kit.playTable(random, theme), at: [0, 0], yawRad: 0 },
    { thing: kit.playChair(random, theme), at: [0.53, random.between(-0.1, 0.1)], yawRad: 0 },
    { thing: kit.playChair(random, theme), at: [-0.53, random.between(-0.1, 0.1)], yawRad: 0 },
  ],
  atWall: false,
});

const bedside: Arrange = (random, theme) => alone(furniture.bed(random, theme), true);
const shelf: Arrange = (random, theme) => alone(furniture.bookShelf(random, theme), true);
const sideboard: Arrange = (_, theme) => alone(furniture.sideboard(theme), true);
const wardrobe: Arrange = (random, theme) => alone(furniture.wardrobe(random, theme), true);
const lamp: Arrange = (_, theme) => alone(furniture.floorLamp(theme), true);
const bin: Arrange = (_, theme) => alone(furniture.wasteBin(theme), true);
const tree: Arrange = (random, theme, kit) => alone(kit.tallPlant(random, theme), true);
const rack: Arrange = (random) => alone(furniture.palletRack(random), true);
const pallet: Arrange = (random) => alone(furniture.pallet(random), false);
const crates: Arrange = (random, theme, kit) => alone(kit.crate(random, theme), true);
const pillar: Arrange = (random, theme) => alone(furniture.pillar(theme, random.between(0.12, 0.22)), false);

/** What each kind of space holds, most important first; what finds no place is left out. */
export const furnishings: Readonly<Record<SpaceKind, readonly Arrange[]>> = {
  living: [sofaCorner, shelf, sideboard, roundTable, lamp, tree],
  dining: [diningSet, sideboard, lamp, tree, shelf],
  office: [deskSet, deskSet, shelf, bin, roundTable, tree, lamp],
  bedroom: [bedside, wardrobe, lamp, deskSet, tree],
  nursery: [bedside, playTable, shelf, crates, lamp],
  store: [rack, rack, pallet, crates, pillar, crates, deskSet],
  hall: [sideboard, bin, tree, lamp],
};
