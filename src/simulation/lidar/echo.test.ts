// The realistic option: which beams come back, how noisy, and how bright.
import assert from 'node:assert/strict';
import { startPoses } from '../scene/poses.js';
import type { Appearance } from '../scene/scene.js';
import { REALISTIC, type RealisticOptions } from './echo.js';
import { EXAMPLE_LIDAR, exampleScene, type ExampleShape } from './example-scene.js';
import { Lidar, type LidarSweep } from './lidar.js';

const BEAMS = 4000;

/** A narrow fan of many beams onto a plate at a distance ahead, turned by an angle. */
function sweepAt(
  distance: number,
  angle: number,
  appearance: Partial<Appearance>,
  realistic: boolean | RealisticOptions = true,
): LidarSweep {
  const plate: ExampleShape = {
    geometry: { kind: 'plane', size: [4, 4] },
    pose: { position: [distance, 0, 0], orientation: turnedPlate(angle) },
    appearance,
  };
  const scene = exampleScene([plate]);
  const device = { ...EXAMPLE_LIDAR, fieldOfView: 1e-4, horizontalResolution: BEAMS };
  const lidar = new Lidar(scene, device, { seed: 1, realistic });
  lidar.cast(startPoses(scene), 0, BEAMS);
  return lidar.complete();
}

const WALL_BEAMS = 8 * BEAMS;

/** Numbers of the beams lost over eight long walls, in the given sweep of one LIDAR. */
function lostAlongWalls(seed: number, realistic: RealisticOptions, sweeps = 1): ReadonlySet<number> {
  const lost = new Set<number>();
  for (let wall = 0; wall < 8; wall++) {
    const scene = exampleScene([
      {
        geometry: { kind: 'box', size: [0.2, 40, 2] },
        pose: { position: [6, 0, 0], orientation: [0, 0, 0, 1] },
      },
    ]);
    const device = { ...EXAMPLE_LIDAR, fieldOfView: 2, horizontalResolution: BEAMS, maxRange: 20 };
    const lidar = new Lidar(scene, device, { seed: seed * 100 + wall, realistic });
    for (let sweep = 1; sweep < sweeps; sweep++) {
      lidar.cast(startPoses(scene), 0, BEAMS);
      lidar.complete();
    }
    lidar.cast(startPoses(scene), 0, BEAMS);
    lidar.complete().ranges.forEach((range, beam) => {
      if (range === Infinity) lost.add(wall * BEAMS + beam);
    });
  }
  return lost;
}

/** Yaw by the angle after turning +z to +x. */
function turnedPlate(angle: number): [number, number, number, number] {
  const [s, c] = [Math.sin(angle / 2), Math.cos(angle / 2)];
  return [-s * Math.SQRT1_2, c * Math.SQRT1_2, s * Math.SQRT1_2, c * Math.SQRT1_2];
}

function lostShare({ ranges }: LidarSweep): number {
  return ranges.filter((range) => range === Infinity).length / ranges.length;
}

const grey = (value: number): Partial<Appearance> => ({ baseColor: [value, value, value] });

