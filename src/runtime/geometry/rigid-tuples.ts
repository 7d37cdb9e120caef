// Rigid transforms as tuples: composing, inverting and applying poses; for scenes, which never change theirs.

export type Vector = readonly [number, number, number];
/** Unit, x y z w. */
export type Quaternion = readonly [number, number, number, number];

/** Maps a point of its own frame to the frame that it is given in: p' = R p + position. */
export interface Pose {
  readonly position: Vector;
  readonly orientation: Quaternion;
}

export const STILL: Pose = { position: [0, 0, 0], orientation: [0, 0, 0, 1] };

/** First `inner`, then `outer`: the pose of inner's frame in the frame that outer is given in. */
export function compose(outer: Pose, inner: Pose): Pose {
  return {
    position: apply(outer, inner.position),
    orientation: multiply(outer.orientation, inner.orientation),
  };
}

/** `child` as seen from `parent`, both given in one frame. */
export function relative(parent: Pose, child: Pose): Pose {
  return compose(inverse(parent), child);
}

export function inverse({ position, orientation }: Pose): Pose {
  const turned = conjugate(orientation);
  const [x, y, z] = rotate(turned, position);
  return { position: [-x, -y, -z], orientation: turned };
}

/** A point given in the pose's frame, in the frame that the pose is given in. */
export function apply({ position, orientation }: Pose, point: Vector): Vector {
  const [x, y, z] = rotate(orientation, point);
  return [x + position[0], y + position[1], z + position[2]];
}

export function rotate([qx, qy, qz, qw]: Quaternion, [x, y, z]: Vector): Vector {
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  return [x + qw * tx + qy * tz - qz * ty, y + qw * ty + qz * tx - qx * tz, z + qw * tz + qx * ty - qy * tx];
}

export function conjugate([x, y, z, w]: Quaternion): Quaternion {
  return [-x, -y, -z, w];
}

export function multiply([ax, ay, az, aw]: Quaternion, [bx, by, bz, bw]: Quaternion): Quaternion {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

/** Scaled to length 1; no turn for a quaternion of length 0. */
export function normalise([x, y, z, w]: Quaternion): Quaternion {
  const length = Math.hypot(x, y, z, w);
  return length === 0 ? STILL.orientation : [x / length, y / length, z / length, w / length];
}

export function aboutZ(yawRad: number): Quaternion {
  return [0, 0, Math.sin(yawRad / 2), Math.cos(yawRad / 2)];
}

/** Heading of the frame's x axis on the floor, radians in (-pi, pi]. */
export function yawOf([x, y, z, w]: Quaternion): number {
  return Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z));
}
