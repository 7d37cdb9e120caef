// Where a ray first meets the surface of a shape, from either side: exact, in the shape's own frame.
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import {
  BOX,
  CAPSULE,
  CONE,
  CYLINDER,
  CYLINDER_BOTTOM,
  CYLINDER_SIDE,
  CYLINDER_TOP,
  MESH,
  PLANE,
  SPHERE,
  type Targets,
} from './targets.js';

/** As crossTarget, for a ray in the world: x y z of its origin, then of its unit direction. */
export function crossInWorld(targets: Targets, target: number, ray: Float64Array, limit: number): number {
  const { frames } = targets;
  const f = target * FRAME_STRIDE;
  const x = ray[0]! - frames[f + 9]!;
  const y = ray[1]! - frames[f + 10]!;
  const z = ray[2]! - frames[f + 11]!;
  return crossTarget(
    targets,
    target,
    frames[f]! * x + frames[f + 3]! * y + frames[f + 6]! * z,
    frames[f + 1]! * x + frames[f + 4]! * y + frames[f + 7]! * z,
    frames[f + 2]! * x + frames[f + 5]! * y + frames[f + 8]! * z,
    frames[f]! * ray[3]! + frames[f + 3]! * ray[4]! + frames[f + 6]! * ray[5]!,
    frames[f + 1]! * ray[3]! + frames[f + 4]! * ray[4]! + frames[f + 7]! * ray[5]!,
    frames[f + 2]! * ray[3]! + frames[f + 5]! * ray[4]! + frames[f + 8]! * ray[5]!,
    limit,
  );
}

/**
 * Distance along a ray in the target's own frame (origin o, unit direction d) to its nearest surface under `limit`, else
 * `limit`. For a mesh, its `hitTriangle` is left at the triangle met.
 */
export function crossTarget(
  targets: Targets,
  target: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const { sizes, kinds } = targets;
  const a = sizes[target * 3]!;
  const b = sizes[target * 3 + 1]!;
  const c = sizes[target * 3 + 2]!;
  switch (kinds[target]) {
    case BOX:
      return crossBox(a, b, c, ox, oy, oz, dx, dy, dz, limit);
    case SPHERE:
      return crossSphere(a, ox, oy, oz, dx, dy, dz, limit);
    case CYLINDER:
      return crossCylinder(a, b, c, ox, oy, oz, dx, dy, dz, limit);
    case CAPSULE:
      return crossCapsule(a, b, ox, oy, oz, dx, dy, dz, limit);
    case CONE:
      return crossCone(a, b, ox, oy, oz, dx, dy, dz, limit);
    case PLANE:
      return crossPlane(a, b, ox, oy, oz, dx, dy, dz, limit);
    case MESH:
      return targets.meshes[target]!.nearest(ox, oy, oz, dx, dy, dz, limit);
    default:
      return limit;
  }
}

/** Slabs (Kay and Kajiya, 1986); NaN from a ray within a face leaves the interval as it is. */
function crossBox(
  hx: number,
  hy: number,
  hz: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const ix = 1 / (dx + 0);
  const iy = 1 / (dy + 0);
  const iz = 1 / (dz + 0);
  const ex = hx * Math.abs(ix);
  const ey = hy * Math.abs(iy);
  const ez = hz * Math.abs(iz);
  const mx = -ox * ix;
  const my = -oy * iy;
  const mz = -oz * iz;
  let near = -Infinity;
  let far = Infinity;
  if (dx === 0 ? Math.abs(ox) > hx : false) return limit;
  if (dy === 0 ? Math.abs(oy) > hy : false) return limit;
  if (dz === 0 ? Math.abs(oz) > hz : false) return limit;
  if (mx - ex > near) near = mx - ex;
  if (mx + ex < far) far = mx + ex;
  if (my - ey > near) near = my - ey;
  if (my + ey < far) far = my + ey;
  if (mz - ez > near) near = mz - ez;
  if (mz + ez < far) far = mz + ez;
  if (near > far) return limit;
  const distance = near > 0 ? near : far;
  return distance > 0 && distance < limit ? distance : limit;
}

