// Trainings by rooms and seeds: means and spreads by hand, rows with their gaps, and plots that hold every training.
import assert from 'node:assert/strict';
import {
  figuresOf,
  gainText,
  learningPoints,
  learningTable,
  plotLearning,
  type LearnedRun,
} from './learning.js';

const run = (rooms: number, seed: number, map50: number, surfaceAccuracy?: number): LearnedRun => ({
  ...{ rooms, seed, map50, surfaceAccuracy, pictures: 6 * rooms, freeIou: undefined },
  ...{ folder: `${rooms}-${seed}`, learner: 'wasm' },
});
const runs = [
  run(200, 1, 0.31, 0.8),
  run(100, 1, 0.25, 0.7),
  run(200, 2, 0.33, 0.9),
  run(200, 3, 0.35, 0.85),
];
const circles = (svg: string): number => svg.match(/<circle/g)?.length ?? 0;

describe('a learning curve', () => {
  it('when seeds are several, then there is a mean and a deviation over them; of one only a mean', () => {
    const [few, many] = learningPoints(runs);
    assert.deepEqual([few!.rooms, few!.map50], [100, { mean: 0.25, deviation: undefined }]);
    assert.equal(many!.map50.mean.toFixed(6), '0.330000');
    assert.equal(many!.map50.deviation?.toFixed(6), '0.020000');
    assert.equal(many!.pictures, 1200);
  });

  it('when it is a table, then a seed that a number of rooms was not trained with is a gap', () => {
    const points = learningPoints(runs);
    assert.deepEqual(learningTable(points, 'map50'), {
      head: ['mAP@0.5', 'pictures', 'seed 1', 'seed 2', 'seed 3', 'mean', '±'],
      rows: [
        ['100 rooms', '600', '0.250', '', '', '0.250', ''],
        ['200 rooms', '1200', '0.310', '0.330', '0.350', '0.330', '0.020'],
      ],
    });
    assert.equal(learningTable(points, 'surfaceAccuracy').rows[1]![2], '80.0 %');
    assert.equal(gainText(points), 'From 100 to 200 rooms: mAP@0.5 +0.080; seeds alone: ± 0.020');
    assert.equal(gainText(points.slice(1)), undefined);
    const worse = learningPoints([run(1, 1, 0.2), run(2, 1, 0.19)]);
    assert.equal(gainText(worse), 'From 1 to 2 rooms: mAP@0.5 -0.010');
  });

  it('when it is drawn, then every training is a dot, of one number of rooms too, and surfaces only where labelled', () => {
    const svg = plotLearning(learningPoints(runs));
    assert.equal(circles(svg), 8);
    assert.match(svg, /surface accuracy on validation/);
    const bare = plotLearning(learningPoints([run(3, 1, 0), run(3, 2, 0.02)]));
    assert.equal(circles(bare), 2);
    for (const each of [svg, bare]) assert.doesNotMatch(each, /NaN|Infinity/);
    assert.doesNotMatch(bare, /surface/);
    assert.deepEqual(figuresOf(learningPoints([run(3, 1, 0)])), ['map50']);
  });
});
