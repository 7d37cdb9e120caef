// How far a place is from whatever the robot could really hit, as the world is at this moment.
import { outlinesOf } from '../../simulation/rooms/outline.js';
import { distanceToOutline, robotSlab } from '../../simulation/rooms/reach.js';
import { POSE_STRIDE, type Poses } from '../../simulation/scene/poses.js';
import type { Pose } from '../../simulation/scene/scene.js';
import type { World } from '../../simulation/world.js';

/** Metres to the nearest outline of a solid between the floor and the robot's top; 0 inside, Infinity in an empty world. */
export function distanceToSolids({ scene, poses }: World, place: readonly [number, number]): number {
  let nearest = Infinity;
  for (const solid of scene.solids) {
    if (solid.robot || solid.model === 'floor') continue;
    const pose = poseOf(poses, solid.index);
    for (const bound of solid.bounds)
      for (const outline of outlinesOf(bound, pose, robotSlab))
        nearest = Math.min(nearest, distanceToOutline(outline, place));
  }
  return nearest;
}

function poseOf(poses: Poses, solid: number): Pose {
  const at = solid * POSE_STRIDE;
  return {
    position: [poses[at]!, poses[at + 1]!, poses[at + 2]!],
    orientation: [poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!],
  };
}
