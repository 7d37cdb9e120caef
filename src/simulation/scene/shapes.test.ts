// Tests of shapes: scales, meshes from points and grids, and sizes that cannot be.
import assert from 'node:assert/strict';
import { assertNear, buildText, solidOf } from './testing/small-world.js';

describe('shapes', () => {
  it('when a Transform scales, then sizes and places inside scale with it', () => {
    const scaled = buildText(`Solid { children [ Transform { translation 1 0 0 scale 2 3 4 children [
      Pose { translation 1 1 1 children [ Shape { geometry Box { size 1 1 1 } } ] }
      Shape { geometry Sphere { radius 1 } }
      Shape { geometry Cylinder { radius 1 height 1 } }
      Solid { translation 0 1 0 name "inner" children Shape { geometry Box { size 1 1 1 } } }
    ] } ] }`);
    const [box, sphere, cylinder] = solidOf(scaled, 'solid').shapes;
    assert.deepEqual(box?.geometry, { kind: 'box', size: [2, 3, 4] });
    assertNear(box.pose.position, [3, 3, 4]);
    assert(sphere?.geometry.kind === 'sphere' && cylinder?.geometry.kind === 'cylinder');
    assertNear(
      [sphere.geometry.radius, cylinder.geometry.radius, cylinder.geometry.height],
      [Math.cbrt(24), Math.sqrt(6), 4],
    );
    assertNear(solidOf(scaled, 'inner').pose.position, [1, 3, 0]);
    assert.deepEqual(solidOf(scaled, 'inner').shapes[0]?.geometry, { kind: 'box', size: [2, 3, 4] });
  });

  it('when a face set is given, then it is triangles with uvs, counter-clockwise from outside', () => {
    const mesh = (fields: string) => {
      const world = buildText(`Solid { children Shape { geometry IndexedFaceSet { ${fields}
        coord Coordinate { point [ 0 0 0, 2 0 0, 2 2 0, 1 0.5 0, 0 2 0 ] } coordIndex [ 0, 1, 2, 3, 4, -1 ] } } }`);
      const geometry = solidOf(world, 'solid').shapes[0]?.geometry;
      assert(geometry?.kind === 'mesh');
      return geometry;
    };
    const concave = mesh(
      'convex FALSE texCoord TextureCoordinate { point [ 0 0, 1 0, 1 1, 0.5 0.25, 0 1 ] }',
    );
    assert.equal(concave.triangles.length, 9);
    assert.equal(concave.uvs?.length, 18);
    concave.triangles.forEach((vertex, corner) =>
      assertNear([concave.uvs![corner * 2]! * 2], [concave.vertices[vertex * 3]!]),
    );
    assert.deepEqual([...mesh('').triangles], [0, 1, 2, 0, 2, 3, 0, 3, 4]);
    assert.deepEqual([...mesh('ccw FALSE').triangles].slice(0, 3).toSorted(), [0, 3, 4]);
    assert.equal(mesh('').uvs, undefined);
  });

  it('when a face names a point that does not exist, then only that face is skipped', () => {
    const world = buildText(`Solid { children Shape { geometry IndexedFaceSet {
      coord Coordinate { point [ 0 0 0, 1 0 0, 0 1 0 ] } coordIndex [ 0 1 9 -1 0 1 2 ] } } }`);
    const geometry = solidOf(world, 'solid').shapes[0]?.geometry;
    assert(geometry?.kind === 'mesh');
    assert.deepEqual([...geometry.triangles], [0, 1, 2]);
    assert.equal(world.skipped.length, 1);
  });

  it('when an elevation grid is given, then every cell is two triangles that face up', () => {
    const world = buildText(
      `Solid { children Shape { geometry ElevationGrid { xDimension 3 yDimension 2 xSpacing 0.5 height [ 0 1 2 0 1 2 ] } } }`,
    );
    const geometry = solidOf(world, 'solid').shapes[0]?.geometry;
    assert(geometry?.kind === 'mesh');
    assert.equal(geometry.triangles.length, 12);
    assertNear([...geometry.vertices.subarray(15, 18)], [1, 1, 2]);
    assert(upward(geometry.vertices, geometry.triangles) > 0);
  });

  it('when a size is not positive or a mesh is a file, then the shape is skipped and named once', () => {
    const world = buildText(
      'Solid { children [ Shape { geometry Box { size 1 0 1 } } Shape { geometry Mesh { url "a.obj" } } Shape { geometry Mesh { } } ] }',
    );
    assert.equal(solidOf(world, 'solid').shapes.length, 0);
    assert.deepEqual(
      world.skipped.map(({ what }) => what),
      [
        'A Box was skipped: its size is not one of a real thing',
        'Geometry "Mesh" was skipped: mesh files are not read',
      ],
    );
  });
});

/** The z of the first triangle's normal. */
function upward(vertices: Float64Array, triangles: Uint32Array): number {
  const [a, b, c] = [0, 1, 2].map((corner) =>
    vertices.subarray(triangles[corner]! * 3, triangles[corner]! * 3 + 3),
  );
  return (b![0]! - a![0]!) * (c![1]! - a![1]!) - (b![1]! - a![1]!) * (c![0]! - a![0]!);
}
