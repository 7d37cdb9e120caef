// Rigid transforms in plain numbers: compose, invert, apply and interpolate, for every room.
import type { Point, Quaternion, Transform, Vector3 } from '../../message/messages.js';

// A transform maps coordinates of a point in its child frame to those in its parent frame: p' = R p + t.
// Quaternions are unit, x y z w, Hamilton product. Every function that takes `out` writes and returns it;
// `out` may be one of the arguments. Without it a new object is made.

export function createTransform(): Transform {
  return { translation: { x: 0, y: 0, z: 0 }, rotation: { x: 0, y: 0, z: 0, w: 1 } };
}

export function copyTransform(from: Transform, out = createTransform()): Transform {
  copyVector(from.translation, out.translation);
  copyQuaternion(from.rotation, out.rotation);
  return out;
}

/** First b, then a: maps from b's child frame to a's parent frame. */
export function compose(a: Transform, b: Transform, out = createTransform()): Transform {
  const { x, y, z } = a.translation;
  rotate(a.rotation, b.translation, out.translation);
  out.translation.x += x;
  out.translation.y += y;
  out.translation.z += z;
  multiply(a.rotation, b.rotation, out.rotation);
  return out;
}

/** Maps the other way: p = R⁻¹ (p' - t). */
export function invert(transform: Transform, out = createTransform()): Transform {
  conjugate(transform.rotation, out.rotation);
  rotate(out.rotation, transform.translation, out.translation);
  out.translation.x = -out.translation.x;
  out.translation.y = -out.translation.y;
  out.translation.z = -out.translation.z;
  return out;
}

/** Where a point of the child frame lies in the parent frame. */
export function transformPoint(transform: Transform, point: Point, out: Point = { x: 0, y: 0, z: 0 }): Point {
  rotate(transform.rotation, point, out);
  out.x += transform.translation.x;
  out.y += transform.translation.y;
  out.z += transform.translation.z;
  return out;
}

/** Turns a vector: v + 2 w (u × v) + 2 u × (u × v) with u the vector part of q. */
export function rotate(q: Quaternion, v: Vector3, out: Vector3 = { x: 0, y: 0, z: 0 }): Vector3 {
  const { x, y, z } = v;
  const tx = 2 * (q.y * z - q.z * y);
  const ty = 2 * (q.z * x - q.x * z);
  const tz = 2 * (q.x * y - q.y * x);
  out.x = x + q.w * tx + q.y * tz - q.z * ty;
  out.y = y + q.w * ty + q.z * tx - q.x * tz;
  out.z = z + q.w * tz + q.x * ty - q.y * tx;
  return out;
}

/** The turn b followed by the turn a. */
export function multiply(a: Quaternion, b: Quaternion, out = identityQuaternion()): Quaternion {
  const x = a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y;
  const y = a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x;
  const z = a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w;
  out.w = a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z;
  out.x = x;
  out.y = y;
  out.z = z;
  return out;
}

export function conjugate(q: Quaternion, out = identityQuaternion()): Quaternion {
  out.x = -q.x;
  out.y = -q.y;
  out.z = -q.z;
  out.w = q.w;
  return out;
}

/** Between two poses of one frame: straight line for the origin, slerp the short way round; u in [0, 1]. */
export function interpolate(a: Transform, b: Transform, u: number, out = createTransform()): Transform {
  const { translation } = out;
  translation.x = a.translation.x + (b.translation.x - a.translation.x) * u;
  translation.y = a.translation.y + (b.translation.y - a.translation.y) * u;
  translation.z = a.translation.z + (b.translation.z - a.translation.z) * u;
  slerp(a.rotation, b.rotation, u, out.rotation);
  return out;
}

/** Shoemake's slerp; where the angle is too small for its sine, the normalised chord is exact enough. */
export function slerp(a: Quaternion, b: Quaternion, u: number, out = identityQuaternion()): Quaternion {
  const dot = a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
  const side = dot < 0 ? -1 : 1;
  const angle = Math.acos(Math.min(1, Math.abs(dot)));
  const nearlyEqual = angle < 1e-4;
  const from = nearlyEqual ? 1 - u : Math.sin((1 - u) * angle) / Math.sin(angle);
  const to = side * (nearlyEqual ? u : Math.sin(u * angle) / Math.sin(angle));
  out.x = from * a.x + to * b.x;
  out.y = from * a.y + to * b.y;
  out.z = from * a.z + to * b.z;
  out.w = from * a.w + to * b.w;
  return normalise(out, out);
}

/** Scales to length 1; a quaternion of length 0 gives NaN. */
export function normalise(q: Quaternion, out = identityQuaternion()): Quaternion {
  const length = Math.hypot(q.x, q.y, q.z, q.w);
  out.x = q.x / length;
  out.y = q.y / length;
  out.z = q.z / length;
  out.w = q.w / length;
  return out;
}

/** A turn about +z, radians, counter-clockwise seen from above (REP-103). */
export function quaternionFromYaw(yawRad: number, out = identityQuaternion()): Quaternion {
  out.x = 0;
  out.y = 0;
  out.z = Math.sin(yawRad / 2);
  out.w = Math.cos(yawRad / 2);
  return out;
}

/** Fixed-axis roll about x, then pitch about y, then yaw about z, radians, as URDF writes them. */
export function quaternionFromRpy(rollRad: number, pitchRad: number, yawRad: number): Quaternion {
  const roll = { x: Math.sin(rollRad / 2), y: 0, z: 0, w: Math.cos(rollRad / 2) };
  const pitch = { x: 0, y: Math.sin(pitchRad / 2), z: 0, w: Math.cos(pitchRad / 2) };
  return multiply(quaternionFromYaw(yawRad), multiply(pitch, roll));
}

/** Heading of the turned x axis in the ground plane, radians in [-π, π]. */
export function yawOf(q: Quaternion): number {
  return Math.atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z));
}

function identityQuaternion(): Quaternion {
  return { x: 0, y: 0, z: 0, w: 1 };
}

function copyVector(from: Vector3, out: Vector3): void {
  out.x = from.x;
  out.y = from.y;
  out.z = from.z;
}

function copyQuaternion(from: Quaternion, out: Quaternion): void {
  out.x = from.x;
  out.y = from.y;
  out.z = from.z;
  out.w = from.w;
}
