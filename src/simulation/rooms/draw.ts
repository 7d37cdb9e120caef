// One attempt at a room: everything drawn from the seed, in an order that gives the rare things a place first.
import { createRandom, type Random } from '../random.js';
import { chance, choose, count, drawYaw, tinted } from './choice.js';
import type { Draft, Stance, Sun } from './document.js';
import { fitDoors } from './doors.js';
import { drawPoint, drawSpace, furnish, scatter } from './furnish.js';
import type { RoomOptions } from './generate.js';
import { drawLayout, drawPlan, drawSize } from './layouts.js';
import { heldOutKit } from './heldout-kit.js';
import type { Kit } from './kit.js';
import { drawLoose } from './loose.js';
import { drawWalk, walker, waysOf } from './people.js';
import { rectAround, type Point } from './rect.js';
import { Site } from './site.js';
import { drawFloor, drawWall, floorMaterials } from './surfaces.js';
import { standardKit } from './standard-kit.js';
import { drawTheme } from './theme.js';
import { round, type Color, type Placed } from './thing.js';
import { vary } from './variety.js';
import { wideKit } from './wide-kit.js';

/** From the robot's middle to the nearest thing at the start, metres: 0.35 m beyond its hull. */
export const CLEARANCE_M = 0.45;

/** In WorldInfo.info of held-out rooms. */
const HELD_OUT_NOTE = 'assets: heldout, not for training';

export interface RoomDraft extends Draft {
  readonly kind: 'room';
}

export interface FailedDraft {
  readonly kind: 'failed';
  /** In words, for the person who asked. */
  readonly reason: string;
}

/** `fullness`: of furniture, 0 .. 1. */
export function drawRoom(options: RoomOptions, attempt: number, fullness: number): RoomDraft | FailedDraft {
  const random = createRandom(options.seed + attempt * 2 ** 32);
  const kit = kitOf(options);
  const layout = options.layout ?? drawLayout(random, kit.layouts);
  const drawn = drawSize(random, layout);
  const size: Point = [round(options.widthM ?? drawn[0]), round(options.depthM ?? drawn[1])];
  const site = new Site(drawPlan(random, layout, size));
  const taste = { theme: drawTheme(random), kit };
  const finishes = drawFinishes(random, site, kit);
  fitDoors(site, random, finishes.frame);
  const start = drawStart(site, random);
  if (start === undefined) return { kind: 'failed', reason: 'the robot finds no place to start' };
  const people = addPeople(site, random, kit, options.counts?.person ?? count(random, 0, 2));
  furnish(site, random, taste, random.between(0.3, 0.5) * fullness * Math.min(1, options.density ?? 1));
  for (const thing of drawLoose(site, random, taste, options)) scatter(site, random, thing);
  const missing = findMissing(options, [...site.placed, ...people]);
  if (missing !== undefined) return { kind: 'failed', reason: missing };
  const draft: RoomDraft = {
    kind: 'room',
    title: `Room ${options.seed}`,
    info: [
      `generated: seed ${options.seed}, layout ${layout}, ${size.join(' x ')} m, attempt ${attempt}`,
      ...(options.assets === 'heldout' ? [HELD_OUT_NOTE] : []),
    ],
    seed: options.seed,
    plan: site.plan,
    finishes,
    placed: [...site.placed, ...people],
    start,
    sun: drawSun(random),
    lampColor: choose(random, lampColors),
  };
  return options.variety === 'wide' ? { ...vary(draft, kit, attempt), kind: 'room' } : draft;
}

/** The things and surfaces of a room. */
export function kitOf({ assets, variety }: Pick<RoomOptions, 'assets' | 'variety'>): Kit {
  if (assets === 'heldout') return heldOutKit;
  return variety === 'wide' ? wideKit : standardKit;
}

const frameColors: readonly Color[] = [
  [0.9, 0.89, 0.86],
  [0.55, 0.4, 0.26],
  [0.35, 0.36, 0.38],
];

const lampColors: readonly Color[] = [
  [1, 0.9, 0.75],
  [1, 0.97, 0.92],
  [0.9, 0.95, 1],
];

const sunColors: readonly Color[] = [
  [1, 0.95, 0.85],
  [1, 0.85, 0.65],
  [0.9, 0.95, 1],
];

function drawFinishes(random: Random, { plan }: Site, { floors, walls }: Kit): Draft['finishes'] {
  const common = drawFloor(random, choose(random, floorMaterials), floors);
  return {
    floors: plan.spaces.map(() =>
      chance(random, 0.4) ? common : drawFloor(random, choose(random, floorMaterials), floors),
    ),
    wall: drawWall(random, walls),
    skirting: tinted(random, [0.9, 0.9, 0.88], 0.08),
    frame: tinted(random, choose(random, frameColors), 0.06),
  };
}

/** Drawn before all that could stand there, and kept free from then on. */
function drawStart(site: Site, random: Random): Stance | undefined {
  const side = 2 * CLEARANCE_M + 0.06;
  for (let attempt = 0; attempt < 200; attempt++) {
    const space = drawSpace(site, random);
    const [x, y] = drawPoint(random, site.inside(space));
    const at: Point = [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
    const rect = rectAround(at, [side, side]);
    if (!site.hasRoom(space, rect, 0)) continue;
    site.reserve(rect);
    return { at, yawRad: drawYaw(random) };
  }
  return undefined;
}

function addPeople(site: Site, random: Random, { people }: Kit, wanted: number): Placed[] {
  return Array.from({ length: wanted }).flatMap(() => {
    const walk = drawWalk(site, random);
    if (walk === undefined) return [];
    site.walk(waysOf(walk.corners));
    const proto = people.length > 1 ? choose(random, people) : people[0];
    return [walker(random, walk, proto)];
  });
}

/** What was asked for by number and found no place. */
function findMissing({ counts = {} }: RoomOptions, placed: readonly Placed[]): string | undefined {
  for (const [model, wanted] of Object.entries(counts)) {
    const found = placed.filter(({ thing }) => thing.model === model).length;
    if (found < wanted) return `there is room for ${found} of ${wanted} of class ${model}`;
  }
  return undefined;
}

function drawSun(random: Random): Sun {
  return {
    azimuthRad: random.between(-Math.PI, Math.PI),
    elevationRad: random.between(0.7, 1.25),
    color: choose(random, sunColors),
    intensity: random.between(0.6, 1.6),
  };
}
