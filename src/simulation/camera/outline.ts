// What a geometry looks like to the camera: flat facets with texture coordinates, and patches on which light is kept.
import type { Vector } from './rigid.js';

/** A flat convex polygon, counter-clockwise from outside. All lists run along its corners. */
export interface Facet {
  /** Indices into Outline.vertices. */
  readonly corners: readonly number[];
  /** Texture coordinates: u to the right, v up, 0..1 once over the picture. */
  readonly uv: readonly (readonly [number, number])[];
  /** Place in Outline.patches, and where on it, 0..1 each way. */
  readonly patch: number;
  readonly st: readonly (readonly [number, number])[];
}

export interface SurfacePoint {
  readonly position: Vector;
  /** Unit, outward. */
  readonly normal: Vector;
}

/** A piece of surface with coordinates (s, t) in 0..1, flat or curved; one light map covers it. */
export interface Patch {
  /** Extent along s and t, metres: decides how finely light is kept. */
  readonly size: readonly [number, number];
  at(s: number, t: number): SurfacePoint;
}

export interface Outline {
  readonly vertices: readonly Vector[];
  readonly facets: readonly Facet[];
  readonly patches: readonly Patch[];
  /** Closed and convex: its planes bound its inside, and no facet hides another. */
  readonly closed: boolean;
  /** Spheres and capsules: all that is within `radius` of a stretch of the z axis, so far up and down. */
  readonly core?: { readonly radius: number; readonly half: number };
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function normalize(a: Vector): Vector {
  const length = Math.hypot(a[0], a[1], a[2]);
  return length > 0 ? [a[0] / length, a[1] / length, a[2] / length] : [0, 0, 1];
}

/** origin + s·along + t·up. */
export function pointOn(
  origin: Vector,
  along: Vector,
  up: Vector,
  [s, t]: readonly [number, number],
): Vector {
  return [
    origin[0] + s * along[0] + t * up[0],
    origin[1] + s * along[1] + t * up[1],
    origin[2] + s * along[2] + t * up[2],
  ];
}

/** A flat patch: a parallelogram with one normal. */
export function flatPatch(origin: Vector, along: Vector, up: Vector): Patch {
  const normal = normalize(cross(along, up));
  return {
    size: [Math.hypot(...along), Math.hypot(...up)],
    at: (s, t) => ({ position: pointOn(origin, along, up, [s, t]), normal }),
  };
}
