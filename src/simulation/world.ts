// The world a robot lives in: publishes what its sensors see, takes cmd_vel, and alone knows what really happened.
import type { Source } from '../runtime/stage.js';
import type { Poses } from './scene/poses.js';
import type { Scene } from './scene/scene.js';

/**
 * A simulated world as a source of messages. It reads `cmd_vel` and writes the sensors' topics, `/clock`, `/tf`,
 * `/tf_static` and `ground_truth/…`. `next` is the time of its next step; it never ends by itself.
 * Same scene, seed and commands give the same messages.
 */
export interface World extends Source {
  readonly scene: Scene;
  /** By Solid.index, overwritten as the world moves. */
  readonly poses: Poses;
  /** What really happened up to now; distances and counts are the survey's, who listens. */
  account(): Account;
  /** Puts the robot elsewhere, at rest. Its odometry does not notice. */
  place(placement: Placement): void;
}

export interface Account {
  /** True pose of base_footprint in the world frame: metres, radians. */
  readonly pose: Placement;
  readonly collisions: readonly Collision[];
}

export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly yawRad: number;
}

/** The robot and an object met: once per meeting, not once per step. */
export interface Collision {
  /** Name of the object's topmost solid. */
  readonly object: string;
  /** Its class: chair, wall, shoe. */
  readonly class: string;
  /** Something of it that is not glass crosses the LIDAR's plane within 5 cm of the contact. */
  readonly lidarVisible: boolean;
  /** The robot was moving towards it by itself. */
  readonly robotMoving: boolean;
  readonly atSeconds: number;
  /** World, metres. */
  readonly position: readonly [number, number, number];
}
