// Makes triangle meshes from the nodes that list points: IndexedFaceSet and ElevationGrid.
import type { Vector } from '../../runtime/geometry/rigid-tuples.js';
import { booleanField, nodeField, numberField, numbersField } from '../worldfile/reading.js';
import type { Node } from '../worldfile/tree.js';
import type { SceneDraft } from './draft.js';
import { scaled } from './placing.js';
import type { Geometry } from './scene.js';
import { clipEars, fan } from './triangulate.js';

type Mesh = Extract<Geometry, { kind: 'mesh' }>;

/** A polygon as places in `coordIndex`, each the number of a vertex; `start` is the place of the first. */
interface Face {
  readonly start: number;
  readonly vertices: readonly number[];
}

export function faceSet(node: Node, scale: Vector, draft: SceneDraft): Mesh | undefined {
  const coord = nodeField(node, 'coord');
  for (const part of [coord, nodeField(node, 'texCoord')]) if (part !== undefined) draft.countNode(part);
  const vertices =
    coord === undefined ? new Float64Array() : scaledPoints(numbersField(coord, 'point'), scale);
  const faces = facesOf(node, vertices.length / 3, draft);
  const corners = cornersOf(node, faces, vertices, draft);
  if (corners.length === 0) return undefined;
  const coordIndex = numbersField(node, 'coordIndex');
  const triangles = Uint32Array.from(corners, (place) => coordIndex[place]!);
  return { kind: 'mesh', vertices, triangles, uvs: uvsOf(node, corners) };
}

function scaledPoints(numbers: readonly number[], scale: Vector): Float64Array {
  const points = Float64Array.from(numbers.slice(0, numbers.length - (numbers.length % 3)));
  for (let place = 0; place < points.length; place += 1) points[place]! *= scale[place % 3]!;
  return points;
}

function facesOf(node: Node, vertexCount: number, draft: SceneDraft): Face[] {
  const index = numbersField(node, 'coordIndex');
  const faces: Face[] = [];
  let start = 0;
  for (let place = 0; place <= index.length; place += 1) {
    if (place < index.length && index[place] !== -1) continue;
    const vertices = index.slice(start, place);
    const valid = vertices.every((vertex) => Number.isInteger(vertex) && vertex >= 0 && vertex < vertexCount);
    if (!valid)
      draft.skip('A face of an IndexedFaceSet was skipped: it names a point that does not exist', node.at);
    else if (vertices.length >= 3) faces.push({ start, vertices });
    start = place + 1;
  }
  return faces;
}

/** Places in `coordIndex`, three a triangle, counter-clockwise from outside. */
function cornersOf(node: Node, faces: readonly Face[], points: Float64Array, draft: SceneDraft): number[] {
  const convex = booleanField(node, 'convex');
  const clockwise = !booleanField(node, 'ccw');
  const corners: number[] = [];
  for (const { start, vertices } of faces) {
    draft.countTriangles(vertices.length - 2, node);
    const clip = !convex && vertices.length > 3 && draft.mayClip(vertices.length);
    const cut = clip ? clipEars(points, vertices) : fan(vertices.length);
    if (clockwise) cut.reverse();
    for (const corner of cut) corners.push(start + corner);
  }
  return corners;
}

function uvsOf(node: Node, corners: readonly number[]): Float32Array | undefined {
  const texCoord = nodeField(node, 'texCoord');
  if (texCoord === undefined) return undefined;
  const points = numbersField(texCoord, 'point');
  const own = numbersField(node, 'texCoordIndex');
  const index = own.length === 0 ? numbersField(node, 'coordIndex') : own;
  const uvs = new Float32Array(corners.length * 2);
  corners.forEach((place, corner) => {
    const point = index[place] ?? 0;
    uvs[corner * 2] = points[point * 2] ?? 0;
    uvs[corner * 2 + 1] = points[point * 2 + 1] ?? 0;
  });
  return uvs;
}

/** A height field over x and y; in old files over x and z with heights along y. */
export function elevationGrid(node: Node, scale: Vector, draft: SceneDraft): Mesh | undefined {
  const { oldAxes } = draft.conventions;
  const columns = Math.trunc(numberField(node, 'xDimension'));
  const rows = Math.trunc(numberField(node, oldAxes ? 'zDimension' : 'yDimension'));
  if (columns < 2 || rows < 2) return undefined;
  draft.countTriangles(2 * (columns - 1) * (rows - 1), node);
  const spacing: Vector = [
    numberField(node, 'xSpacing'),
    numberField(node, oldAxes ? 'zSpacing' : 'ySpacing'),
    1,
  ];
  const heights = numbersField(node, 'height');
  const vertices = new Float64Array(columns * rows * 3);
  for (let point = 0; point < columns * rows; point += 1) {
    const [x, y, z] = scaled(spacing, [point % columns, Math.trunc(point / columns), heights[point] ?? 0]);
    vertices.set(scaled(scale, oldAxes ? [x, z, y] : [x, y, z]), point * 3);
  }
  const { triangles, uvs } = gridTriangles(columns, rows);
  // Exchanging y and z mirrors the grid, so the other winding faces up.
  return {
    kind: 'mesh',
    vertices,
    triangles: oldAxes ? triangles.reverse() : triangles,
    uvs: oldAxes ? reversedPairs(uvs) : uvs,
  };
}

function gridTriangles(columns: number, rows: number): { triangles: Uint32Array; uvs: Float32Array } {
  const triangles = new Uint32Array(6 * (columns - 1) * (rows - 1));
  const uvs = new Float32Array(triangles.length * 2);
  let place = 0;
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const corner = row * columns + column;
      triangles.set(
        [corner, corner + 1, corner + columns + 1, corner, corner + columns + 1, corner + columns],
        place,
      );
      place += 6;
    }
  }
  triangles.forEach((vertex, index) => {
    uvs[index * 2] = (vertex % columns) / (columns - 1);
    uvs[index * 2 + 1] = Math.trunc(vertex / columns) / (rows - 1);
  });
  return { triangles, uvs };
}

function reversedPairs(uvs: Float32Array): Float32Array {
  const reversed = new Float32Array(uvs.length);
  for (let pair = 0; pair < uvs.length; pair += 2) {
    reversed.set(uvs.subarray(uvs.length - pair - 2, uvs.length - pair), pair);
  }
  return reversed;
}
