// Shares of a mask: what of each cell of a grid it covers.
import assert from 'node:assert/strict';
import { encodeRle } from '../dataset/rle.js';
import { sharesOf } from './mask-shares.js';

describe('shares of a mask', () => {
  it('when a mask is stretched over a grid, then each cell has its share, in a part of it too', () => {
    const mask = Uint8Array.from({ length: 8 * 8 }, (_, i) => (i % 8 < 3 ? 1 : 0));
    const rle = encodeRle(mask, 8, 8);
    const shares = sharesOf(rle, { width: 4, height: 2 }, 100);
    assert.deepEqual([...shares], [100, 50, 0, 0, 100, 50, 0, 0]);
    const part = sharesOf(rle, { width: 4, height: 2 }, 100, { left: 1, top: 1, right: 3, bottom: 2 });
    assert.deepEqual([...part], [50, 0]);
  });
});
