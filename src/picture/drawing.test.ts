// Drawings: what is drawn lands where it should, text needs no font, and nothing odd spoils the picture.
import assert from 'node:assert/strict';
import { decodePicture } from './decode.js';
import { Drawing } from './drawing.js';
import { textPath, textWidth } from './lettering.js';

async function pixelsOf(drawing: Drawing): Promise<(x: number, y: number) => number[]> {
  const { rgb, width } = await decodePicture(await drawing.toPng('#000000'));
  return (x, y) => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

describe('drawing', () => {
  it('when shapes are filled then their inside has the colour and the outside the ground', async () => {
    const drawing = new Drawing(60, 40);
    drawing.rectangle([10, 10], [20, 20], { fill: { color: '#ff0000' } });
    drawing.circle([45, 20], 8, { fill: { color: '#00ff00' } });
    const pixel = await pixelsOf(drawing);
    assert.deepEqual(pixel(20, 20), [255, 0, 0]);
    assert.deepEqual(pixel(45, 20), [0, 255, 0]);
    assert.deepEqual(pixel(5, 5), [0, 0, 0]);
    assert.deepEqual(pixel(35, 20), [0, 0, 0]);
  });

  it('when half of the light comes through then the ground is seen by half', async () => {
    const drawing = new Drawing(10, 10);
    drawing.rectangle([0, 0], [10, 10], { fill: { color: '#ffffff', opacity: 0.5 } });
    const [value] = (await pixelsOf(drawing))(5, 5);
    assert.ok(Math.abs(value! - 128) <= 1, `${value}`);
  });

  it('when it lies over a picture then the rest of the picture stays as it was', async () => {
    const drawing = new Drawing(8, 8);
    drawing.rectangle([0, 0], [4, 8], { fill: { color: '#0000ff' } });
    const rgb = new Uint8Array(8 * 8 * 3).fill(90);
    const picture = await decodePicture(await drawing.overPicture(rgb));
    assert.deepEqual([...picture.rgb.subarray(0, 3)], [0, 0, 255]);
    assert.deepEqual([...picture.rgb.subarray(21, 24)], [90, 90, 90]);
  });

  it('when text is written then its strokes are there, whatever fonts the machine has', async () => {
    const drawing = new Drawing(40, 30);
    drawing.text('I', [10, 25], { color: '#ffffff', height: 18 });
    const pixel = await pixelsOf(drawing);
    assert.ok(pixel(16, 16)[0]! > 200, 'the stem of the letter');
    assert.ok(pixel(35, 16)[0]! < 10);
    assert.ok(textWidth('AB') > textWidth('A'));
  });

  it('when a sign is unknown then it is a gap, not a failure', () => {
    assert.equal(textPath('☃', 0, 10, 10), '');
  });

  it('when a coordinate is not a number then the rest is still drawn', async () => {
    const drawing = new Drawing(20, 20);
    drawing.polyline(
      [
        [NaN, 1],
        [Infinity, 2],
        [3, 3],
      ],
      { color: '#ffffff' },
    );
    drawing.rectangle([10, 10], [5, 5], { fill: { color: '#ff0000' } });
    assert.deepEqual((await pixelsOf(drawing))(12, 12), [255, 0, 0]);
  });
});
