// Posters, boards and sockets low on walls: flat things that look like obstacles and are none.
import type { Random } from '../random.js';
import { chance, choose, tinted } from './choice.js';
import { WALL_THICKNESS_M, type Plan, type Wall } from './plan.js';
import { contains, rectAround, type Point } from './rect.js';
import { brights } from './theme.js';
import { thing, type Placed } from './thing.js';

/** About one to each stretch of wall that is long enough; sides that look out of the flat have none. */
export function drawPosters(random: Random, plan: Plan): Placed[] {
  return plan.walls.flatMap((wall) =>
    [-1, 1].flatMap((side) => {
      if (wall.to - wall.from < 1.4 || !chance(random, 0.55)) return [];
      const placed = posterOn(random, plan, wall, side);
      return placed === undefined ? [] : [placed];
    }),
  );
}

function posterOn(random: Random, plan: Plan, wall: Wall, side: number): Placed | undefined {
  const [width, height] = [random.between(0.15, 0.7), random.between(0.15, 0.7)];
  const along = random.between(wall.from + 0.2 + width / 2, wall.to - 0.2 - width / 2);
  const isOnOpening = wall.openings.some(
    ({ at, widthM }) => Math.abs(at - along) < (widthM + width) / 2 + 0.1,
  );
  const off = wall.at + side * (WALL_THICKNESS_M / 2 + 0.006);
  const at: Point = wall.along === 'x' ? [along, off] : [off, along];
  const isInside = plan.spaces.some(({ area }) => contains(area, rectAround(at, [0, 0])));
  if (isOnOpening || !isInside) return undefined;
  const bottom = random.between(0.09, 0.8);
  const disc = random.between(0.2, 0.42) * Math.min(width, height);
  const color = () => tinted(random, choose(random, brights), 0.15);
  return {
    thing: thing('Poster', 'wall', {
      footprint: [0.012, width],
      originM: bottom + height / 2,
      fields: {
        boardSize: [0.01, width, height],
        boardColor: color(),
        sheetSize: [0.01, width * 0.86, height * 0.86],
        sheetColor: color(),
        barSize: [0.01, width * random.between(0.2, 0.7), height * random.between(0.1, 0.3)],
        barPlace: [0.002, random.between(-0.1, 0.1) * width, random.between(-0.3, 0.3) * height],
        barColor: color(),
        discRadius: disc,
        discPlace: [0.003, random.between(-0.1, 0.1) * width, random.between(-0.15, 0.15) * height],
        discColor: color(),
      },
    }),
    at,
    yawRad: facing(wall, side),
    name: 'poster',
  };
}

/** Its front (+x) away from the wall. */
function facing({ along }: Wall, side: number): number {
  if (along === 'x') return (side * Math.PI) / 2;
  return side > 0 ? 0 : Math.PI;
}
