// Puts the robot and the people of a scene somewhere else: poses without physics.
import { Walker } from '../../simulation/physics/walker.js';
import { aboutZ, compose, relative } from '../../runtime/geometry/rigid-tuples.js';
import { POSE_STRIDE, startPoses, writePose, type Poses } from '../../simulation/scene/poses.js';
import type { Path, Pose, Scene } from '../../simulation/scene/scene.js';
import type { Placement } from '../../simulation/world.js';

export interface Stance extends Placement {
  /** How long everyone who walks has walked since the start, seconds. */
  readonly walkedS: number;
}

/** New poses of all solids: the robot with all its parts at the placement, people along their ways, the rest as the scene has it. */
export function posesAt(scene: Scene, { x, y, yawRad, walkedS }: Stance): Poses {
  const poses = startPoses(scene);
  const base = scene.solids[scene.robot?.solid ?? -1]?.pose;
  if (base === undefined) return poses;
  const there: Pose = { position: [x, y, base.position[2]], orientation: aboutZ(yawRad) };
  for (const solid of scene.solids) {
    if (solid.robot) writePose(poses, solid.index, compose(there, relative(base, solid.pose)));
    if (solid.path !== undefined) writePose(poses, solid.index, walked(solid.path, solid.pose, walkedS));
  }
  return poses;
}

/** Where someone is who has walked so long. In steps, so that a person turns at corners as fast as in physics. */
export function walked(path: Path, start: Pose, seconds: number): Pose {
  const walker = new Walker(path, start);
  for (let left = seconds; left > 0; left -= 0.1) walker.step(Math.min(0.1, left), undefined);
  return walker.pose();
}

/** World pose of a solid. */
export function poseIn(poses: Poses, solid: number): Pose {
  const at = solid * POSE_STRIDE;
  return {
    position: [poses[at]!, poses[at + 1]!, poses[at + 2]!],
    orientation: [poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!],
  };
}
