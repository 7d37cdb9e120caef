// The LIDAR against an independent brute-force caster, its fields, REP-117, glass, motion in a sweep and determinism.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRandom } from '../random.js';
import { startPoses, writePose } from '../scene/poses.js';
import type { LidarDevice, Pose } from '../scene/scene.js';
import { anyRotation, anyShape } from './testing/any-shape.js';
import { createBenchRoom } from './bench-room.js';
import { bruteRange } from './testing/brute-force.js';
import { EXAMPLE_LIDAR, exampleScene, ORIGIN, type ExampleShape } from './example-scene.js';
import { Lidar, type LidarOptions, type LidarSweep } from './lidar.js';

const IDEAL: LidarOptions = { seed: 1, realistic: false };

interface Setup {
  readonly device?: Partial<LidarDevice>;
  readonly options?: LidarOptions;
  readonly robotPose?: Pose;
}

function scan(shapes: readonly ExampleShape[], { device, options = IDEAL, robotPose }: Setup = {}) {
  const scene = exampleScene(shapes, robotPose);
  const lidar = new Lidar(scene, { ...EXAMPLE_LIDAR, ...device }, options);
  lidar.cast(startPoses(scene), 0, lidar.beams);
  return { lidar, sweep: lidar.complete() };
}

function copyOf({ ranges, intensities, objects }: LidarSweep): LidarSweep {
  return { ranges: ranges.slice(), intensities: intensities.slice(), objects: objects.slice() };
}

/** A plate across the x axis, 10 cm thick, whose near face is at x. */
function plateAt(x: number, rest: Partial<ExampleShape> = {}): ExampleShape {
  const pose: Pose = { position: [x + 0.05, 0, 0], orientation: [0, 0, 0, 1] };
  return { geometry: { kind: 'box', size: [0.1, 2, 2] }, pose, ...rest };
}

function crumbAt(x: number, y: number): ExampleShape {
  return { geometry: { kind: 'sphere', radius: 0.02 }, pose: { ...ORIGIN, position: [x, y, -5] } };
}

/** A box of a length outward and a width across, at a share of the turn about the sensor. */
function boxAround(turn: number, distance: number, [length, width]: readonly [number, number]): ExampleShape {
  const angle = 2 * Math.PI * turn;
  return {
    geometry: { kind: 'box', size: [length, width, 1] },
    pose: {
      position: [distance * Math.cos(angle), distance * Math.sin(angle), 0],
      orientation: [0, 0, Math.sin(angle / 2), Math.cos(angle / 2)],
    },
  };
}

const AHEAD = { horizontalResolution: 1, fieldOfView: 0.01 };

