// What stands in the light, asked whether a ray gets through: round shapes as they are, closed ones as planes, others as triangles.
import type { Poses } from '../scene/poses.js';
import type { Scene } from '../scene/scene.js';
import type { DrawnShape, Facets } from './facets.js';
import { movePoint, turnVector, writeRigid, createRigid } from './rigid.js';
import type { Rigid, Vector } from './rigid.js';

/** One shape in the world frame. */
export interface Caster {
  readonly shape: number;
  readonly solid: number;
  /** Centre x y z and radius. */
  readonly sphere: Float64Array;
  /** round: both ends of its core; planes: nx ny nz d per facet of a closed shape; triangles: three corners each. */
  readonly kind: 'round' | 'planes' | 'triangles';
  readonly numbers: Float64Array;
  /** Of round ones, about the core. */
  readonly radius: number;
}

export interface Ray {
  x: number;
  y: number;
  z: number;
  /** Unit. */
  dx: number;
  dy: number;
  dz: number;
  length: number;
}

/** Glass lets light through. */
const MIN_OPACITY = 0.5;

/** One caster per shape that casts shadows and whose solid is wanted; placed by `placeCaster`. */
export function createCasters(scene: Scene, facets: Facets, wanted: (solid: number) => boolean): Caster[] {
  const casters: Caster[] = [];
  facets.shapes.forEach((shape, index) => {
    const { solid, castShadows, material } = shape;
    if (!castShadows || material.opacity < MIN_OPACITY || scene.solids[solid]!.robot || !wanted(solid))
      return;
    casters.push({ shape: index, solid, sphere: new Float64Array(4), ...createBody(facets, shape) });
  });
  return casters;
}

function createBody(facets: Facets, shape: DrawnShape): Pick<Caster, 'kind' | 'numbers' | 'radius'> {
  const { core, closed, facetStart, facetEnd } = shape;
  if (core !== undefined) return { kind: 'round', numbers: new Float64Array(6), radius: core.radius };
  if (closed) return { kind: 'planes', numbers: new Float64Array((facetEnd - facetStart) * 4), radius: 0 };
  return { kind: 'triangles', numbers: new Float64Array(triangleCount(facets, shape) * 9), radius: 0 };
}

function triangleCount({ cornerStarts }: Facets, { facetStart, facetEnd }: DrawnShape): number {
  return cornerStarts[facetEnd]! - cornerStarts[facetStart]! - 2 * (facetEnd - facetStart);
}

/** Moves a caster to where its solid is. */
export function placeCaster(caster: Caster, facets: Facets, poses: Poses): void {
  const rigid = createRigid();
  writeRigid(rigid, poses, caster.solid);
  const shape = facets.shapes[caster.shape]!;
  if (shape.core !== undefined) placeCore(caster, shape.core.ends, rigid);
  else {
    if (caster.kind === 'planes') placePlanes(caster.numbers, facets, shape, rigid);
    else placeTriangles(caster.numbers, facets, shape, rigid);
    placeSphere(caster.sphere, facets, shape, rigid);
  }
}

function placeCore({ numbers, sphere, radius }: Caster, ends: readonly [Vector, Vector], rigid: Rigid): void {
  numbers.set(movePoint(rigid, ends[0]));
  numbers.set(movePoint(rigid, ends[1]), 3);
  let square = 0;
  for (let axis = 0; axis < 3; axis++) {
    sphere[axis] = (numbers[axis]! + numbers[3 + axis]!) / 2;
    square += (numbers[3 + axis]! - numbers[axis]!) ** 2;
  }
  sphere[3] = radius + Math.sqrt(square) / 2;
}

function placePlanes(out: Float64Array, { planes }: Facets, shape: DrawnShape, rigid: Rigid): void {
  for (let facet = shape.facetStart, at = 0; facet < shape.facetEnd; facet++, at += 4) {
    const [x, y, z] = turnVector(rigid, [planes[facet * 4]!, planes[facet * 4 + 1]!, planes[facet * 4 + 2]!]);
    out[at] = x;
    out[at + 1] = y;
    out[at + 2] = z;
    out[at + 3] = planes[facet * 4 + 3]! + x * rigid[9]! + y * rigid[10]! + z * rigid[11]!;
  }
}

