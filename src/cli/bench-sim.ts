// The figures of `jackdaw bench sim`: parts measured here, whole runs in processes of their own.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RunSummary } from '../robot/summary.js';
import { benchCamera } from '../simulation/camera/bench.js';
import { benchFurnished } from '../simulation/camera/bench-furnished.js';
import { compareCameraToPeers } from '../simulation/camera/peers.js';
import { benchLidar } from '../simulation/lidar/bench.js';
import { compareLidarToPeers } from '../simulation/lidar/peers.js';
import { benchPhysics } from '../simulation/physics/bench.js';
import { generateRoom } from '../simulation/rooms/generate.js';
import { openProgress } from './print.js';

export interface BenchOptions {
  readonly quick: boolean;
  readonly peers: boolean;
}

const RUN_SEED = 7;
const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const PEER_SCRIPTS = fileURLToPath(new URL('../../scripts/peers', import.meta.url));
const PEER_PYTHON = fileURLToPath(new URL('../../.venv-peers/bin/python', import.meta.url));
const clock = { now: (): number => performance.now() / 1000 };

export async function benchSimulation({ quick, peers }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'jackdaw-bench-'));
  const progress = openProgress('bench', peers ? 11 : 10);
  let done = 0;
  const step = async <T>(work: () => T | Promise<T>): Promise<T> => {
    const result = await work();
    progress.update(++done);
    return result;
  };
  try {
    const seconds = quick ? 20 : 60;
    const lidar = await step(() => benchLidar(clock));
    const camera = await step(() => benchCamera(clock));
    const furnished = await step(() => benchFurnished(clock));
    const physics = await step(() => benchPhysics(clock));
    const full = await step(() => timedRun(seconds, ['--no-model', '--record', join(folder, 'bag')]));
    const seeing = await step(() => timedRun(seconds, ['--record', join(folder, 'seen')]));
    const lidarOnly = await step(() => timedRun(seconds, ['--no-camera', '--no-record']));
    const wholeBySolids = [];
    for (const obstacles of quick ? [20] : [20, 80, 320]) {
      wholeBySolids.push(await step(() => crowdedRun(folder, obstacles, quick ? 10 : 20)));
    }
    const comparisons = peers ? await step(() => comparePeers(folder)) : {};
    return {
      raysPerSecond: lidar.raysPerSecond,
      raysPerSecondAt20: lidar.raysPerSecondAt20,
      raysPerSecondAt200: lidar.raysPerSecondAt200,
      raysPerSecondAt2000: lidar.raysPerSecondAt2000,
      cameraFramesPerSecond: camera.cameraFramesPerSecond,
      physicsStepsPerSecond: physics.physicsStepsPerSecond,
      realTimeFactorLidarOnly: lidarOnly.realTimeFactor,
      realTimeFactorFull: full.realTimeFactor,
      realTimeFactorWithModel: seeing.realTimeFactor,
      startSeconds: full.startSeconds,
      peakRssMiB: full.peakRssMiB,
      growth: {
        lidar: { bySolids: lidar.bySolids, byBeams: lidar.byBeams },
        physics: physics.bySolids,
        whole: wholeBySolids,
      },
      lidar,
      camera: { ...camera, ...furnished },
      ...comparisons,
    };
  } finally {
    progress.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A run as a user starts it, in a process of its own: start and memory are measured with it. */
async function timedRun(seconds: number, flags: readonly string[]): Promise<RunSummary> {
  const run = [
    'run',
    '--headless',
    '--rate',
    'max',
    '--duration',
    String(seconds),
    '--json',
    '--seed',
    String(RUN_SEED),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...run, ...flags], {
    maxBuffer: 64e6,
  });
  return JSON.parse(stdout) as RunSummary;
}

/** The same 20 m hall with ever more things in it. */
async function crowdedRun(folder: string, obstacles: number, seconds: number): Promise<object> {
  const file = join(folder, `hall-${obstacles}.wbt`);
  const counts = {
    box: Math.round(obstacles * 0.5),
    cone: Math.round(obstacles * 0.3),
    shoe: Math.round(obstacles * 0.2),
  };
  const none = { chair: 0, table: 0, plant: 0, ball: 0, person: 0 };
  const room = generateRoom({
    seed: RUN_SEED,
    file,
    layout: 'rectangle',
    widthM: 20,
    depthM: 20,
    counts: { ...none, ...counts },
  });
  await writeFile(file, room.text);
  const { realTimeFactor } = await timedRun(seconds, ['--world', file, '--no-record', '--no-model']);
  const lidarOnly = await timedRun(seconds, ['--world', file, '--no-record', '--no-camera']);
  return { obstacles, realTimeFactorFull: realTimeFactor, realTimeFactorLidarOnly: lidarOnly.realTimeFactor };
}

/** Each peer in turn with ours, in one run; Python and packages as scripts/peers/README.md says. */
async function comparePeers(folder: string): Promise<object> {
  const options = {
    python: PEER_PYTHON,
    scripts: PEER_SCRIPTS,
    clock,
    writeFile(name: string, text: string): string {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
  return {
    peers: { lidar: await compareLidarToPeers(options), camera: await compareCameraToPeers(options) },
  };
}
