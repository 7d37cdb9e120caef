// A localizer that is never wrong: map → odom from where the robot truly is (REP-105), and map as the world.
import type { TransformStamped } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import { compose, inverse, STILL, type Pose } from '../../runtime/geometry/rigid-tuples.js';
import { stamped, WORLD_FRAME } from './frames.js';

const MAP_FRAME = 'map';

/** Both poses are of base_footprint: in the world, and in odom as the wheels tell it. What odometry drifts, this takes back. */
export function mapToOdom(truth: Pose, odometry: Pose, stamp: Time): TransformStamped {
  return stamped(stamp, MAP_FRAME, 'odom', compose(truth, inverse(odometry)));
}

/** Ground truth is said in the world: this joins it to all that is in map. */
export function worldToMap(stamp: Time): TransformStamped {
  return stamped(stamp, WORLD_FRAME, MAP_FRAME, STILL);
}
