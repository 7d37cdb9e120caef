import assert from 'node:assert/strict';
import { drawCurves } from './curves.js';
import type { Entry } from './journal.js';

function validation(images: number): Entry {
  return { kind: 'validation', step: images / 32, images, map50: 0.25, surfaceAccuracy: 0.5, freeIou: 0.75 };
}

const dotsOf = (count: number): number =>
  drawCurves(Array.from({ length: count }, (_, i) => validation(32 * (i + 1)))).split('<circle').length - 1;

describe('the curves of a training', () => {
  it('when there is one validation, then it is seen; when there are many, then the lines are enough', () => {
    assert.equal(dotsOf(1), 3);
    assert.equal(dotsOf(100), 0);
  });
});
