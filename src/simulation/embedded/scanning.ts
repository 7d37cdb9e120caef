// One LIDAR turn after another: a share of the beams at each step of the world, a LaserScan at the end of the turn.
import type { LaserScan } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import type { LidarSweep } from '../lidar/lidar.js';
import type { Poses } from '../scene/poses.js';
import type { LidarSense } from './senses.js';

export const SCAN_PERIOD_MS = 100;

export class Scanning {
  readonly #sense: LidarSense;
  readonly #stepMs: number;
  readonly #stepsPerTurn: number;
  /** Share of the turn that is looked at next. */
  #share = 0;
  #turnStartMs = 0;

  constructor(sense: LidarSense, stepMs: number) {
    this.#sense = sense;
    this.#stepMs = stepMs;
    this.#stepsPerTurn = SCAN_PERIOD_MS / stepMs;
  }

  /** Looks for one step; beams go counter-clockwise in time, the first at the start of the turn. */
  look(poses: Poses, nowMs: number): void {
    const { lidar, spread } = this.#sense;
    if (this.#share === 0) this.#turnStartMs = nowMs;
    if (spread) {
      const first = Math.floor((this.#share * lidar.beams) / this.#stepsPerTurn);
      const end = Math.floor(((this.#share + 1) * lidar.beams) / this.#stepsPerTurn);
      lidar.cast(poses, first, end);
    } else if (this.#share === 0) {
      lidar.cast(poses, 0, lidar.beams);
    }
    this.#share++;
  }

  /** The scan, if its last beam was looked with one step ago; stamp gives the message time of a moment. */
  finish(stamp: (ms: number) => Time): LaserScan | undefined {
    if (this.#share < this.#stepsPerTurn) return undefined;
    this.#share = 0;
    return this.#message(this.#sense.lidar.complete(), stamp(this.#turnStartMs));
  }

  /** Copies: the sweep belongs to the LIDAR. Of several layers the middle one is published. */
  #message(sweep: LidarSweep, stamp: Time): LaserScan {
    const { device, lidar, spread } = this.#sense;
    const from = (lidar.layers >> 1) * lidar.beams;
    const to = from + lidar.beams;
    const seconds = (this.#stepsPerTurn * this.#stepMs) / 1000;
    return {
      header: { stamp, frame_id: 'laser' },
      angle_min: lidar.angleMin,
      angle_max: lidar.angleMin + (lidar.beams - 1) * lidar.angleIncrement,
      angle_increment: lidar.angleIncrement,
      time_increment: spread ? seconds / lidar.beams : 0,
      scan_time: seconds,
      range_min: device.minRange,
      range_max: device.maxRange,
      ranges: sweep.ranges.slice(from, to),
      intensities: sweep.intensities.slice(from, to),
    };
  }
}
