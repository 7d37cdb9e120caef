// The drawing kit: what is drawn lands where it should, blends as it should, and never outside the picture.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Canvas } from './canvas.js';
import { glyphOf } from './font.js';

const white = [255, 255, 255] as const;

function brightness(canvas: Canvas): number {
  return canvas.rgb.reduce((sum, value) => sum + value, 0) / (3 * 255);
}

function pixel(canvas: Canvas, x: number, y: number): number[] {
  return [...canvas.rgb.subarray((y * canvas.width + x) * 3, (y * canvas.width + x) * 3 + 3)];
}

describe('Canvas', () => {
  it('when a polygon is filled, then as much is covered as its area', () => {
    const canvas = new Canvas(60, 60);
    canvas.polygon(
      [
        [10.5, 10.25],
        [50, 12],
        [30, 47.5],
      ],
      white,
    );
    const area = Math.abs((50 - 10.5) * (47.5 - 10.25) - (30 - 10.5) * (12 - 10.25)) / 2;
    assert.ok(Math.abs(brightness(canvas) - area) < area * 0.02, `${brightness(canvas)} of ${area}`);
  });

  it('when discs, circles and lines are drawn, then their areas are right', () => {
    const disc = new Canvas(60, 60);
    disc.disc([30, 30], 12, white);
    assert.ok(Math.abs(brightness(disc) / (Math.PI * 144) - 1) < 0.02);
    const circle = new Canvas(60, 60);
    circle.circle([30, 30], 20, white, 2);
    assert.ok(Math.abs(brightness(circle) / (2 * Math.PI * 20 * 2) - 1) < 0.03);
    const line = new Canvas(60, 60);
    line.line([10, 10], [50, 40], white, 3);
    assert.ok(Math.abs(brightness(line) / (50 * 3 + Math.PI * 2.25) - 1) < 0.05, `${brightness(line)}`);
  });

  it('when a colour is half transparent, then it mixes with what is below', () => {
    const canvas = new Canvas(4, 4);
    canvas.fill([100, 0, 0]);
    canvas.fillRectangle([0, 0], [2, 2], [0, 200, 0, 0.5]);
    assert.deepEqual(pixel(canvas, 1, 1), [50, 100, 0]);
    assert.deepEqual(pixel(canvas, 2, 1), [100, 0, 0]);
  });

  it('when text is written, then its dots are the font’s and small letters look like capitals', () => {
    const canvas = new Canvas(12, 8);
    assert.equal(canvas.text('l', [0, 0], white), 6);
    assert.deepEqual(glyphOf('l'), [16, 16, 16, 16, 16, 16, 31]);
    assert.deepEqual(pixel(canvas, 0, 0), [255, 255, 255]);
    assert.deepEqual(pixel(canvas, 4, 6), [255, 255, 255]);
    assert.deepEqual(pixel(canvas, 4, 5), [0, 0, 0]);
  });

  it('when pictures are pasted over the border, then what lies inside is copied', () => {
    const canvas = new Canvas(4, 4);
    canvas.paste({ width: 2, height: 2, rgb: new Uint8Array(12).fill(9) }, [-1, 3]);
    assert.deepEqual(pixel(canvas, 0, 3), [9, 9, 9]);
    assert.equal(
      canvas.rgb.reduce((sum, value) => sum + value, 0),
      27,
    );
  });

  it('when anything is drawn anywhere, then nothing throws and nothing outside the buffer changes', () => {
    const place = fc.double({ min: -80, max: 120, noNaN: true });
    fc.assert(
      fc.property(place, place, place, place, (x0, y0, x1, y1) => {
        const memory = new Uint8Array(3 * 30 * 20 + 64).fill(7);
        const canvas = new Canvas(30, 20, memory.subarray(32, 32 + 1800));
        canvas.line([x0, y0], [x1, y1], white, 4);
        canvas.circle([x0, y0], Math.abs(x1) / 4, white);
        canvas.polygon(
          [
            [x0, y0],
            [x1, y0],
            [x1, y1],
          ],
          white,
        );
        canvas.label('test', [x0, y1], { ink: white, plate: [0, 0, 0, 0.5] });
        assert.ok(memory.subarray(0, 32).every((value) => value === 7));
        assert.ok(memory.subarray(1832).every((value) => value === 7));
      }),
      { numRuns: 200 },
    );
  });
});
