// How fast the LIDAR casts: rays per second in rooms of the benchmark, and how that grows with solids and beams.
import type { Clock } from '../bench-clock.js';
import type { LidarDevice } from '../scene/scene.js';
import { createBenchRoom, type BenchRoom, type BenchRoomOptions } from './bench-room.js';
import { EXAMPLE_LIDAR } from './example-scene.js';
import { Lidar } from './lidar.js';

export interface LidarBench {
  /** 36 obstacles of all shapes, every fourth movable, and four walls; 360 beams a sweep, cast at once and completed. */
  readonly raysPerSecond: number;
  /** The same with the realistic option. */
  readonly raysPerSecondRealistic: number;
  /** The same on a robot that leans by another 0.1 mrad at every place, so that nothing cut before fits. */
  readonly raysPerSecondLeaning: number;
  /** The same cast 18 beams at a time, as at 5 ms steps. */
  readonly raysPerSecondSpread: number;
  /** The same with 16 layers over 0.5 rad: rays in space. */
  readonly raysPerSecondLayered: number;
  /** Boxes in a walled room. */
  readonly raysPerSecondAt20: number;
  readonly raysPerSecondAt200: number;
  readonly raysPerSecondAt2000: number;
  /** Time per ray at 2,000 boxes over that at 200. */
  readonly growth200To2000: number;
  readonly bySolids: readonly { readonly solids: number; readonly raysPerSecond: number }[];
  readonly byBeams: readonly { readonly beams: number; readonly raysPerSecond: number }[];
}

const SEED = 1;
const PLACES = 64;
const ROUNDS = 5;
const ROUND_SECONDS = 0.04;
const WALLS = 4;

const MIXED = { seed: SEED, places: PLACES, shapes: 'mixed', leanRad: 0 } as const;
const FORTY = { ...MIXED, obstacles: 40 - WALLS } as const;
const RANGE: Partial<LidarDevice> = { minRange: 0.01, maxRange: 20 };

/** Takes about ten seconds. */
export function benchLidar(clock: Clock): LidarBench {
  const forty = createBenchRoom(FORTY);
  const at = (obstacles: number): number =>
    measure(clock, createBenchRoom({ ...MIXED, shapes: 'boxes', obstacles }));
  const [raysPerSecondAt20, raysPerSecondAt200, raysPerSecondAt2000] = [at(20), at(200), at(2000)];
  return {
    raysPerSecond: measure(clock, forty),
    raysPerSecondRealistic: measure(clock, forty, { realistic: true }),
    raysPerSecondLeaning: measure(clock, leaning(FORTY)),
    raysPerSecondSpread: measure(clock, forty, { beamsPerCast: 18 }),
    raysPerSecondLayered: measure(clock, forty, { device: { numberOfLayers: 16, verticalFieldOfView: 0.5 } }),
    raysPerSecondAt20,
    raysPerSecondAt200,
    raysPerSecondAt2000,
    growth200To2000: raysPerSecondAt200 / raysPerSecondAt2000,
    bySolids: [20, 80, 320].map((solids) => ({
      solids,
      raysPerSecond: measure(clock, createBenchRoom({ ...MIXED, obstacles: solids - WALLS })),
    })),
    byBeams: [360, 720, 1440].map((beams) => ({
      beams,
      raysPerSecond: measure(clock, forty, { device: { horizontalResolution: beams } }),
    })),
  };
}

export interface SweepOptions {
  readonly device?: Partial<LidarDevice>;
  readonly realistic?: boolean;
  readonly beamsPerCast?: number;
}

/** A function that makes one sweep from every place of a room, and how many rays that is. */
export function sweeper(room: BenchRoom, options: SweepOptions = {}): { sweepAll: () => void; rays: number } {
  const device = { ...EXAMPLE_LIDAR, ...RANGE, ...options.device };
  const lidar = new Lidar(room.scene, device, { seed: SEED, realistic: options.realistic ?? false });
  const step = options.beamsPerCast ?? lidar.beams;
  const sweepAll = (): void => {
    for (const poses of room.places) {
      for (let beam = 0; beam < lidar.beams; beam += step)
        lidar.cast(poses, beam, Math.min(beam + step, lidar.beams));
      lidar.complete();
    }
  };
  return { sweepAll, rays: room.places.length * lidar.beams * lidar.layers };
}

/** Median over rounds of rays per second. */
function measure(clock: Clock, room: BenchRoom, options: SweepOptions = {}): number {
  const { sweepAll, rays } = sweeper(room, options);
  runFor(clock, ROUND_SECONDS * 2, sweepAll);
  const rates = Array.from({ length: ROUNDS }, () => rays * runFor(clock, ROUND_SECONDS, sweepAll));
  return rates.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

/** Runs at least once and for at least `seconds`; gives runs per second. */
export function runFor(clock: Clock, seconds: number, run: () => void): number {
  const start = clock.now();
  let runs = 0;
  let end: number;
  do {
    run();
    runs++;
    end = clock.now();
  } while (end - start < seconds);
  return runs / (end - start);
}

/** The room with a lean of its own at every place. */
function leaning(options: BenchRoomOptions): BenchRoom {
  const level = createBenchRoom(options);
  const places = level.places.map((_, i) => {
    const leanRad = 1e-4 * (1 + i / PLACES);
    return createBenchRoom({ ...options, leanRad }).places[i]!;
  });
  return { ...level, places };
}
