// What of a detected thing stands on the floor, where the end of the free floor tells it.
import type { LaserScan } from '../../message/messages.js';
import { wrapAngle } from '../../runtime/geometry/planar.js';
import { traitsOf } from './class-traits.js';
import type { FloorCamera } from '../floor/floor-camera.js';
import type { Sighting } from './sighting.js';

/** The floor ends at a thing if it ends so much behind its far side at most, metres. */
const SLACK_M = 0.05;

/** Undefined for what the robot may pass under: only its feet count, and those end the floor. */
export function standingPart(
  sighting: Sighting,
  floor: LaserScan,
  { lens }: FloorCamera,
): Sighting | undefined {
  const traits = traitsOf(sighting.classId);
  if (traits.passable === true) return undefined;
  if (traits.overhangs !== true || sighting.cut) return sighting;
  const half = Math.atan2(sighting.width / 2, Math.max(0.05, sighting.distance));
  let right = Infinity;
  let left = -Infinity;
  floor.ranges.forEach((range, i) => {
    const angle = floor.angle_min + i * floor.angle_increment;
    const [x, y] = [range * Math.cos(angle) - lens.x, range * Math.sin(angle) - lens.y];
    const beside = wrapAngle(Math.atan2(y, x) - sighting.bearing);
    if (!(Math.abs(beside) <= half && Math.hypot(x, y) <= sighting.far + sighting.depth + SLACK_M)) return;
    right = Math.min(right, beside);
    left = Math.max(left, beside);
  });
  // The mask may have missed it: then the box counts as it is.
  if (!(left >= right)) return sighting;
  const step = Math.abs(floor.angle_increment);
  const bearing = sighting.bearing + (left + right) / 2;
  return {
    ...sighting,
    bearing,
    x: lens.x + sighting.distance * Math.cos(bearing),
    y: lens.y + sighting.distance * Math.sin(bearing),
    width: Math.min(sighting.width, 2 * sighting.distance * Math.tan((left - right) / 2 + 2 * step)),
  };
}
