// The mark of our drawings: found again, and no harm to the picture.
import assert from 'node:assert/strict';
import { decodePicture } from './decode.js';
import { encodePng } from './encode.js';
import { isMarked, isPng, markDrawing } from './mark.js';

describe('the mark of a drawing', () => {
  it('when a picture is marked, then that is seen in it, and its pixels are the same', async () => {
    const rgb = Uint8Array.from({ length: 3 * 4 * 2 }, (_, i) => 10 * i);
    const png = await encodePng(rgb, 4, 2);
    const marked = markDrawing(png);
    assert.deepEqual([isMarked(png), isMarked(marked)], [false, true]);
    const read = await decodePicture(marked);
    assert.deepEqual([read.width, read.height, [...read.rgb]], [4, 2, [...rgb]]);
  });

  it('when bytes are no PNG file, or too few, then they have no mark', () => {
    for (const text of ['', '{"images": []}', 'Software\0Jackdaw'.repeat(9)])
      assert.deepEqual([isPng(Buffer.from(text)), isMarked(Buffer.from(text))], [false, false], text);
  });
});
