// How far a round robot could drive straight along a heading: corridors between the points around it.
import type { PointList } from './arc.js';

/** Share of its present squared distance that a near point must keep. */
const KEEP = 0.9;

/**
 * Metres along `heading` (base frame, rad) until a disc of radius `halfWidth` touches a point, at most `limit`.
 * A point nearer than that already blocks only the headings that would bring the robot clearly nearer still.
 */
export function corridorLength(
  { count, x, y }: PointList,
  heading: number,
  halfWidth: number,
  limit: number,
): number {
  const c = Math.cos(heading);
  const s = Math.sin(heading);
  const squared = halfWidth * halfWidth;
  let free = limit;
  for (let i = 0; i < count; i++) {
    const along = c * x[i]! + s * y[i]!;
    if (along <= 0) continue;
    const across = c * y[i]! - s * x[i]!;
    const half = Math.min(squared, KEEP * (along * along + across * across)) - across * across;
    if (half <= 0) continue;
    const contact = along - Math.sqrt(half);
    if (contact < free) free = contact;
  }
  return Math.max(0, free);
}
