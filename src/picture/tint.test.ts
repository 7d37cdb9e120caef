// Tinting: what is free floor becomes greener, what is not darker, whatever the floor is made of.
import assert from 'node:assert/strict';
import { tintFloor, tintPixel } from './tint.js';

describe('tinting free floor', () => {
  it('when a mask has fewer cells than the picture pixels, then each pixel follows the cells around it', () => {
    const [width, height] = [8, 4];
    const rgb = new Uint8Array(3 * width * height).fill(100);
    const margins = Float32Array.of(-9, 9);
    const tinted = tintFloor({ rgb, width, height }, { columns: 2, rows: 1, margins });
    const greens = Array.from({ length: width }, (_, x) => tinted[3 * (2 * width + x) + 1]);
    assert.deepEqual([greens[0], greens[7]], [80, 120]);
    assert.deepEqual(
      greens,
      [...greens].sort((a, b) => a! - b!),
    );
    assert.ok(rgb.every((value) => value === 100));
  });

  it('when the floor is white or black, then free floor is greener than red and blue, and the rest is not', () => {
    for (const value of [255, 0]) {
      const pixels = Uint8Array.of(value, value, value, value, value, value);
      tintPixel(pixels, 0, 1);
      tintPixel(pixels, 3, 0);
      assert.ok(pixels[1]! >= pixels[0]! + 15 && pixels[1]! >= pixels[2]! + 15, pixels.join(' '));
      assert.ok(pixels[4] === pixels[3] && pixels[4] === pixels[5], pixels.join(' '));
    }
  });
});
