// The losses: their derivatives are the numeric ones, what is ignored has none, and the known values come out.
import assert from 'node:assert/strict';
import { createRandom } from '../simulation/random.js';
import type { Heads } from './learner.js';
import { boxLoss, type Distances } from './loss-box.js';
import { judgeHeads, weighClasses } from './loss.js';
import { recipeSections } from './recipe.js';
import { createTargets, clearTargets, writeTargets, type Grid, type Targets } from './targets.js';
import type { LabelBox } from './labels.js';

const grid: Grid = { stride: 8, columns: 6, rows: 5, classes: 2 };
const cells = grid.columns * grid.rows;
const weights = recipeSections.loss.parse({});
const classWeights = Float32Array.of(0.7, 1.3);

const box = (
  classId: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
  hidden = false,
): LabelBox => ({
  ...{ classId, left, top, right, bottom, hidden },
});

function drawTargets(): Targets {
  const targets = createTargets(grid, 2);
  clearTargets(targets);
  const free = new Uint8Array((grid.columns * 8 * grid.rows * 8) / 4).fill(100);
  free.fill(255, 0, 24 * 4);
  writeTargets(targets, 0, { boxes: [box(0, 5, 6, 30, 28), box(1, 20, 2, 27, 9, true)], free, surface: 1 });
  writeTargets(targets, 1, { boxes: [box(1, 8, 8, 21, 30)], free: undefined, surface: -1 });
  return targets;
}

function drawHeads(seed: number): Heads {
  const random = createRandom(seed);
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * random.normal());
  return {
    heat: normals(2 * 2 * cells),
    box: normals(2 * 4 * cells).map((value) => Math.abs(value) + 0.1),
    free: normals(2 * cells),
    surface: normals(2 * 3),
  };
}

describe('the loss', () => {
  const targets = drawTargets();
  const heads = drawHeads(4);
  const options = { weights, classWeights };
  const { losses, slopes } = judgeHeads(heads, targets, options);

  it('when heads are judged, then every slope is the numeric derivative of the total', () => {
    for (const name of ['heat', 'box', 'free', 'surface'] as const) {
      heads[name].forEach((value, i) => {
        const step = 1e-2;
        const at = (shift: number): number => {
          const changed = { ...heads, [name]: heads[name].with(i, value + shift) };
          return judgeHeads(changed, targets, options).losses.total;
        };
        const numeric = (at(step) - at(-step)) / (2 * step);
        const slope = slopes[name][i]!;
        assert.ok(
          Math.abs(numeric - slope) < 2e-3 + 0.01 * Math.abs(slope),
          `${name} ${i}: ${slope}, numerically ${numeric}`,
        );
      });
    }
  });

  it('when something is ignored or not known, then it has no slope', () => {
    targets.heat.forEach((value, i) => value < 0 && assert.equal(slopes.heat[i], 0));
    assert.ok(targets.heat.some((value) => value < 0));
    assert.ok(targets.free.some((value) => value < 0));
    targets.free.forEach((value, i) => value < 0 && assert.equal(slopes.free[i], 0));
    assert.deepEqual([...slopes.surface.subarray(3)], [0, 0, 0]);
    targets.boxWeight.forEach((value, cell) => {
      if (value === 0 && cell < cells) assert.equal(slopes.box[cell], 0);
    });
  });

  it('when logits are huge, then the loss stays finite', () => {
    const huge = {
      ...heads,
      heat: heads.heat.map((value) => value * 100),
      free: heads.free.map((value) => value * 100),
    };
    const judged = judgeHeads(huge, targets, options);
    assert.ok(Number.isFinite(judged.losses.total));
    assert.ok(judged.slopes.heat.every(Number.isFinite));
  });

  it('when answers are right, then the parts are near nothing', () => {
    const logit = (share: number): number => Math.log(share / (1 - share));
    const right: Heads = {
      heat: targets.heat.map((value) => logit(Math.min(0.999, Math.max(value, 0.001)))),
      box: targets.box.slice(),
      free: targets.free.map((value) => logit(Math.max(value, 0.01))),
      surface: Float32Array.of(-20, 20, -20, 0, 0, 0),
    };
    const judged = judgeHeads(right, targets, options).losses;
    assert.ok(judged.heat < 1e-3 && judged.giou < 1e-4 && judged.l1 < 1e-6 && judged.surface < 1e-6);
    assert.ok(losses.heat > 1 && losses.giou > 0.3);
  });

  it('when boxes are known, then GIoU is what one computes by hand', () => {
    const slope = new Float64Array(4);
    const none = { giouWeight: 0, l1Weight: 0 };
    const of = (answer: Distances, truth: Distances): number => boxLoss(answer, truth, none, slope).giou;
    assert.ok(Math.abs(of([1, 1, 1, 1], [1, 1, 1, 1])) < 1e-6);
    // 2 x 2 in 4 x 4: IoU 1/4 and nothing around both.
    assert.ok(Math.abs(of([1, 1, 1, 1], [2, 2, 2, 2]) - 0.75) < 1e-6);
    // 2 x 1 beside 2 x 1, overlapping in 1 x 1 around it: inner 1, union 3, outer 3 x 1.
    assert.ok(Math.abs(of([0.5, 0.5, 1.5, 0.5], [1.5, 0.5, 0.5, 0.5]) - (1 - 1 / 3)) < 1e-6);
  });

  it('when classes are rare, then they weigh more, within bounds and with mean 1', () => {
    assert.deepEqual([...weighClasses([10, 10, 10], 0.5)], [1, 1, 1]);
    const [common, rare] = weighClasses([900, 100], 0.5);
    assert.ok(Math.abs(rare! / common! - 3) < 1e-5);
    assert.ok(Math.abs(common! + rare! - 2) < 1e-5);
    assert.ok([...weighClasses([1e6, 0, 5], 1)].every(Number.isFinite));
  });
});
