// How much matter a solid is: volumes and extents of its bounds, and its mass shared out over them.
import type { Bound, Geometry, Mass } from '../scene/scene.js';
import { apply, type Vector } from '../../runtime/geometry/rigid-tuples.js';

/** kg/m³, Webots' default where a world gives neither mass nor density. */
const DEFAULT_DENSITY = 1000;

/** Volume in m³; a plane has none. */
export function volumeOf(geometry: Geometry): number {
  switch (geometry.kind) {
    case 'box':
      return geometry.size[0] * geometry.size[1] * geometry.size[2];
    case 'sphere':
      return (4 / 3) * Math.PI * geometry.radius ** 3;
    case 'cylinder':
      return Math.PI * geometry.radius ** 2 * geometry.height;
    case 'capsule':
      return Math.PI * geometry.radius ** 2 * (geometry.height + (4 / 3) * geometry.radius);
    case 'cone':
      return (Math.PI / 3) * geometry.bottomRadius ** 2 * geometry.height;
    case 'plane':
      return 0;
    case 'mesh':
      return meshVolume(geometry.vertices, geometry.triangles);
  }
}

/** kg of the whole solid. */
export function massOf({ mass, density }: Mass, bounds: readonly Bound[]): number {
  if (mass !== undefined && mass > 0) return mass;
  const volume = bounds.reduce((sum, { geometry }) => sum + volumeOf(geometry), 0);
  return volume * (density > 0 ? density : DEFAULT_DENSITY);
}

/** Share of the solid's mass in each bound, by volume; equal shares where no bound has any. */
export function massShares(mass: number, bounds: readonly Bound[]): readonly number[] {
  const volumes = bounds.map(({ geometry }) => volumeOf(geometry));
  const total = volumes.reduce((sum, volume) => sum + volume, 0);
  return volumes.map((volume) => (total > 0 ? (mass * volume) / total : mass / bounds.length));
}

export interface Extent {
  readonly low: Vector;
  readonly high: Vector;
}

/** The box around all bounds, in the solid's frame. */
export function extentOf(bounds: readonly Bound[]): Extent {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const { geometry, pose } of bounds) {
    for (const corner of outerCorners(geometry)) {
      apply(pose, corner).forEach((value, axis) => {
        low[axis] = Math.min(low[axis]!, value);
        high[axis] = Math.max(high[axis]!, value);
      });
    }
  }
  return { low, high };
}

/** Ixx Iyy Izz about the centre of a solid box, kg m². */
export function boxInertia(mass: number, { low, high }: Extent): Vector {
  const [x, y, z] = [high[0] - low[0], high[1] - low[1], high[2] - low[2]];
  return [(mass / 12) * (y * y + z * z), (mass / 12) * (x * x + z * z), (mass / 12) * (x * x + y * y)];
}

/** Corners of a box around the geometry; exact where it is not turned out of its axes. */
function outerCorners(geometry: Geometry): Vector[] {
  if (geometry.kind === 'mesh') return meshCorners(geometry.vertices);
  const [x, y, z] = halfSize(geometry);
  return [-1, 1].flatMap((i) => [-1, 1].flatMap((j) => [-1, 1].map((k): Vector => [i * x, j * y, k * z])));
}

function halfSize(geometry: Exclude<Geometry, { kind: 'mesh' }>): Vector {
  switch (geometry.kind) {
    case 'box':
      return [geometry.size[0] / 2, geometry.size[1] / 2, geometry.size[2] / 2];
    case 'sphere':
      return [geometry.radius, geometry.radius, geometry.radius];
    case 'cylinder':
      return [geometry.radius, geometry.radius, geometry.height / 2];
    case 'capsule':
      return [geometry.radius, geometry.radius, geometry.height / 2 + geometry.radius];
    case 'cone':
      return [geometry.bottomRadius, geometry.bottomRadius, geometry.height / 2];
    case 'plane':
      return [geometry.size[0] / 2, geometry.size[1] / 2, 0];
  }
}

function meshCorners(vertices: Float64Array): Vector[] {
  const found: Vector[] = [];
  for (let at = 0; at < vertices.length; at += 3) {
    found.push([vertices[at]!, vertices[at + 1]!, vertices[at + 2]!]);
  }
  return found;
}

/** Sum of the signed tetrahedra between the origin and each triangle. */
function meshVolume(vertices: Float64Array, triangles: Uint32Array): number {
  let sixfold = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    sixfold +=
      vertices[a]! * (vertices[b + 1]! * vertices[c + 2]! - vertices[b + 2]! * vertices[c + 1]!) +
      vertices[a + 1]! * (vertices[b + 2]! * vertices[c]! - vertices[b]! * vertices[c + 2]!) +
      vertices[a + 2]! * (vertices[b]! * vertices[c + 1]! - vertices[b + 1]! * vertices[c]!);
  }
  return Math.abs(sixfold) / 6;
}
