// What was found on held-out assets, in the card.
import assert from 'node:assert/strict';
import { describeProof, parseProof } from './proof.js';

const sha256 = 'a'.repeat(64);

const safety = {
  ...{ model: sha256, seed: 7, rooms: 40, seconds: 60, distanceShare: 0.93 },
  arms: {
    lidar: {
      metres: 410.2,
      meanSpeed: 0.171,
      collisions: 33,
      collisionsPer100m: 8.04,
      falseStopsPer100m: 0.2,
    },
    model: {
      ...{ metres: 381.4, meanSpeed: 0.159, collisions: 5, collisionsPer100m: 1.31, falseStopsPer100m: 1.8 },
      ...{ ratio: 0.163, ratioUpper95: 0.34 },
    },
  },
  unmet: ['their upper 95 % bound: 0.34, at most 0.3 is wanted'],
  hits: [],
};

describe('the proof in a card', () => {
  it('when a bench has run, then its table is there, with what does not hold', () => {
    const text = describeProof(parseProof({ safety }, sha256));
    assert.match(text, /\| model \| 381 \| 0\.159 \| 5 \| 1\.31 \| 0\.163 \| 0\.340 \| 1\.80 \|/);
    assert.match(text, /What does not hold: their upper 95 % bound/);
  });

  it('when model and dataset did not know the same classes, then the card says which were left out', () => {
    const evaluation = {
      ...{ model: { sha256 }, dataset: { digest: 'd', assets: ['foreign'] }, split: 'test' },
      ...{ images: 9, rooms: 2, map50: 0.4, map: 0.2, ghostsPerImage: 0.1, classes: [], intervals: {} },
    };
    const leftOut = { model: ['shoe'], dataset: ['dog'], surfaces: [] };
    const tell = (found: object): string => describeProof(parseProof({ evaluation: found }, sha256));
    assert.match(tell({ ...evaluation, judged: ['box'], leftOut }), /split test\. Left out, .*: shoe, dog\./);
    assert.doesNotMatch(tell(evaluation), /Left out/);
  });

  it('when pictures show rooms of the training, then the card says how many', () => {
    const evaluation = {
      ...{ model: { sha256 }, dataset: { digest: 'd', assets: ['standard'] }, split: 'train' },
      ...{ images: 9, rooms: 2, map50: 0.4, map: 0.2, ghostsPerImage: 0.1, classes: [], intervals: {} },
    };
    const tell = (images: number): string =>
      describeProof(parseProof({ evaluation: { ...evaluation, seenInTraining: { images } } }, sha256));
    assert.match(tell(4), /split train\. \*\*4 of them show rooms that it was trained in\.\*\*/);
    assert.doesNotMatch(tell(0), /trained in/);
  });

  it('when photographs were looked at, then what was seen in them is counted', () => {
    const photographs = {
      ...{ model: sha256, detections: 3 },
      pictures: [
        { file: 'coffee.png', found: [{ class: 'ball' }, { class: 'ball' }, { class: 'shoe' }] },
        { file: 'moon.png', found: [] },
      ],
    };
    assert.match(
      describeProof(parseProof({ photographs }, sha256)),
      /2 photographs .*: 3 detections in 1 of them/,
    );
    assert.throws(() => parseProof({ photographs }, 'b'.repeat(64)), { code: 'model/bad-proof' });
  });

  it('when nothing was measured, then nothing is said', () => {
    assert.equal(describeProof(parseProof({}, sha256)), '');
  });

  it('when a result is of another model or damaged, then it is refused', () => {
    assert.throws(() => parseProof({ safety }, 'b'.repeat(64)), { code: 'model/bad-proof' });
    assert.throws(() => parseProof({ safety: { ...safety, arms: 3 } }, sha256), { code: 'model/bad-proof' });
    assert.throws(() => parseProof({ evaluation: { images: [], annotations: [] } }, sha256), {
      code: 'model/bad-proof',
      found: '--evaluation: absent or of another kind are model, dataset, split and 7 more',
      expected: '--evaluation: metrics.json of jackdaw evaluate',
    });
  });
});
