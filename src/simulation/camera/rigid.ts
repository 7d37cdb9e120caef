// Rigid motions as twelve numbers (3x3 rotation row by row, then translation): made from poses, joined, turned back.
import { writeRotation } from '../../runtime/geometry/rigid-arrays.js';
import type { Vector } from '../../runtime/geometry/rigid-tuples.js';
import type { Poses } from '../scene/poses.js';
import { POSE_STRIDE } from '../scene/poses.js';
import type { Pose } from '../scene/scene.js';

/** p' = R p + t; r00 r01 r02 r10 … r22 tx ty tz. */
export type Rigid = Float64Array;

export function createRigid(): Rigid {
  return Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
}

export function rigidOfPose({ position, orientation }: Pose): Rigid {
  const poses = Float64Array.of(...position, ...orientation);
  const rigid = createRigid();
  writeRigid(rigid, poses, 0);
  return rigid;
}

/** Writes the motion of one solid (local to world) into `out`. */
export function writeRigid(out: Rigid, poses: Poses, index: number): void {
  const at = index * POSE_STRIDE;
  writeRotation(out, 0, poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!);
  out[9] = poses[at]!;
  out[10] = poses[at + 1]!;
  out[11] = poses[at + 2]!;
}

/** out = a ∘ b (first b, then a); out must be neither. */
export function joinRigid(out: Rigid, a: Rigid, b: Rigid): void {
  for (let row = 0; row < 3; row++) {
    const a0 = a[row * 3]!;
    const a1 = a[row * 3 + 1]!;
    const a2 = a[row * 3 + 2]!;
    for (let column = 0; column < 3; column++) {
      out[row * 3 + column] = a0 * b[column]! + a1 * b[3 + column]! + a2 * b[6 + column]!;
    }
    out[9 + row] = a0 * b[9]! + a1 * b[10]! + a2 * b[11]! + a[9 + row]!;
  }
}

/** out = the way back; out must not be `a`. */
export function invertRigid(out: Rigid, a: Rigid): void {
  for (let row = 0; row < 3; row++) {
    const r0 = a[row]!;
    const r1 = a[3 + row]!;
    const r2 = a[6 + row]!;
    out[row * 3] = r0;
    out[row * 3 + 1] = r1;
    out[row * 3 + 2] = r2;
    out[9 + row] = -(r0 * a[9]! + r1 * a[10]! + r2 * a[11]!);
  }
}

export type { Vector };

export function movePoint(rigid: Rigid, [x, y, z]: Vector): [number, number, number] {
  const [turnedX, turnedY, turnedZ] = turnVector(rigid, [x, y, z]);
  return [turnedX + rigid[9]!, turnedY + rigid[10]!, turnedZ + rigid[11]!];
}

export function turnVector(rigid: Rigid, [x, y, z]: Vector): [number, number, number] {
  return [
    rigid[0]! * x + rigid[1]! * y + rigid[2]! * z,
    rigid[3]! * x + rigid[4]! * y + rigid[5]! * z,
    rigid[6]! * x + rigid[7]! * y + rigid[8]! * z,
  ];
}