describe('Lidar', () => {
  it('when shapes of all kinds lie anyhow and the sensor leans, then ranges are those of brute force', () => {
    const leans = fc.constantFrom(0, 1e-4, 0.1, 3);
    fc.assert(
      fc.property(fc.integer(), leans, fc.constantFrom(1, 4), (seed, lean, numberOfLayers) => {
        const random = createRandom(seed);
        const shapes = Array.from({ length: 12 }, () => anyShape(random));
        const robotPose: Pose = { position: [0, 0, 0.2], orientation: anyRotation(random, lean) };
        const device = { numberOfLayers, horizontalResolution: 90, minRange: 0 };
        const { lidar, sweep } = scan(shapes, { device, robotPose });
        const elevations = numberOfLayers === 1 ? [0] : [0.1, 0.1 / 3, -0.1 / 3, -0.1];
        assertAsBrute(shapes, robotPose, lidar, elevations, sweep.ranges);
      }),
      { numRuns: 60 },
    );
  });

  it('when a LIDAR is cast from many places in turn, then what it kept of one place does not spoil the next', () => {
    const random = createRandom(5);
    const shapes = Array.from({ length: 40 }, () => anyShape(random));
    const scene = exampleScene(shapes);
    const lidar = new Lidar(scene, { ...EXAMPLE_LIDAR, minRange: 0 }, IDEAL);
    const poses = startPoses(scene);
    for (let step = 0; step < 24; step++) {
      const robotPose: Pose = {
        position: [random.between(-3, 3), random.between(-3, 3), step < 12 ? 0.2 : random.between(0, 0.4)],
        orientation: anyRotation(random, step < 12 ? 0 : 0.05),
      };
      writePose(poses, 0, robotPose);
      const moved = shapes.map((shape, i): ExampleShape => {
        if (shape.movable !== true) return shape;
        const pose: Pose = {
          ...shape.pose,
          position: [random.between(-4, 4), random.between(-4, 4), random.next()],
        };
        writePose(poses, i + 1, pose);
        return { ...shape, pose };
      });
      lidar.cast(poses, 0, lidar.beams);
      assertAsBrute(moved, robotPose, lidar, [0], lidar.complete().ranges);
    }
  });

  it('when hundreds of boxes hide each other, level and leaning, then the nearest is met', () => {
    for (const leanRad of [0, 0.02]) {
      const room = createBenchRoom({ obstacles: 200, seed: 3, places: 3, shapes: 'boxes', leanRad });
      const device = { ...EXAMPLE_LIDAR, minRange: 0, horizontalResolution: 90 };
      const lidar = new Lidar(room.scene, device, IDEAL);
      for (const poses of room.places) {
        lidar.cast(poses, 0, lidar.beams);
        const [x, y, z, ...orientation] = poses as unknown as [
          number,
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        assertAsBrute(room.shapes, { position: [x, y, z], orientation }, lidar, [0], lidar.complete().ranges);
      }
    }
  });

  it('when a long box pokes into a fenced place from a cell beyond the fence, then it is met', () => {
    const random = createRandom(9);
    // Far below, only to make the grid's cells small.
    const crumbs = Array.from({ length: 1000 }, () => crumbAt(random.between(-5, 5), random.between(-5, 5)));
    for (let trial = 0; trial < 6; trial++) {
      const fence = Array.from({ length: 30 }, (_, i) => boxAround(i / 30, 1, [0.05, 0.3]));
      const poker = boxAround(random.next(), 1.35, [0.84, 0.05]);
      const shapes = [...fence, poker, ...crumbs];
      const { lidar, sweep } = scan(shapes, { device: { minRange: 0, horizontalResolution: 120 } });
      assertAsBrute([...fence, poker], ORIGIN, lidar, [0], sweep.ranges);
    }
  });

  it('when a beam meets a solid, then the sweep names it, and -1 where nothing is', () => {
    const { sweep } = scan([plateAt(0.9)], { device: { horizontalResolution: 4 } });
    assert.deepEqual([...sweep.objects], [-1, 1, 1, -1]);
    assert.deepEqual([...sweep.ranges].map(Number.isFinite), [false, true, true, false]);
  });

  it('when a beam count is even, then angles ascend about 0 with no beam straight ahead', () => {
    const { lidar } = scan([], { device: { horizontalResolution: 360, fieldOfView: 2 * Math.PI } });
    assert.ok(Math.abs(lidar.angleMin + (179.5 * Math.PI) / 180) < 1e-12);
    assert.ok(Math.abs(lidar.angleIncrement - Math.PI / 180) < 1e-12);
  });

  it('when the LIDAR rotates, then its beams span a full turn whatever its fieldOfView, the last one backwards', () => {
    const device = { rotating: true, horizontalResolution: 4, fieldOfView: 1 };
    const behind = plateAt(-2.1);
    const { lidar, sweep } = scan([behind], { device });
    assert.ok(Math.abs(lidar.angleMin + Math.PI / 2) < 1e-12);
    assert.ok(Math.abs(sweep.ranges[3]! - 2) < 1e-6);
    assert.deepEqual([...sweep.ranges].slice(0, 3), [Infinity, Infinity, Infinity]);
  });

  it('when the field of view is narrow, then shapes beside and behind are not seen', () => {
    const device = { fieldOfView: 1, horizontalResolution: 50 };
    const { sweep } = scan([plateAt(-2.1)], { device });
    assert.ok(sweep.ranges.every((range) => range === Infinity));
  });

  it('when tiltAngle raises the one layer, then its beams lie on that cone', () => {
    const { sweep } = scan([plateAt(2)], { device: { ...AHEAD, tiltAngle: 0.3 } });
    assert.ok(Math.abs(sweep.ranges[0]! - 2 / Math.cos(0.3)) < 1e-6);
  });

  it('when there are layers, then the top one comes first and only the middle one is level', () => {
    const floor: ExampleShape = {
      geometry: { kind: 'plane', size: [20, 20] },
      pose: { position: [0, 0, -0.2], orientation: [0, 0, 0, 1] },
    };
    const device = { numberOfLayers: 3, verticalFieldOfView: 0.2, ...AHEAD };
    const { sweep } = scan([floor], { device });
    assert.deepEqual([...sweep.ranges].slice(0, 2), [Infinity, Infinity]);
    assert.ok(Math.abs(sweep.ranges[2]! - 0.2 / Math.sin(0.1)) < 1e-5);
  });

  it('when a surface is too close, out of reach or not cast, then REP-117 has -Infinity, Infinity and NaN', () => {
    const rangeTo = (x: number): number => scan([plateAt(x)], { device: AHEAD }).sweep.ranges[0]!;
    assert.equal(rangeTo(0.119), -Infinity);
    assert.ok(Math.abs(rangeTo(0.121) - 0.121) < 1e-7);
    assert.ok(Math.abs(rangeTo(7.99) - 7.99) < 1e-6);
    assert.equal(rangeTo(8), Infinity);
    const scene = exampleScene([plateAt(1)]);
    const lidar = new Lidar(scene, EXAMPLE_LIDAR, IDEAL);
    lidar.cast(startPoses(scene), 170, 190);
    const { ranges, objects } = lidar.complete();
    assert.ok(Number.isNaN(ranges[169]!) && Number.isNaN(ranges[190]!) && Number.isFinite(ranges[170]!));
    assert.equal(objects[0], -1);
  });

  it('when a shape is half transparent or more, then beams pass it; a little less stops them', () => {
    const behind = plateAt(3);
    const rangeThrough = (transparency: number): number =>
      scan([plateAt(1, { appearance: { transparency } }), behind], { device: AHEAD }).sweep.ranges[0]!;
    assert.equal(rangeThrough(0.5), 3);
    assert.equal(rangeThrough(0.49), 1);
  });

  it('when the robot has shapes of its own around the sensor, then they do not stop beams', () => {
    assert.equal(scan([plateAt(2)], { device: { ...AHEAD, minRange: 0 } }).sweep.ranges[0], 2);
  });

  it('when resolution is set, then ranges fall on its steps', () => {
    const { sweep } = scan([plateAt(1.037)], { device: { ...AHEAD, resolution: 0.01 } });
    assert.ok(Math.abs(sweep.ranges[0]! - 1.04) < 1e-7);
  });

  it('when noise is set, then its deviation is noise times maxRange and its mean 0', () => {
    const device = { fieldOfView: 0.001, horizontalResolution: 4000, noise: 0.005 };
    const { sweep } = scan([plateAt(2)], { device });
    const errors = [...sweep.ranges].map((range) => range - 2);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    assert.ok(Math.abs(mean) < 0.003, `mean ${mean}`);
    assert.ok(Math.abs(deviation - 0.04) < 0.002, `deviation ${deviation}`);
  });

  it('when the robot moves within a sweep, then each part shows the world from where it was cast', () => {
    const scene = exampleScene([plateAt(3)]);
    const lidar = new Lidar(scene, { ...EXAMPLE_LIDAR, fieldOfView: 0.002, horizontalResolution: 2 }, IDEAL);
    const poses = startPoses(scene);
    lidar.cast(poses, 0, 1);
    poses[0] = 1;
    lidar.cast(poses, 1, 2);
    const [first, second] = lidar.complete().ranges;
    assert.ok(Math.abs(first! - 3) < 1e-5 && Math.abs(second! - 2) < 1e-5);
  });

  it('when a sweep is cast in parts, then it is that of one cast', () => {
    const random = createRandom(11);
    const scene = exampleScene(Array.from({ length: 30 }, () => anyShape(random)));
    const whole = new Lidar(scene, EXAMPLE_LIDAR, { seed: 4, realistic: true });
    const parts = new Lidar(scene, EXAMPLE_LIDAR, { seed: 4, realistic: true });
    const poses = startPoses(scene);
    whole.cast(poses, 0, 360);
    for (let beam = 0; beam < 360; beam += 18) parts.cast(poses, beam, beam + 18);
    assert.deepEqual(parts.complete(), whole.complete());
  });

  it('when two LIDARs have one seed, then their sweeps are equal; another seed differs', () => {
    const random = createRandom(2);
    const shapes = Array.from({ length: 20 }, () => anyShape(random));
    const sweepOf = (seed: number): LidarSweep =>
      copyOf(scan(shapes, { options: { seed, realistic: true } }).sweep);
    assert.deepEqual(sweepOf(7), sweepOf(7));
    assert.notDeepEqual(sweepOf(7).ranges, sweepOf(8).ranges);
  });

  it('when a contact is at a leg that reaches through the plane, then it is visible there and not far from it', () => {
    const leg: ExampleShape = {
      geometry: { kind: 'cylinder', radius: 0.01, height: 1, top: true, bottom: true, side: true },
      pose: { position: [1, 0, 0], orientation: [0, 0, 0, 1] },
    };
    const shoe: ExampleShape = {
      geometry: { kind: 'box', size: [0.3, 0.1, 0.1] },
      pose: { position: [2, 0, -0.12], orientation: [0, 0, 0, 1] },
    };
    const pane = plateAt(3, { appearance: { transparency: 0.9 } });
    const scene = exampleScene([leg, shoe, pane]);
    const lidar = new Lidar(scene, EXAMPLE_LIDAR, IDEAL);
    const poses = startPoses(scene);
    assert.equal(lidar.visibleNear(poses, 1, 0.9, 0, 0.15), true);
    assert.equal(lidar.visibleNear(poses, 1, 0.8, 0, 0.15), false);
    assert.equal(lidar.visibleNear(poses, 2, 2, 0, 0.5), false);
    assert.equal(lidar.visibleNear(poses, 3, 3, 0, 0.5), false);
  });
});

function assertAsBrute(
  shapes: readonly ExampleShape[],
  robotPose: Pose,
  lidar: Lidar,
  elevations: readonly number[],
  ranges: Float32Array,
): void {
  elevations.forEach((elevation, layer) => {
    for (let beam = 0; beam < lidar.beams; beam++) {
      const angle = lidar.angleMin + beam * lidar.angleIncrement;
      const [flat, rise] = [Math.cos(elevation), Math.sin(elevation)];
      const truth = bruteRange(shapes, robotPose, [flat * Math.cos(angle), flat * Math.sin(angle), rise]);
      const expected = truth < EXAMPLE_LIDAR.maxRange ? truth : Infinity;
      const found = ranges[layer * lidar.beams + beam]!;
      const tooClose = expected < EXAMPLE_LIDAR.minRange && found === -Infinity;
      const same = found === expected || Math.abs(found - expected) < 1e-5 || tooClose;
      if (!same) assert.fail(`layer ${layer} beam ${beam}: ${found}, brute force ${expected}`);
    }
  });
}
