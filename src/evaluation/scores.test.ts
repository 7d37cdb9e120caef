// The scorers on cases whose answer one knows by reasoning.
import assert from 'node:assert/strict';
import { createRandom } from '../simulation/random.js';
import { quantile } from '../runtime/quantile.js';
import { bootstrap, groupByRoom } from './bootstrap.js';
import { logit, sigmoid } from '../perception/model/logistic.js';
import { calibrationError, fitPlatt, reliability, risingScores } from './calibration.js';
import { classConfusion, surfaceConfusion } from './confusion.js';
import type { JudgedFound, JudgedTruth } from './judged.js';
import { classFigures, ghostsPerImage, macro, outcomeOf } from './operating.js';
import { rocOf } from './roc.js';
import { recallBy } from './slices.js';
import { chooseThresholds, type Candidate } from './thresholds.js';

const square = (left: number) => ({ left, top: 0, right: left + 10, bottom: 10 });
const found = (classId: number, left: number, score = 0.9): JudgedFound => ({
  classId,
  score,
  ...square(left),
});
const truth = (classId: number, left: number, more: Partial<JudgedTruth> = {}): JudgedTruth => ({
  classId,
  ignore: false,
  visibleFraction: 1,
  shortSidePx: 10,
  distanceM: 1,
  ...square(left),
  ...more,
});
const near = (is: number | undefined, expected: number, most = 1e-12): void =>
  assert.ok(is !== undefined && Math.abs(is - expected) <= most, `${is} is not ${expected}`);

