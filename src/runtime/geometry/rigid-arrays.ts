// Rigid transforms as twelve numbers in typed arrays: a rotation matrix row by row, then a position; for hot paths.
import type { Quaternion, Vector } from './rigid-tuples.js';

export const FRAME_STRIDE = 12;

/** Writes the frame of one pose at entry `index`. */
export function writeFrame(
  frames: Float64Array,
  index: number,
  position: Vector,
  orientation: Quaternion,
): void {
  const [x, y, z, w] = orientation;
  const at = index * FRAME_STRIDE;
  writeRotation(frames, at, x, y, z, w);
  frames.set(position, at + 9);
}

/** Writes the frame `pose` (x y z, quaternion, at `poseAt`) times the frame at `localAt`; offsets count numbers. */
export function composeFrame(
  poses: Float64Array,
  poseAt: number,
  local: Float64Array,
  localAt: number,
  out: Float64Array,
  outAt: number,
): void {
  writeRotation(parent, 0, poses[poseAt + 3]!, poses[poseAt + 4]!, poses[poseAt + 5]!, poses[poseAt + 6]!);
  for (let row = 0; row < 3; row++) {
    const a = parent[row * 3]!;
    const b = parent[row * 3 + 1]!;
    const c = parent[row * 3 + 2]!;
    for (let column = 0; column < 3; column++) {
      const l = localAt + column;
      out[outAt + row * 3 + column] = a * local[l]! + b * local[l + 3]! + c * local[l + 6]!;
    }
    const p = localAt + 9;
    out[outAt + 9 + row] = a * local[p]! + b * local[p + 1]! + c * local[p + 2]! + poses[poseAt + row]!;
  }
}

/** Scratch of composeFrame: holds nothing between calls. */
const parent = new Float64Array(9);

/** The nine numbers of a unit quaternion's turn, from `at` on. */
export function writeRotation(
  out: Float64Array,
  at: number,
  x: number,
  y: number,
  z: number,
  w: number,
): void {
  out[at] = 1 - 2 * (y * y + z * z);
  out[at + 1] = 2 * (x * y - w * z);
  out[at + 2] = 2 * (x * z + w * y);
  out[at + 3] = 2 * (x * y + w * z);
  out[at + 4] = 1 - 2 * (x * x + z * z);
  out[at + 5] = 2 * (y * z - w * x);
  out[at + 6] = 2 * (x * z - w * y);
  out[at + 7] = 2 * (y * z + w * x);
  out[at + 8] = 1 - 2 * (x * x + y * y);
}
