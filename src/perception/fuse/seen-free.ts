// Whether a picture shows that a remembered thing is gone: its place in view, nothing in the way, and the floor not ended there.
import { seenFrom } from '../../runtime/geometry/planar.js';
import type { Frame } from './tracks.js';
import type { Track } from './track.js';

/** So near to the border of the picture a place is not in view, share of its height. */
const MARGIN = 0.05;
/** Farther away a thing may be overlooked, metres. */
const JUDGED_M = 1.6;
/** What hides a thing is so much nearer, metres. */
const NEARER_M = 0.06;

/** The free floor of the same picture, by bearing about the foot frame: metres, +Infinity free, NaN not judged. */
export interface FreeFloor {
  readonly angleMin: number;
  readonly angleIncrement: number;
  readonly ranges: ArrayLike<number>;
}

/** How far the floor is free in the direction of a place in the foot frame; NaN where that is not known. */
export function rangeToward({ x, y }: Point, { angleMin, angleIncrement, ranges }: FreeFloor): number {
  return ranges[Math.round((Math.atan2(y, x) - angleMin) / angleIncrement)] ?? NaN;
}

/** Not for things that were seen in this picture. */
export function isSeenFree(track: Track, frame: Frame): boolean {
  const points = frontOf(track, frame);
  return (
    points.every((point) => isInView(point, frame) && !isHidden(point, frame)) &&
    isFloorFree(points, track, frame)
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Left end, middle and right end of the side that faces the lens, and its middle, in the foot frame. */
function frontOf(track: Track, { foot, outlook }: Frame): Point[] {
  const middle = seenFrom(foot, track);
  const { lens } = outlook.camera;
  const view = Math.atan2(middle.y - lens.y, middle.x - lens.x);
  const extent = track.extentFrom(foot.yaw + view);
  const half = extent.across / 2;
  const back = extent.along / 2;
  const front = { x: middle.x - back * Math.cos(view), y: middle.y - back * Math.sin(view) };
  const side = (by: number): Point => ({
    x: front.x - by * Math.sin(view),
    y: front.y + by * Math.cos(view),
  });
  return [side(-half), front, side(half)];
}

function isInView({ x, y }: Point, { outlook: { camera } }: Frame): boolean {
  const pixel = { u: 0, v: 0 };
  if (Math.hypot(x - camera.lens.x, y - camera.lens.y) > JUDGED_M) return false;
  if (!camera.see(x, y, 0, pixel)) return false;
  const margin = MARGIN * camera.height;
  return pixel.u >= margin && pixel.u <= camera.width - margin && pixel.v <= camera.height - 2 * margin;
}

function isHidden({ x, y }: Point, { outlook: { camera, beams }, sightings }: Frame): boolean {
  const [dx, dy] = [x - camera.lens.x, y - camera.lens.y];
  const distance = Math.hypot(dx, dy);
  const bearing = Math.atan2(dy, dx);
  if (beams.nearestBetween(bearing, 0.03, 0, distance - NEARER_M) !== undefined) return true;
  const pixel = { u: 0, v: 0 };
  camera.see(x, y, 0, pixel);
  return sightings.some(
    ({ box, distance: other }) =>
      box !== undefined &&
      other < distance - NEARER_M &&
      pixel.u >= box.left &&
      pixel.u <= box.right &&
      pixel.v >= box.top,
  );
}

/** Where the free floor is known, it must reach beyond the thing's middle for most bearings that show it. */
function isFloorFree(points: readonly Point[], track: Track, { floor }: Frame): boolean {
  if (floor === undefined) return true;
  let free = 0;
  let asked = 0;
  for (const { x, y } of points) {
    const range = rangeToward({ x, y }, floor);
    if (Number.isNaN(range)) continue;
    asked++;
    if (range > Math.hypot(x, y) + track.depth / 2 + track.sigma) free++;
  }
  return asked > 0 && free * 2 > asked;
}
