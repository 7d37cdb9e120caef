// The ground: floors modelled as boxes, which wheels roll on more truly, and at half the cost, as a plane.
import type { Bound, Pose, Scene } from '../scene/scene.js';
import { extentOf } from './matter.js';
import { compose, rotate } from '../../runtime/geometry/rigid-tuples.js';
import type { Role } from './roles.js';

/** A box is a floor if it is this large both ways, metres. */
const FLOOR_SIDE_M = 1;
/** How far a floor's top may be from the robot's own level, metres. */
const LEVEL_M = 1e-3;

/** Height of the one floor that the robot stands on; undefined where part of the room lies below it: a stage, a ramp. */
export function groundLevel(scene: Scene, roles: readonly Role[]): number | undefined {
  const robot = scene.robot === undefined ? undefined : scene.solids[scene.robot.solid];
  if (robot === undefined) return undefined;
  const level = robot.pose.position[2];
  const bounds = scene.solids
    .filter(({ index }) => roles[index]?.kind === 'fixed')
    .flatMap((solid) => solid.bounds.map((bound) => ({ ...bound, pose: compose(solid.pose, bound.pose) })));
  return bounds.every((bound) => extentOf([bound]).high[2] > level - LEVEL_M) ? level : undefined;
}

/** The plane that a floor of the ground stands for; undefined for anything else. Both are given in the world frame. */
export function groundPlane(bound: Bound, level: number | undefined): Bound | undefined {
  if (level === undefined || bound.geometry.kind !== 'box' || !isUpright(bound.pose)) return undefined;
  const [sideX, sideY] = bound.geometry.size;
  const { high } = extentOf([bound]);
  const isFloor = sideX >= FLOOR_SIDE_M && sideY >= FLOOR_SIDE_M && Math.abs(high[2] - level) <= LEVEL_M;
  const [x, y] = bound.pose.position;
  if (!isFloor) return undefined;
  return {
    geometry: { kind: 'plane', size: [0, 0] },
    pose: { position: [x, y, high[2]], orientation: [0, 0, 0, 1] },
  };
}

function isUpright({ orientation }: Pose): boolean {
  return rotate(orientation, [0, 0, 1])[2] > 1 - 1e-9;
}
