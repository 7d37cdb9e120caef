// Puts furniture into the spaces of a site, and scatters obstacles and hazards between it.
import type { Random } from '../random.js';
import { furnishings, type Arrangement } from './arrangements.js';
import { chance, choose, drawYaw } from './choice.js';
import type { Kit } from './kit.js';
import type { Space } from './plan.js';
import { areaOf, rectAround, sizeOf, turnedPoint, turnedSize, type Point, type Rect } from './rect.js';
import type { Site } from './site.js';
import type { Placed, Thing } from './thing.js';
import type { Theme } from './theme.js';

/** Between two things the robot (0.2 m wide) passes, with air. */
const PASSAGE_M = 0.3;
/** Some things stand together. */
const NEIGHBOUR_M = 0.03;
const TOGETHER = 0.2;
const TRIES = 80;

/** What things there are, and in which colours. */
export interface Taste {
  readonly theme: Theme;
  readonly kit: Kit;
}

/** Furniture by the kind of each space, until about `fill` of its floor is taken. */
export function furnish(site: Site, random: Random, { theme, kit }: Taste, fill: number): void {
  for (const space of site.plan.spaces) {
    let budgetM2 = fill * areaOf(space.area);
    for (const arrange of furnishings[space.kind]) {
      const arrangement = arrange(random, theme, kit);
      const takenM2 = arrangement.size[0] * arrangement.size[1];
      if (takenM2 > budgetM2) continue;
      if (placeArrangement(site, random, space, arrangement)) budgetM2 -= takenM2;
    }
  }
}

/** One loose thing somewhere on the floor; whether a place was found. */
export function scatter(site: Site, random: Random, thing: Thing): boolean {
  const gapM = chance(random, TOGETHER) ? NEIGHBOUR_M : PASSAGE_M;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const space = drawSpace(site, random);
    const placed = { thing, at: drawPoint(random, site.inside(space)), yawRad: drawYaw(random) };
    const rect = rectAround(placed.at, turnedSize(thing.footprint, placed.yawRad));
    if (!site.hasRoom(space, rect, gapM)) continue;
    site.place([placed]);
    return true;
  }
  return false;
}

/** A space, the larger the likelier. */
export function drawSpace(site: Site, random: Random): Space {
  const { spaces } = site.plan;
  let left = random.next() * spaces.reduce((sum, { area }) => sum + areaOf(area), 0);
  return spaces.find(({ area }) => (left -= areaOf(area)) < 0) ?? (spaces[0] as Space);
}

export function drawPoint(random: Random, { minX, minY, maxX, maxY }: Rect): Point {
  return [random.between(minX, maxX), random.between(minY, maxY)];
}

function placeArrangement(site: Site, random: Random, space: Space, arrangement: Arrangement): boolean {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const yawRad = (choose(random, [0, 1, 2, -1]) * Math.PI) / 2;
    const size = turnedSize(arrangement.size, yawRad);
    const at = arrangement.atWall
      ? pointAtWall(random, site.inside(space), size, yawRad)
      : drawPoint(random, site.inside(space));
    const rect = rectAround(at, size);
    if (!site.hasRoom(space, rect, chance(random, TOGETHER) ? NEIGHBOUR_M : PASSAGE_M)) continue;
    site.place(arrangement.things.map((placed) => inFrame(placed, at, yawRad)));
    site.reserve(rect);
    return true;
  }
  return false;
}

/** Somewhere along the wall that the back (-x, turned) looks at. */
function pointAtWall(random: Random, room: Rect, [sizeX, sizeY]: Point, yawRad: number): Point {
  const [width, depth] = sizeOf(room);
  const slack: Point = [Math.max(0, width - sizeX), Math.max(0, depth - sizeY)];
  const corner: Point = [room.minX + sizeX / 2, room.minY + sizeY / 2];
  const back = [-Math.cos(yawRad), -Math.sin(yawRad)] as const;
  const along = random.next();
  const place = (axis: 0 | 1): number => {
    const towards = Math.round(back[axis]);
    return corner[axis] + slack[axis] * (towards === 0 ? along : towards > 0 ? 1 : 0);
  };
  return [place(0), place(1)];
}

function inFrame({ thing, at, yawRad }: Placed, origin: Point, turnRad: number): Placed {
  return { thing, at: turnedPoint(at, origin, turnRad), yawRad: normal(yawRad + turnRad) };
}

function normal(angleRad: number): number {
  return Math.atan2(Math.sin(angleRad), Math.cos(angleRad));
}