function placeTriangles(out: Float64Array, facets: Facets, shape: DrawnShape, rigid: Rigid): void {
  const { corners, cornerStarts } = facets;
  let at = 0;
  for (let facet = shape.facetStart; facet < shape.facetEnd; facet++) {
    const first = cornerStarts[facet]!;
    for (let i = first + 1; i + 1 < cornerStarts[facet + 1]!; i++) {
      for (const corner of [corners[first]!, corners[i]!, corners[i + 1]!]) {
        out.set(movePoint(rigid, vertexAt(facets, corner)), at);
        at += 3;
      }
    }
  }
}

function placeSphere(out: Float64Array, facets: Facets, shape: DrawnShape, rigid: Rigid): void {
  const { vertexStart, vertexEnd } = shape;
  const middle: [number, number, number] = [0, 0, 0];
  for (let vertex = vertexStart; vertex < vertexEnd; vertex++) {
    vertexAt(facets, vertex).forEach(
      (value, axis) => (middle[axis as 0 | 1 | 2] += value / (vertexEnd - vertexStart)),
    );
  }
  let radius = 0;
  for (let vertex = vertexStart; vertex < vertexEnd; vertex++) {
    const [x, y, z] = vertexAt(facets, vertex);
    radius = Math.max(radius, Math.hypot(x - middle[0], y - middle[1], z - middle[2]));
  }
  out.set([...movePoint(rigid, middle), radius]);
}

function vertexAt({ vertices }: Facets, vertex: number): Vector {
  return [vertices[vertex * 3]!, vertices[vertex * 3 + 1]!, vertices[vertex * 3 + 2]!];
}

/** A few casters, asked one after the other. */
export class CasterList {
  readonly casters: Caster[] = [];

  get isEmpty(): boolean {
    return this.casters.length === 0;
  }

  blocks(ray: Ray, except: number): boolean {
    for (let i = 0; i < this.casters.length; i++) {
      const caster = this.casters[i]!;
      if (caster.shape !== except && stops(caster, ray)) return true;
    }
    return false;
  }

  reaches(x: number, y: number, z: number, reach: number, except: number): boolean {
    for (let i = 0; i < this.casters.length; i++) {
      const caster = this.casters[i]!;
      if (caster.shape !== except && isWithin(caster, x, y, z, reach)) return true;
    }
    return false;
  }
}

/** Whether the caster may be nearer to the point than `reach`; false is certain. */
export function isWithin(
  { sphere, kind, numbers, radius }: Caster,
  x: number,
  y: number,
  z: number,
  reach: number,
): boolean {
  const dx = x - sphere[0]!;
  const dy = y - sphere[1]!;
  const dz = z - sphere[2]!;
  const far = reach + sphere[3]!;
  if (dx * dx + dy * dy + dz * dz > far * far) return false;
  if (kind === 'round') return squareToCore(numbers, x, y, z) < (reach + radius) ** 2;
  if (kind === 'triangles') return true;
  for (let i = 0; i < numbers.length; i += 4) {
    if (numbers[i]! * x + numbers[i + 1]! * y + numbers[i + 2]! * z - numbers[i + 3]! > reach) return false;
  }
  return true;
}

function squareToCore(ends: Float64Array, x: number, y: number, z: number): number {
  const ax = ends[3]! - ends[0]!;
  const ay = ends[4]! - ends[1]!;
  const az = ends[5]! - ends[2]!;
  const px = x - ends[0]!;
  const py = y - ends[1]!;
  const pz = z - ends[2]!;
  const square = ax * ax + ay * ay + az * az;
  const along = square > 0 ? share((px * ax + py * ay + pz * az) / square) : 0;
  return (px - along * ax) ** 2 + (py - along * ay) ** 2 + (pz - along * az) ** 2;
}

