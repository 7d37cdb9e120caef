// A scan as the camera would see it: bearing and distance of every return from the point of the floor under the lens.
import type { Planar } from '../../runtime/geometry/planar.js';
import { wrapAngle } from '../../runtime/geometry/planar.js';
import { beam, type Sweep } from '../../runtime/geometry/sweep.js';

/** Neighbouring beams this near to each other confirm one another, metres. */
const NEIGHBOUR_M = 0.08;

/** Reused: `fill` overwrites it. Foot frame, metres and radians. */
export class BeamView {
  /** Height of the LIDAR's plane over the floor; undefined: nothing may be taken from this scan. */
  planeM: number | undefined;
  count = 0;
  bearing = new Float64Array(0);
  distance = new Float64Array(0);

  /** There is no scan for this picture. */
  clear(): void {
    this.count = 0;
    this.planeM = undefined;
  }

  /** `sweep` and `foot`, the foot frame, are in the frame that stands still. */
  fill(sweep: Sweep, foot: Planar, lens: { readonly x: number; readonly y: number }, planeM: number): void {
    if (this.bearing.length < sweep.count) {
      this.bearing = new Float64Array(sweep.count);
      this.distance = new Float64Array(sweep.count);
    }
    this.count = 0;
    this.planeM = planeM;
    const c = Math.cos(foot.yaw);
    const s = Math.sin(foot.yaw);
    for (let i = 0; i < sweep.count; i++) {
      if (sweep.kind[i]! > beam.near) continue;
      const ux = sweep.x[i]! - foot.x;
      const uy = sweep.y[i]! - foot.y;
      const x = c * ux + s * uy - lens.x;
      const y = c * uy - s * ux - lens.y;
      this.bearing[this.count] = Math.atan2(y, x);
      this.distance[this.count++] = Math.hypot(x, y);
    }
  }

  /** The nearest return within bearing ± half whose distance lies between the two and that a neighbour confirms. */
  nearestBetween(bearing: number, half: number, near: number, far: number): number | undefined {
    const at = this.#findNearest(bearing, half, near, far);
    return at === undefined ? undefined : this.distance[at];
  }

  /** The same, or what is nearer still of the surface that it lies on. */
  nearestOfSurface(bearing: number, half: number, near: number, far: number): number | undefined {
    const found = this.#findNearest(bearing, half, near, far);
    if (found === undefined) return undefined;
    return Math.min(
      this.#followNearer(found, 1, bearing, half),
      this.#followNearer(found, -1, bearing, half),
    );
  }

  #findNearest(bearing: number, half: number, near: number, far: number): number | undefined {
    let nearest: number | undefined;
    for (let i = 0; i < this.count; i++) {
      const distance = this.distance[i]!;
      if (distance < near || distance > far) continue;
      if (nearest !== undefined && distance >= this.distance[nearest]!) continue;
      if (Math.abs(wrapAngle(this.bearing[i]! - bearing)) <= half && this.#isConfirmed(i)) nearest = i;
    }
    return nearest;
  }

  /** From return to return as long as they are neighbours, within bearing ± half: the least distance. */
  #followNearer(from: number, step: 1 | -1, bearing: number, half: number): number {
    let nearest = this.distance[from]!;
    for (let k = 1, at = from; k < this.count; k++) {
      const next = (at + step + this.count) % this.count;
      const isBeside = Math.abs(wrapAngle(this.bearing[next]! - bearing)) <= half;
      if (!isBeside || Math.abs(this.distance[next]! - this.distance[at]!) >= NEIGHBOUR_M) return nearest;
      nearest = Math.min(nearest, this.distance[next]!);
      at = next;
    }
    return nearest;
  }

  /** How far away what covers most of the bearings is, if that is nearer than `near`. */
  coverNearer(bearing: number, half: number, near: number): number | undefined {
    let beams = 0;
    let nearer = 0;
    let nearest = Infinity;
    for (let i = 0; i < this.count; i++) {
      if (Math.abs(wrapAngle(this.bearing[i]! - bearing)) > half) continue;
      beams++;
      if (this.distance[i]! >= near) continue;
      nearer++;
      nearest = Math.min(nearest, this.distance[i]!);
    }
    return beams > 2 && nearer > beams / 2 ? nearest : undefined;
  }

  #isConfirmed(i: number): boolean {
    const distance = this.distance[i]!;
    const before = this.distance[(i + this.count - 1) % this.count]!;
    const after = this.distance[(i + 1) % this.count]!;
    return Math.abs(before - distance) < NEIGHBOUR_M || Math.abs(after - distance) < NEIGHBOUR_M;
  }
}
