// Flat patches: on free floor only, which stays free; of another floor or in another light; the seed decides.
import assert from 'node:assert/strict';
import { randomAt } from './chance.js';
import { FULL_FLOOR, type Canvas, type Example } from './labels.js';
import { Patcher } from './patches.js';
import { cells, emptyRoom, size } from './testing/empty-room.js';

describe('patches', () => {
  const grey = (value: number, floor = FULL_FLOOR): Example => ({
    ...emptyRoom(),
    pixels: new Uint8Array(3 * size.width * size.height).fill(value),
    free: new Uint8Array(cells).fill(floor),
  });
  const lay = (canvas: Canvas, others: readonly Example[], seed: number) => {
    new Patcher(size, others).lay(canvas, 1, randomAt(seed));
    return canvas;
  };

  it('when patches are laid, then they are on free floor below the horizon, and it stays free', () => {
    for (let seed = 0; seed < 50; seed++) {
      const room = { ...emptyRoom(), pixels: new Uint8Array(3 * size.width * size.height).fill(90) };
      const { pixels, free } = lay(room, [], seed);
      assert.deepEqual(free, emptyRoom().free);
      const changed = pixels.findIndex((value) => value !== 90);
      assert.ok(changed === -1 || changed / (3 * size.width) >= size.height / 2, `${changed}`);
    }
  });

  it('when a patch is of another floor, then it shows that one; where the other is not free, nothing', () => {
    const valuesWith = (floor: number) =>
      new Set(
        Array.from({ length: 40 }, (_, seed) => [
          ...lay(
            { ...emptyRoom(), pixels: new Uint8Array(3 * size.width * size.height) },
            [grey(200, floor)],
            seed,
          ).pixels,
        ]).flat(),
      );
    // Black stays black in any light: what is not, comes from the other.
    assert.deepEqual([...valuesWith(FULL_FLOOR)].sort(), [0, 200]);
    assert.deepEqual([...valuesWith(0)], [0]);
  });

  it('when the floor is not free, then nothing is laid; where it is, the seed decides', () => {
    const wall = { ...emptyRoom(), pixels: grey(90).pixels, free: new Uint8Array(cells) };
    assert.deepEqual(lay(wall, [grey(200)], 4).pixels, grey(90).pixels);
    const laid = Array.from(
      { length: 20 },
      (_, seed) => lay({ ...grey(90), free: grey(90).free! }, [], seed).pixels,
    );
    assert.ok(laid.some((pixels) => pixels.some((value) => value !== 90)));
    laid.forEach((pixels, seed) => {
      assert.deepEqual(lay({ ...grey(90), free: grey(90).free! }, [], seed).pixels, pixels);
    });
  });
});