describe('figures at the thresholds', () => {
  const frames = [
    // A box found, a ball taken for a box, a shoe in nothing, one on an ignored thing.
    {
      chosen: [found(0, 0), found(0, 100), found(1, 200), found(0, 300)],
      truths: [truth(0, 0), truth(2, 100), truth(0, 300, { ignore: true })],
    },
    // A box nobody saw.
    { chosen: [], truths: [truth(0, 0)] },
  ];
  const outcomes = frames.map(outcomeOf);
  const [box, shoe, ball] = classFigures(outcomes, ['box', 'shoe', 'ball']);

  it('when detections are right, wrong and missing, then precision, recall and F1 count them so', () => {
    assert.deepEqual([box?.hits, box?.misses, box?.objects], [1, 1, 2]);
    near(box?.precision, 1 / 2);
    near(box?.recall, 1 / 2);
    near(box?.f1, 1 / 2);
    assert.deepEqual([shoe?.precision, shoe?.recall, shoe?.f1], [0, undefined, 0]);
    assert.deepEqual([ball?.precision, ball?.recall, ball?.f1], [undefined, 0, 0]);
  });

  it('when the mean over classes is taken, then only those with objects count', () => {
    near(macro([box!, shoe!, ball!], 'precision'), 1 / 4);
    near(macro([box!, shoe!, ball!], 'recall'), 1 / 4);
  });

  it('when a detection is on a thing of another class or on an ignored one, then it is no ghost', () => {
    near(ghostsPerImage(outcomes), 1 / 2);
  });

  it('when classes are confused, then rows are what is there and columns what was said', () => {
    assert.deepEqual(classConfusion(frames, ['box', 'shoe', 'ball']).counts, [
      [1, 0, 0, 1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
  });

  it('when something is of a class that is not judged, then to name it otherwise is wrong, and no ghost', () => {
    const unjudged = truth(-1, 0, { ignore: true });
    const seen = outcomeOf({ chosen: [found(0, 0)], truths: [unjudged] });
    assert.deepEqual(
      seen.detections.map(({ right, ghost }) => [right, ghost]),
      [[false, false]],
    );
    assert.deepEqual(outcomeOf({ chosen: [], truths: [unjudged] }).objects, [], 'nobody misses it');
    assert.deepEqual(classConfusion([{ chosen: [found(0, 0)], truths: [unjudged] }], ['box']).counts, [
      [0, 0],
      [1, 0],
    ]);
  });

  it('when the surface is unknown, then what was said is a row of its own', () => {
    const said = [
      { surface: { is: 0, said: 0 } },
      { surface: { is: 1, said: -1 } },
      { surface: { is: -1, said: 1 } },
    ];
    assert.deepEqual(surfaceConfusion(said, ['wood', 'tile']).counts, [
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });

  it('when objects are far, small or hidden, then recall is told by it, and the unknown is in no slice', () => {
    const judged = outcomeOf({
      chosen: [found(0, 0), found(0, 100)],
      truths: [
        truth(0, 0, { distanceM: 0.5 }),
        truth(0, 100, { distanceM: undefined }),
        truth(0, 200, { distanceM: 0.99 }),
        truth(0, 300, { distanceM: 7 }),
      ],
    });
    const slices = recallBy([judged], 'distanceM');
    assert.deepEqual(
      slices.map(({ found: seen, objects }) => [seen, objects]),
      [
        [0, 0],
        [1, 2],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 1],
      ],
    );
  });
});

describe('calibration', () => {
  it('when each bin is as often right as its score says, then the error is 0; when all are wrong, their mean score', () => {
    const fair = Array.from({ length: 100 }, (_, i) => ({ score: 0.25, right: i % 4 === 0 }));
    near(calibrationError(reliability(fair, () => 1, 5)), 0);
    const wrong = [0.2, 0.4, 0.9].map((score) => ({ score, right: false }));
    near(calibrationError(reliability(wrong)), 0.5);
  });

  it('when there are 30 in 15 bins, then two are in each', () => {
    const judged = Array.from({ length: 30 }, (_, i) => ({ score: i / 30, right: i % 2 === 0 }));
    const bins = reliability(judged);
    assert.deepEqual(
      bins.map(({ count }) => count),
      Array.from({ length: 15 }, () => 2),
    );
    near(bins[1]!.confidence, 2.5 / 30);
    near(bins[1]!.accuracy, 0.5);
  });

  it('when judgements count several times, then that is as if they were there so often', () => {
    const random = createRandom(4);
    const judged = risingScores(
      Array.from({ length: 40 }, () => ({ score: random.next(), right: random.next() < 0.5 })),
    );
    const times = judged.map(() => random.below(4));
    const repeated = judged.flatMap((each, i) => Array.from({ length: times[i]! }, () => each));
    const weighted = calibrationError(reliability(judged, (i) => times[i]!));
    near(weighted, calibrationError(reliability(repeated)));
    assert.notEqual(weighted, calibrationError(reliability(judged)));
  });

  it('when scores are distorted by a known scaling, then the fit finds it again and the error goes away', () => {
    const random = createRandom(7);
    const judged = Array.from({ length: 20_000 }, () => {
      const value = random.between(-4, 4);
      return { logit: value, score: sigmoid(value), right: random.next() < sigmoid(0.6 * value - 0.8) };
    });
    const { scale, offset } = fitPlatt(judged);
    near(scale, 0.6, 0.03);
    near(offset, -0.8, 0.06);
    const mended = judged.map((each) => ({ ...each, score: sigmoid(scale * each.logit + offset) }));
    assert.ok(calibrationError(reliability(risingScores(judged))) > 0.1);
    assert.ok(calibrationError(reliability(risingScores(mended))) < 0.015);
  });

  it('when nothing, or only right ones, are there, then the fit is finite and rising', () => {
    assert.deepEqual(fitPlatt([]), { scale: 1, offset: 0 });
    const { scale, offset } = fitPlatt(
      Array.from({ length: 50 }, (_, i) => ({ logit: i / 10, right: true })),
    );
    assert.ok(Number.isFinite(offset) && scale > 0);
    near(logit(sigmoid(1.5)), 1.5);
  });
});

describe('thresholds', () => {
  const candidate = (score: number, right: boolean, ghost = !right): Candidate => ({ score, right, ghost });
  // F1: 2/3 after the first, 1/2 after the second, 4/5 after the third.
  const ranked = [candidate(0.9, true), candidate(0.8, false), candidate(0.6, true), candidate(0.2, false)];

  it('when the budget allows it, then the best F1 is taken, halfway to the next score', () => {
    const [threshold] = chooseThresholds([{ ranked, objects: 2 }], { images: 10, ghostsPerImage: 1 });
    near(threshold, 0.4);
  });

  it('when ghosts are too many, then thresholds rise until the budget is kept', () => {
    const [threshold] = chooseThresholds([{ ranked, objects: 2 }], { images: 10, ghostsPerImage: 0.05 });
    near(threshold, 0.85);
  });

  it('when several classes share the budget, then the class that loses least gives way', () => {
    // Without ghosts: the first class loses 4/5 - 2/3 of F1, the second all of it.
    const second = [candidate(0.7, false), candidate(0.5, true)];
    const classes = [
      { ranked, objects: 2 },
      { ranked: second, objects: 1 },
    ];
    const thresholds = chooseThresholds(classes, { images: 10, ghostsPerImage: 0.1 });
    near(thresholds[0], 0.85);
    near(thresholds[1], 0.25);
  });

  it('when equal scores are right and wrong, then they pass together', () => {
    const equal = [candidate(0.5, true), candidate(0.5, false), candidate(0.5, false)];
    const [threshold] = chooseThresholds([{ ranked: equal, objects: 1 }], { images: 1, ghostsPerImage: 1 });
    near(threshold, 0.75);
  });

  it('when nothing is known of a class, then its threshold is 0.5', () => {
    assert.deepEqual(chooseThresholds([{ ranked: [], objects: 0 }], { images: 1, ghostsPerImage: 1 }), [0.5]);
  });
});

describe('ROC by image', () => {
  const image = (score: number | undefined, there: boolean) => ({
    found: score === undefined ? [] : [found(0, 0, score), found(0, 50, score / 2)],
    truths: there ? [truth(0, 0)] : [],
  });

  it('when three of four pairs are in order, then the area is 3/4; a tie counts one half', () => {
    near(
      rocOf([image(0.9, true), image(0.5, true), image(0.7, false), image(undefined, false)], 0)?.area,
      0.75,
    );
    near(rocOf([image(0.5, true), image(0.5, false)], 0)?.area, 0.5);
  });

  it('when an image shows only ignored ones, then it is left out; without both kinds there is no curve', () => {
    const ignored = { found: [found(0, 0)], truths: [truth(0, 0, { ignore: true })] };
    const curve = rocOf([image(0.9, true), image(0.2, false), ignored], 0);
    assert.deepEqual([curve?.positives, curve?.negatives, curve?.area], [1, 1, 1]);
    assert.equal(rocOf([image(0.9, true)], 0), undefined);
  });
});

describe('bootstrap over rooms', () => {
  it('when rooms all say the same, then the interval is a point; when they do not, it holds the mean', () => {
    const same = bootstrap(20, { seed: 1, draws: 200 }, () => ({ value: 0.5 }));
    assert.deepEqual(same.value, { low: 0.5, high: 0.5 });
    const values = Array.from({ length: 100 }, (_, i) => i / 99);
    const mean = (weights: Int32Array) => ({
      mean: values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / 100,
    });
    const { low, high } = bootstrap(100, { seed: 2 }, mean).mean!;
    // The mean of 100 uniform values has the deviation 0.029: the interval is 4 x 0.029 wide.
    near(high - low, 0.114, 0.015);
    near((low + high) / 2, 0.5, 0.01);
    assert.deepEqual(bootstrap(100, { seed: 2 }, mean).mean, { low, high });
    assert.notDeepEqual(bootstrap(100, { seed: 3 }, mean).mean, { low, high });
  });

  it('when most draws have no answer, then there is no interval', () => {
    const rare = bootstrap(3, { seed: 1, draws: 100 }, (weights) => ({
      value: weights[0] === 3 ? 1 : undefined,
    }));
    assert.equal(rare.value, undefined);
  });

  it('when images are of rooms, then each has its room’s number; quantiles lie between values', () => {
    const { rooms, groups } = groupByRoom([{ room: 'b' }, { room: 'a' }, { room: 'b' }]);
    assert.deepEqual(
      [rooms, [...groups]],
      [
        ['b', 'a'],
        [0, 1, 0],
      ],
    );
    near(quantile([0, 1, 2, 10], 0.5), 1.5);
  });
});
