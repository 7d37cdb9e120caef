// The room generator: from a seed to a world in which the robot can get about.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { createRandom, type Random } from '../random.js';
import { defaultLoadOptions, sceneOf, type LoadOptions } from '../scene/load.js';
import { writeWorld } from '../worldfile/write.js';
import { chance, choose, count, drawYaw, tinted } from './choice.js';
import { worldFrom, type Draft, type Stance, type Sun } from './document.js';
import { fitDoors } from './doors.js';
import * as furniture from './furniture.js';
import { drawPoint, drawSpace, furnish, scatter } from './furnish.js';
import { drawLayout, drawPlan, drawSize, type Layout } from './layouts.js';
import * as obstacle from './obstacles.js';
import type { ObstacleClass } from './obstacles.js';
import { drawWalk, walker, waysOf } from './people.js';
import { measureReach, type Reach } from './reach.js';
import { areaOf, rectAround, type Point } from './rect.js';
import { Site } from './site.js';
import { drawFloor, drawWall, floorMaterials } from './surfaces.js';
import { drawTheme, type Theme } from './theme.js';
import type { Color, Thing } from './thing.js';

export interface RoomOptions {
  /** A whole number from 0; everything not given below is drawn from it. */
  readonly seed: number;
  /** Where the world will be written: PROTOs are declared relative to its folder. */
  readonly file: string;
  readonly layout?: Layout;
  readonly widthM?: number;
  readonly depthM?: number;
  /** Loose obstacles for each class; furniture sets bring chairs and tables of their own. */
  readonly counts?: Partial<Readonly<Record<ObstacleClass, number>>>;
  /** Loose obstacles relative to the usual number, 0 .. 4. */
  readonly density?: number;
}

export interface Room {
  /** The world file's text. */
  readonly text: string;
  readonly start: Stance;
  readonly reach: Reach;
}

/** What every generated room keeps (issue 4, section 5). */
export const roomPromise = { reachShare: 0.8, startClearanceM: 0.45 } as const;

const ATTEMPTS = 12;
const SIDE_M = { min: 2.4, max: 30 };
const MAX_COUNT = 200;

/**
 * Draws a room: plan, finishes, doors, people, furniture, obstacles, start. The same options give the same text.
 * Errors: `rooms/impossible` if the options make no sense or no attempt keeps the promise.
 */
export function generateRoom(options: RoomOptions, load: LoadOptions = defaultLoadOptions): Room {
  checkOptions(options);
  let best = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const draft = drawRoom(options, attempt);
    if (draft === undefined) continue;
    const world = worldFrom(draft, protoUrl(options.file, load.simFolder));
    const reach = measureReach(sceneOf(world, options.file, load), { start: draft.start.at });
    if (reach.share >= roomPromise.reachShare && reach.startClearanceM >= roomPromise.startClearanceM)
      return { text: writeWorld(world), start: draft.start, reach };
    best = Math.max(best, reach.share);
  }
  throw new Fault('rooms/impossible', {
    what: `No room of seed ${options.seed} lets the robot reach enough of its floor.`,
    found: `at best ${Math.round(best * 100)} % in ${ATTEMPTS} attempts`,
    expected: `${roomPromise.reachShare * 100} %`,
    next: 'Ask for a larger room, fewer obstacles or another seed.',
  });
}

/** One attempt; undefined if the robot found no place to start. Later attempts furnish more sparsely. */
function drawRoom(options: RoomOptions, attempt: number): Draft | undefined {
  const random = createRandom(options.seed + attempt * 2 ** 32);
  const layout = options.layout ?? drawLayout(random);
  const drawn = drawSize(random, layout);
  const size: Point = [options.widthM ?? drawn[0], options.depthM ?? drawn[1]];
  const site = new Site(drawPlan(random, layout, size));
  const theme = drawTheme(random);
  const finishes = drawFinishes(random, site);
  fitDoors(site, random, finishes.frame);
  const start = drawStart(site, random);
  if (start === undefined) return undefined;
  const people = addPeople(site, random, options.counts?.person ?? count(random, 0, 2));
  furnish(site, random, theme, random.between(0.3, 0.5) * (1 - attempt / ATTEMPTS));
  scatterObstacles(site, random, { theme, options });
  return {
    title: `Room ${options.seed}`,
    info: [
      `generated: seed ${options.seed}, layout ${layout}, ${size[0]} x ${size[1]} m, attempt ${attempt}`,
    ],
    seed: options.seed,
    plan: site.plan,
    finishes,
    placed: [...site.placed, ...people],
    start,
    sun: drawSun(random),
    lampColor: choose(random, [
      [1, 0.9, 0.75],
      [1, 0.97, 0.92],
      [0.9, 0.95, 1],
    ]),
  };
}

const frameColors: readonly Color[] = [
  [0.9, 0.89, 0.86],
  [0.55, 0.4, 0.26],
  [0.35, 0.36, 0.38],
];

