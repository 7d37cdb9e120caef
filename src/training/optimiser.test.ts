// The optimiser: known steps, schedule, decay of weights only, clipping, averages.
import assert from 'node:assert/strict';
import type { Orthogonalise } from './learner.js';
import { Optimiser, rateAt, startLearning } from './optimiser.js';
import { sliceOf, tableOf } from './parameters.js';
import { recipeSections } from './recipe.js';
import { everyLayer } from './testing/learner-contract.js';

const table = tableOf(everyLayer);
const plain = { weightDecay: 0, averageDecay: 0.9, clipNorm: 1e6 };

function recipe(values: object) {
  return recipeSections.optimiser.parse({ ...plain, ...values });
}

function parameterNamed(name: string) {
  return table.parameters.find((parameter) => parameter.name === name)!;
}

/** Stands for the learner's: sets every number of a matrix to its sign, and counts the matrices. */
function signs() {
  let matrices = 0;
  const orthogonalise: Orthogonalise = (values, { count }) => {
    matrices += count;
    return values.map(Math.sign);
  };
  return { orthogonalise, matrices: () => matrices };
}

/** After steps along a gradient of ones. */
function after(steps: number, values: object) {
  const state = startLearning(new Float32Array(table.length).fill(1));
  const optimiser = new Optimiser(everyLayer, recipe(values), signs().orthogonalise);
  const gradient = new Float32Array(table.length).fill(1);
  let norm = 0;
  for (let i = 0; i < steps; i++) norm = optimiser.step(state, gradient, 0.1);
  const first = (name: string, vector = state.parameters): number =>
    sliceOf(vector, parameterNamed(name))[0]!;
  return { state, norm, first };
}

describe('the optimiser', () => {
  it('when Adam steps along a constant gradient, then each step is the rate, at once', () => {
    assert.ok(Math.abs(after(1, { kind: 'adam' }).first('heat.weight') - 0.9) < 1e-5);
    assert.ok(Math.abs(after(3, { kind: 'adam' }).first('heat.weight') - 0.7) < 1e-5);
  });

  it('when SGD steps with momentum, then steps grow as its sum', () => {
    const { first } = after(2, { kind: 'sgd', momentum: 0.5 });
    assert.ok(Math.abs(first('heat.weight') - (1 - 0.1 - 0.15)) < 1e-6);
  });

  it('when Muon steps, then convolutions before a norm go as far as Adam would, and the rest by Adam', () => {
    const { first } = after(1, { kind: 'muon' });
    // 4 filters of 27 numbers each.
    assert.ok(Math.abs(1 - first('stem.weight') - 0.1 * 0.2 * Math.sqrt(27)) < 1e-6);
    for (const name of ['heat.weight', 'down.weight', 'surface.weight', 'stem.norm.weight'])
      assert.ok(Math.abs(first(name) - 0.9) < 1e-5, name);
  });

  it('when Muon steps, then each matrix is made orthogonal once, by itself', () => {
    const { orthogonalise, matrices } = signs();
    const optimiser = new Optimiser(everyLayer, recipe({ kind: 'muon' }), orthogonalise);
    const gradient = new Float32Array(table.length);
    sliceOf(gradient, parameterNamed('odd.weight')).fill(1);
    const state = startLearning(new Float32Array(table.length));
    assert.ok(Math.abs(optimiser.step(state, gradient, 0.1) - Math.sqrt(20)) < 1e-5);
    assert.equal(matrices(), 3);
    assert.ok(sliceOf(state.parameters, parameterNamed('odd.weight')).every((value) => value < 0));
    assert.ok(sliceOf(state.parameters, parameterNamed('wide.weight')).every((value) => value === 0));
  });

  it('when weights decay, then only weights do, apart from the gradient', () => {
    for (const kind of ['muon', 'adam', 'sgd']) {
      const { first } = after(1, { kind, weightDecay: 0.5 });
      const apart = first('heat.bias') - first('heat.weight');
      assert.ok(Math.abs(apart - 0.05) < 1e-6, kind);
      assert.equal(first('stem.norm.weight'), first('heat.bias'));
    }
  });

  it('when statistics are observed, then running ones follow by the momentum of the network', () => {
    const state = startLearning(new Float32Array(table.length));
    const gradient = new Float32Array(table.length).fill(2);
    new Optimiser(everyLayer, recipe({}), signs().orthogonalise).step(state, gradient, 0.1);
    assert.ok(Math.abs(sliceOf(state.parameters, parameterNamed('stem.norm.mean'))[0]! - 0.2) < 1e-6);
  });

  it('when a gradient is long, then it is shortened and its length is told', () => {
    const { norm, first } = after(1, { kind: 'sgd', clipNorm: 1 });
    assert.ok(norm > 20);
    assert.ok(Math.abs(1 - first('heat.weight') - 0.1 / norm) < 1e-5);
  });

  it('when steps are taken, then the average follows, faster at the beginning', () => {
    const { state, first } = after(1, { kind: 'sgd' });
    assert.ok(Math.abs(first('heat.weight', state.average) - ((2 / 11) * 1 + (9 / 11) * 0.9)) < 1e-6);
  });

  it('when the schedule is followed, then it rises straight and falls as a cosine to its end', () => {
    const values = recipe({ learningRate: 1, warmUp: 0.1, finalRate: 0.01 });
    const rates = Array.from({ length: 100 }, (_, step) => rateAt(step, 100, values));
    assert.ok(Math.abs(rates[0]! - 0.1) < 1e-9 && Math.abs(rates[9]! - 1) < 1e-9);
    assert.ok(Math.abs(rateAt(55, 100, values) - 0.505) < 1e-9);
    assert.ok(rates[99]! < 0.012 && rates.slice(10).every((rate, i, all) => i === 0 || rate < all[i - 1]!));
  });
});
