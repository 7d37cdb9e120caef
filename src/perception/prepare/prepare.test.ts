import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fault } from '../../fault/fault.js';
import { packedEncodings, packedRowBytes, unpack } from '../../picture/unpack.js';
import type { InputSpec } from '../model/manifest.js';
import { Preparer, type Frame } from './prepare.js';

const spec: InputSpec = {
  name: 'image',
  width: 24,
  height: 16,
  layout: 'NCHW',
  colour: 'rgb',
  resize: 'stretch-bilinear',
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** Where red, green and blue are in a pixel, and how long it is. */
const layouts: Record<string, readonly [number, number, number, number]> = {
  rgb8: [0, 1, 2, 3],
  bgr8: [2, 1, 0, 3],
  rgba8: [0, 1, 2, 4],
  bgra8: [2, 1, 0, 4],
};

/** What the manifest says in words, pixel by pixel, with no thought of speed. */
function plainly({ width, height, step, data, encoding }: Frame, to: InputSpec): Float64Array {
  const layout = layouts[encoding]!;
  const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  const out = new Float64Array(3 * to.width * to.height);
  for (let channel = 0; channel < 3; channel++) {
    const at = (x: number, y: number): number =>
      data[clamp(y, height - 1) * step + clamp(x, width - 1) * layout[3] + layout[channel]!]!;
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width; x++) {
        const sx = Math.round((((x + 0.5) * width) / to.width - 0.5) * 256) / 256;
        const sy = Math.round((((y + 0.5) * height) / to.height - 0.5) * 256) / 256;
        const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
        const [u, v] = [sx - x0, sy - y0];
        const upper = at(x0, y0) * (1 - u) + at(x0 + 1, y0) * u;
        const lower = at(x0, y0 + 1) * (1 - u) + at(x0 + 1, y0 + 1) * u;
        const byte = upper * (1 - v) + lower * v;
        out[(channel * to.height + y) * to.width + x] = (byte / 255 - to.mean[channel]!) / to.std[channel]!;
      }
    }
  }
  return out;
}

const anyFrame = fc
  .record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 50 }),
    padding: fc.integer({ min: 0, max: 9 }),
    encoding: fc.constantFrom(...Object.keys(layouts)),
    seed: fc.integer(),
  })
  .map(({ width, height, padding, encoding, seed }): Frame => {
    const step = width * layouts[encoding]![3] + padding;
    const data = Uint8Array.from({ length: step * height }, (_, i) => Math.imul(i + seed, 2654435761) >>> 24);
    return { width, height, step, encoding, data };
  });

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 0; i < a.length; i++) greatest = Math.max(greatest, Math.abs(a[i]! - b[i]!));
  return greatest;
}

describe('prepare', () => {
  it('when any frame of any encoding and padding is prepared, then each number is the one the manifest defines', () => {
    for (const target of [spec, { ...spec, width: 9, height: 11 }]) {
      const preparer = new Preparer(target);
      const out = new Float32Array(preparer.length);
      fc.assert(
        fc.property(anyFrame, (frame) => {
          preparer.prepare(frame, out);
          assert.ok(difference(out, plainly(frame, target)) < 1e-5);
        }),
        { numRuns: 150 },
      );
    }
  });

  it('when a frame has larger rows than memory had room for, then it is prepared as well, and a small one after it', () => {
    const preparer = new Preparer(spec);
    const out = new Float32Array(preparer.length);
    for (const width of [30_000, 7, 100_000]) {
      const data = Uint8Array.from({ length: 3 * width * 2 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
      const frame: Frame = { width, height: 2, step: 3 * width, encoding: 'rgb8', data };
      preparer.prepare(frame, out);
      assert.ok(difference(out, plainly(frame, spec)) < 1e-5, String(width));
    }
  });

  it('when the last row has no padding, then the frame is complete all the same', () => {
    const frame: Frame = {
      width: 5,
      height: 4,
      step: 20,
      encoding: 'rgb8',
      data: new Uint8Array(3 * 20 + 15),
    };
    const preparer = new Preparer(spec);
    const out = new Float32Array(preparer.length);
    preparer.prepare(frame, out);
    assert.ok(Math.abs(out[0]! + spec.mean[0] / spec.std[0]) < 1e-6);
  });

  it('when a frame is not what it says, then it is refused and the buffer keeps what it held', () => {
    const good: Frame = { width: 4, height: 3, step: 12, encoding: 'rgb8', data: new Uint8Array(36) };
    const bad: Partial<Frame>[] = [
      { encoding: 'mono16' },
      { encoding: '16UC1' },
      { encoding: 'bayer_rggb8' },
      { encoding: 'nv12' },
      { encoding: 'yuyv', width: 3 },
      { encoding: 'yuyv', step: 7 },
      { encoding: 'mono8', data: new Uint8Array(27) },
      { encoding: '__proto__' },
      { width: 0 },
      { height: -3 },
      { width: 1.5 },
      { step: 11 },
      { data: new Uint8Array(35) },
      { width: 1e9, step: 3e9 },
    ];
    const preparer = new Preparer(spec);
    const out = new Float32Array(preparer.length).fill(7);
    for (const change of bad) {
      assert.throws(
        () => preparer.prepare({ ...good, ...change }, out),
        (fault: Fault) => fault.code === 'stage/bad-input' && fault.found !== undefined,
        JSON.stringify(change),
      );
    }
    assert.ok(out.every((value) => value === 7));
  });

  it('when a frame is packed, then it is prepared as the same frame unpacked', () => {
    const preparer = new Preparer(spec);
    const [one, other] = [new Float32Array(preparer.length), new Float32Array(preparer.length)];
    for (const encoding of packedEncodings) {
      const size = { width: 30, height: 20 };
      const step = packedRowBytes(encoding, size.width)! + 5;
      const data = Uint8Array.from({ length: step * size.height }, (_, i) => Math.imul(i, 2654435761) >>> 24);
      const rgb = new Uint8Array(3 * size.width * size.height);
      unpack(encoding, { ...size, step, data }, rgb);
      preparer.prepare({ ...size, encoding, step, data }, one);
      preparer.prepare({ ...size, encoding: 'rgb8', step: 3 * size.width, data: rgb }, other);
      assert.deepEqual(one, other, encoding);
    }
  });

  it('when frames are anything, then they are prepared or refused, and nothing else happens', () => {
    const preparer = new Preparer(spec);
    const out = new Float32Array(preparer.length);
    const anything = fc.record({
      width: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer()),
      height: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer()),
      step: fc.oneof(fc.integer({ min: 0, max: 80 }), fc.integer()),
      encoding: fc.oneof(fc.constantFrom(...Object.keys(layouts), ...packedEncodings), fc.string()),
      data: fc.uint8Array({ maxLength: 2000 }),
    });
    fc.assert(
      fc.property(anything, (frame) => {
        try {
          preparer.prepare(frame, out);
          assert.ok(out.every(Number.isFinite));
        } catch (thrown) {
          assert.equal((thrown as Fault).code, 'stage/bad-input');
        }
      }),
      { numRuns: 400 },
    );
  });
});