/** Whether the caster stops the ray. A ray that starts inside is stopped. */
export function stops({ sphere, kind, numbers, radius }: Caster, ray: Ray): boolean {
  const x = sphere[0]! - ray.x;
  const y = sphere[1]! - ray.y;
  const z = sphere[2]! - ray.z;
  const along = x * ray.dx + y * ray.dy + z * ray.dz;
  const reach = sphere[3]!;
  if (along < -reach || along > ray.length + reach) return false;
  if (x * x + y * y + z * z - along * along > reach * reach) return false;
  if (kind === 'round') return passesCore(numbers, radius, ray);
  return kind === 'planes' ? entersPlanes(numbers, ray) : meetsTriangles(numbers, ray);
}

/** Whether ray and core come within the radius of each other: the nearest points of two segments. */
function passesCore(ends: Float64Array, radius: number, { x, y, z, dx, dy, dz, length }: Ray): boolean {
  const ax = ends[3]! - ends[0]!;
  const ay = ends[4]! - ends[1]!;
  const az = ends[5]! - ends[2]!;
  const px = x - ends[0]!;
  const py = y - ends[1]!;
  const pz = z - ends[2]!;
  const square = ax * ax + ay * ay + az * az;
  const slope = ax * dx + ay * dy + az * dz;
  const ahead = px * dx + py * dy + pz * dz;
  const up = px * ax + py * ay + pz * az;
  const apart = square - slope * slope;
  // First where the line passes the core's line, then each kept to its own length in turn.
  let onRay = apart > 1e-12 ? (slope * up - square * ahead) / apart : 0;
  onRay = onRay < 0 ? 0 : onRay > length ? length : onRay;
  const onCore = square > 0 ? share((up + onRay * slope) / square) : 0;
  onRay = onCore * slope - ahead;
  onRay = onRay < 0 ? 0 : onRay > length ? length : onRay;
  const gapX = px + onRay * dx - onCore * ax;
  const gapY = py + onRay * dy - onCore * ay;
  const gapZ = pz + onRay * dz - onCore * az;
  return gapX * gapX + gapY * gapY + gapZ * gapZ < radius * radius;
}

function share(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function entersPlanes(planes: Float64Array, { x, y, z, dx, dy, dz, length }: Ray): boolean {
  let enter = 0;
  let leave = length;
  for (let i = 0; i < planes.length; i += 4) {
    const nx = planes[i]!;
    const ny = planes[i + 1]!;
    const nz = planes[i + 2]!;
    const slope = nx * dx + ny * dy + nz * dz;
    const inside = planes[i + 3]! - (nx * x + ny * y + nz * z);
    if (slope > 1e-12) {
      if (inside < leave * slope) leave = inside / slope;
    } else if (slope < -1e-12) {
      if (inside < enter * slope) enter = inside / slope;
    } else if (inside < 0) return false;
    if (enter > leave) return false;
  }
  return true;
}

/** Moeller and Trumbore's test, from both sides. */
function meetsTriangles(corners: Float64Array, { x, y, z, dx, dy, dz, length }: Ray): boolean {
  for (let i = 0; i < corners.length; i += 9) {
    const ax = corners[i]!;
    const ay = corners[i + 1]!;
    const az = corners[i + 2]!;
    const e1x = corners[i + 3]! - ax;
    const e1y = corners[i + 4]! - ay;
    const e1z = corners[i + 5]! - az;
    const e2x = corners[i + 6]! - ax;
    const e2y = corners[i + 7]! - ay;
    const e2z = corners[i + 8]! - az;
    const px = dy * e2z - dz * e2y;
    const py = dz * e2x - dx * e2z;
    const pz = dx * e2y - dy * e2x;
    const determinant = e1x * px + e1y * py + e1z * pz;
    if (Math.abs(determinant) < 1e-14) continue;
    const tx = x - ax;
    const ty = y - ay;
    const tz = z - az;
    const u = (tx * px + ty * py + tz * pz) / determinant;
    if (u < 0 || u > 1) continue;
    const qx = ty * e1z - tz * e1y;
    const qy = tz * e1x - tx * e1z;
    const qz = tx * e1y - ty * e1x;
    const v = (dx * qx + dy * qy + dz * qz) / determinant;
    if (v < 0 || u + v > 1) continue;
    const t = (e2x * qx + e2y * qy + e2z * qz) / determinant;
    if (t > 1e-4 && t < length) return true;
  }
  return false;
}
