// The angle at which a beam falls on what it met.
import { FRAME_STRIDE } from './frame.js';
import { BOX, CAPSULE, CONE, CYLINDER, MESH, PLANE, SPHERE, type Targets } from './targets.js';

/** Scratch of cosIncidence: holds nothing between calls. */
const normal = new Float64Array(3);

/**
 * Cosine of the angle between a beam and the surface normal, 0 grazing .. 1 head-on, at the world point (x, y, z) on the
 * target's surface; (dx, dy, dz) is the beam's unit direction, `triangle` the one met if the target is a mesh.
 */
export function cosIncidence(
  targets: Targets,
  target: number,
  triangle: number,
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
): number {
  const { frames } = targets;
  const f = target * FRAME_STRIDE;
  const px = x - frames[f + 9]!;
  const py = y - frames[f + 10]!;
  const pz = z - frames[f + 11]!;
  writeNormal(
    targets,
    target,
    triangle,
    frames[f]! * px + frames[f + 3]! * py + frames[f + 6]! * pz,
    frames[f + 1]! * px + frames[f + 4]! * py + frames[f + 7]! * pz,
    frames[f + 2]! * px + frames[f + 5]! * py + frames[f + 8]! * pz,
  );
  const nx = normal[0]!;
  const ny = normal[1]!;
  const nz = normal[2]!;
  const wx = frames[f]! * nx + frames[f + 1]! * ny + frames[f + 2]! * nz;
  const wy = frames[f + 3]! * nx + frames[f + 4]! * ny + frames[f + 5]! * nz;
  const wz = frames[f + 6]! * nx + frames[f + 7]! * ny + frames[f + 8]! * nz;
  return Math.abs(wx * dx + wy * dy + wz * dz);
}

/** Unit normal, up to its sign, at a point of the surface in the target's frame. */
function writeNormal(
  targets: Targets,
  target: number,
  triangle: number,
  x: number,
  y: number,
  z: number,
): void {
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
      if (triangle >= 0) targets.meshes[target]!.normal(triangle, normal);
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
