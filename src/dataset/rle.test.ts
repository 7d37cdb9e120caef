// Run lengths against pycocotools' own answers, and through themselves for any mask.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../fault/fault.js';
import { areaOfRle, decodeRle, encodeRle } from './rle.js';

describe('run lengths of a mask', () => {
  it('when a mask is written, then the text is the one that pycocotools writes', () => {
    // pycocotools 2.0.11, mask.encode of the same masks.
    const square = Uint8Array.from([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
    assert.deepEqual(encodeRle(square, 4, 3), { size: [3, 4], counts: '42102' });
    assert.equal(encodeRle(new Uint8Array(640 * 480).fill(1), 640, 480).counts, '0PP\\9');
    const frame = new Uint8Array(320 * 240);
    fillBox(frame, [50, 100, 90, 140], 1);
    fillBox(frame, [60, 120, 70, 130], 0);
    fillBox(frame, [319, 0, 320, 5], 1);
    const sides = '0'.repeat(18);
    const holes = 'RJFn5:'.repeat(9);
    const expected = `Tj;X1X6${sides}\\O${holes}RJFn5n${'0'.repeat(39)}\\be1mNg^ZN`;
    assert.equal(encodeRle(frame, 320, 240).counts, expected);
  });

  it('when any mask is written and read, then it comes back, and its area with it', () => {
    const masks = fc
      .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
      .chain(({ width, height }) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          mask: fc.uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height }),
        }),
      );
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const rle = encodeRle(mask, width, height);
        assert.deepEqual(decodeRle(rle), mask);
        assert.equal(
          areaOfRle(rle),
          mask.reduce((sum, bit) => sum + bit, 0),
        );
      }),
    );
  });

  it('when only a box of it is read, then the rest counts as not set', () => {
    const sides = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        sides,
        sides,
        fc.array(fc.nat(12), { minLength: 4, maxLength: 4 }),
        (width, height, cut) => {
          const [left, right] = [cut[0]! % width, cut[1]! % (width + 1)].sort((a, b) => a - b) as [
            number,
            number,
          ];
          const [top, bottom] = [cut[2]! % height, cut[3]! % (height + 1)].sort((a, b) => a - b) as [
            number,
            number,
          ];
          const mask = new Uint8Array(width * height);
          for (let y = top; y < bottom; y++) mask.fill(1, y * width + left, y * width + right);
          const all = new Uint8Array(width * height).fill(1);
          assert.deepEqual(
            encodeRle(all, width, height, { left, top, right, bottom }),
            encodeRle(mask, width, height),
          );
        },
      ),
    );
  });

  it('when the text is anything, then it is a Fault or a mask, never another error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (counts) => {
        try {
          assert.equal(decodeRle({ size: [9, 7], counts }).length, 63);
        } catch (thrown) {
          assert.ok(thrown instanceof Fault && thrown.code === 'dataset/corrupt', String(thrown));
        }
      }),
    );
  });
});

function fillBox(frame: Uint8Array, [left, top, right, bottom]: readonly number[], value: number): void {
  for (let y = top!; y < bottom!; y++) frame.fill(value, y * 320 + left!, y * 320 + right!);
}
