// A campaign: the robot driven through many generated rooms, one after another, to see where it touches what it could see.
import { Tally } from '../runtime/tally.js';
import type { Clock } from '../runtime/clock.js';
import { openEmbeddedWorld } from '../simulation/embedded/open.js';
import { loadEngine } from '../simulation/physics/engine.js';
import type { Collision } from '../simulation/world.js';
import { openGeneratedRoom } from './place.js';
import { runRobot } from './run.js';
import { createStages, exploringStages, type StageSettings } from './stages.js';

export interface CampaignOptions {
  readonly rooms: number;
  readonly seconds: number;
  /** Of the first room; the others count up. */
  readonly seed: number;
  readonly settings: StageSettings;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly onRoom?: (done: number) => void;
}

export interface RoomResult {
  readonly seed: number;
  readonly distanceM: number;
  readonly areaM2: number;
  readonly collisions: readonly Collision[];
  readonly realTimeFactor: number;
}

/** LIDAR only: what the camera sees does not steer yet, and its pictures cost most of the time. */
export async function driveCampaign(options: CampaignOptions): Promise<RoomResult[]> {
  const engine = await loadEngine();
  const results: RoomResult[] = [];
  for (let seed = options.seed; seed < options.seed + options.rooms; seed++) {
    if (options.signal?.aborted === true) break;
    const world = await openEmbeddedWorld(openGeneratedRoom({ seed }).scene, { seed, engine });
    const { report, survey } = await runRobot({
      source: world,
      stages: createStages(exploringStages({ camera: false }), options.settings),
      pace: 'max',
      clock: options.clock,
      seconds: options.seconds,
      tally: new Tally(),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    results.push({
      seed,
      distanceM: survey.glance().distanceM,
      areaM2: survey.areaM2,
      collisions: world.account().collisions,
      realTimeFactor: report.runSeconds / report.wallSeconds,
    });
    options.onRoom?.(results.length);
  }
  return results;
}

/** Collisions that must not be: the robot moved into something its LIDAR could see. */
export function avoidable({ collisions }: Pick<RoomResult, 'collisions'>): readonly Collision[] {
  return collisions.filter(({ lidarVisible, robotMoving }) => lidarVisible && robotMoving);
}
