// Spots that return nothing: places on surfaces, the same in every sweep, that take single beams or long runs of them.
import type { Beams } from './beams.js';
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import type { Hits } from './hits.js';
import type { Targets } from './targets.js';

/** Widths of spots: a spot twice as wide is a quarter as frequent, as runs of lost beams are in real logs. */
const LEAST_WIDTH_M = 0.06;
const MOST_WIDTH_M = 0.6;
const WIDTH_RATIO = LEAST_WIDTH_M / MOST_WIDTH_M;
const MEAN_WIDTH_M = (LEAST_WIDTH_M * -Math.log(WIDTH_RATIO)) / (1 - WIDTH_RATIO);
/** A surface is cut into strips so wide, with one spot at most in each. */
const STRIP_M = MOST_WIDTH_M;
/** Strips run across a shape along this direction of its own frame: any wall that follows an axis is cut. */
const ACROSS_Y = 0.9;
const ACROSS_Z = 0.8;

export class Spots {
  /** Per hit: 1 in a spot. Valid where a target was met. */
  readonly met: Uint8Array;
  readonly #targets: Targets;
  readonly #beams: Beams;
  readonly #hits: Hits;
  readonly #seed: number;
  readonly #line = new Float64Array(4);
  /** Strips with a spot, of 2^32. */
  readonly #spotted: number;

  /** `share` of all surfaces lies in spots; where they are follows from the seed. */
  constructor(targets: Targets, beams: Beams, hits: Hits, share: number, seed: number) {
    this.met = new Uint8Array(hits.distances.length);
    this.#targets = targets;
    this.#beams = beams;
    this.#hits = hits;
    this.#seed = seed;
    this.#spotted = Math.min(1, (share * STRIP_M) / MEAN_WIDTH_M) * 0x1_0000_0000;
  }

  /** Notes which of fresh hits lie in spots, while the frames they were made in still hold. */
  note(sensorFrame: Float64Array, layer: number, first: number, end: number): void {
    const { cosines, sines, elevations, count } = this.#beams;
    const { distances, targets } = this.#hits;
    const [flat, rise] = [Math.cos(elevations[layer]!), Math.sin(elevations[layer]!)];
    const line = this.#line;
    let lineTarget = -1;
    for (let beam = first; beam < end; beam++) {
      const at = layer * count + beam;
      const target = targets[at]!;
      if (target < 0) continue;
      if (target !== lineTarget) this.#layAcross(sensorFrame, target);
      lineTarget = target;
      const slope = flat * (cosines[beam]! * line[0]! + sines[beam]! * line[1]!) + rise * line[2]!;
      this.met[at] = this.#isInSpot(target, line[3]! + distances[at]! * slope);
    }
  }

  /** The place across a target's strips as a line in the sensor's frame: a slope for each axis, and where it starts. */
  #layAcross(sensor: Float64Array, target: number): void {
    const { frames } = this.#targets;
    const f = target * FRAME_STRIDE;
    const line = this.#line;
    const x = frames[f]! + ACROSS_Y * frames[f + 1]! + ACROSS_Z * frames[f + 2]!;
    const y = frames[f + 3]! + ACROSS_Y * frames[f + 4]! + ACROSS_Z * frames[f + 5]!;
    const z = frames[f + 6]! + ACROSS_Y * frames[f + 7]! + ACROSS_Z * frames[f + 8]!;
    for (let axis = 0; axis < 3; axis++) {
      line[axis] = x * sensor[axis]! + y * sensor[axis + 3]! + z * sensor[axis + 6]!;
    }
    line[3] =
      x * (sensor[9]! - frames[f + 9]!) +
      y * (sensor[10]! - frames[f + 10]!) +
      z * (sensor[11]! - frames[f + 11]!);
  }

  #isInSpot(target: number, across: number): 0 | 1 {
    const strip = Math.floor(across / STRIP_M);
    const bits = scatter(this.#seed, target, strip);
    if (bits >= this.#spotted) return 0;
    const share = bits / this.#spotted;
    const width = LEAST_WIDTH_M / (1 - share * (1 - WIDTH_RATIO));
    const middle = scatter(bits, strip, target) / 0x1_0000_0000;
    return Math.abs(across - (strip + middle) * STRIP_M) < width / 2 ? 1 : 0;
  }
}

/** 32 bits that look random and follow from three numbers (the mixing steps of MurmurHash3, A. Appleby). */
function scatter(a: number, b: number, c: number): number {
  let bits = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b) ^ Math.imul(c, 0x27d4eb2f);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  return (bits ^ (bits >>> 13)) >>> 0;
}
