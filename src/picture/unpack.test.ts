import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packedRowBytes, unpack } from './unpack.js';

/** ITU-R BT.601 with 16..235, in its own words. */
function rgbOf(y: number, u: number, v: number): number[] {
  const bright = (255 / 219) * Math.max(0, y - 16);
  const [blue, red] = [u - 128, v - 128].map((value) => (255 / 112) * value) as [number, number];
  return [
    bright + 0.701 * red,
    bright - (0.886 * 0.114 * blue + 0.701 * 0.299 * red) / 0.587,
    bright + 0.886 * blue,
  ].map((value) => Math.max(0, Math.min(255, value)));
}

const byte = fc.integer({ min: 0, max: 255 });

describe('unpacking pictures', () => {
  for (const [names, order] of [
    [
      ['yuyv', 'yuv422_yuy2'],
      [0, 1, 2, 3],
    ],
    [
      ['uyvy', 'yuv422'],
      [1, 0, 3, 2],
    ],
  ] as const) {
    it(`when any two pixels are ${names.join(' or ')}, then their colours are BT.601's within two steps`, () => {
      fc.assert(
        fc.property(byte, byte, byte, byte, fc.constantFrom(...names), (y0, u, y1, v, encoding) => {
          const data = new Uint8Array(4);
          [y0, u, y1, v].forEach((value, i) => (data[order[i]!] = value));
          const rgb = new Uint8Array(6);
          unpack(encoding, { width: 2, height: 1, step: 4, data }, rgb);
          [...rgbOf(y0, u, v), ...rgbOf(y1, u, v)].forEach((value, i) =>
            assert.ok(Math.abs(value - rgb[i]!) <= 2, `${i}: ${value} ${rgb[i]}`),
          );
        }),
      );
    });
  }

  it('when rows are padded, then the padding is passed over', () => {
    const rgb = new Uint8Array(12);
    unpack('mono8', { width: 2, height: 2, step: 5, data: Uint8Array.of(1, 2, 9, 9, 9, 3, 4) }, rgb);
    assert.deepEqual([...rgb], [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
  });

  it('when an encoding or a width is not known, then there is no row of it', () => {
    assert.equal(packedRowBytes('yuyv', 3), undefined);
    assert.equal(packedRowBytes('mono16', 4), undefined);
    assert.equal(packedRowBytes('__proto__', 4), undefined);
  });
});
