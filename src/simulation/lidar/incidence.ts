// The angle at which a beam falls on what it met.
import { FRAME_STRIDE } from './frame.js';
import { BOX, CAPSULE, CONE, CYLINDER, MESH, PLANE, SPHERE, type Targets } from './targets.js';

/** Scratch of cosIncidence: holds nothing between calls. */
const normal = new Float64Array(3);

/**
 * Cosine of the angle between a ray (x y z of its origin, then of its unit direction, in the world) and the normal of the
 * surface it meets after a distance, 0 grazing .. 1 head-on; `part` as Hits has it.
 */
export function cosIncidence(
  targets: Targets,
  target: number,
  part: number,
  ray: Float64Array,
  distance: number,
): number {
  const { frames } = targets;
  const f = target * FRAME_STRIDE;
  const px = ray[0]! + distance * ray[3]! - frames[f + 9]!;
  const py = ray[1]! + distance * ray[4]! - frames[f + 10]!;
  const pz = ray[2]! + distance * ray[5]! - frames[f + 11]!;
  writeNormal(
    targets,
    target,
    part,
    frames[f]! * px + frames[f + 3]! * py + frames[f + 6]! * pz,
    frames[f + 1]! * px + frames[f + 4]! * py + frames[f + 7]! * pz,
    frames[f + 2]! * px + frames[f + 5]! * py + frames[f + 8]! * pz,
  );
  let cosine = 0;
  for (let axis = 0; axis < 3; axis++) {
    const a = frames[f + axis]! * ray[3]! + frames[f + 3 + axis]! * ray[4]! + frames[f + 6 + axis]! * ray[5]!;
    cosine += a * normal[axis]!;
  }
  return Math.abs(cosine);
}

/** Unit normal, up to its sign, at a point of the surface in the target's frame. */
function writeNormal(targets: Targets, target: number, part: number, x: number, y: number, z: number): void {
  const a = targets.sizes[target * 3]!;
  const b = targets.sizes[target * 3 + 1]!;
  switch (targets.kinds[target]) {
    case BOX:
      return writeBoxNormal(a, b, targets.sizes[target * 3 + 2]!, x, y, z);
    case SPHERE:
      return writeUnit(x, y, z);
    case CYLINDER:
      // On the caps and on the rim the cap's normal counts.
      return Math.abs(z) >= b * (1 - 1e-9) ? writeUnit(0, 0, 1) : writeUnit(x, y, 0);
    case CAPSULE:
      return writeUnit(x, y, z > b ? z - b : z < -b ? z + b : 0);
    case CONE:
      return z <= -b * (1 - 1e-9) ? writeUnit(0, 0, 1) : writeUnit(x, y, (Math.hypot(x, y) * a) / (2 * b));
    case PLANE:
      return writeUnit(0, 0, 1);
    case MESH:
      if (part >= 0) targets.meshes[target]!.normal(part, normal);
      return;
    default:
      return;
  }
}

/** The face is the one that the point is farthest out of. */
function writeBoxNormal(hx: number, hy: number, hz: number, x: number, y: number, z: number): void {
  const outX = Math.abs(x) - hx;
  const outY = Math.abs(y) - hy;
  const outZ = Math.abs(z) - hz;
  const alongX = outX >= outY && outX >= outZ;
  const alongY = !alongX && outY >= outZ;
  normal[0] = alongX ? 1 : 0;
  normal[1] = alongY ? 1 : 0;
  normal[2] = alongX || alongY ? 0 : 1;
}

function writeUnit(x: number, y: number, z: number): void {
  const length = Math.sqrt(x * x + y * y + z * z);
  normal[0] = x / length;
  normal[1] = y / length;
  normal[2] = z / length;
}
