// A scenario: a world or the seed of one, a start, a length, and what must hold at the end. Files in sim/scenarios.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { Fault, toFault } from '../../fault/fault.js';
import { assetSets } from './kit.js';
import { layouts } from './layouts.js';
import { obstacleClasses } from '../scene/obstacle-classes.js';

const metres = z.number().min(0).max(10_000);

const expectations = z.strictObject({
  /** Way driven, at least. */
  minDistanceM: metres.optional(),
  /** Floor passed over by the hull, at least. */
  minAreaM2: metres.optional(),
  /** Collisions while the robot moves, with what its LIDAR can see. */
  maxCollisionsLidarVisible: z.int().min(0).optional(),
  /** Collisions while the robot moves, with anything. */
  maxCollisions: z.int().min(0).optional(),
});

const generated = z.strictObject({
  seed: z.int().min(0).max(0xffff_ffff),
  layout: z.enum(layouts).optional(),
  assets: z.enum(assetSets).optional(),
  variety: z.enum(['plain', 'wide']).optional(),
  widthM: z.number().min(2.4).max(30).optional(),
  depthM: z.number().min(2.4).max(30).optional(),
  density: z.number().min(0).max(4).optional(),
  counts: z.partialRecord(z.enum(obstacleClasses), z.int().min(0).max(200)).optional(),
});

const scenario = z
  .strictObject({
    title: z.string().min(1).max(200),
    /** A world file, relative to the scenario's. */
    world: z.string().min(1).max(1000).optional(),
    /** Or a room to generate. */
    generate: generated.optional(),
    /** Of the run: sensors, physics, driving. */
    seed: z.int().min(0).max(0xffff_ffff),
    /** Where base_footprint starts; the world's own place if left out. */
    start: z
      .strictObject({
        x: z.number().min(-1000).max(1000),
        y: z.number().min(-1000).max(1000),
        yawRad: z.number().min(-7).max(7),
      })
      .optional(),
    seconds: z.number().positive().max(86_400),
    expect: expectations,
  })
  .refine(({ world, generate }) => (world === undefined) !== (generate === undefined), {
    message: 'give either "world" or "generate"',
  });

/** What an ended run came to, as far as scenarios ask. */
export interface RunFigures {
  readonly distanceM: number;
  readonly areaM2: number;
  readonly collisions: readonly { readonly lidarVisible: boolean; readonly robotMoving: boolean }[];
}

export type Expectations = z.infer<typeof expectations>;
export type GeneratedWorld = z.infer<typeof generated>;

export interface Scenario {
  readonly title: string;
  readonly world:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'generated'; readonly options: GeneratedWorld };
  readonly seed: number;
  readonly start: { readonly x: number; readonly y: number; readonly yawRad: number } | undefined;
  readonly seconds: number;
  readonly expect: Expectations;
}

/** A scenario from its file's text; all that is wrong with it in one Fault `scenario/invalid`. */
export function parseScenario(text: string, file: string): Scenario {
  const result = scenario.safeParse(parseJson(text, file));
  if (!result.success) throw invalid(file, result.error.issues.map(showIssue).join('; '));
  const { title, world, generate, seed, start, seconds, expect } = result.data;
  return {
    title,
    world:
      generate === undefined
        ? { kind: 'file', path: resolve(dirname(file), world ?? '') }
        : { kind: 'generated', options: generate },
    seed,
    start,
    seconds,
    expect,
  };
}

/** The expectations that do not hold, in words; empty if all do. Only collisions of the moving robot count. */
export function unmetExpectations(expect: Expectations, run: RunFigures): string[] {
  const own = run.collisions.filter(({ robotMoving }) => robotMoving);
  const seen = own.filter(({ lidarVisible }) => lidarVisible);
  return [
    below('driven', run.distanceM, expect.minDistanceM, 'm'),
    below('covered', run.areaM2, expect.minAreaM2, 'm²'),
    above('collisions', own.length, expect.maxCollisions),
    above('collisions with what the LIDAR can see', seen.length, expect.maxCollisionsLidarVisible),
  ].filter((unmet) => unmet !== undefined);
}

function below(what: string, found: number, least: number | undefined, unit: string): string | undefined {
  if (least === undefined || found >= least) return undefined;
  return `${what}: ${found.toFixed(2)} ${unit}, expected at least ${least} ${unit}`;
}

function above(what: string, found: number, most: number | undefined): string | undefined {
  return most === undefined || found <= most ? undefined : `${what}: ${found}, expected at most ${most}`;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw toFault(thrown, 'scenario/invalid', { what: 'The scenario is not JSON.', where: file });
  }
}

function showIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.length === 0 ? 'the scenario' : path.join('.')}: ${message}`;
}

function invalid(file: string, found: string): Fault {
  return new Fault('scenario/invalid', {
    what: 'The scenario has wrong, missing or unknown values.',
    found,
    next: 'Compare it with docs/rooms.md and the files in sim/scenarios.',
    where: file,
  });
}
