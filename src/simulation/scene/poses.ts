// World poses of all solids at one moment, in one typed array that physics writes and the sensors read.
import type { Pose, Scene } from './scene.js';

/** Numbers per solid: x y z (metres, world), quaternion x y z w. */
export const POSE_STRIDE = 7;

/** Seven numbers per solid, by Solid.index. Owned by whoever made it; physics overwrites it in place at each step. */
export type Poses = Float64Array;

export function startPoses(scene: Scene): Poses {
  const poses = new Float64Array(scene.solids.length * POSE_STRIDE);
  for (const solid of scene.solids) writePose(poses, solid.index, solid.pose);
  return poses;
}

export function writePose(poses: Poses, index: number, pose: Pose): void {
  poses.set(pose.position, index * POSE_STRIDE);
  poses.set(pose.orientation, index * POSE_STRIDE + 3);
}
