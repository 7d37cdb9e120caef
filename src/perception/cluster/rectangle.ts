// The rectangle around the points that a LIDAR saw of one thing: it sees one side or two, and they give the direction.
import { farthestFromChord, type Points } from './line.js';

/** Middle and direction of the longer side, rad in (-π/2, π/2], metres. */
export interface Rectangle {
  x: number;
  y: number;
  yaw: number;
  /** Along `yaw`. */
  length: number;
  width: number;
}

export function emptyRectangle(): Rectangle {
  return { x: 0, y: 0, yaw: 0, length: 0, width: 0 };
}

/**
 * Fits the rectangle whose sides are nearest to the points order[first..last] (the closeness of Zhang et al., L-shape
 * fitting, 2017) among three directions: of the chord between both ends, and of the two sides that meet in the point
 * farthest from it. Area would not do: all three are equal for a right angle.
 */
export function fitRectangle(points: Points, first: number, last: number, into: Rectangle): void {
  const corner = farthestFromChord(points, first, last, 0);
  let least = Infinity;
  const attempt = (from: number, to: number): void => {
    const off = measure(points, first, last, directionOf(points, from, to), scratch);
    if (off >= least) return;
    least = off;
    Object.assign(into, scratch);
  };
  attempt(first, last);
  if (corner < 0) return;
  attempt(first, corner);
  attempt(corner, last);
}

const scratch = emptyRectangle();

function directionOf({ x, y, order }: Points, from: number, to: number): number {
  return Math.atan2(y[order[to]!]! - y[order[from]!]!, x[order[to]!]! - x[order[from]!]!);
}

/** The rectangle along a direction; returns the sum of the points' distances to its nearest sides. */
function measure({ x, y, order }: Points, first: number, last: number, yaw: number, into: Rectangle): number {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  let [minAlong, maxAlong, minAcross, maxAcross] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let k = first; k <= last; k++) {
    const i = order[k]!;
    const along = c * x[i]! + s * y[i]!;
    const across = c * y[i]! - s * x[i]!;
    if (along < minAlong) minAlong = along;
    if (along > maxAlong) maxAlong = along;
    if (across < minAcross) minAcross = across;
    if (across > maxAcross) maxAcross = across;
  }
  const [length, width] = [maxAlong - minAlong, maxAcross - minAcross];
  const [along, across] = [(minAlong + maxAlong) / 2, (minAcross + maxAcross) / 2];
  into.x = c * along - s * across;
  into.y = s * along + c * across;
  into.yaw = halfTurn(length >= width ? yaw : yaw + Math.PI / 2);
  into.length = Math.max(length, width);
  into.width = Math.min(length, width);
  let off = 0;
  for (let k = first; k <= last; k++) {
    const i = order[k]!;
    const u = c * x[i]! + s * y[i]!;
    const v = c * y[i]! - s * x[i]!;
    off += Math.min(u - minAlong, maxAlong - u, v - minAcross, maxAcross - v);
  }
  return off;
}

/** The same direction within (-π/2, π/2]: a side has no front. */
function halfTurn(yaw: number): number {
  const turns = Math.ceil(yaw / Math.PI - 0.5);
  return yaw - turns * Math.PI;
}
