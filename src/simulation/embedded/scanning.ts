// One LIDAR turn after another: a share of the beams every 10 ms of the world, a LaserScan at the end of the turn.
import type { LaserScan } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import type { LidarSweep } from '../lidar/lidar.js';
import type { Poses } from '../scene/poses.js';
import type { LidarSense } from './senses.js';

export const SCAN_PERIOD_MS = 100;
/** Beams of so long a time are cast together, from where the robot is in the middle of it. */
const SHARE_MS = 10;

/** Called at every step of the world with the time in milliseconds; a turn begins at each multiple of its period. */
export class Scanning {
  readonly #sense: LidarSense;
  #solids: Int32Array | undefined;

  constructor(sense: LidarSense) {
    this.#sense = sense;
  }

  /** Solid.index of each return of the newest scan, -1 for none; of the LIDAR until its next turn is complete. */
  get beamSolids(): Int32Array | undefined {
    return this.#solids;
  }

  /** Casts what is due now; beams go counter-clockwise in time, the first at the start of the turn. */
  look(poses: Poses, nowMs: number): void {
    const { lidar, spread } = this.#sense;
    const inTurn = nowMs % SCAN_PERIOD_MS;
    if (!spread) {
      if (inTurn === 0) lidar.cast(poses, 0, lidar.beams);
    } else if (inTurn % SHARE_MS === SHARE_MS / 2) {
      const begin = inTurn - SHARE_MS / 2;
      lidar.cast(poses, this.#beamAt(begin), this.#beamAt(begin + SHARE_MS));
    }
  }

  /** The scan of the turn that ends now, if one does; `timeOf` gives the message time of a moment in milliseconds. */
  finish(nowMs: number, timeOf: (ms: number) => Time): LaserScan | undefined {
    if (nowMs === 0 || nowMs % SCAN_PERIOD_MS !== 0) return undefined;
    const sweep = this.#sense.lidar.complete();
    this.#solids = sweep.objects;
    return toLaserScan(this.#sense, sweep, timeOf(nowMs - SCAN_PERIOD_MS));
  }

  #beamAt(inTurnMs: number): number {
    return Math.floor((inTurnMs * this.#sense.lidar.beams) / SCAN_PERIOD_MS);
  }
}

/**
 * Copies: the sweep belongs to the LIDAR. Of several layers the middle one is published. Numbers are rounded to what
 * the message holds (float32), so that stages see the same live and from a recording.
 */
export function toLaserScan(
  { device, lidar, spread }: LidarSense,
  sweep: LidarSweep,
  stamp: Time,
): LaserScan {
  const from = (lidar.layers >> 1) * lidar.beams;
  const to = from + lidar.beams;
  const seconds = SCAN_PERIOD_MS / 1000;
  return {
    header: { stamp, frame_id: 'laser' },
    angle_min: Math.fround(lidar.angleMin),
    angle_max: Math.fround(lidar.angleMin + (lidar.beams - 1) * lidar.angleIncrement),
    angle_increment: Math.fround(lidar.angleIncrement),
    time_increment: Math.fround(spread ? seconds / lidar.beams : 0),
    scan_time: Math.fround(seconds),
    range_min: Math.fround(device.minRange),
    range_max: Math.fround(device.maxRange),
    ranges: sweep.ranges.slice(from, to),
    intensities: sweep.intensities.slice(from, to),
  };
}
