// What stands in doorways: open leaves and low thresholds that the robot rolls over.
import type { Random } from '../random.js';
import { chance, tinted } from './choice.js';
import { doorsOf } from './plan.js';
import { contains, turnedPoint } from './rect.js';
import type { Site } from './site.js';
import { floorOf } from './site.js';
import { round, thing, type Color, type Placed } from './thing.js';

/** Up to 8 mm: no hazard, and the robot's caster climbs it. */
const PASSABLE_M = { low: 0.004, high: 0.008 };

/** Draws for each door whether it has a leaf, hung left or right and opened to either side, and a threshold. */
export function fitDoors(site: Site, random: Random, color: Color): void {
  for (const { middle, along, widthM } of doorsOf(site.plan)) {
    const wallYawRad = along === 'x' ? 0 : Math.PI / 2;
    const turns = [0, Math.PI].map((turn) => wallYawRad + turn);
    const yawRad = turns[random.below(2)] as number;
    const open = openLeaf(random, widthM, color);
    const leaf = { ...open, at: turnedPoint(open.at, middle, yawRad), yawRad: open.yawRad + yawRad };
    if (chance(random, 0.6) && stands(site, leaf)) site.place([leaf]);
    if (chance(random, 0.5)) site.place([{ ...threshold(random, widthM), at: middle, yawRad: wallYawRad }]);
  }
}

/** In the door's frame: hinged at its left post, opened to +y by about a right angle. */
function openLeaf(random: Random, widthM: number, color: Color): Placed {
  const width = widthM - 0.1;
  const openRad = Math.PI / 2 + random.between(-0.05, 0.45);
  const hinge = [-widthM / 2 + 0.03, 0.1] as const;
  return {
    thing: thing('DoorLeaf', 'door', {
      footprint: [width, 0.14],
      fields: {
        size: [width, 0.04, 2],
        frontHandle: [width / 2 - 0.08, 0.035, 1.02],
        backHandle: [width / 2 - 0.08, -0.035, 1.02],
        color: tinted(random, color, 0.04),
      },
    }),
    at: [hinge[0] + (width / 2) * Math.cos(openRad), hinge[1] + (width / 2) * Math.sin(openRad)],
    yawRad: openRad,
  };
}

function threshold(random: Random, widthM: number): Omit<Placed, 'at' | 'yawRad'> {
  const height = round(random.between(PASSABLE_M.low, PASSABLE_M.high));
  const size = [widthM - 0.1, random.between(0.05, 0.12), height];
  return {
    thing: thing('Threshold', 'threshold', {
      footprint: [widthM - 0.1, 0.12],
      originM: height / 2,
      fields: { size, color: tinted(random, [0.5, 0.4, 0.28], 0.12) },
    }),
  };
}

function stands(site: Site, leaf: Placed): boolean {
  return site.plan.spaces.some((space) => contains(site.inside(space), floorOf(leaf)));
}
