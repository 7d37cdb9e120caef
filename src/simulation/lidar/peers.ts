// The LIDAR beside its peers (Embree, MuJoCo) on the same boxes and rays, round by round in turn, ranges compared first.
import { median } from '../../runtime/quantile.js';
import { PeerProcess } from '../peer-process.js';
import { createBenchRoom, PLANE_M, type BenchRoom } from './bench-room.js';
import type { Clock } from '../bench-clock.js';
import { runFor, sweeper } from './bench.js';
import { EXAMPLE_LIDAR } from './example-scene.js';
import { Lidar } from './lidar.js';

export type LidarPeer = 'embree' | 'mujoco';

export interface LidarPeerResult {
  readonly peer: LidarPeer;
  readonly obstacles: number;
  /** Median over rounds. */
  readonly oursRaysPerSecond: number;
  readonly peerRaysPerSecond: number;
  /** Ours over the peer's: median, least and greatest over rounds; no verdict if the spread holds 1. */
  readonly ratio: { readonly median: number; readonly least: number; readonly greatest: number };
  /** Over all rays that both say hit something. */
  readonly greatestRangeDifferenceM: number;
  /** Rays that hit something for one and nothing for the other, or differ by more than 1e-4 m. */
  readonly disagreeingRays: number;
  readonly rays: number;
}

export interface LidarPeersOptions {
  /** Python of the environment that scripts/peers/README.md says how to make. */
  readonly python: string;
  /** Folder scripts/peers. */
  readonly scripts: string;
  readonly clock: Clock;
  /** Writes a file and gives its path. */
  readonly writeFile: (name: string, text: string) => string;
  readonly rounds?: number;
}

const OBSTACLES = [20, 200, 2000] as const;
const PEERS: readonly LidarPeer[] = ['embree', 'mujoco'];
const MAX_RANGE_M = 20;
const ROUND_SECONDS = 0.3;
const LEAST_ROUNDS = 5;
const SAME_RANGE_M = 1e-4;

/** Takes about half a minute. Throws a Fault where a peer cannot be run. */
export async function compareLidarToPeers(options: LidarPeersOptions): Promise<LidarPeerResult[]> {
  const results: LidarPeerResult[] = [];
  for (const obstacles of OBSTACLES) {
    const room = createBenchRoom({ obstacles, seed: 1, places: 64, shapes: 'boxes', leanRad: 0 });
    const file = options.writeFile(`lidar-room-${obstacles}.json`, JSON.stringify(describe(room)));
    for (const peer of PEERS) results.push(await compare(room, peer, file, options));
  }
  return results;
}

/** The room as the peers read it; lengths in metres, angles in radians. */
function describe(room: BenchRoom): object {
  const { angleMin, angleIncrement, beams } = lidarIn(room);
  const boxes = room.shapes.flatMap(({ geometry, pose }) => {
    const yaw = 2 * Math.atan2(pose.orientation[2], pose.orientation[3]);
    return geometry.kind === 'box' ? [{ position: pose.position, yaw, size: geometry.size }] : [];
  });
  return {
    boxes,
    views: room.views,
    planeM: PLANE_M,
    maxRangeM: MAX_RANGE_M,
    beams,
    angleMin,
    angleIncrement,
  };
}

async function compare(
  room: BenchRoom,
  peer: LidarPeer,
  file: string,
  options: LidarPeersOptions,
): Promise<LidarPeerResult> {
  const process = new PeerProcess(options.python, `${options.scripts}/lidar_${peer}.py`, file);
  try {
    const { ranges } = (await process.answer()) as { ranges: number[][] };
    const agreement = compareRanges(ourRanges(room), ranges);
    const rounds = await race(room, process, options);
    const ratios = rounds.map(([ours, theirs]) => ours / theirs).sort((a, b) => a - b);
    return {
      peer,
      obstacles: room.shapes.length - 4,
      oursRaysPerSecond: median(rounds.map(([ours]) => ours)),
      peerRaysPerSecond: median(rounds.map(([, theirs]) => theirs)),
      ratio: { median: median(ratios), least: ratios[0]!, greatest: ratios.at(-1)! },
      ...agreement,
    };
  } finally {
    process.close();
  }
}

/** Ours, theirs, ours, theirs; the first round of both warms up and does not count. */
async function race(
  room: BenchRoom,
  process: PeerProcess,
  { clock, rounds = LEAST_ROUNDS }: LidarPeersOptions,
): Promise<[number, number][]> {
  const { sweepAll, rays } = sweeper(room, { device: { minRange: 0, maxRange: MAX_RANGE_M } });
  const results: [number, number][] = [];
  for (let round = 0; round <= Math.max(rounds, LEAST_ROUNDS); round++) {
    const ours = rays * runFor(clock, ROUND_SECONDS, sweepAll);
    const { raysPerSecond } = (await process.ask(String(ROUND_SECONDS))) as { raysPerSecond: number };
    if (round > 0) results.push([ours, raysPerSecond]);
  }
  return results;
}

function ourRanges(room: BenchRoom): number[][] {
  const lidar = lidarIn(room);
  return room.places.map((poses) => {
    lidar.cast(poses, 0, lidar.beams);
    return Array.from(lidar.complete().ranges);
  });
}

function lidarIn(room: BenchRoom): Lidar {
  const device = { ...EXAMPLE_LIDAR, minRange: 0, maxRange: MAX_RANGE_M };
  return new Lidar(room.scene, device, { seed: 1, realistic: false });
}

/** A peer says -1 where nothing is in reach. */
function compareRanges(ours: readonly number[][], theirs: readonly number[][]) {
  let greatestRangeDifferenceM = 0;
  let disagreeingRays = 0;
  let rays = 0;
  ours.forEach((view, i) =>
    view.forEach((range, beam) => {
      const other = theirs[i]?.[beam] ?? Number.NaN;
      const difference = Number.isFinite(range) && other >= 0 ? Math.abs(range - other) : 0;
      rays++;
      greatestRangeDifferenceM = Math.max(greatestRangeDifferenceM, difference);
      if (Number.isFinite(range) !== other >= 0 || difference > SAME_RANGE_M) disagreeingRays++;
    }),
  );
  return { greatestRangeDifferenceM, disagreeingRays, rays };
}
