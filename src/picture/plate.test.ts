// Plates with words: their colour is there, and they stay where they may lie.
import assert from 'node:assert/strict';
import { decodePicture } from './decode.js';
import { Drawing } from './drawing.js';
import { drawPlate, plateHeight } from './plate.js';

const letterPx = 8;
const room = { left: 20, top: 10, width: 60 };

/** Bounds of what is not black, pixels. */
async function inked(at: readonly [number, number], text: string) {
  const drawing = new Drawing(100, 60);
  drawPlate(drawing, at, text, { color: '#ff0000', letterPx, room });
  const { rgb, width } = await decodePicture(await drawing.overPicture(new Uint8Array(100 * 60 * 3)));
  const on = Array.from({ length: rgb.length / 3 }, (_, i) => i).filter((i) => rgb[3 * i]! > 100);
  const [xs, ys] = [on.map((i) => i % width), on.map((i) => Math.floor(i / width))];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

describe('a plate', () => {
  it('when there is room, then it stands on its point', async () => {
    const { left, top, bottom } = await inked([30, 40], 'A');
    assert.deepEqual([left, top, bottom], [30, 40 - plateHeight(letterPx), 39]);
  });

  it('when its point is at an edge, then it is moved inside', async () => {
    const high = await inked([0, 0], 'BOX 90');
    assert.deepEqual([high.left, high.top], [room.left, room.top]);
    const right = await inked([79, 40], 'BOX 90');
    assert.ok(
      right.right <= room.left + room.width && right.left > room.left,
      `${right.left} to ${right.right}`,
    );
  });
});
