// Which solids moved since the light was made: poses rounded, so that light depends on where things are and not on the past.
import { POSE_STRIDE } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { Scene, Solid } from '../scene/scene.js';

/** A solid counts as moved when its pose, rounded to these, changes. */
const ACROSS_STEP = 0.01;
const UP_STEP = 0.002;
const TURN_STEP = 1 / 128;

export class RoundedPoses {
  /** Of all solids, rounded where they can move. */
  readonly poses: Poses;
  readonly #movable: readonly number[];

  constructor(scene: Scene, poses: Poses) {
    this.poses = poses.slice();
    this.#movable = scene.solids.filter((solid) => canMove(scene, solid)).map(({ index }) => index);
    for (const solid of this.#movable) this.#round(solid, poses);
  }

  /** Calls back for each solid that moved, before and after its new pose is taken over. */
  follow(poses: Poses, leave: (solid: number) => void, arrive: (solid: number) => void): void {
    for (const solid of this.#movable) {
      if (this.#isWhereItWas(solid, poses)) continue;
      leave(solid);
      this.#round(solid, poses);
      arrive(solid);
    }
  }

  #isWhereItWas(solid: number, poses: Poses): boolean {
    const at = solid * POSE_STRIDE;
    for (let i = at; i < at + POSE_STRIDE; i++) {
      if (this.poses[i] !== rounded(poses, i, at)) return false;
    }
    return true;
  }

  #round(solid: number, poses: Poses): void {
    const at = solid * POSE_STRIDE;
    for (let i = at; i < at + POSE_STRIDE; i++) this.poses[i] = rounded(poses, i, at);
  }
}

function rounded(poses: Poses, i: number, start: number): number {
  const step = i - start < 2 ? ACROSS_STEP : i - start === 2 ? UP_STEP : TURN_STEP;
  return Math.round(poses[i]! / step) * step;
}

export function canMove(scene: Scene, solid: Solid): boolean {
  for (let at: Solid | undefined = solid; at !== undefined; at = scene.solids[at.parent]) {
    if (at.physics !== undefined || at.path !== undefined || at.robot) return true;
  }
  return false;
}

/** Whether it follows a path: it hardly ever stands still. */
export function isWalking(scene: Scene, solid: Solid): boolean {
  for (let at: Solid | undefined = solid; at !== undefined; at = scene.solids[at.parent]) {
    if (at.path !== undefined) return true;
  }
  return false;
}
