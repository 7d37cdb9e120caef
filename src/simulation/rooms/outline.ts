// The outline on the floor of the part of a body that lies between two heights: a convex polygon.
import type { Bound, Geometry, Pose } from '../scene/scene.js';
import type { Point } from './rect.js';

type Vector = readonly [number, number, number];

/** Metres above the floor. */
export interface Slab {
  readonly lowM: number;
  readonly highM: number;
}

const ROUND_CORNERS = 24;
/** A polygon of 24 corners around a circle, not in it. */
const ROUND_REACH = 1 / Math.cos(Math.PI / ROUND_CORNERS);

/**
 * Outlines (convex, counter-clockwise, world metres) of a bound's part in the slab, exact for boxes, cylinders, cones
 * and meshes' triangles, and up to 1 % outside for round ones. `pose` is the solid's; planes have no outline.
 */
export function outlinesOf({ geometry, pose: own }: Bound, pose: Pose, slab: Slab): Point[][] {
  const toWorld = (point: Vector): Vector => placed(placed(point, own), pose);
  return piecesOf(geometry)
    .map(({ points, edges, ball }) =>
      hull([
        ...cut(points.map(toWorld), edges, slab),
        ...(ball === undefined ? [] : ballCut(toWorld(ball.centre), ball.radius, slab)),
      ]),
    )
    .filter((outline) => outline.length >= 3);
}

interface Piece {
  readonly points: readonly Vector[];
  readonly edges: readonly (readonly [number, number])[];
  readonly ball?: { readonly centre: Vector; readonly radius: number };
}

function piecesOf(geometry: Geometry): Piece[] {
  switch (geometry.kind) {
    case 'box':
      return [boxPiece(geometry.size)];
    case 'sphere':
      return [{ points: [], edges: [], ball: { centre: [0, 0, 0], radius: geometry.radius } }];
    case 'cylinder':
      return [prism(geometry.radius, geometry.radius, geometry.height)];
    case 'cone':
      return [prism(geometry.bottomRadius, 0, geometry.height)];
    case 'capsule': {
      const end = geometry.height / 2;
      const caps = [end, -end].map((z): Piece => {
        return { points: [], edges: [], ball: { centre: [0, 0, z], radius: geometry.radius } };
      });
      return [prism(geometry.radius, geometry.radius, geometry.height), ...caps];
    }
    case 'mesh':
      return trianglePieces(geometry.vertices, geometry.triangles);
    case 'plane':
      return [];
  }
}

function boxPiece([x, y, z]: Vector): Piece {
  const signs = [-0.5, 0.5];
  const points = signs.flatMap((i) => signs.flatMap((j) => signs.map((k): Vector => [i * x, j * y, k * z])));
  const edges: [number, number][] = [];
  for (let a = 0; a < 8; a++) for (const bit of [1, 2, 4]) if ((a & bit) === 0) edges.push([a, a | bit]);
  return { points, edges };
}

/** A cylinder or cone along z: two rings and the lines between them. */
function prism(bottomRadius: number, topRadius: number, height: number): Piece {
  const points: Vector[] = [];
  const edges: [number, number][] = [];
  for (let i = 0; i < ROUND_CORNERS; i++) {
    const angle = (2 * Math.PI * i) / ROUND_CORNERS;
    const [c, s] = [Math.cos(angle) * ROUND_REACH, Math.sin(angle) * ROUND_REACH];
    points.push(
      [bottomRadius * c, bottomRadius * s, -height / 2],
      [topRadius * c, topRadius * s, height / 2],
    );
    const next = (i + 1) % ROUND_CORNERS;
    edges.push([2 * i, 2 * i + 1], [2 * i, 2 * next], [2 * i + 1, 2 * next + 1]);
  }
  return { points, edges };
}

function trianglePieces(vertices: Float64Array, triangles: Uint32Array): Piece[] {
  const corner = (index: number): Vector => {
    const start = 3 * triangles[index]!;
    return [vertices[start]!, vertices[start + 1]!, vertices[start + 2]!];
  };
  return Array.from({ length: triangles.length / 3 }, (_, i) => ({
    points: [corner(3 * i), corner(3 * i + 1), corner(3 * i + 2)],
    edges: [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
  }));
}

/** The corners inside the slab, and where edges pass its two planes. */
function cut(points: readonly Vector[], edges: Piece['edges'], { lowM, highM }: Slab): Point[] {
  const inside = points.filter(([, , z]) => z > lowM && z < highM).map(([x, y]): Point => [x, y]);
  for (const [a, b] of edges) {
    const [from, to] = [points[a]!, points[b]!];
    for (const plane of [lowM, highM]) {
      if (from[2] > plane === to[2] > plane) continue;
      const t = (plane - from[2]) / (to[2] - from[2]);
      inside.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
    }
  }
  return inside;
}

function ballCut([x, y, z]: Vector, radius: number, { lowM, highM }: Slab): Point[] {
  const off = Math.max(lowM - z, 0, z - highM);
  if (off >= radius) return [];
  const reach = Math.sqrt(radius * radius - off * off) * ROUND_REACH;
  return Array.from({ length: ROUND_CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * i) / ROUND_CORNERS;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
}

/** Andrew's monotone chain, counter-clockwise. */
function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain[chain.length - 2]!, chain[chain.length - 1]!, point) <= 0)
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** v + 2 w (q x v) + 2 q x (q x v), then moved. */
function placed([x, y, z]: Vector, { position, orientation: [qx, qy, qz, qw] }: Pose): Vector {
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  return [
    x + qw * tx + (qy * tz - qz * ty) + position[0],
    y + qw * ty + (qz * tx - qx * tz) + position[1],
    z + qw * tz + (qx * ty - qy * tx) + position[2],
  ];
}
