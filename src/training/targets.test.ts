// Targets: where centres, boxes, free floor and surface are to be learned, and where nothing is.
import assert from 'node:assert/strict';
import { FULL_FLOOR, UNKNOWN_FLOOR, type LabelBox, type Labels } from './labels.js';
import { clearTargets, createTargets, writeTargets, type Grid, type Targets } from './targets.js';

const grid: Grid = { stride: 8, columns: 8, rows: 6, classes: 3 };
const cells = 48;

function box(classId: number, left: number, top: number, right: number, bottom: number): LabelBox {
  return { classId, left, top, right, bottom, hidden: false };
}

function targetsOf(labels: Partial<Labels>): Targets {
  const targets = createTargets(grid, 1);
  clearTargets(targets);
  writeTargets(targets, 0, { boxes: [], free: undefined, surface: -1, ...labels });
  return targets;
}

describe('the targets', () => {
  it('when an object is there, then its centre is 1 in its class only and the box is read back from each cell', () => {
    const targets = targetsOf({ boxes: [box(1, 6, 10, 44, 40)] });
    const at = 3 * 8 + 3;
    assert.equal(targets.heat[cells + at], 1);
    assert.ok(targets.heat.every((value, i) => value === 0 || (i >= cells && i < 2 * cells)));
    assert.equal(targets.objects, 1);
    let total = 0;
    targets.boxWeight.forEach((weight, cell) => {
      if (weight === 0) return;
      total += weight;
      const [x, y] = [((cell % 8) + 0.5) * 8, (Math.floor(cell / 8) + 0.5) * 8];
      const [l, t, r, b] = [0, 1, 2, 3].map((side) => targets.box[side * cells + cell]! * 8) as [
        number,
        number,
        number,
        number,
      ];
      assert.deepEqual(
        [x - l, y - t, x + r, y + b].map((side) => Math.round(side * 1000) / 1000),
        [6, 10, 44, 40],
      );
    });
    assert.ok(Math.abs(total - 1) < 1e-6);
  });

  it('when an object is wider than high, then so is its heat', () => {
    const { heat } = targetsOf({ boxes: [box(0, 0, 20, 64, 32)] });
    const row = 3 * 8;
    assert.equal(heat[row + 4], 1);
    assert.ok(heat[row + 5]! > 0.5);
    assert.ok(heat[row + 8 + 4]! < 0.2);
  });

  it('when an object is hidden or thinner than 4 pixels, then its class is not judged there, other classes are', () => {
    const hidden = { ...box(2, 16, 16, 40, 40), hidden: true };
    const targets = targetsOf({ boxes: [hidden, box(0, 50, 2, 53, 20)] });
    assert.equal(targets.objects, 0);
    assert.equal(targets.heat[2 * cells + 3 * 8 + 3], -1);
    assert.equal(targets.heat[cells + 3 * 8 + 3], 0);
    assert.equal(targets.heat[1 * 8 + 6], -1);
    assert.ok(targets.boxWeight.every((weight) => weight === 0));
  });

  it('when exactly 4 pixels are there, then it counts', () => {
    assert.equal(targetsOf({ boxes: [box(0, 50, 2, 54, 20)] }).objects, 1);
  });

  it('when a judged object stands in an ignored one of its class, then it is learned', () => {
    const hidden = { ...box(0, 0, 0, 64, 48), hidden: true };
    const { heat } = targetsOf({ boxes: [box(0, 18, 18, 30, 30), hidden] });
    assert.equal(heat[3 * 8 + 3], 1);
    assert.equal(heat[0], -1);
  });

  it('when two objects claim a cell, then it belongs to the smaller one', () => {
    const [large, small] = [box(0, 0, 0, 64, 48), box(1, 28, 20, 36, 28)];
    for (const boxes of [
      [large, small],
      [small, large],
    ]) {
      const targets = targetsOf({ boxes });
      assert.ok(Math.abs(targets.box[3 * 8 + 4]! - 1) < 1e-6);
    }
  });

  it('when floor is partly free or not known, then the cell says so', () => {
    const floor = new Uint8Array((64 * 48) / 4).fill(FULL_FLOOR);
    for (let y = 0; y < 4; y++) for (let x = 0; x < 2; x++) floor[y * 32 + x] = 0;
    for (let y = 0; y < 4; y++) for (let x = 4; x < 7; x++) floor[y * 32 + x] = UNKNOWN_FLOOR;
    const { free } = targetsOf({ free: floor });
    assert.deepEqual([...free.subarray(0, 3)], [0.5, -1, 1]);
    assert.ok(targetsOf({}).free.every((value) => value === -1));
  });
});
