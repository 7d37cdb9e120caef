// Tests of the scene builder: settings, solids, joints, devices and lights of a world.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../../fault/fault.js';
import { world } from '../worldfile/builder.js';
import type { World } from '../worldfile/tree.js';
import { arbitraryWorld } from '../worldfile/testing/arbitrary.js';
import { sceneOf } from './load.js';
import type { Scene, Solid } from './scene.js';
import { arbitraryScene } from './testing/arbitrary-scene.js';
import { assertNear, buildText, solidOf } from './testing/small-world.js';

const robotWorld = `
WorldInfo { title "test" basicTimeStep 16 randomSeed 7 contactProperties [ ContactProperties { material2 "tile" coulombFriction [ 0.4 ] } ] }
Background { skyColor [ 0.6 0.7 0.8 ] luminosity 2 }
DirectionalLight { direction 0.3 0.2 -1 }
PointLight { location 0 0 2 on FALSE }
SpotLight { }
Solid {
  translation 2 0 0.2
  children [ DEF WALL Shape { appearance PBRAppearance { baseColor 0.9 0.9 0.8 roughness 1 metalness 0 } geometry Box { size 0.05 4 0.4 } } ]
  name "wall" model "wall" contactMaterial "tile" boundingObject USE WALL recognitionColors [ 0.8 0.3 0.1, 1 1 1 ]
}
Robot {
  translation 1 0 0
  rotation 0 0 1 1.5707963267948966
  children [
    Pose { translation 0 0 0.06 children [ Shape { geometry Box { size 0.2 0.14 0.06 } } ] }
    HingeJoint {
      jointParameters HingeJointParameters { axis 0 1 0 anchor 0 0.08 0.033 }
      device [ RotationalMotor { name "left motor" maxVelocity 6.67 } PositionSensor { name "left sensor" resolution 0.006 } ]
      endPoint Solid {
        translation 0 0.08 0.033 rotation 1 0 0 1.5707963267948966
        children [ DEF WHEEL Shape { geometry Cylinder { height 0.018 radius 0.033 } } ]
        name "left wheel" boundingObject USE WHEEL physics Physics { density -1 mass 0.03 }
      }
    }
    Pose { translation 0 0 0.1 children [
      Lidar { translation 0 0 0.03 horizontalResolution 360 fieldOfView 6.28318 numberOfLayers 1 noise 0.0043 maxRange 3.5
        children [ Shape { geometry Cylinder { } } ] }
    ] }
    Camera { translation 0.1 0 0.09 fieldOfView 1 width 320 height 240 lens Lens { radialCoefficients -0.1 0.02 } }
    TouchSensor { name "bumper" translation 0.1 0 0 boundingObject Box { size 0.01 0.1 0.02 } }
    Gyro { }
    Emitter { }
  ]
  name "robot" controller "<extern>" customData "x"
  boundingObject Pose { translation 0 0 0.06 children Box { size 0.2 0.14 0.06 } }
  physics Physics { density -1 mass 1 centerOfMass [ 0 0 0.05 ] inertiaMatrix [ 1 2 3, 0.1 0.2 0.3 ] damping Damping { } }
}`;