describe('the realistic LIDAR', () => {
  it('when a surface is bright and near, then almost every beam returns', () => {
    const share = lostShare(sweepAt(2, 0, grey(0.8)));
    assert.ok(share < 0.005, `${share}`);
  });

  it('when a surface is darker, farther or met at a grazing angle, then more beams are lost', () => {
    const dark = (value: number): number => lostShare(sweepAt(6, 0, grey(value)));
    assert.ok(dark(0.02) > 0.9 && dark(0.1) > 0.2 && dark(0.1) < 0.8 && dark(0.5) < 0.02);
    const far = (distance: number): number => lostShare(sweepAt(distance, 0, grey(0.05)));
    assert.ok(far(2) < far(4) && far(4) < far(6));
    const grazing = (degrees: number): number => lostShare(sweepAt(5, (degrees * Math.PI) / 180, grey(0.5)));
    assert.ok(grazing(0) < 0.02 && grazing(87) > 0.5);
  });

  it('when a surface shines, then it is lost aslant where a dull one is not, and seen head-on', () => {
    const metal = { ...grey(0.6), roughness: 0.05, metalness: 1 };
    assert.ok(lostShare(sweepAt(4, 0.7, metal)) > 0.5);
    assert.ok(lostShare(sweepAt(4, 0.7, grey(0.6))) < 0.05);
    assert.ok(lostShare(sweepAt(4, 0, metal)) < 0.05);
  });

  it('when the range grows, then so does the noise, by the options', () => {
    const options = { ...REALISTIC, noiseM: 0.01, noisePerMetre: 0.01, lossShare: 0 };
    for (const distance of [1, 4]) {
      const { ranges } = sweepAt(distance, 0, {}, options);
      const square = ranges.reduce((sum, range) => sum + (range - distance) ** 2, 0) / BEAMS;
      const expected = 0.01 + 0.01 * distance;
      assert.ok(Math.abs(Math.sqrt(square) - expected) < 0.05 * expected);
    }
  });

  it('when a beam straddles an edge, then it may report a range in between, and never elsewhere', () => {
    const near: ExampleShape = {
      geometry: { kind: 'box', size: [0.2, 2, 2] },
      pose: { position: [1.1, 1, 0], orientation: [0, 0, 0, 1] },
    };
    const far: ExampleShape = {
      geometry: { kind: 'box', size: [0.2, 8, 2] },
      pose: { position: [2.1, 0, 0], orientation: [0, 0, 0, 1] },
    };
    const scene = exampleScene([near, far]);
    const device = { ...EXAMPLE_LIDAR, fieldOfView: 0.4, horizontalResolution: 20 };
    const options = {
      ...REALISTIC,
      noiseM: 0,
      noisePerMetre: 0,
      lossShare: 0,
      faintRangeM: 1000,
      beamWidthRad: 0.01,
    };
    const lidar = new Lidar(scene, device, { seed: 1, realistic: options });
    const between = new Array<number>(20).fill(0);
    for (let sweep = 0; sweep < 1000; sweep++) {
      lidar.cast(startPoses(scene), 0, 20);
      const { ranges } = lidar.complete();
      for (let beam = 0; beam < 20; beam++)
        if (ranges[beam]! > 1.05 && ranges[beam]! < 1.95) between[beam]!++;
    }
    // Half the beam's width over the step is 0.25; nine tenths of the gap count as between.
    assert.ok(between[9]! > 170 && between[9]! < 280, `${between[9]}`);
    assert.ok(between[10]! > 170 && between[10]! < 280, `${between[10]}`);
    assert.equal(
      between.reduce((sum, count) => sum + count, 0),
      between[9]! + between[10]!,
    );
  });

  it('when a surface has spots, then the same places are lost in every sweep, and as much of it as is said', () => {
    const options = { ...REALISTIC, faintRangeM: 1000, lossShare: 0, spotShare: 0.02 };
    const first = lostAlongWalls(1, options);
    assert.ok(first.size > 0.01 * WALL_BEAMS && first.size < 0.03 * WALL_BEAMS, `${first.size} lost`);
    const again = lostAlongWalls(1, options, 9);
    const both = [...first].filter((beam) => again.has(beam)).length;
    assert.ok(both > 0.85 * first.size && both > 0.85 * again.size, `${both} of ${first.size} lost again`);
    const alone = [...first].filter((beam) => !first.has(beam - 1) && !first.has(beam + 1)).length;
    assert.ok(alone < first.size / 2, `${alone} of ${first.size} alone`);
    const elsewhere = lostAlongWalls(2, options);
    const shared = [...first].filter((beam) => elsewhere.has(beam)).length;
    assert.ok(shared < 0.2 * first.size, `another seed shares ${shared}`);
  });

  it('when nothing is realistic, then intensity is albedo times the cosine over the square of the range', () => {
    const { intensities } = sweepAt(2, 1, grey(0.5), false);
    assert.ok(Math.abs(intensities[0]! - (0.5 * Math.cos(1)) / 4) < 1e-4);
  });
});
