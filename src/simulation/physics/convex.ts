// Meshes as convex pieces: what a rigid-body engine can collide, cut from triangles.
import type { Geometry } from '../scene/scene.js';

export type Mesh = Extract<Geometry, { kind: 'mesh' }>;
type Point = readonly [number, number, number];

/** A hollow part with more triangles than this collides as its hull: one piece per triangle would cost too much. */
const MAX_SHELL_TRIANGLES = 512;
/** How far a corner may stand out of a face of a part that counts as convex, metres. */
const CONVEX_TOLERANCE_M = 1e-4;
/** Thickness given to a bare surface, inward, metres: more than anything moves in one step. */
const SHELL_THICKNESS_M = 0.02;
/** Corners nearer than this are one, metres. */
const WELD_M = 1e-6;

/** Corner clouds (x y z each) whose hulls together are the mesh; connected parts apart, hollow ones triangle by triangle. */
export function convexPieces(mesh: Mesh): readonly Float64Array[] {
  return connectedParts(mesh).flatMap((part) => {
    if (isConvexBody(part)) return [corners(part)];
    return part.length <= MAX_SHELL_TRIANGLES ? part.flatMap(slab) : [corners(part)];
  });
}

/** A cone has no primitive in the engine: its hull with the given number of corners around the base. */
export function coneCorners(bottomRadius: number, height: number, around = 16): Float64Array {
  const points: Point[] = [[0, 0, height / 2]];
  for (let k = 0; k < around; k++) {
    const angle = (2 * Math.PI * k) / around;
    points.push([bottomRadius * Math.cos(angle), bottomRadius * Math.sin(angle), -height / 2]);
  }
  return Float64Array.from(points.flat());
}

type Triangle = readonly [Point, Point, Point];

function connectedParts(mesh: Mesh): readonly (readonly Triangle[])[] {
  const corner = weldedCorners(mesh);
  const parent = Int32Array.from(corner, (_, index) => index);
  const find = (index: number): number => {
    while (parent[index] !== index) index = parent[index] = parent[parent[index]!]!;
    return index;
  };
  const { triangles } = mesh;
  for (let t = 0; t < triangles.length; t += 3) {
    const first = find(corner[triangles[t]!]!);
    parent[find(corner[triangles[t + 1]!]!)] = first;
    parent[find(corner[triangles[t + 2]!]!)] = first;
  }
  const parts = new Map<number, Triangle[]>();
  for (let t = 0; t < triangles.length; t += 3) {
    const key = find(corner[triangles[t]!]!);
    const part = parts.get(key) ?? [];
    part.push([
      pointAt(mesh, triangles[t]!),
      pointAt(mesh, triangles[t + 1]!),
      pointAt(mesh, triangles[t + 2]!),
    ]);
    parts.set(key, part);
  }
  return [...parts.values()];
}

/** For each vertex the first one at the same place. */
function weldedCorners({ vertices }: Mesh): Int32Array {
  const seen = new Map<string, number>();
  return Int32Array.from({ length: vertices.length / 3 }, (_, index) => {
    const key = [0, 1, 2].map((axis) => Math.round(vertices[index * 3 + axis]! / WELD_M)).join(' ');
    const first = seen.get(key) ?? index;
    seen.set(key, first);
    return first;
  });
}

/** Convex and not flat: no corner stands in front of any face, and some corner is well behind one. */
function isConvexBody(part: readonly Triangle[]): boolean {
  let deepest = 0;
  const cloud = part.flat();
  for (const triangle of part) {
    const normal = normalOf(triangle);
    if (normal === undefined) continue;
    for (const point of cloud) {
      const out = dot(normal, minus(point, triangle[0]));
      if (out > CONVEX_TOLERANCE_M) return false;
      deepest = Math.min(deepest, out);
    }
  }
  return deepest < -CONVEX_TOLERANCE_M;
}

/** One triangle with thickness behind it; nothing for a degenerate one. */
function slab(triangle: Triangle): Float64Array[] {
  const normal = normalOf(triangle);
  if (normal === undefined) return [];
  const behind = triangle.map((p) => minus(p, scaled(normal, SHELL_THICKNESS_M)));
  return [Float64Array.from([...triangle, ...behind].flat())];
}

function corners(part: readonly Triangle[]): Float64Array {
  return Float64Array.from(part.flat(2));
}

function normalOf([a, b, c]: Triangle): Point | undefined {
  const [ux, uy, uz] = minus(b, a);
  const [vx, vy, vz] = minus(c, a);
  const normal: Point = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.hypot(...normal);
  return length > 1e-12 ? scaled(normal, 1 / length) : undefined;
}

function pointAt({ vertices }: Mesh, index: number): Point {
  return [vertices[index * 3]!, vertices[index * 3 + 1]!, vertices[index * 3 + 2]!];
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function scaled(a: Point, factor: number): Point {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
