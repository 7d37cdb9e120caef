// The beams of a flat scan as a depth buffer over angles: shapes are drawn into the beams they cover, the nearest stays.
import type { Beams } from './beams.js';
import { crossTarget } from './crossing.js';
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import type { Hits } from './hits.js';
import type { Targets } from './targets.js';

/** Above the error of `roughAngle`, radians: a span may come out that much too wide, never too narrow. */
const ANGLE_SLACK = 3e-5;

/** Above the rounding of a distance from a rim. */
const RIM_SLACK_M = 1e-9;

/** Narrowing a span that is not wider than this costs more than trying its beams. */
const FEW_BEAMS = 12;

/** A span that sticks out of -π..π falls into up to three runs of beams. */
const MOST_RUNS = 3;

/** asin(s) <= s + (π/2 - 1) s³ on [0, 1], since all terms of the series of asin are positive. */
const ASIN_EXCESS = Math.PI / 2 - 1;

/**
 * Coordinates are the sensor's: x ahead, y to the left, metres. Shapes are handed over in `pen`, since V8 boxes every
 * fractional number that it passes to a call it does not inline.
 */
export class Fan {
  /** A circle's x, y and radius, or x, y of a segment's two ends: as the next call says. */
  readonly pen = new Float64Array(4);
  readonly #targets: Targets;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #hits: Hits;
  readonly #base: number;
  readonly #angleMin: number;
  readonly #beamsPerRadian: number;
  /** Beams in a full turn, and the slack in beams. */
  readonly #turn: number;
  readonly #slack: number;
  #first = 0;
  #end = 0;
  /** Directions of the first and the last open beam, x y each; zeros where the open beams span half a turn or more. */
  readonly #rims = new Float64Array(4);
  /** The next beam that may not be settled yet. */
  #witness = 0;
  /** The beams covered by the target at work: at most three runs, first and last of each. */
  readonly #covered = new Int32Array(MOST_RUNS * 2);
  #coveredCount = 0;
  /** The beams of one of its segments. */
  readonly #narrowed = new Int32Array(MOST_RUNS * 2);
  readonly #local = new Float64Array(9);

  constructor(targets: Targets, beams: Beams, hits: Hits, base: number) {
    this.#targets = targets;
    this.#cosines = beams.cosines;
    this.#sines = beams.sines;
    this.#hits = hits;
    this.#base = base;
    this.#angleMin = beams.angleMin;
    this.#beamsPerRadian = 1 / beams.angleIncrement;
    this.#turn = 2 * Math.PI * this.#beamsPerRadian;
    this.#slack = ANGLE_SLACK * this.#beamsPerRadian;
  }

