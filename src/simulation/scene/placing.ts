// Places in places: how poses and scales of nested nodes combine.
import {
  apply,
  normalise,
  multiply as product,
  STILL,
  type Pose,
  type Quaternion,
  type Vector,
} from '../../runtime/geometry/rigid-tuples.js';

/** A pose with the scale of the Transforms around it, both relative to the nearest solid. */
export interface Frame {
  readonly pose: Pose;
  readonly scale: Vector;
}

export const noTurn: Quaternion = STILL.orientation;
export const unscaled: Frame = { pose: STILL, scale: [1, 1, 1] };

/** The quaternion of a VRML rotation: axis (of any length) and angle in radians. */
export function turnOf([x, y, z, angle]: Quaternion): Quaternion {
  const length = Math.hypot(x, y, z);
  if (length < 1e-12) return noTurn;
  const factor = Math.sin(angle / 2) / length;
  return normalise([x * factor, y * factor, z * factor, Math.cos(angle / 2)]);
}

/** The turn of b, then that of a; exactly a turn, however deep the nodes are nested. */
export function multiply(a: Quaternion, b: Quaternion): Quaternion {
  return normalise(product(a, b));
}

/** A pose given relative to `outer`, in the frame of `outer`. */
export function compose(outer: Pose, inner: Pose): Pose {
  return {
    position: apply(outer, inner.position),
    orientation: multiply(outer.orientation, inner.orientation),
  };
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
