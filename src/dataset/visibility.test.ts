// What a dataset knows of how much can be seen: ours always, others' where a box is partly hidden.
import assert from 'node:assert/strict';
import type { Manifest } from './format.js';
import { isVisibilityKnown } from './visibility.js';

const source = (assets: 'standard' | 'foreign'): Manifest['sources'][number] => ({
  ...{ name: 'a', sha256: '0'.repeat(64), assets, frames: 1, kept: 1, duplicates: 0 },
});
const boxes = (...shares: readonly number[]) => [
  { annotations: shares.map((visible_fraction) => ({ visible_fraction })) },
];

describe('the visible part of things', () => {
  it('when all boxes of others are whole or of crowds, then nobody knows it; a partly hidden one tells that somebody does', () => {
    const foreign = { sources: [source('foreign')] };
    assert.equal(isVisibilityKnown(foreign, boxes(1, 0, 1)), false);
    assert.equal(isVisibilityKnown(foreign, boxes(1, 0.4)), true);
  });

  it('when a source is a capture of ours, then it is known though all is whole', () => {
    assert.equal(isVisibilityKnown({ sources: [source('foreign'), source('standard')] }, boxes(1)), true);
  });
});
