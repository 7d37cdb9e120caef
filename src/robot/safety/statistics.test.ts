// The bootstrap against cases whose answer is known.
import assert from 'node:assert/strict';
import { createRandom } from '../../simulation/random.js';
import { quantile } from '../../runtime/quantile.js';
import { bootstrap, per100m, rateRatio } from './statistics.js';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

describe('statistics over rooms', () => {
  it('when means of normal values are bootstrapped, then the bounds hold the truth about 95 times of a hundred', () => {
    let held = 0;
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const random = createRandom(trial);
      const units = Array.from({ length: 40 }, () => 3 + random.normal());
      const { lower95, upper95 } = bootstrap(units, mean, { seed: trial, rounds: 400 });
      if (lower95 <= 3 && 3 <= upper95) held++;
    }
    assert.ok(held / trials > 0.88 && held / trials < 0.99, `${held} of ${trials}`);
  });

  it('when all rooms are alike, then there is nothing to be unsure of', () => {
    const pair = { one: { count: 1, metres: 50 }, other: { count: 5, metres: 50 } };
    assert.deepEqual(rateRatio([pair, pair, pair], { seed: 1 }), { value: 0.2, lower95: 0.2, upper95: 0.2 });
  });

  it('when rooms differ, then the ratio is that of the sums, not the mean of ratios', () => {
    const pairs = [
      { one: { count: 0, metres: 10 }, other: { count: 1, metres: 10 } },
      { one: { count: 2, metres: 30 }, other: { count: 3, metres: 10 } },
    ];
    const { value, lower95, upper95 } = rateRatio(pairs, { seed: 1 });
    assert.ok(Math.abs(value - 5 / 20) < 1e-12);
    assert.ok(lower95 <= value && value <= upper95);
    assert.equal(lower95, 0);
  });

  it('when nothing was counted or driven, then the figures say so without dividing by nothing', () => {
    const none = { count: 0, metres: 0 };
    assert.equal(per100m([none]), 0);
    assert.equal(rateRatio([{ one: none, other: none }], { seed: 1 }).value, 0);
    const met = { count: 1, metres: 10 };
    assert.equal(rateRatio([{ one: none, other: met }], { seed: 1 }).upper95, Infinity);
    assert.equal(rateRatio([{ one: met, other: { count: 0, metres: 10 } }], { seed: 1 }).upper95, Infinity);
  });

  it('when the ones counted nothing, then the bound is what the length of their way allows', () => {
    const pair = { one: { count: 0, metres: 100 }, other: { count: 10, metres: 100 } };
    const { value, lower95, upper95 } = rateRatio([pair], { seed: 1 });
    assert.deepEqual([value, lower95], [0, 0]);
    // In 100 m at this rate nothing happens 2.5 times of a hundred.
    assert.ok(Math.abs(Math.exp(-10 * upper95) - 0.025) < 1e-9);
  });

  it('when the same seed is given, then the bounds are the same', () => {
    const units = [1, 5, 2, 9, 4];
    assert.deepEqual(bootstrap(units, mean, { seed: 7 }), bootstrap(units, mean, { seed: 7 }));
    assert.notDeepEqual(bootstrap(units, mean, { seed: 7 }), bootstrap(units, mean, { seed: 8 }));
  });

  it('when a quantile lies between two values, then it is taken in proportion', () => {
    assert.equal(quantile(Float64Array.of(0, 10), 0.25), 2.5);
    assert.equal(quantile(Float64Array.of(3), 0.9), 3);
    assert.ok(Number.isNaN(quantile(new Float64Array(0), 0.5)));
  });
});
