// Whether a robot that is told to drive does get on.
import type { Planar } from '../runtime/geometry/planar.js';

/** Less than this is no progress, metres. */
const LEAST_M = 0.03;

export class Progress {
  #x = 0;
  #y = 0;
  #sinceS = 0;

  /** Starts anew at this pose. */
  restart(pose: Planar, nowS: number): void {
    this.#x = pose.x;
    this.#y = pose.y;
    this.#sinceS = nowS;
  }

  /** Seconds since it last got on. */
  stalledS(pose: Planar, nowS: number): number {
    if (Math.hypot(pose.x - this.#x, pose.y - this.#y) >= LEAST_M) this.restart(pose, nowS);
    return nowS - this.#sinceS;
  }
}
