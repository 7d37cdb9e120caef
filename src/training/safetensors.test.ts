// Safetensors: what is written is read back, and what is damaged is refused.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fault } from '../fault/fault.js';
import { decodeTensors, encodeTensors, type TensorFile } from './safetensors.js';

const example: TensorFile = {
  tensors: new Map([
    ['stem.weight', { shape: [2, 1, 1, 2], values: Float32Array.of(1, -0, Number.MIN_VALUE, 3e38) }],
    ['stem.norm.mean', { shape: [1], values: Float32Array.of(Number.NaN) }],
    ['nothing', { shape: [0], values: new Float32Array(0) }],
  ]),
  metadata: { seed: '7' },
};

/** A file with this header and body. */
function fileOf(header: unknown, body = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}

describe('safetensors', () => {
  it('when tensors are written, then they are read back bit for bit, with their metadata', () => {
    const read = decodeTensors(encodeTensors(example), 'x');
    assert.deepEqual(read, example);
    assert.deepEqual(decodeTensors(Buffer.from(encodeTensors(example)), 'a pooled buffer'), example);
    assert.equal(encodeTensors(example).length % 4, 0);
  });

  it('when a file has the layout that the format describes, then it is read', () => {
    const header = {
      b: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
      a: { dtype: 'F32', shape: [], data_offsets: [0, 4] },
    };
    const { tensors } = decodeTensors(fileOf(header, new Uint8Array(Float32Array.of(1.5, 2.5).buffer)), 'x');
    assert.deepEqual(
      [...tensors],
      [
        ['a', { shape: [], values: Float32Array.of(1.5) }],
        ['b', { shape: [1], values: Float32Array.of(2.5) }],
      ],
    );
  });

  it('when a file is cut, has gaps, other types or a wrong header, then it is refused', () => {
    const whole = encodeTensors(example);
    const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
    const hostile = [
      new Uint8Array(3),
      whole.subarray(0, whole.length - 1),
      new Uint8Array([...whole, 0]),
      fileOf([]),
      fileOf({ a: { ...entry, dtype: 'F16' } }, new Uint8Array(4)),
      fileOf({ a: { ...entry, shape: [2] } }, new Uint8Array(4)),
      fileOf({ a: { ...entry, data_offsets: [4, 8] } }, new Uint8Array(8)),
      fileOf({ a: entry, b: entry }, new Uint8Array(4)),
      fileOf({ a: { ...entry, shape: [-1] } }, new Uint8Array(4)),
      fileOf({ __metadata__: { n: 1 }, a: entry }, new Uint8Array(4)),
    ];
    for (const bytes of hostile)
      assert.throws(() => decodeTensors(bytes, 'x'), { code: 'training/bad-tensors' });
  });

  it('when bytes are anything, then they are read or refused, and nothing else happens', () => {
    const whole = encodeTensors(example);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        try {
          decodeTensors(bytes, 'x');
        } catch (thrown) {
          assert.ok(thrown instanceof Fault && thrown.code === 'training/bad-tensors', String(thrown));
        }
      }),
    );
  });
});
