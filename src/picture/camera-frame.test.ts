// Frames of every encoding as red, green and blue.
import assert from 'node:assert/strict';
import { pictureOfFrame } from './camera-frame.js';

describe('a camera frame as a picture', () => {
  const orders = { rgb8: 'rgb', bgr8: 'bgr', rgba8: 'rgba', bgra8: 'bgra', mono8: 'g' } as const;
  const colour = { r: 10, g: 20, b: 30, a: 40 } as const;

  for (const [encoding, order] of Object.entries(orders)) {
    it(`when it is ${encoding} with padded rows, then the colours are in their places`, () => {
      const pixel = [...order].map((letter) => colour[letter as keyof typeof colour]);
      const row = [...pixel, ...pixel, 77];
      const data = Uint8Array.from([...row, ...row]);
      const picture = pictureOfFrame({ encoding, width: 2, height: 2, step: row.length, data });
      const expected = encoding === 'mono8' ? [20, 20, 20] : [10, 20, 30];
      assert.deepEqual([...(picture?.rgb ?? [])], [...expected, ...expected, ...expected, ...expected]);
    });
  }

  it('when it is of another encoding, empty, or shorter than it says, then it is no picture', () => {
    const frame = { encoding: 'rgb8', width: 2, height: 2, step: 6, data: new Uint8Array(12) };
    assert.ok(pictureOfFrame(frame) !== undefined);
    const broken = [
      { encoding: '16UC1' },
      { encoding: 'toString' },
      { step: 5 },
      { data: new Uint8Array(11) },
      { width: 0 },
      { height: 0 },
    ];
    for (const each of broken) assert.equal(pictureOfFrame({ ...frame, ...each }), undefined);
  });
});