describe('buildScene', () => {
  const scene = buildText(robotWorld);

  it('when the world has settings, then the scene has them, with defaults where the file is silent', () => {
    assert.deepEqual(
      [scene.title, scene.basicTimeStepMs, scene.gravity, scene.randomSeed, scene.luminosity, scene.skyColor],
      ['test', 16, 9.81, 7, 2, [0.6, 0.7, 0.8]],
    );
    const expected = {
      material1: 'default',
      material2: 'tile',
      coulombFriction: [0.4],
      bounce: 0.5,
      rollingFriction: [0, 0, 0],
    };
    assert.deepEqual(scene.contactProperties, [expected]);
  });

  it('when lights are on, then they are in the scene; those that are off are not', () => {
    assert.deepEqual(
      scene.lights.map(({ kind }) => kind),
      ['directional', 'spot'],
    );
    const [sun, spot] = scene.lights;
    assert(sun?.kind === 'directional' && spot?.kind === 'spot');
    assertNear(sun.direction, [0.3, 0.2, -1]);
    assert.deepEqual(
      [spot.radius, spot.beamWidth, spot.cutOffAngle, spot.attenuation],
      [100, 1.570796, 0.785398, [1, 0, 0]],
    );
  });

  it('when a solid shares its shape with its bounds, then both are boxes of its size', () => {
    const wall = solidOf(scene, 'wall');
    assert.deepEqual(wall.shapes[0]?.geometry, { kind: 'box', size: [0.05, 4, 0.4] });
    assert.deepEqual(wall.bounds[0]?.geometry, wall.shapes[0]?.geometry);
    assert.deepEqual(
      [wall.model, wall.type, wall.contactMaterial, wall.physics],
      ['wall', 'Solid', 'tile', undefined],
    );
    assert.deepEqual(wall.recognitionColors, [
      [0.8, 0.3, 0.1],
      [1, 1, 1],
    ]);
    assert.deepEqual([wall.robot, wall.parent], [false, -1]);
  });

  it('when a wheel hangs on a turned robot, then it stands in the right place with its joint in the robot frame', () => {
    const wheel = solidOf(scene, 'left wheel');
    assertNear(wheel.pose.position, [1 - 0.08, 0, 0.033]);
    assert.deepEqual([wheel.parent, wheel.robot], [scene.robot?.solid, true]);
    assert.deepEqual(wheel.joint, {
      kind: 'hinge',
      axis: [0, 1, 0],
      anchor: [0, 0.08, 0.033],
      minStop: undefined,
      maxStop: undefined,
      dampingConstant: 0,
      staticFriction: 0,
      motor: {
        name: 'left motor',
        kind: 'rotational',
        maxVelocity: 6.67,
        maxEffort: 10,
        acceleration: undefined,
      },
      sensor: { name: 'left sensor', noise: 0, resolution: 0.006 },
    });
  });

  it('when the robot has a mass, then it is read with its inertia and damping', () => {
    assert.deepEqual(solidOf(scene, 'robot').physics, {
      mass: 1,
      density: 1000,
      centerOfMass: [0, 0, 0.05],
      inertia: [1, 2, 3, 0.1, 0.2, 0.3],
      linearDamping: 0.2,
      angularDamping: 0.2,
    });
    assertNear(solidOf(scene, 'robot').bounds[0]!.pose.position, [0, 0, 0.06]);
  });

  it('when devices sit in Poses, then each is mounted on its solid, and its looks are part of it', () => {
    const robot = scene.robot;
    assert(robot !== undefined);
    assert.deepEqual([robot.name, robot.controller, robot.customData], ['robot', '<extern>', 'x']);
    assert.deepEqual(
      robot.devices.map(({ kind }) => kind),
      ['lidar', 'camera', 'touch-sensor', 'gyro', 'other'],
    );
    const [lidar, camera] = robot.devices;
    assert(lidar?.kind === 'lidar' && camera?.kind === 'camera');
    assertNear(lidar.pose.position, [0, 0, 0.13]);
    assert.deepEqual(
      [lidar.solid, lidar.horizontalResolution, lidar.noise, lidar.maxRange, lidar.minRange],
      [robot.solid, 360, 0.0043, 3.5, 0.01],
    );
    assert.deepEqual(camera.lens, { center: [0.5, 0.5], radial: [-0.1, 0.02], tangential: [0, 0] });
    assert.equal(solidOf(scene, 'robot').shapes.length, 2);
    assert.deepEqual(
      scene.skipped.map(({ what }) => what),
      ['Device "Emitter" is not simulated'],
    );
  });

  it('when a device can be touched, then it is a solid of its own and mounted there', () => {
    const bumper = scene.robot?.devices[2];
    assert(bumper !== undefined);
    const body = scene.solids[bumper.solid]!;
    assert.deepEqual(
      [body.name, body.type, body.robot, body.bounds.length],
      ['bumper', 'TouchSensor', true, 1],
    );
    assert.deepEqual(bumper.pose.position, [0, 0, 0]);
  });

  it('when a device asks for the impossible, then it is named and not simulated', () => {
    const devices = [
      'Lidar { horizontalResolution 1000000000 }',
      'Lidar { name "b" maxRange 0 }',
      'Lidar { name "c" numberOfLayers 0 }',
      'Camera { width 100000 height 100000 }',
      'Camera { name "e" projection "spherical" fieldOfView 6.28 }',
    ];
    const world = buildText(`Robot { children [ ${devices.join(' ')} ] }`);
    assert.deepEqual(new Set(world.robot?.devices.map(({ kind }) => kind)), new Set(['other']));
    assert.equal(world.skipped.length, devices.length);
  });

  it('when a PROTO has a trajectory, then its solid walks it in the world frame', () => {
    const walker = `PROTO Walker [ field SFString name "w" unconnectedField MFVec2f trajectory [] unconnectedField SFFloat walkingSpeed 0.8 ]
      { Solid { name IS name } }`;
    const world = buildText('Walker { trajectory [ 0 0, 1 0, 1 1 ] }\nWalker { name "still" }', {
      '/w/Walker.proto': walker,
    });
    assert.deepEqual(solidOf(world, 'w').path, {
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      speed: 0.8,
    });
    assert.deepEqual([solidOf(world, 'still').path, solidOf(world, 'w').type], [undefined, 'Walker']);
  });

  it('when shapes stand at the top of the world, then they are seen but not touched', () => {
    const world = buildText('Pose { translation 0 0 1 children DEF SIGN Shape { geometry Box { } } }');
    const sign = solidOf(world, 'SIGN');
    assert.deepEqual([sign.shapes.length, sign.bounds.length, sign.physics], [1, 0, undefined]);
    assertNear(sign.shapes[0]!.pose.position, [0, 0, 1]);
  });

  it('when there are several robots, then the one that waits for us is driven and the others are named', () => {
    const world = buildText(
      'Robot { name "idle" }\nRobot { name "ours" controller "<extern>" }\nRobot { name "heavy" physics Physics { } }',
    );
    assert.equal(world.robot?.name, 'ours');
    assert.deepEqual(
      world.solids.map(({ robot }) => robot),
      [false, true, false],
    );
    assert.equal(world.skipped.length, 2);
  });

  it('when joints end in slots, references or nothing, then only real solids hang on them', () => {
    const world = buildText(`Robot { children [
      SliderJoint { jointParameters JointParameters { axis 0 0 2 minStop -1 maxStop 1 } endPoint Slot { endPoint Solid { name "drawer" } } }
      BallJoint { jointParameters BallJointParameters { anchor 0 0 1 } endPoint Solid { name "caster" } }
      HingeJoint { endPoint SolidReference { solidName "drawer" } }
      HingeJoint { }
    ] }`);
    const drawer = solidOf(world, 'drawer').joint;
    assert.deepEqual(
      [drawer?.kind, drawer?.axis, drawer?.minStop, drawer?.maxStop],
      ['slider', [0, 0, 1], -1, 1],
    );
    assert.deepEqual(solidOf(world, 'caster').joint?.anchor, [0, 0, 1]);
    assert.equal(world.solids.length, 3);
    assert.match(world.skipped[0]?.what ?? '', /closes a loop/);
  });

  it('when USE unfolds without end, then the ceiling refuses it', () => {
    let body = 'DEF G0 Group { children Shape { geometry Box { } } }\n';
    for (let level = 1; level < 40; level += 1)
      body += `DEF G${level} Group { children [ USE G${level - 1} USE G${level - 1} ] }\n`;
    assert.throws(() => buildText(body), { code: 'world/limit' });
  });

  it('when any tree is built, then it becomes a scene that can be computed with, or a Fault', () => {
    const trees = fc.oneof(
      arbitraryWorld(),
      arbitraryScene(3).map((nodes) => world(nodes)),
    );
    fc.assert(
      fc.property(trees, (tree) => {
        const built = buildOrFault(tree);
        for (const solid of built?.solids ?? []) assertComputable(solid);
      }),
      { numRuns: 400, seed: 9 },
    );
  });
});

/** undefined: refused with a Fault. Anything else thrown is a crash. */
function buildOrFault(tree: World): Scene | undefined {
  try {
    return sceneOf(tree, '/w/a.wbt');
  } catch (thrown) {
    if (thrown instanceof Fault) return undefined;
    throw thrown;
  }
}

function assertComputable({ pose, shapes, bounds, index, parent }: Solid): void {
  assert(parent < index);
  for (const placed of [pose, ...[...shapes, ...bounds].map((part) => part.pose)]) {
    assert([...placed.position, ...placed.orientation].every(Number.isFinite));
    assertNear([Math.hypot(...placed.orientation)], [1]);
  }
  for (const { geometry } of [...shapes, ...bounds]) {
    const sizes = Object.values(geometry).filter((value) => typeof value === 'number');
    assert(sizes.every((size) => size > 0 && Number.isFinite(size)));
    if (geometry.kind === 'mesh')
      assert(geometry.triangles.every((vertex) => vertex * 3 < geometry.vertices.length));
  }
}