function drawFinishes(random: Random, { plan }: Site): Draft['finishes'] {
  const common = drawFloor(random, choose(random, floorMaterials));
  return {
    floors: plan.spaces.map(() =>
      chance(random, 0.4) ? common : drawFloor(random, choose(random, floorMaterials)),
    ),
    wall: drawWall(random),
    skirting: tinted(random, [0.9, 0.9, 0.88], 0.08),
    frame: tinted(random, choose(random, frameColors), 0.06),
  };
}

function addPeople(site: Site, random: Random, wanted: number): Draft['placed'] {
  return Array.from({ length: wanted }).flatMap(() => {
    const walk = drawWalk(site, random);
    if (walk === undefined) return [];
    site.walk(waysOf(walk.corners));
    return [walker(random, walk)];
  });
}

interface Scattering {
  readonly theme: Theme;
  readonly options: RoomOptions;
}

/** How many of each class lie about in a room of 20 square metres: [least, most]. */
const usualCounts = {
  box: [2, 5],
  chair: [1, 2],
  plant: [1, 3],
  ball: [1, 3],
  cone: [1, 3],
  shoe: [2, 4],
} as const satisfies Partial<Record<ObstacleClass, readonly [number, number]>>;

/** Hazards first, so that they find a place: then the rest, and what is no obstacle class. */
function scatterObstacles(site: Site, random: Random, { theme, options }: Scattering): void {
  const { counts = {}, density = 1 } = options;
  const floorM2 = site.plan.spaces.reduce((sum, { area }) => sum + areaOf(area), 0);
  const scale = density * Math.min(2.2, Math.max(0.6, Math.sqrt(floorM2 / 20)));
  const things = (Object.keys(usualCounts) as (keyof typeof usualCounts)[]).flatMap((kind) => {
    const [least, most] = usualCounts[kind];
    const usual = Math.round(count(random, least, most) * scale);
    return Array.from({ length: counts[kind] ?? Math.max(density > 0 ? 1 : 0, usual) }, (_, index) =>
      drawVariant(random, theme, kind, index),
    );
  });
  const hasTable = site.placed.some(({ thing }) => thing.model === 'table');
  const tables = counts.table ?? (hasTable || density === 0 ? 0 : 1);
  for (let i = 0; i < tables; i++) things.push(furniture.pedestalTable(theme, random.between(0.35, 0.5)));
  if (density > 0) {
    for (let i = count(random, 1, 2); i > 0; i--) things.push(obstacle.strip(random, theme));
    for (let i = count(random, 0, 2); i > 0; i--) things.push(obstacle.glassPane(random, theme));
  }
  for (const thing of things) scatter(site, random, thing);
}

/** The first two of a class are those a LIDAR has trouble with; the others are drawn. */
function drawVariant(random: Random, theme: Theme, kind: keyof typeof usualCounts, index: number): Thing {
  const variants = obstacle.scatterings[kind];
  const [first] = variants;
  const hazardous = {
    box: obstacle.flatBox,
    chair: first,
    plant: first,
    ball: first,
    cone: first,
    shoe: first,
  }[kind];
  const draw = index === 0 && hazardous !== undefined ? hazardous : choose(random, variants);
  return draw(random, theme);
}

/** Drawn before all else, and kept free from then on. */
function drawStart(site: Site, random: Random): Stance | undefined {
  const side = 2 * roomPromise.startClearanceM + 0.06;
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

function drawSun(random: Random): Sun {
  return {
    azimuthRad: random.between(-Math.PI, Math.PI),
    elevationRad: random.between(0.7, 1.25),
    color: choose(random, [
      [1, 0.95, 0.85],
      [1, 0.85, 0.65],
      [0.9, 0.95, 1],
    ]),
    intensity: random.between(0.6, 1.6),
  };
}

/** From the folder of a world to our PROTOs, as Webots writes URLs: forward slashes, relative. */
export function protoUrl(file: string, simFolder: string): string {
  const path = relative(dirname(resolve(file)), join(resolve(simFolder), 'protos'));
  return `${path.split(sep).join('/')}/`;
}

function checkOptions({ seed, widthM, depthM, counts = {}, density = 1 }: RoomOptions): void {
  const wrong: string[] = [];
  if (!Number.isSafeInteger(seed) || seed < 0 || seed >= 2 ** 32) wrong.push(`seed ${seed}`);
  for (const [name, side] of Object.entries({ widthM, depthM }))
    if (side !== undefined && !(side >= SIDE_M.min && side <= SIDE_M.max)) wrong.push(`${name} ${side}`);
  for (const [kind, number] of Object.entries(counts))
    if (!Number.isInteger(number) || number < 0 || number > MAX_COUNT) wrong.push(`${kind} ${number}`);
  if (!(density >= 0 && density <= 4)) wrong.push(`density ${density}`);
  if (wrong.length === 0) return;
  throw new Fault('rooms/impossible', {
    what: 'The room asked for makes no sense.',
    found: wrong.join(', '),
    expected: `seed 0 .. 2^32 - 1, sides ${SIDE_M.min} .. ${SIDE_M.max} m, counts 0 .. ${MAX_COUNT}, density 0 .. 4`,
  });
}
