// When two detectors see the same: a peer with other answers has no time.
import assert from 'node:assert/strict';
import { agreement } from './bench-ros-seen.js';

const chair = ['chair', 0.9, [10, 10, 110, 110]] as const;
const almost = ['chair', 0.6, [12, 10, 112, 110]] as const;
const elsewhere = ['chair', 0.9, [60, 10, 160, 110]] as const;
const table = ['table', 0.9, [10, 10, 110, 110]] as const;

describe('the agreement of two detectors', () => {
  it('when classes and boxes are about the same, then they agree', () => {
    assert.deepEqual(agreement({ answers: [[chair], []] }, { answers: [[almost], []] }), {
      found: 2,
      share: 1,
    });
  });

  it('when a box lies elsewhere or the class is another, then they do not', () => {
    assert.equal(agreement({ answers: [[chair]] }, { answers: [[elsewhere]] }).share, 0);
    assert.equal(agreement({ answers: [[chair]] }, { answers: [[table]] }).share, 0);
  });

  it('when one sees more than the other, or in another picture, then that counts against them', () => {
    assert.equal(agreement({ answers: [[chair, elsewhere]] }, { answers: [[chair]] }).share, 2 / 3);
    assert.equal(agreement({ answers: [[chair], []] }, { answers: [[], [chair]] }).share, 0);
  });

  it('when nobody saw anything, then that proves nothing', () => {
    assert.equal(agreement({ answers: [[], null] }, { answers: [[], []] }).share, 0);
  });
});
