// Outlines of boxes, planes and meshes, with the texture coordinates VRML gives them by default.
import type { Geometry } from '../scene/scene.js';
import type { Facet, Outline, Patch } from './outline.js';
import { cross, dot, flatPatch, normalize, pointOn, subtract } from './outline.js';
import type { Vector } from './rigid.js';

type Mesh = Extract<Geometry, { kind: 'mesh' }>;

const WHOLE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** Each face shows the whole texture, upright as seen from outside; top and bottom are upright seen from -y. */
export function boxOutline([sizeX, sizeY, sizeZ]: Vector): Outline {
  const [x, y, z] = [sizeX / 2, sizeY / 2, sizeZ / 2];
  return joinQuads([
    { origin: [x, -y, -z], along: [0, sizeY, 0], up: [0, 0, sizeZ] },
    { origin: [-x, y, -z], along: [0, -sizeY, 0], up: [0, 0, sizeZ] },
    { origin: [x, y, -z], along: [-sizeX, 0, 0], up: [0, 0, sizeZ] },
    { origin: [-x, -y, -z], along: [sizeX, 0, 0], up: [0, 0, sizeZ] },
    { origin: [-x, -y, z], along: [sizeX, 0, 0], up: [0, sizeY, 0] },
    { origin: [-x, y, -z], along: [sizeX, 0, 0], up: [0, -sizeY, 0] },
  ]);
}

export function planeOutline([sizeX, sizeY]: readonly [number, number]): Outline {
  const face = { origin: [-sizeX / 2, -sizeY / 2, 0], along: [sizeX, 0, 0], up: [0, sizeY, 0] } as const;
  return { ...joinQuads([face]), closed: false };
}

interface Quad {
  readonly origin: Vector;
  readonly along: Vector;
  readonly up: Vector;
}

function joinQuads(quads: readonly Quad[]): Outline {
  return {
    vertices: quads.flatMap(({ origin, along, up }) => WHOLE.map((st) => pointOn(origin, along, up, st))),
    facets: quads.map((_, patch) => ({
      corners: [0, 1, 2, 3].map((corner) => patch * 4 + corner),
      uv: WHOLE,
      patch,
      st: WHOLE,
    })),
    patches: quads.map(({ origin, along, up }) => flatPatch(origin, along, up)),
    closed: true,
  };
}

/** Faces that meet at less than this look like one curved surface. */
const SMOOTH_COSINE = Math.cos((40 * Math.PI) / 180);

export function meshOutline(mesh: Mesh): Outline {
  const vertices = verticesOf(mesh);
  const corners = trianglesOf(mesh, vertices);
  const normals = corners.map(([a, b, c]) => normalize(faceNormal(vertices, a, b, c)));
  const smooth = smoothNormals(vertices, corners, normals);
  const uvOf = cornerUvs(mesh, vertices);
  return {
    vertices,
    facets: corners.map(([a, b, c, triangle], patch): Facet => ({
      corners: [a, b, c],
      uv: [0, 1, 2].map((corner) => uvOf(triangle, corner)),
      patch,
      st: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    })),
    patches: corners.map(([a, b, c], face) =>
      trianglePatch([vertices[a]!, vertices[b]!, vertices[c]!], smooth[face]!),
    ),
    closed: false,
  };
}

function verticesOf({ vertices }: Mesh): Vector[] {
  return Array.from({ length: Math.floor(vertices.length / 3) }, (_, i) => [
    vertices[i * 3]!,
    vertices[i * 3 + 1]!,
    vertices[i * 3 + 2]!,
  ]);
}

type Corners = readonly [number, number, number, number];

/** Three vertex indices and the triangle's own number; triangles without area or out of range are left out. */
function trianglesOf({ triangles }: Mesh, vertices: readonly Vector[]): Corners[] {
  const kept: Corners[] = [];
  for (let i = 0; i + 2 < triangles.length; i += 3) {
    const [a, b, c] = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!];
    if (Math.max(a, b, c) >= vertices.length) continue;
    if (Math.hypot(...faceNormal(vertices, a, b, c)) > 1e-12) kept.push([a, b, c, i / 3]);
  }
  return kept;
}

function faceNormal(vertices: readonly Vector[], a: number, b: number, c: number): Vector {
  return cross(subtract(vertices[b]!, vertices[a]!), subtract(vertices[c]!, vertices[a]!));
}

/** Per face three corner normals: the mean of the faces around the corner that bend little. */
function smoothNormals(
  vertices: readonly Vector[],
  corners: readonly Corners[],
  normals: readonly Vector[],
): Vector[][] {
  const facesAt = new Map<number, number[]>(vertices.map((_, vertex) => [vertex, []]));
  corners.forEach(([a, b, c], face) => [a, b, c].forEach((vertex) => facesAt.get(vertex)!.push(face)));
  return corners.map(([a, b, c], face) =>
    [a, b, c].map((vertex) => {
      const near = facesAt
        .get(vertex)!
        .filter((other) => dot(normals[face]!, normals[other]!) > SMOOTH_COSINE);
      return normalize(
        near.reduce<Vector>((sum, other) => pointOn(sum, normals[other]!, sum, [1, 0]), [0, 0, 0]),
      );
    }),
  );
}

function trianglePatch([a, b, c]: readonly [Vector, Vector, Vector], normals: readonly Vector[]): Patch {
  const [along, up] = [subtract(b, a), subtract(c, a)];
  const [normal, normalB, normalC] = [normals[0]!, normals[1]!, normals[2]!];
  const [turnAlong, turnUp] = [subtract(normalB, normal), subtract(normalC, normal)];
  return {
    size: [Math.hypot(...along), Math.hypot(...up)],
    at: (s, t) => ({
      position: pointOn(a, along, up, [s, t]),
      normal: normalize(pointOn(normal, turnAlong, turnUp, [s, t])),
    }),
  };
}

type CornerUv = (triangle: number, corner: number) => readonly [number, number];

/** The file's own coordinates, or VRML's default: the two longest sides of the bounding box, in units of the longest. */
function cornerUvs(mesh: Mesh, vertices: readonly Vector[]): CornerUv {
  const { uvs } = mesh;
  if (uvs !== undefined) {
    return (triangle, corner) => {
      const at = triangle * 6 + corner * 2;
      return [uvs[at] ?? 0, uvs[at + 1] ?? 0];
    };
  }
  const low = axes.map((axis) => vertices.reduce((least, vertex) => Math.min(least, vertex[axis]), Infinity));
  const size = axes.map((axis) =>
    vertices.reduce((most, vertex) => Math.max(most, vertex[axis] - low[axis]!), 0),
  );
  const [first = 0, second = 1] = axes.toSorted((a, b) => size[b]! - size[a]!);
  const longest = Math.max(size[first]!, 1e-9);
  return (triangle, corner) => {
    const vertex = vertices[mesh.triangles[triangle * 3 + corner]!]!;
    return [(vertex[first] - low[first]!) / longest, (vertex[second] - low[second]!) / longest];
  };
}

const axes = [0, 1, 2] as const;