  /** Lets the beams first..end be drawn into, until the next call. */
  open(first: number, end: number): void {
    this.#first = first;
    this.#end = end;
    this.#witness = first;
    const rims = this.#rims.fill(0);
    if ((end - first) * 2 >= this.#turn) return;
    rims[0] = this.#cosines[first]!;
    rims[1] = this.#sines[first]!;
    rims[2] = this.#cosines[end - 1]!;
    rims[3] = this.#sines[end - 1]!;
  }

  /** Whether the pen's circle lies wholly beside the open beams: cheap, and most circles do where few beams are open. */
  isBeside(): boolean {
    const rims = this.#rims;
    const x = this.pen[0]!;
    const y = this.pen[1]!;
    const outside = -this.pen[2]! - RIM_SLACK_M;
    return rims[0]! * y - rims[1]! * x < outside || rims[3]! * x - rims[2]! * y < outside;
  }

  /** Whether no open beam reaches past a distance. Calls between two `open` must not give smaller distances. */
  settledWithin(distanceM: number): boolean {
    const { distances } = this.#hits;
    // Distances only shrink: a beam once settled stays settled.
    while (this.#witness < this.#end && distances[this.#base + this.#witness]! <= distanceM) this.#witness++;
    return this.#witness === this.#end;
  }

  /** Covers the beams that may meet the pen's circle; false if none of them reaches it. */
  cover(): boolean {
    if (this.isBeside()) return false;
    const x = this.pen[0]!;
    const y = this.pen[1]!;
    const radius = this.pen[2]!;
    const distance = Math.sqrt(x * x + y * y);
    if (distance <= radius) {
      this.#covered[0] = this.#first;
      this.#covered[1] = this.#end - 1;
      this.#coveredCount = 1;
      return true;
    }
    const sine = radius / distance;
    const half = sine + ASIN_EXCESS * sine * sine * sine;
    const middle = roughAngle(y, x);
    this.#coveredCount = this.#findRuns(middle - half, middle + half, this.#covered);
    return this.#reaches(distance - radius);
  }

  /** Draws the pen's segment, which must run counter-clockwise about the sensor, within the covered beams. */
  drawSegment(target: number, part: number): void {
    const pen = this.pen;
    let runs = this.#covered;
    let count = this.#coveredCount;
    if (count > 1 || (count === 1 && runs[1]! - runs[0]! >= FEW_BEAMS)) {
      const low = roughAngle(pen[1]!, pen[0]!);
      const high = roughAngle(pen[3]!, pen[2]!);
      runs = this.#narrowed;
      // Where the two are alike within the slack, rough angles may come out in the wrong order.
      count = this.#findRuns(low, high < low - 2 * ANGLE_SLACK ? high + 2 * Math.PI : high, runs);
    }
    for (let run = 0; run < count; run++) {
      this.#drawSegmentRun(runs[run * 2]!, runs[run * 2 + 1]!, target, part);
    }
  }

  /** Draws the pen's circle within the covered beams. */
  drawCircle(target: number): void {
    const x = this.pen[0]!;
    const y = this.pen[1]!;
    const radius = this.pen[2]!;
    const { distances, targets } = this.#hits;
    const base = this.#base;
    const rest = x * x + y * y - radius * radius;
    for (let run = 0; run < this.#coveredCount; run++) {
      const last = this.#covered[run * 2 + 1]!;
      for (let beam = this.#covered[run * 2]!; beam <= last; beam++) {
        const middle = x * this.#cosines[beam]! + y * this.#sines[beam]!;
        const square = middle * middle - rest;
        if (!(square >= 0)) continue;
        const reach = Math.sqrt(square);
        const distance = middle > reach ? middle - reach : middle + reach;
        if (!(distance > 0 && distance < distances[base + beam]!)) continue;
        distances[base + beam] = distance;
        targets[base + beam] = target;
      }
    }
  }

  /** Crosses a target ray by ray within the covered beams; `frame` is the sensor's in the world. */
  drawAskew(target: number, frame: Float64Array): void {
    const { distances, targets } = this.#hits;
    const base = this.#base;
    const local = this.#local;
    seeLocally(this.#targets.frames, target * FRAME_STRIDE, frame, local);
    for (let run = 0; run < this.#coveredCount; run++) {
      const last = this.#covered[run * 2 + 1]!;
      for (let beam = this.#covered[run * 2]!; beam <= last; beam++) {
        const cos = this.#cosines[beam]!;
        const sin = this.#sines[beam]!;
        const limit = distances[base + beam]!;
        const distance = crossTarget(
          this.#targets,
          target,
          local[0]!,
          local[1]!,
          local[2]!,
          cos * local[3]! + sin * local[6]!,
          cos * local[4]! + sin * local[7]!,
          cos * local[5]! + sin * local[8]!,
          limit,
        );
        if (!(distance < limit)) continue;
        distances[base + beam] = distance;
        targets[base + beam] = target;
      }
    }
  }

  /**
   * A beam d lies between a and b where both cross products a×d and d×b are not negative, and meets them at
   * a×b / (a×d + d×b). Two segments that share an end share its product too: no beam slips between them.
   */
  #drawSegmentRun(first: number, last: number, target: number, part: number): void {
    const ax = this.pen[0]!;
    const ay = this.pen[1]!;
    const bx = this.pen[2]!;
    const by = this.pen[3]!;
    const { distances, targets, parts } = this.#hits;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const base = this.#base;
    const area = ax * by - ay * bx;
    for (let beam = first; beam <= last; beam++) {
      const dx = cosines[beam]!;
      const dy = sines[beam]!;
      const fromA = ax * dy - ay * dx;
      const toB = dx * by - dy * bx;
      if (!(fromA >= 0 && toB >= 0)) continue;
      const distance = area / (fromA + toB);
      if (!(distance < distances[base + beam]!)) continue;
      distances[base + beam] = distance;
      targets[base + beam] = target;
      parts[base + beam] = part;
    }
  }

  /** Writes the open beams between two angles, counter-clockwise, as runs; gives their number. */
  #findRuns(low: number, high: number, runs: Int32Array): number {
    const lowBeam = (low - this.#angleMin) * this.#beamsPerRadian - this.#slack;
    const highBeam = (high - this.#angleMin) * this.#beamsPerRadian + this.#slack;
    let count = this.#addRun(lowBeam, highBeam, runs, 0);
    if (highBeam - this.#turn >= this.#first) {
      count = this.#addRun(lowBeam - this.#turn, highBeam - this.#turn, runs, count);
    }
    if (lowBeam + this.#turn < this.#end) {
      count = this.#addRun(lowBeam + this.#turn, highBeam + this.#turn, runs, count);
    }
    return count;
  }

  #addRun(low: number, high: number, runs: Int32Array, count: number): number {
    const first = Math.max(this.#first, Math.ceil(low));
    const last = Math.min(this.#end - 1, Math.floor(high));
    if (first > last) return count;
    runs[count * 2] = first;
    runs[count * 2 + 1] = last;
    return count + 1;
  }

  /** Whether a covered beam still reaches past a distance. */
  #reaches(distanceM: number): boolean {
    const { distances } = this.#hits;
    for (let run = 0; run < this.#coveredCount; run++) {
      const last = this.#base + this.#covered[run * 2 + 1]!;
      for (let at = this.#base + this.#covered[run * 2]!; at <= last; at++) {
        if (distances[at]! > distanceM) return true;
      }
    }
    return false;
  }
}

/** Sensor's position, x axis and y axis as the target's frame at `t` has them. */
function seeLocally(frames: Float64Array, t: number, sensor: Float64Array, out: Float64Array): void {
  const x = sensor[9]! - frames[t + 9]!;
  const y = sensor[10]! - frames[t + 10]!;
  const z = sensor[11]! - frames[t + 11]!;
  for (let axis = 0; axis < 3; axis++) {
    const a = frames[t + axis]!;
    const b = frames[t + 3 + axis]!;
    const c = frames[t + 6 + axis]!;
    out[axis] = a * x + b * y + c * z;
    out[3 + axis] = a * sensor[0]! + b * sensor[3]! + c * sensor[6]!;
    out[6 + axis] = a * sensor[1]! + b * sensor[4]! + c * sensor[7]!;
  }
}

/** atan2 to 1.2e-5 rad: an odd polynomial of degree 11 on the first octant (minimax, by Remez), mirrored. */
function roughAngle(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const swap = ay > ax;
  const z = swap ? ax / ay : ax === 0 ? 0 : ay / ax;
  const s = z * z;
  const odd =
    0.99997726 + s * (-0.33262347 + s * (0.19354346 + s * (-0.11643287 + s * (0.05265332 - s * 0.0117212))));
  let angle = z * odd;
  if (swap) angle = Math.PI / 2 - angle;
  if (x < 0) angle = Math.PI - angle;
  return y < 0 ? -angle : angle;
}