function crossSphere(
  radius: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const middle = -(ox * dx + oy * dy + oz * dz);
  const px = ox + middle * dx;
  const py = oy + middle * dy;
  const pz = oz + middle * dz;
  const square = radius * radius - (px * px + py * py + pz * pz);
  if (!(square >= 0)) return limit;
  const half = Math.sqrt(square);
  if (middle - half > 0) return Math.min(middle - half, limit);
  return middle + half > 0 ? Math.min(middle + half, limit) : limit;
}

function crossCylinder(
  radius: number,
  half: number,
  surfaces: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  let best = limit;
  if ((surfaces & CYLINDER_SIDE) !== 0) best = crossSide(radius, half, ox, oy, oz, dx, dy, dz, best);
  if ((surfaces & CYLINDER_TOP) !== 0) best = crossDisc(radius, half, ox, oy, oz, dx, dy, dz, best);
  if ((surfaces & CYLINDER_BOTTOM) !== 0) best = crossDisc(radius, -half, ox, oy, oz, dx, dy, dz, best);
  return best;
}

/** The open tube |z| <= half of a cylinder along z. */
function crossSide(
  radius: number,
  half: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const flat = dx * dx + dy * dy;
  if (flat === 0) return limit;
  const middle = -(ox * dx + oy * dy) / flat;
  const px = ox + middle * dx;
  const py = oy + middle * dy;
  const square = (radius * radius - (px * px + py * py)) / flat;
  if (!(square >= 0)) return limit;
  const reach = Math.sqrt(square);
  const first = middle - reach;
  if (first > 0 && Math.abs(oz + first * dz) <= half) return Math.min(first, limit);
  const second = middle + reach;
  return second > 0 && Math.abs(oz + second * dz) <= half ? Math.min(second, limit) : limit;
}

/** The disc of a radius about the z axis at a height. */
function crossDisc(
  radius: number,
  height: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const distance = (height - oz) / dz;
  if (!(distance > 0 && distance < limit)) return limit;
  const x = ox + distance * dx;
  const y = oy + distance * dy;
  return x * x + y * y <= radius * radius ? distance : limit;
}

function crossCapsule(
  radius: number,
  half: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const side = crossSide(radius, half, ox, oy, oz, dx, dy, dz, limit);
  const top = crossDome(radius, half, 1, ox, oy, oz, dx, dy, dz, side);
  return crossDome(radius, half, -1, ox, oy, oz, dx, dy, dz, top);
}

/** The half sphere that closes a capsule at sign · half. */
function crossDome(
  radius: number,
  half: number,
  sign: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const cz = oz - sign * half;
  const middle = -(ox * dx + oy * dy + cz * dz);
  const px = ox + middle * dx;
  const py = oy + middle * dy;
  const pz = cz + middle * dz;
  const square = radius * radius - (px * px + py * py + pz * pz);
  if (!(square >= 0)) return limit;
  const reach = Math.sqrt(square);
  const first = middle - reach;
  if (first > 0 && sign * (cz + first * dz) >= 0) return Math.min(first, limit);
  const second = middle + reach;
  return second > 0 && sign * (cz + second * dz) >= 0 ? Math.min(second, limit) : limit;
}

/** x² + y² = (slope (half - z))² for |z| <= half, and the base disc. */
function crossCone(
  radius: number,
  half: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  let best = crossDisc(radius, -half, ox, oy, oz, dx, dy, dz, limit);
  const slope = radius / (2 * half);
  const w = slope * (half - oz);
  const dw = -slope * dz;
  const a = dx * dx + dy * dy - dw * dw;
  const b = ox * dx + oy * dy - w * dw;
  const c = ox * ox + oy * oy - w * w;
  const square = b * b - a * c;
  if (!(square >= 0)) return best;
  // The root pair q/a and c/q (Press et al., Numerical Recipes 5.6) loses no digits when a is near 0.
  const q = b > 0 ? -b - Math.sqrt(square) : -b + Math.sqrt(square);
  const first = q / a;
  if (first > 0 && first < best && Math.abs(oz + first * dz) <= half) best = first;
  const second = c / q;
  if (second > 0 && second < best && Math.abs(oz + second * dz) <= half) best = second;
  return best;
}

function crossPlane(
  hx: number,
  hy: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  const distance = -oz / dz;
  if (!(distance > 0 && distance < limit)) return limit;
  return Math.abs(ox + distance * dx) <= hx && Math.abs(oy + distance * dy) <= hy ? distance : limit;
}
