// Tests of worlds from before R2022a: y up, cylinders along y, cameras along -z; all turned to today's axes.
import assert from 'node:assert/strict';
import { rotate } from '../../runtime/geometry/rigid-tuples.js';
import { parseWorld } from '../worldfile/parse.js';
import { sceneOf } from './load.js';
import { compose } from './placing.js';
import type { Pose, Scene, Solid } from './scene.js';

function build(text: string): Scene {
  return sceneOf(parseWorld(text, '/w/old.wbt'), '/w/old.wbt');
}

function assertNear(found: readonly number[], expected: readonly number[]): void {
  found.forEach((value, place) =>
    assert(Math.abs(value - expected[place]!) < 1e-9, `${found.join(' ')} is not ${expected.join(' ')}`),
  );
}

/** Where a direction of something on a solid points in the world. */
function pointing(
  solid: Solid | undefined,
  pose: Pose | undefined,
  direction: readonly [number, number, number],
): readonly number[] {
  assert(solid !== undefined && pose !== undefined);
  return rotate(compose(solid.pose, pose).orientation, direction);
}

const old = `#VRML_SIM R2021b utf8
WorldInfo { coordinateSystem "NUE" }
DirectionalLight { direction 0 -1 0 }
Solid { translation 1 0.5 3 children [ Shape { geometry Cylinder { radius 1 height 4 } } Shape { geometry Plane { size 5 6 } }
  Shape { geometry ElevationGrid { xDimension 2 zDimension 2 xSpacing 2 zSpacing 3 height [ 0 0 0 1 ] } }
  Shape { geometry Box { size 1 2 3 } } ] boundingObject Capsule { } }
Robot { translation 0 1 0 children [ Camera { } Lidar { spherical FALSE } ] }`;

describe('worlds from before R2022a', () => {
  const scene = build(old);
  const solid = scene.solids[0];

  it('when y is up, then heights become z and everything keeps its distances', () => {
    assertNear(solid!.pose.position, [1, -3, 0.5]);
    assertNear(scene.solids[1]!.pose.position, [0, 0, 1]);
    const [sun] = scene.lights;
    assert(sun?.kind === 'directional');
    assertNear(sun.direction, [0, 0, -1]);
  });

  it('when a cylinder stood along y, then it stands upright; so do planes and capsules', () => {
    assertNear(pointing(solid, solid?.shapes[0]?.pose, [0, 0, 1]), [0, 0, 1]);
    assertNear(pointing(solid, solid?.shapes[1]?.pose, [0, 0, 1]), [0, 0, 1]);
    assertNear(pointing(solid, solid?.bounds[0]?.pose, [0, 0, 1]), [0, 0, 1]);
  });

  it('when a box is y up, then its middle size stands upright', () => {
    assertNear(pointing(solid, solid?.shapes[3]?.pose, [0, 1, 0]), [0, 0, 1]);
  });

  it('when a height field ran over x and z, then it faces up in the world', () => {
    const shape = solid?.shapes[2];
    assert(shape?.geometry.kind === 'mesh');
    const { vertices, triangles } = shape.geometry;
    assertNear([...vertices.subarray(9, 12)], [2, 1, 3]);
    const [a, b, c] = [0, 1, 2].map((corner) => [
      ...vertices.subarray(triangles[corner]! * 3, triangles[corner]! * 3 + 3),
    ]);
    const [u, v] = [b, c].map((point) => point!.map((value, axis) => value - a![axis]!));
    // The y of the normal, which is the world's up.
    assert(u![2]! * v![0]! - u![0]! * v![2]! > 0);
  });

  it('when a camera looked along -z with y up, then it looks the same way with x ahead and z up', () => {
    const [camera, lidar] = scene.robot?.devices ?? [];
    const body = scene.solids[1];
    assertNear(pointing(body, camera?.pose, [1, 0, 0]), [0, 1, 0]);
    assertNear(pointing(body, camera?.pose, [0, 0, 1]), [0, 0, 1]);
    assertNear(pointing(body, lidar?.pose, [0, 1, 0]), [-1, 0, 0]);
  });

  it('when a world was turned, then that is said, and so is a planar LIDAR', () => {
    const said = scene.skipped.map(({ what }) => what).join('\n');
    assert.match(said, /y up/);
    assert.match(said, /R2021b; its cylinders/);
    assert.match(said, /planar projection of a Lidar/);
  });

  it('when the world is older than the coordinate system field, then it is y up; later files that are silent are z up', () => {
    const heightIn = (release: string): number =>
      build(`#VRML_SIM ${release} utf8\nSolid { translation 0 0 1 }`).solids[0]!.pose.position[2];
    assertNear(
      [heightIn('V8.6.0'), heightIn('R2020a'), heightIn('R2020b'), heightIn('R2021b')],
      [0, 0, 1, 1],
    );
  });

  it('when an old world says it is z up, then only its shapes are turned', () => {
    const up = build(
      '#VRML_SIM R2021b utf8\nWorldInfo { coordinateSystem "ENU" }\nSolid { translation 0 0 1 children Shape { geometry Cylinder { } } }',
    );
    assertNear(up.solids[0]!.pose.position, [0, 0, 1]);
    assertNear(pointing(up.solids[0], up.solids[0]?.shapes[0]?.pose, [0, 0, 1]), [0, 1, 0]);
  });

  it('when gravity is a vector, then it says what is down', () => {
    const zUp = build('#VRML_SIM V8.6.0 utf8\nWorldInfo { gravity 0 0 -3.7 }\nSolid { translation 0 0 1 }');
    assertNear(zUp.solids[0]!.pose.position, [0, 0, 1]);
    assert.equal(zUp.gravity, 3.7);
    const yUp = build('#VRML_SIM V8.6.0 utf8\nWorldInfo { gravity 0 -9.81 0 }\nSolid { translation 0 1 0 }');
    assertNear(yUp.solids[0]!.pose.position, [0, 0, 1]);
  });

  it('when a new world is y up by its coordinate system, then it is turned but its cylinders are not', () => {
    const world = build(
      '#VRML_SIM R2023b utf8\nWorldInfo { coordinateSystem "NUE" }\nSolid { translation 0 1 0 children Shape { geometry Cylinder { } } }',
    );
    assertNear(world.solids[0]!.pose.position, [0, 0, 1]);
    assertNear(pointing(world.solids[0], world.solids[0]?.shapes[0]?.pose, [0, 0, 1]), [0, -1, 0]);
  });
});
