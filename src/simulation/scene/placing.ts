// Places in places: how poses and scales of nested nodes combine.
import type { Pose } from './scene.js';

export type Vector = readonly [number, number, number];
export type Quaternion = readonly [number, number, number, number];

/** A pose with the scale of the Transforms around it, both relative to the nearest solid. */
export interface Frame {
  readonly pose: Pose;
  readonly scale: Vector;
}

export const noTurn: Quaternion = [0, 0, 0, 1];
export const origin: Pose = { position: [0, 0, 0], orientation: noTurn };
export const unscaled: Frame = { pose: origin, scale: [1, 1, 1] };

/** The quaternion of a VRML rotation: axis (of any length) and angle in radians. */
export function turnOf([x, y, z, angle]: Quaternion): Quaternion {
  const length = Math.hypot(x, y, z);
  if (length < 1e-12) return noTurn;
  const factor = Math.sin(angle / 2) / length;
  return normalized([x * factor, y * factor, z * factor, Math.cos(angle / 2)]);
}

/** The turn of b, then that of a. */
export function multiply([ax, ay, az, aw]: Quaternion, [bx, by, bz, bw]: Quaternion): Quaternion {
  return normalized([
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ]);
}

export function rotate([qx, qy, qz, qw]: Quaternion, [x, y, z]: Vector): Vector {
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  return [x + qw * tx + qy * tz - qz * ty, y + qw * ty + qz * tx - qx * tz, z + qw * tz + qx * ty - qy * tx];
}

/** A pose given relative to `outer`, in the frame of `outer`. */
export function compose(outer: Pose, inner: Pose): Pose {
  const [x, y, z] = rotate(outer.orientation, inner.position);
  const [ox, oy, oz] = outer.position;
  return { position: [x + ox, y + oy, z + oz], orientation: multiply(outer.orientation, inner.orientation) };
}

/** The frame of a node inside another. Unequal scales under a turn, which would shear, stay along the node's own axes. */
export function nest(outer: Frame, inner: Pose, scale: Vector = [1, 1, 1]): Frame {
  return {
    pose: compose(outer.pose, { ...inner, position: scaled(outer.scale, inner.position) }),
    scale: scaled(outer.scale, scale),
  };
}

export function scaled([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [a * x, b * y, c * z];
}

function normalized([x, y, z, w]: Quaternion): Quaternion {
  const length = Math.hypot(x, y, z, w);
  return length === 0 ? noTurn : [x / length, y / length, z / length, w / length];
}
