// Pasting: whole objects on free floor only, labels as they then are, nothing nearer covered.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeRle } from '../dataset/rle.js';
import { randomAt } from './chance.js';
import { cutOut } from './cutouts.js';
import { FULL_FLOOR, UNKNOWN_FLOOR, type Canvas, type LabelBox } from './labels.js';
import { Paster } from './paste.js';
import { cells, columns, emptyRoom, size } from './testing/empty-room.js';

const ball: LabelBox = { classId: 4, left: 20, top: 30, right: 32, bottom: 42, hidden: false };

/** Of a picture of twice the size, white where the object is. */
function objectAt(box: LabelBox, facts: { visible_fraction?: number; truncation?: number } = {}) {
  const pixels = new Uint8Array(3 * size.width * size.height);
  const mask = new Uint8Array(4 * size.width * size.height);
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const isInside = (u: number, v: number) =>
    ((u - x) / (box.right - box.left)) ** 2 + ((v - y) / (box.bottom - box.top)) ** 2 < 0.25;
  for (let i = 0; i < mask.length; i++) {
    const [u, v] = [i % (2 * size.width), Math.floor(i / (2 * size.width))];
    if (!isInside((u + 0.5) / 2, (v + 0.5) / 2)) continue;
    mask[i] = 1;
    pixels.fill(200, 3 * ((v >> 1) * size.width + (u >> 1)), 3 * ((v >> 1) * size.width + (u >> 1)) + 3);
  }
  const segmentation = encodeRle(mask, 2 * size.width, 2 * size.height);
  const annotation = {
    ...{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 1, 1] as [number, number, number, number] },
    ...{ area: 1, iscrowd: 0 as const, ignore: 0 as const, visible_fraction: 1, truncation: 0 },
    ...{ segmentation, ...facts },
  };
  return cutOut(annotation, box, pixels, size);
}

/** On a canvas of its own. */
function paste(example: Canvas, seed: number, tries = 20): Canvas {
  const { pixels, free, boxes } = structuredClone(example);
  const canvas = { pixels, free, boxes };
  return { ...canvas, boxes: new Paster(size, [objectAt(ball)!]).paste(canvas, tries, randomAt(seed)) };
}

describe('pasting', () => {
  it('when an object is hidden, cut by the border or has no mask, then it is not cut out', () => {
    assert.notEqual(objectAt(ball), undefined);
    assert.equal(objectAt(ball, { visible_fraction: 0.8 }), undefined);
    assert.equal(objectAt(ball, { truncation: 0.3 }), undefined);
    assert.equal(objectAt({ ...ball, left: 0, right: 12 }), undefined);
    const cutAbove = objectAt({ ...ball, top: 0, bottom: 20 }, { truncation: 0.5 });
    assert.notEqual(cutAbove, undefined, 'the upper border cuts it everywhere');
    assert.equal(objectAt({ ...ball, right: ball.left + 3 }), undefined, 'too thin to be judged');
  });

  it('when objects are pasted, then each has a box around its pixels, and the floor under them is not free', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const { boxes, pixels, free } = paste(emptyRoom(), seed);
        for (let y = 0; y < size.height; y++) {
          for (let x = 0; x < size.width; x++) {
            if (pixels[3 * (y * size.width + x)]! < 100) continue;
            const isBoxed = boxes.some(
              ({ left, top, right, bottom }) => x + 1 > left && x < right && y + 1 > top && y < bottom,
            );
            assert.ok(isBoxed, `${x}, ${y} belongs to nothing`);
            const cell = free[(y >> 1) * columns + (x >> 1)]!;
            assert.ok(cell < 0.9 * FULL_FLOOR, `the floor at ${x}, ${y} is covered`);
          }
        }
      }),
      { numRuns: 30 },
    );
    const found = Array.from({ length: 30 }, (_, seed) => paste(emptyRoom(), seed).boxes.length);
    assert.ok(Math.min(...found) >= 1, 'an empty room has a place for one');
  });

  it('when something is pasted, then it stands on the row that it stood on, two pixels up or down at most', () => {
    for (let seed = 0; seed < 30; seed++) {
      for (const { bottom, left, right, classId } of paste(emptyRoom(), seed).boxes) {
        assert.ok(Math.abs(bottom - ball.bottom) <= 2);
        assert.equal(right - left, ball.right - ball.left);
        assert.equal(classId, ball.classId);
      }
    }
  });

  it('when the floor is not free, or not known, then nothing is pasted', () => {
    const room = emptyRoom();
    for (const floor of [0, UNKNOWN_FLOOR]) {
      const pasted = paste({ ...room, free: new Uint8Array(cells).fill(floor) }, 3);
      assert.deepEqual(pasted.boxes, []);
      assert.deepEqual(pasted.pixels, room.pixels);
    }
  });

  it('when something nearer stands there, then nothing is pasted over it', () => {
    const near: LabelBox = { classId: 1, left: 0, top: 20, right: 96, bottom: 60, hidden: false };
    for (let seed = 0; seed < 30; seed++)
      assert.deepEqual(paste({ ...emptyRoom(), boxes: [near] }, seed).boxes, [near]);
  });

  it('when asked again, then the same comes out', () => {
    assert.deepEqual(paste(emptyRoom(), 5), paste(emptyRoom(), 5));
    assert.deepEqual(paste(emptyRoom(), 5, 0).boxes, []);
  });
});
