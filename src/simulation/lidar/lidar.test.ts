// The LIDAR against an independent brute-force caster, its fields, REP-117, glass, motion and determinism.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRandom, type Random } from '../random.js';
import { startPoses } from '../scene/poses.js';
import type { Geometry, LidarDevice, Pose } from '../scene/scene.js';
import { bruteRange } from './brute-force.js';
import { EXAMPLE_LIDAR, exampleScene, ORIGIN, type ExampleShape } from './example-scene.js';
import { Lidar } from './lidar.js';

const ideal = { seed: 1, realistic: false } as const;

function scan(shapes: readonly ExampleShape[], device: Partial<LidarDevice> = {}, robotPose: Pose = ORIGIN) {
  const scene = exampleScene(shapes, robotPose);
  const lidar = new Lidar(scene, { ...EXAMPLE_LIDAR, ...device }, ideal);
  lidar.cast(startPoses(scene), 0, lidar.beams);
  return { lidar, scene, sweep: lidar.complete() };
}

describe('Lidar', () => {
  it('when shapes of all kinds lie anyhow and the sensor is tilted, then ranges are those of brute force', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(0, 1e-4, 0.1, 3),
        fc.constantFrom(1, 4),
        (seed, tilt, layers) => {
          const random = createRandom(seed);
          const shapes = Array.from({ length: 12 }, () => anyShape(random));
          const robotPose: Pose = { position: [0, 0, 0.2], orientation: anyRotation(random, tilt) };
          const device = { numberOfLayers: layers, horizontalResolution: 90, minRange: 0 };
          const { lidar, scene, sweep } = scan(shapes, device, robotPose);
          compareToBruteForce(shapes, robotPose, lidar, { ...EXAMPLE_LIDAR, ...device }, sweep.ranges);
          assert.equal(scene.solids.length, 13);
        },
      ),
      { numRuns: 150 },
    );
  });
});

function anyShape(random: Random): ExampleShape {
  const upright = random.next() < 0.5;
  return {
    geometry: anyGeometry(random),
    pose: {
      position: [random.between(-4, 4), random.between(-4, 4), random.between(-0.2, 0.5)],
      orientation: upright ? yaw(random.between(-3, 3)) : anyRotation(random, 3),
    },
    movable: random.next() < 0.5,
  };
}

function anyGeometry(random: Random): Geometry {
  const size = (): number => random.between(0.1, 1.5);
  switch (random.below(7)) {
    case 0:
      return { kind: 'box', size: [size(), size(), size()] };
    case 1:
      return { kind: 'sphere', radius: size() / 2 };
    case 2:
      return {
        kind: 'cylinder',
        radius: size() / 2,
        height: size(),
        top: random.next() < 0.8,
        bottom: random.next() < 0.8,
        side: random.next() < 0.8,
      };
    case 3:
      return { kind: 'capsule', radius: size() / 2, height: size() };
    case 4:
      return { kind: 'cone', bottomRadius: size() / 2, height: size() };
    case 5:
      return { kind: 'plane', size: [size() * 3, size() * 3] };
    default:
      return tetrahedra(random);
  }
}

/** A few loose tetrahedra in one mesh. */
function tetrahedra(random: Random): Geometry {
  const vertices: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i < 6; i++) {
    const centre = [random.between(-0.5, 0.5), random.between(-0.5, 0.5), random.between(-0.5, 0.5)];
    for (let corner = 0; corner < 12; corner++)
      vertices.push(centre[corner % 3]! + random.between(-0.3, 0.3));
    for (const corner of [0, 1, 2, 0, 2, 3, 0, 3, 1, 1, 3, 2]) triangles.push(i * 4 + corner);
  }
  return {
    kind: 'mesh',
    vertices: Float64Array.from(vertices),
    triangles: Uint32Array.from(triangles),
    uvs: undefined,
  };
}

function yaw(angle: number): Pose['orientation'] {
  return [0, 0, Math.sin(angle / 2), Math.cos(angle / 2)];
}

/** About a random axis by at most `most` radians. */
function anyRotation(random: Random, most: number): Pose['orientation'] {
  const axis = [random.normal(), random.normal(), random.normal()];
  const length = Math.hypot(...axis);
  const half = random.between(-most, most) / 2;
  const s = Math.sin(half) / length;
  return [axis[0]! * s, axis[1]! * s, axis[2]! * s, Math.cos(half)];
}

function compareToBruteForce(
  shapes: readonly ExampleShape[],
  robotPose: Pose,
  lidar: Lidar,
  device: LidarDevice,
  ranges: Float32Array,
): void {
  for (let layer = 0; layer < lidar.layers; layer++) {
    const elevation = lidar.layers === 1 ? 0 : 0.1 - (layer * 0.2) / (lidar.layers - 1);
    for (let beam = 0; beam < lidar.beams; beam++) {
      const angle = lidar.angleMin + beam * lidar.angleIncrement;
      const direction = [
        Math.cos(elevation) * Math.cos(angle),
        Math.cos(elevation) * Math.sin(angle),
        Math.sin(elevation),
      ] as const;
      const truth = bruteRange(shapes, robotPose, direction);
      const expected = truth < device.maxRange ? truth : Infinity;
      const found = ranges[layer * lidar.beams + beam]!;
      const same = found === expected || Math.abs(found - expected) < 1e-5;
      assert.ok(same, `layer ${layer} beam ${beam}: ${found}, brute force ${expected}`);
    }
  }
}
