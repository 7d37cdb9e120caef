// Meshes cut into convex pieces, and volumes.
import assert from 'node:assert/strict';
import { convexPieces, type Mesh } from './convex.js';
import { volumeOf } from './matter.js';

/** Corners and outward triangles of a box. */
function boxMesh(x: number, y: number, z: number, at: readonly [number, number, number]): Mesh {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((k) => [
    at[0] + (k & 1 ? x : 0),
    at[1] + (k & 2 ? y : 0),
    at[2] + (k & 4 ? z : 0),
  ]);
  const faces = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]]; // prettier-ignore
  const triangles = faces.flatMap(([a, b, c, d]) => [a!, b!, c!, a!, c!, d!]);
  return {
    kind: 'mesh',
    vertices: Float64Array.from(corners),
    triangles: Uint32Array.from(triangles),
    uvs: undefined,
  };
}

function joined(a: Mesh, b: Mesh): Mesh {
  const shift = a.vertices.length / 3;
  return {
    kind: 'mesh',
    vertices: Float64Array.from([...a.vertices, ...b.vertices]),
    triangles: Uint32Array.from([...a.triangles, ...[...b.triangles].map((index) => index + shift)]),
    uvs: undefined,
  };
}

describe('convex pieces', () => {
  it('when a mesh is convex, then it stays in one piece', () => {
    assert.equal(convexPieces(boxMesh(1, 2, 3, [0, 0, 0])).length, 1);
  });

  it('when parts of a mesh do not hang together, then each is a piece: what is between them stays free', () => {
    const legs = joined(boxMesh(0.1, 0.1, 1, [0, 0, 0]), boxMesh(0.1, 0.1, 1, [1, 0, 0]));
    assert.equal(convexPieces(legs).length, 2);
  });

  it('when a mesh is hollow, then each of its triangles is a piece', () => {
    const shell = boxMesh(1, 1, 1, [0, 0, 0]);
    const open: Mesh = { ...shell, triangles: shell.triangles.slice(0, 30) };
    const inward: Mesh = { ...open, triangles: open.triangles.toReversed() };
    assert.equal(convexPieces(inward).length, 10);
  });

  it('when a mesh is a flat sheet, then it gets a thickness', () => {
    const sheet: Mesh = {
      kind: 'mesh',
      vertices: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0),
      triangles: Uint32Array.of(0, 1, 2),
      uvs: undefined,
    };
    const [piece, ...others] = convexPieces(sheet);
    assert.equal(others.length, 0);
    assert.equal(piece?.length, 18);
    assert.ok(Math.min(...piece) < -0.01, 'below the sheet');
  });
});

describe('volumes', () => {
  it('when a mesh is a box, then its volume is that of the box, wherever it stands', () => {
    assert.ok(Math.abs(volumeOf(boxMesh(1, 2, 3, [5, -7, 2])) - 6) < 1e-12);
  });
});
