// Places where the robot touched what its LIDAR does not see: avoided for a while, then forgotten.
import { composePlanar, type Planar } from '../runtime/geometry/planar.js';
import type { Surroundings } from './surroundings.js';

interface Bump {
  readonly x: number;
  readonly y: number;
  readonly untilS: number;
}

/** What was touched is taken for a disc of this radius, its rim where the contact was, metres. */
const SIZE_M = 0.07;
const RIM_POINTS = 6;
const MAX_BUMPS = 64;

export class Bumps {
  #bumps: Bump[] = [];

  /** A contact at (x, y) in the base frame of a robot at `pose`. */
  remember(pose: Planar, x: number, y: number, untilS: number): void {
    const distance = Math.max(1e-3, Math.hypot(x, y));
    const outward = 1 + SIZE_M / distance;
    const place = composePlanar(pose, { x: x * outward, y: y * outward, yaw: 0, mirrored: false });
    this.#bumps = this.#bumps.filter((bump) => Math.hypot(bump.x - place.x, bump.y - place.y) > SIZE_M);
    this.#bumps.push({ x: place.x, y: place.y, untilS });
    if (this.#bumps.length > MAX_BUMPS) this.#bumps.shift();
  }

  /** Forgets the oldest: when nothing is free, the oldest memory is the likeliest to be wrong. */
  forgetOldest(): void {
    this.#bumps.shift();
  }

  /** Adds what is still remembered within reach to the points about the pose. */
  addTo(points: Surroundings, pose: Planar, reachM: number, nowS: number): void {
    const c = Math.cos(pose.yaw);
    const s = Math.sin(pose.yaw);
    for (const bump of this.#bumps) {
      const ux = bump.x - pose.x;
      const uy = bump.y - pose.y;
      if (bump.untilS < nowS || Math.hypot(ux, uy) > reachM) continue;
      for (let i = 0; i < RIM_POINTS; i++) {
        const angle = (2 * Math.PI * i) / RIM_POINTS;
        const dx = SIZE_M * Math.cos(angle);
        const dy = SIZE_M * Math.sin(angle);
        points.include(c * ux + s * uy + dx, c * uy - s * ux + dy);
      }
    }
  }
}
