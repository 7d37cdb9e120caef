// One turn of a LIDAR as points: REP-117 values told apart, and each beam placed where the sensor was when it looked.
import type { LaserScan } from '../../message/messages.js';
import { wrapAngle, type Planar } from './planar.js';

/** What a beam says: something there, too near to measure, nothing in range, or nothing at all. */
export const beam = { hit: 0, near: 1, free: 2, unknown: 3 } as const;

const MAX_BEAMS = 16_384;
const MAX_SWEEP_SECONDS = 2;

/** Why a scan cannot be used, in words; undefined when it can. Odd ranges are no reason: they become unknown beams. */
export function scanProblem(scan: LaserScan): string | undefined {
  const { angle_min, angle_increment, range_min, range_max, time_increment, ranges } = scan;
  if (ranges.length > MAX_BEAMS) return `${ranges.length} ranges, at most ${MAX_BEAMS} are allowed`;
  if (!Number.isFinite(angle_min)) return `angle_min is ${angle_min}`;
  if (!Number.isFinite(angle_increment) || (angle_increment === 0 && ranges.length > 1))
    return `angle_increment is ${angle_increment}`;
  if (!(range_min >= 0 && range_max > range_min && range_max < Infinity))
    return `range_min ${range_min}, range_max ${range_max}`;
  if (!(time_increment >= 0 && time_increment * ranges.length <= MAX_SWEEP_SECONDS))
    return `time_increment is ${time_increment}`;
  return undefined;
}

/** Seconds from the first beam to the last: the stamp is that of the first (sensor_msgs/LaserScan). */
export function sweepSeconds(scan: LaserScan): number {
  return scan.time_increment * Math.max(0, scan.ranges.length - 1);
}

/** Points of one scan in a frame of the caller's choice. Reused: `fill` overwrites it and grows it when it must. */
export class Sweep {
  count = 0;
  /** Metres in the target frame; of meaning for hits and near beams. */
  x = new Float64Array(0);
  y = new Float64Array(0);
  /** Metres from the sensor; near beams stand at range_min, free ones at range_max, unknown ones at NaN. */
  range = new Float64Array(0);
  kind = new Uint8Array(0);
  /** Where the sensor stood in the middle of the sweep. */
  originX = 0;
  originY = 0;
  /** Direction of beam i in the target frame: firstAngle + i * angleStep, the sensor's own turning included. */
  firstAngle = 0;
  angleStep = 0;
  /** The scan goes all the way round: its last beam is the first one's neighbour. */
  closed = false;

  /** The scan must have no `scanProblem`. `start` and `end` are the sensor's poses at its first and last beam. */
  fill(scan: LaserScan, start: Planar, end: Planar): void {
    const { ranges, range_min: nearest, range_max: farthest } = scan;
    const count = ranges.length;
    this.#place(scan, start, end);
    // Directions are an arithmetic progression, so one complex product a beam replaces sine and cosine.
    let c = Math.cos(this.firstAngle);
    let s = Math.sin(this.firstAngle);
    const stepC = Math.cos(this.angleStep);
    const stepS = Math.sin(this.angleStep);
    const perBeam = 1 / Math.max(1, count - 1);
    const stepX = (end.x - start.x) * perBeam;
    const stepY = (end.y - start.y) * perBeam;
    const { x, y, range, kind } = this;
    for (let i = 0; i < count; i++) {
      const measured = ranges[i]!;
      const what = beamKind(measured, nearest, farthest);
      const r =
        what === beam.hit ? measured : what === beam.near ? nearest : what === beam.free ? farthest : NaN;
      kind[i] = what;
      range[i] = r;
      x[i] = start.x + i * stepX + r * c;
      y[i] = start.y + i * stepY + r * s;
      const turned = c * stepC - s * stepS;
      s = s * stepC + c * stepS;
      c = turned;
    }
  }

  /** The beam that looks along `angle` in the target frame; undefined outside the field of view. */
  beamAt(angle: number): number | undefined {
    const direction = this.angleStep < 0 ? -1 : 1;
    let ahead = wrapAngle(angle - this.firstAngle) * direction;
    const step = Math.abs(this.angleStep);
    if (ahead < -step / 2) ahead += 2 * Math.PI;
    const index = Math.round(ahead / step) + 0;
    if (index < this.count) return index;
    return this.closed ? index % this.count : undefined;
  }

  #place(scan: LaserScan, start: Planar, end: Planar): void {
    const count = scan.ranges.length;
    if (count > this.x.length) {
      this.x = new Float64Array(count);
      this.y = new Float64Array(count);
      this.range = new Float64Array(count);
      this.kind = new Uint8Array(count);
    }
    const side = start.mirrored ? -1 : 1;
    this.count = count;
    this.originX = (start.x + end.x) / 2;
    this.originY = (start.y + end.y) / 2;
    this.firstAngle = start.yaw + side * scan.angle_min;
    this.angleStep = side * scan.angle_increment + wrapAngle(end.yaw - start.yaw) / Math.max(1, count - 1);
    this.closed = Math.abs(scan.angle_increment) * (count + 0.5) >= 2 * Math.PI;
  }
}

/** REP-117, range test first. Drivers that write 0 or more than range_max for "nothing" are believed in neither way. */
function beamKind(measured: number, nearest: number, farthest: number): number {
  if (measured >= nearest && measured <= farthest && measured > 0) return beam.hit;
  if (measured === Infinity) return beam.free;
  if (measured === -Infinity || (measured > 0 && measured < nearest)) return beam.near;
  return beam.unknown;
}
