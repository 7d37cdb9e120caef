// The normals of the shapes' surfaces.
import { BOX, CAPSULE, CONE, CYLINDER, MESH, PLANE, SPHERE, type Targets } from './targets.js';

/** Nearer to its end than this share of its half height, a point of a cylinder or cone is on the cap. */
const ON_CAP = 1e-9;

/**
 * Writes the unit normal, up to its sign, at the point (x, y, z) of a target's surface into `out`, all in the target's frame.
 * `part` is as Hits has it; where it tells the face, the point does not matter.
 */
export function writeNormal(
  targets: Targets,
  target: number,
  part: number,
  x: number,
  y: number,
  z: number,
  out: Float64Array,
): void {
  const a = targets.sizes[target * 3]!;
  const b = targets.sizes[target * 3 + 1]!;
  switch (targets.kinds[target]) {
    case BOX:
      return writeAxis(part >= 0 ? part : faceOf(a, b, targets.sizes[target * 3 + 2]!, x, y, z), out);
    case SPHERE:
      return writeUnit(x, y, z, out);
    case CYLINDER:
      return Math.abs(z) >= b * (1 - ON_CAP) ? writeAxis(2, out) : writeUnit(x, y, 0, out);
    case CAPSULE:
      return writeUnit(x, y, z > b ? z - b : z < -b ? z + b : 0, out);
    case CONE:
      if (z <= -b * (1 - ON_CAP)) return writeAxis(2, out);
      return writeUnit(x, y, (Math.sqrt(x * x + y * y) * a) / (2 * b), out);
    case PLANE:
      return writeAxis(2, out);
    case MESH:
      return targets.meshes[target]!.normal(part, out);
    default:
      return;
  }
}

/** The axis across the face of a box that a point is farthest out of. */
function faceOf(hx: number, hy: number, hz: number, x: number, y: number, z: number): number {
  const outX = Math.abs(x) - hx;
  const outY = Math.abs(y) - hy;
  const outZ = Math.abs(z) - hz;
  if (outX >= outY && outX >= outZ) return 0;
  return outY >= outZ ? 1 : 2;
}

function writeAxis(axis: number, out: Float64Array): void {
  out[0] = axis === 0 ? 1 : 0;
  out[1] = axis === 1 ? 1 : 0;
  out[2] = axis === 2 ? 1 : 0;
}

function writeUnit(x: number, y: number, z: number, out: Float64Array): void {
  const length = Math.sqrt(x * x + y * y + z * z);
  out[0] = x / length;
  out[1] = y / length;
  out[2] = z / length;
}
