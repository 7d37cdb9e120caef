// Poses on the floor: what is left of a rigid transform once only x, y and yaw matter.
import type { Transform } from '../../message/messages.js';
import { yawOf } from './rigid.js';

/** A frame seen from above: metres and radians in its parent; mirrored when its z points at the floor. */
export interface Planar {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
  readonly mirrored: boolean;
}

export const identityPlanar: Planar = { x: 0, y: 0, yaw: 0, mirrored: false };

/** Drops height and tilt. A sensor mounted upside down turns clockwise seen from above: `mirrored`. */
export function planarOf({ translation, rotation }: Transform): Planar {
  const mirrored = 1 - 2 * (rotation.x * rotation.x + rotation.y * rotation.y) < 0;
  return { x: translation.x, y: translation.y, yaw: yawOf(rotation), mirrored };
}

/** The pose of `inner` (given in `outer`) in outer's parent; `outer` stands upright. */
export function composePlanar(outer: Planar, inner: Planar): Planar {
  const c = Math.cos(outer.yaw);
  const s = Math.sin(outer.yaw);
  return {
    x: outer.x + c * inner.x - s * inner.y,
    y: outer.y + s * inner.x + c * inner.y,
    yaw: wrapAngle(outer.yaw + inner.yaw),
    mirrored: inner.mirrored,
  };
}

/** The upright `frame`'s parent, seen from it. */
export function invertPlanar(frame: Planar): Planar {
  const c = Math.cos(frame.yaw);
  const s = Math.sin(frame.yaw);
  return { x: -c * frame.x - s * frame.y, y: s * frame.x - c * frame.y, yaw: -frame.yaw, mirrored: false };
}

/** A point of the frame's parent, seen from the upright `frame`. */
export function seenFrom(
  { x, y, yaw }: Pick<Planar, 'x' | 'y' | 'yaw'>,
  point: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  const [dx, dy] = [point.x - x, point.y - y];
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  return { x: c * dx + s * dy, y: c * dy - s * dx };
}

/** The same angle in -π..π. */
export function wrapAngle(angle: number): number {
  const turn = 2 * Math.PI;
  return angle - turn * Math.round(angle / turn);
}

/** Where a differential drive stands `seconds` later at constant speeds: along the arc, not the chord. */
export function moveAlong(pose: Planar, linearMps: number, angularRps: number, seconds: number): Planar {
  const turn = angularRps * seconds;
  const heading = pose.yaw + turn / 2;
  const chord = linearMps * seconds * (Math.abs(turn) < 1e-6 ? 1 : Math.sin(turn / 2) / (turn / 2));
  return {
    x: pose.x + chord * Math.cos(heading),
    y: pose.y + chord * Math.sin(heading),
    yaw: wrapAngle(pose.yaw + turn),
    mirrored: pose.mirrored,
  };
}
