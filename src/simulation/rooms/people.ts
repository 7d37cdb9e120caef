// People: closed ways through the free floor, walked at an even pace.
import type { Random } from '../random.js';
import { choose, count, tinted } from './choice.js';
import { drawPoint, drawSpace } from './furnish.js';
import type { Point } from './rect.js';
import type { Site } from './site.js';
import { type Way } from './site.js';
import { round, thing, type Color, type Placed } from './thing.js';

const TRIES = 80;
const MIN_LENGTH_M = 2;

export interface Walk {
  /** Corners of a closed way, metres, world. */
  readonly corners: readonly Point[];
  readonly speedMps: number;
}

/** A way of two to four corners that meets nothing that stands, or undefined if none was found. */
export function drawWalk(site: Site, random: Random): Walk | undefined {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const space = drawSpace(site, random);
    const corners = Array.from({ length: count(random, 2, 4) }, () =>
      rounded(drawPoint(random, site.inside(space))),
    );
    const ways = waysOf(corners);
    const lengthM = ways.reduce((sum, { from, to }) => sum + Math.hypot(to[0] - from[0], to[1] - from[1]), 0);
    if (lengthM < 2 * MIN_LENGTH_M || !ways.every((way) => site.isOpenWay(space, way))) continue;
    return { corners, speedMps: round(random.between(0.4, 1.1)) };
  }
  return undefined;
}

/** From each corner to the next, and from the last to the first. */
export function waysOf(corners: readonly Point[]): Way[] {
  return corners.map((from, index) => ({ from, to: corners[(index + 1) % corners.length] as Point }));
}

/** The person of a walk, standing at its first corner and looking along it. */
export function walker(random: Random, { corners, speedMps }: Walk, proto = 'WalkingPerson'): Placed {
  const [first, second] = corners as readonly [Point, Point];
  return {
    thing: thing(proto, 'person', {
      footprint: [0.7, 0.55],
      fields: { trajectory: corners, walkingSpeed: speedMps, ...clothes(random) },
    }),
    at: first,
    yawRad: Math.atan2(second[1] - first[1], second[0] - first[0]),
  };
}

function clothes(random: Random): Record<string, Color> {
  const colors: readonly Color[] = [
    [0.25, 0.4, 0.6],
    [0.65, 0.2, 0.2],
    [0.85, 0.85, 0.82],
    [0.2, 0.22, 0.25],
    [0.3, 0.45, 0.3],
    [0.75, 0.6, 0.3],
    [0.5, 0.35, 0.5],
  ];
  const trousers: readonly Color[] = [
    [0.17, 0.2, 0.3],
    [0.1, 0.1, 0.11],
    [0.45, 0.4, 0.32],
    [0.35, 0.36, 0.38],
  ];
  const skins: readonly Color[] = [
    [0.9, 0.72, 0.6],
    [0.78, 0.58, 0.46],
    [0.55, 0.38, 0.28],
    [0.36, 0.25, 0.18],
  ];
  return {
    shirtColor: tinted(random, choose(random, colors), 0.08),
    trousersColor: tinted(random, choose(random, trousers), 0.06),
    shoeColor: tinted(random, [0.14, 0.12, 0.11], 0.08),
    skinColor: tinted(random, choose(random, skins), 0.03),
    hairColor: tinted(random, [0.2, 0.14, 0.1], 0.1),
  };
}

function rounded([x, y]: Point): Point {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
}
