import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { sceneOf } from '../scene/load.js';
import type { Pose, Scene } from '../scene/scene.js';
import { node, world } from '../worldfile/builder.js';
import { outlinesOf, type Slab } from './outline.js';
import { distanceToOutline, measureReach } from './reach.js';
import type { Point } from './rect.js';

type Block = readonly [x: number, y: number, z: number, sizeX: number, sizeY: number, sizeZ: number];

/** A floor of 4 x 4 m with blocks on it, no walls. */
function floorWith(blocks: readonly Block[]): Scene {
  const solid = ([x, y, z, ...size]: Block, index: number, model: string): ReturnType<typeof node> => {
    const geometry = node('Box', { size });
    return node('Solid', {
      translation: [x, y, z],
      name: `${model} ${index}`,
      model,
      children: [node('Shape', { geometry })],
      boundingObject: geometry,
    });
  };
  const floor = solid([0, 0, -0.05, 4, 4, 0.1], 0, 'floor');
  return sceneOf(world([floor, ...blocks.map((block, i) => solid(block, i, 'box'))]), 'made.wbt');
}

const level: Pose = { position: [0, 0, 0], orientation: [0, 0, 0, 1] };
const slab: Slab = { lowM: 0.01, highM: 0.2 };

function areaOf(outline: readonly Point[]): number {
  return outline.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = outline[(i + 1) % outline.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

describe('measureReach', () => {
  it('when the floor is empty, then all of it is free and reached', () => {
    const reach = measureReach(floorWith([]), { start: [0, 0] });
    assert.ok(Math.abs(reach.freeM2 - 16) < 0.1, `${reach.freeM2}`);
    assert.equal(reach.share, 1);
    assert.equal(reach.startClearanceM, Infinity);
  });

  it('when a wall cuts the floor in two, then only the half of the start is reached', () => {
    const reach = measureReach(floorWith([[0, 0, 0.5, 0.1, 4, 1]]), { start: [-1, 0] });
    assert.ok(Math.abs(reach.share - 0.5) < 0.02, `${reach.share}`);
    assert.ok(Math.abs(reach.startClearanceM - 0.95) < 1e-9);
  });

  it('when the gap in the wall is just too narrow or just wide enough, then the robot stays or passes', () => {
    const gap = (width: number): number => {
      const length = 2 - width / 2;
      const blocks: Block[] = [1, -1].map((side) => [0, side * (2 - length / 2), 0.5, 0.1, length, 1]);
      return measureReach(floorWith(blocks), { start: [-1, 0], marginM: 0, cellM: 0.01 }).share;
    };
    assert.ok(gap(0.18) < 0.55);
    assert.ok(gap(0.24) > 0.95);
  });

  it('when a block lies below 1 cm or above the robot, then it is in nobody’s way', () => {
    for (const z of [0.004, 1])
      assert.equal(measureReach(floorWith([[0, 0, z, 1, 4, 0.008]]), { start: [-1, 0] }).share, 1);
    assert.ok(measureReach(floorWith([[0, 0, 0.01, 1, 4, 0.02]]), { start: [-1, 0] }).share < 0.6);
  });

  it('when the start is off the floor or inside a block, then nothing is reached', () => {
    assert.equal(measureReach(floorWith([]), { start: [9, 0] }).share, 0);
    const inside = measureReach(floorWith([[0, 0, 0.1, 1, 1, 0.2]]), { start: [0, 0] });
    assert.equal(inside.share, 0);
    assert.equal(inside.startClearanceM, 0);
  });
});

describe('outlinesOf', () => {
  it('when a box stands turned by 45 degrees, then its outline is the square on its corner', () => {
    const turned: Pose = {
      position: [1, 2, 0.5],
      orientation: [0, 0, Math.sin(Math.PI / 8), Math.cos(Math.PI / 8)],
    };
    const [outline] = outlinesOf({ geometry: { kind: 'box', size: [1, 1, 1] }, pose: level }, turned, slab);
    assert.ok(Math.abs(areaOf(outline!) - 1) < 1e-9);
    assert.ok(Math.abs(Math.max(...outline!.map(([x]) => x)) - (1 + Math.SQRT1_2)) < 1e-9);
  });

  it('when a cone stands, then its outline is as wide as the cone is at the lower height', () => {
    const raised: Pose = { ...level, position: [0, 0, 0.5] };
    const [outline] = outlinesOf(
      { geometry: { kind: 'cone', bottomRadius: 1, height: 1 }, pose: level },
      raised,
      { lowM: 0.25, highM: 0.5 },
    );
    const reach = Math.max(...outline!.map(([x, y]) => Math.hypot(x, y)));
    assert.ok(reach >= 0.75 && reach < 0.765, `${reach}`);
  });

  it('when a body lies outside the slab or is a plane, then there is none', () => {
    const high: Pose = { ...level, position: [0, 0, 3] };
    for (const geometry of [
      { kind: 'box', size: [1, 1, 1] },
      { kind: 'sphere', radius: 0.5 },
      { kind: 'capsule', radius: 0.1, height: 1 },
    ] as const)
      assert.deepEqual(outlinesOf({ geometry, pose: level }, high, slab), []);
    assert.deepEqual(outlinesOf({ geometry: { kind: 'plane', size: [1, 1] }, pose: level }, level, slab), []);
  });

  it('when points of a box in any pose lie in the slab, then they lie in its outline', () => {
    const size = fc.double({ min: 0.05, max: 1, noNaN: true });
    const part = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    const turn = fc.tuple(part, part, part, part).filter((q) => Math.hypot(...q) > 0.1);
    fc.assert(
      fc.property(fc.tuple(size, size, size), turn, fc.tuple(part, part, part), (sizes, quaternion, at) => {
        const norm = Math.hypot(...quaternion);
        const [qx, qy, qz, qw] = quaternion.map((q) => q / norm) as [number, number, number, number];
        const pose: Pose = { position: [0.3, -0.2, 0.1], orientation: [qx, qy, qz, qw] };
        const [x, y, z] = sizes.map((side, i) => side * at[i]!) as [number, number, number];
        const [tx, ty, tz] = [2 * (qy * z - qz * y), 2 * (qz * x - qx * z), 2 * (qx * y - qy * x)];
        const point = [
          x + qw * tx + qy * tz - qz * ty + 0.3,
          y + qw * ty + qz * tx - qx * tz - 0.2,
          z + qw * tz + qx * ty - qy * tx + 0.1,
        ] as const;
        if (point[2] <= slab.lowM || point[2] >= slab.highM) return;
        const outlines = outlinesOf({ geometry: { kind: 'box', size: sizes }, pose: level }, pose, slab);
        assert.ok(outlines.some((outline) => distanceToOutline(outline, [point[0], point[1]]) < 1e-9));
      }),
    );
  });
});
