// Average precision: cases that one computes by hand, and COCO's rules for ignored objects.
import assert from 'node:assert/strict';
import { areaUnder, averagePrecision, meanAveragePrecision, type ImageResult } from './average-precision.js';
import { iou } from './match.js';
import { rankDetections } from './ranking.js';

const at = (left: number, size = 10) => ({ classId: 0, left, top: 0, right: left + size, bottom: size });
const found = (left: number, score: number, size = 10) => ({ ...at(left, size), score });
const truth = (left: number, ignore = false, size = 10) => ({ ...at(left, size), ignore });

function ap(images: readonly ImageResult[], overlap = 0.5): number {
  return averagePrecision(images, 0, overlap) ?? assert.fail('no objects');
}

describe('average precision', () => {
  it('when everything is found, then it is 1; when nothing is, 0', () => {
    assert.equal(ap([{ found: [found(0, 0.9), found(50, 0.8)], truths: [truth(0), truth(50)] }]), 1);
    assert.equal(ap([{ found: [], truths: [truth(0)] }]), 0);
    assert.equal(ap([{ found: [found(30, 0.9)], truths: [truth(0)] }]), 0);
  });

  it('when a mistake scores best, then every precision bears it', () => {
    assert.ok(Math.abs(ap([{ found: [found(90, 0.9), found(0, 0.8)], truths: [truth(0)] }]) - 0.5) < 1e-12);
  });

  it('when half is found, then the recalls up to one half count: 51 of 101', () => {
    assert.ok(Math.abs(ap([{ found: [found(0, 0.9)], truths: [truth(0), truth(50)] }]) - 51 / 101) < 1e-12);
  });

  it('when an object is found twice, then the second is a mistake', () => {
    const twice = [{ found: [found(0, 0.9), found(1, 0.8), found(50, 0.7)], truths: [truth(0), truth(50)] }];
    assert.ok(Math.abs(ap(twice) - (51 + (50 * 2) / 3) / 101) < 1e-12);
  });

  it('when an ignored object is found, then it neither helps nor harms', () => {
    const results = [{ found: [found(50, 0.95), found(0, 0.9)], truths: [truth(0), truth(50, true)] }];
    assert.equal(ap(results), 1);
    assert.equal(averagePrecision([{ found: [found(0, 1)], truths: [truth(0, true)] }], 0, 0.5), undefined);
  });

  it('when a detection overlaps a judged and an ignored object, then it takes the judged one', () => {
    const results = [{ found: [found(0, 0.9)], truths: [truth(0, true), truth(2)] }];
    assert.equal(ap(results), 1);
  });

  it('when the overlap asked for is higher, then a loose box does not do', () => {
    const loose = [{ found: [found(2, 0.9)], truths: [truth(0)] }];
    assert.ok(Math.abs(iou(at(2), at(0)) - 80 / 120) < 1e-12);
    assert.equal(ap(loose, 0.65), 1);
    assert.equal(ap(loose, 0.7), 0);
    assert.equal(meanAveragePrecision(loose, 3, [0.65, 0.7]), 0.5);
  });

  it('when images differ, then scores are ranked across all of them', () => {
    const results = [
      { found: [found(90, 0.7)], truths: [truth(0)] },
      { found: [found(0, 0.9)], truths: [truth(0)] },
    ];
    assert.ok(Math.abs(ap(results) - 51 / 101) < 1e-12);
  });
});

describe('average precision of a weighted ranking', () => {
  const images = [
    { found: [found(0, 0.9), found(70, 0.3)], truths: [truth(0), truth(50)] },
    { found: [found(90, 0.8), found(0, 0.5)], truths: [truth(0), truth(20)] },
    { found: [found(0, 0.85), found(30, 0.7)], truths: [truth(30), truth(60, true)] },
  ];
  const groups = Int32Array.from([0, 1, 2]);
  const ranking = rankDetections(images, 0, { leastIou: 0.5, groups });

  it('when each group counts so often, then that is as if its images were there so often', () => {
    for (const weights of [
      [1, 1, 1],
      [3, 0, 1],
      [0, 2, 2],
      [1, 0, 5],
    ]) {
      const repeated = images.flatMap((image, i) => Array.from({ length: weights[i]! }, () => image));
      const plain = averagePrecision(repeated, 0, 0.5)!;
      assert.ok(Math.abs(areaUnder(ranking, weights)! - plain) < 1e-12, weights.join());
    }
  });

  it('when no group with objects counts, then there is no answer', () => {
    assert.equal(areaUnder(ranking, [0, 0, 0]), undefined);
  });
});
