// The room generator: from a seed to a world in which the robot can get about.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { defaultLoadOptions, sceneOf, type LoadOptions } from '../scene/load.js';
import type { Scene } from '../scene/scene.js';
import { writeWorld } from '../worldfile/write.js';
import { worldFrom, type Stance } from './document.js';
import { CLEARANCE_M, drawRoom, kitOf } from './draw.js';
import { heldOutProtos } from './held-out-protos.js';
import type { AssetSet } from './kit.js';
import type { Layout } from './layouts.js';
import type { ObstacleClass } from '../scene/obstacle-classes.js';
import { measureReach, type Reach } from './reach.js';
import { wideProtos } from './wide-kit.js';

export interface RoomOptions {
  /** A whole number, 0 .. 2^32 - 1; everything not given below is drawn from it. */
  readonly seed: number;
  /** Where the world will be written: PROTOs are declared relative to its folder. */
  readonly file: string;
  readonly layout?: Layout | undefined;
  /** Which things and surfaces; standard if absent. */
  readonly assets?: AssetSet | undefined;
  /** wide: more shapes of every class, and light, colours, rugs, posters and the camera vary as in no real flat; plain if absent. */
  readonly variety?: 'plain' | 'wide' | undefined;
  readonly widthM?: number | undefined;
  readonly depthM?: number | undefined;
  /** Loose obstacles and people of each class, exactly; furniture brings chairs and tables of its own. */
  readonly counts?: Partial<Readonly<Record<ObstacleClass, number>>> | undefined;
  /** Loose obstacles relative to the usual number, 0 .. 4; below 1 less furniture too, at 0 none. */
  readonly density?: number | undefined;
}

export interface Room {
  /** The world file's text. */
  readonly text: string;
  /** What loading that file gives. */
  readonly scene: Scene;
  readonly start: Stance;
  readonly reach: Reach;
}

/** What every generated room keeps. */
export const roomPromise = { reachShare: 0.8, startClearanceM: CLEARANCE_M } as const;

const ATTEMPTS = 12;
const SIDE_M = { min: 2.4, max: 30 };
const MAX_COUNT = 200;

/**
 * Draws rooms until one keeps the promise; later attempts furnish more sparsely. The same options give the same text.
 * Errors: `rooms/impossible` if the options make no sense or no attempt succeeds.
 */
export function generateRoom(options: RoomOptions, load: LoadOptions = defaultLoadOptions): Room {
  checkOptions(options);
  let reason = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const draft = drawRoom(options, attempt, 1 - attempt / ATTEMPTS);
    if (draft.kind === 'failed') {
      reason = draft.reason;
      continue;
    }
    const world = worldFrom(draft, urlOf(options.file, load.simFolder));
    const scene = sceneOf(world, options.file, load);
    const reach = measureReach(scene, { start: draft.start.at });
    if (keepsPromise(reach)) return { text: writeWorld(world), scene, start: draft.start, reach };
    reason = `the robot reaches ${Math.round(reach.share * 100)} % of the free floor`;
  }
  throw new Fault('rooms/impossible', {
    what: `No room of seed ${options.seed} has all that was asked for.`,
    found: `${reason}, in the last of ${ATTEMPTS} attempts`,
    expected: `${roomPromise.reachShare * 100} % of the free floor reached, and room for every obstacle asked for`,
    next: 'Ask for a larger room, fewer obstacles or another seed.',
  });
}

function keepsPromise({ share, startClearanceM }: Reach): boolean {
  return share >= roomPromise.reachShare && startClearanceM >= roomPromise.startClearanceM;
}

/** From the folder of a world to our PROTOs, as Webots writes URLs: forward slashes, relative. */
export function protoUrl(file: string, simFolder: string): string {
  const path = relative(dirname(resolve(file)), join(resolve(simFolder), 'protos'));
  return `${path.split(sep).join('/')}/`;
}

/** Held-out PROTOs and those of the wide kit have folders of their own. */
function urlOf(file: string, simFolder: string): (proto: string) => string {
  const ours = protoUrl(file, simFolder);
  const heldOut = protoUrl(file, join(simFolder, 'heldout'));
  const names = heldOutProtos(simFolder);
  return (proto) => {
    if (names.has(proto)) return `${heldOut}${proto}.proto`;
    return `${ours}${wideProtos.has(proto) ? 'wide/' : ''}${proto}.proto`;
  };
}

function checkOptions(options: RoomOptions): void {
  const { seed, widthM, depthM, counts = {}, density = 1, layout } = options;
  const wrong: string[] = [];
  if (layout !== undefined && !kitOf(options).layouts.includes(layout))
    wrong.push(`layout ${layout} (held out: give it with the held-out assets)`);
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
