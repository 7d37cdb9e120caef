// Augmentation: labels go where the pixels go, the seed decides, and nothing but the picture is touched.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Augmenter } from './augment.js';
import { randomAt, shuffled } from './chance.js';
import { FULL_FLOOR, UNKNOWN_FLOOR, type Example } from './labels.js';
import { recipeSections } from './recipe.js';

const size = { width: 96, height: 64 };
const shape = { left: 30, top: 20, right: 58, bottom: 44 };

/** A white rectangle on black; the floor is what is black in the lower half. */
function example(): Example {
  const pixels = new Uint8Array(3 * size.width * size.height);
  const free = new Uint8Array((size.width * size.height) / 4);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const inside = x >= shape.left && x < shape.right && y >= shape.top && y < shape.bottom;
      if (inside) pixels.fill(255, 3 * (y * size.width + x), 3 * (y * size.width + x) + 3);
      else if (y >= 32) free[(y >> 1) * 48 + (x >> 1)] = FULL_FLOOR;
    }
  }
  return { id: 1, room: 'black', pixels, boxes: [{ classId: 2, ...shape, hidden: false }], free, surface: 1 };
}

const still = recipeSections.augment.parse({
  ...{
    flip: 0,
    scale: 0,
    shift: 0,
    tiltDeg: 0,
    brightness: 0,
    contrast: 0,
    colour: 0,
    dirt: 0,
    blur: 0,
    noise: 0,
    jpeg: 0,
    paste: 0,
    patches: 0,
  },
});

describe('augmentation', () => {
  it('when nothing is asked for, then nothing changes', async () => {
    const { pixels, labels } = await new Augmenter(size, still).augment(example(), randomAt(1));
    assert.deepEqual(pixels, example().pixels);
    assert.deepEqual(labels.boxes, example().boxes);
    assert.deepEqual(labels.free, example().free);
  });

  it('when patches and objects of others are put in, then it shows them, and the original is as it was', async () => {
    const red = { ...shape, classId: 5, hidden: false };
    const pixels = new Uint8Array(3 * 28 * 24).fill(160);
    const cutout = {
      box: red,
      left: 30,
      top: 20,
      width: 28,
      height: 24,
      pixels,
      cover: pixels.subarray(0, 28 * 24).map(() => 255),
    };
    const lower = { ...example(), boxes: [], free: new Uint8Array(example().free!.length).fill(FULL_FLOOR) };
    const before = structuredClone(lower);
    const augmenter = new Augmenter(size, { ...still, paste: 10, patches: 3 }, [
      { ...lower, cutouts: [cutout] },
    ]);
    const { pixels: seen, labels } = await augmenter.augment(lower, randomAt(2));
    assert.ok(labels.boxes.length > 0 && labels.boxes.every(({ classId }) => classId === 5));
    assert.notDeepEqual(seen, before.pixels);
    assert.notDeepEqual(labels.free, before.free);
    assert.deepEqual(lower, before);
  });

  it('when pictures are mirrored, scaled, shifted and tilted, then boxes and floor stay with their pixels', async () => {
    const amounts = { ...still, flip: 0.5, scale: 0.3, shift: 0.15, tiltDeg: 3 };
    const augmenter = new Augmenter(size, amounts);
    const source = example();
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), async (seed) => {
        const { pixels, labels } = await augmenter.augment(source, randomAt(seed));
        const [box] = labels.boxes;
        const seen = boundsOfWhite(pixels);
        assert.ok(box !== undefined && seen !== undefined);
        for (const side of ['left', 'top', 'right', 'bottom'] as const)
          assert.ok(
            Math.abs(box[side] - seen[side]) <= 2.6,
            `${seed} ${side}: ${box[side]}, seen ${seen[side]}`,
          );
        assert.ok(floorOnWhite(labels.free!, pixels) < 0.12);
      }),
      { numRuns: 60 },
    );
  });

  it('when the picture shrinks, then what lies outside the old one is unknown floor', async () => {
    const { labels } = await new Augmenter(size, { ...still, shift: 0.3 }).augment(example(), randomAt(3));
    assert.ok(labels.free!.includes(UNKNOWN_FLOOR));
  });

  it('when light, dirt, blur, noise and compression change it, then only pixels do, and the seed decides', async () => {
    const amounts = {
      ...still,
      brightness: 0.3,
      contrast: 0.3,
      colour: 0.2,
      dirt: 1,
      blur: 1,
      noise: 1,
      jpeg: 1,
    };
    const once = async (seed: number) => {
      const { pixels, labels } = await new Augmenter(size, amounts).augment(example(), randomAt(seed));
      return { pixels: pixels.slice(), labels };
    };
    const [a, b, c] = [await once(1), await once(1), await once(2)];
    assert.deepEqual(a, b);
    assert.notDeepEqual(a.pixels, c.pixels);
    assert.notDeepEqual(a.pixels, example().pixels);
    assert.deepEqual(a.labels.boxes, example().boxes);
  });
});

describe('dirt on the lens', () => {
  it('when there are spots, then some places are darker, and none is brighter', async () => {
    const bright = { ...example(), pixels: example().pixels.fill(200) };
    const { pixels } = await new Augmenter(size, { ...still, dirt: 1 }).augment(bright, randomAt(4));
    assert.ok(pixels.every((value) => value <= 200));
    assert.ok(pixels.includes(200) && pixels.some((value) => value < 180));
  });
});

describe('chance by place', () => {
  it('when places differ by one, then their numbers are unrelated', () => {
    const values = Array.from({ length: 200 }, (_, i) => randomAt(7, 2, 0, i).next());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean - 0.5) < 0.08);
    assert.equal(new Set(values).size, values.length);
    assert.notEqual(randomAt(1, 2).next(), randomAt(2, 1).next());
  });

  it('when an order is drawn, then each comes once', () => {
    const order = shuffled(50, randomAt(3));
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, i) => i),
    );
    assert.notDeepEqual(order, shuffled(50, randomAt(4)));
  });
});

function boundsOfWhite(pixels: Uint8Array) {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = 0; i < pixels.length / 3; i++) {
    if (pixels[3 * i]! < 128) continue;
    const [x, y] = [i % size.width, Math.floor(i / size.width)];
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x + 1);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y + 1);
  }
  return bounds.left === Infinity ? undefined : bounds;
}

/** Share of the white pixels that the mask calls free. */
function floorOnWhite(floor: Uint8Array, pixels: Uint8Array): number {
  let [white, free] = [0, 0];
  for (let i = 0; i < pixels.length / 3; i++) {
    if (pixels[3 * i]! < 200) continue;
    const [x, y] = [i % size.width, Math.floor(i / size.width)];
    white++;
    if (floor[(y >> 1) * 48 + (x >> 1)] === FULL_FLOOR) free++;
  }
  return free / white;
}
