import assert from 'node:assert/strict';
import fc from 'fast-check';
import { get, i16x8, i32, i32x4, instantiate, PAGE_BYTES, repeatWhile, select, set, v128 } from './wasm.js';

describe('a module written as expressions', () => {
  it('when a constant is any integer, then the module holds that one', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        const body = v128.store(i32.const(0), i32x4.splat(i32.const(value)));
        const { memory, run } = instantiate({ parameters: 0, locals: [], body });
        run();
        assert.deepEqual([...new Int32Array(memory.buffer, 0, 4)], [value, value, value, value]);
      }),
    );
  });

  it('when it has a loop and a choice, then they are taken as written', () => {
    const [turns, i, sum] = [0, 1, 2];
    const body = [
      ...repeatWhile(i32.lessThan(get(i), get(turns)), [
        ...set(i, i32.add(get(i), i32.const(1))),
        ...set(sum, i32.add(get(sum), select(i32.lessThan(get(i), i32.const(4)), get(i), i32.const(100)))),
      ]),
      ...v128.store(i32.const(16), i32x4.splat(get(sum))),
    ];
    const { memory, run } = instantiate({ parameters: 1, locals: ['i32', 'i32'], body });
    run(5);
    assert.equal(new Int32Array(memory.buffer)[4], 1 + 2 + 3 + 100 + 100);
  });

  it('when lanes are multiplied and summed in pairs, then signs and halves are right', () => {
    const three = i16x8.splat(i32.const(3));
    const shares = i32x4.splat(i32.const((5 << 16) | 0xffff));
    const body = v128.store(i32.const(0), i32x4.dot(i16x8.multiply(three, three), shares));
    const { memory, run } = instantiate({ parameters: 0, locals: [], body });
    run();
    assert.equal(new Int32Array(memory.buffer)[0], 9 * 5 - 9);
  });

  it('when its memory grows, then what was in it stays', () => {
    const body = v128.store(i32.const(0), i32x4.splat(i32.const(7)));
    const { memory, run } = instantiate({ parameters: 0, locals: [], body });
    run();
    memory.grow(2);
    assert.equal(memory.buffer.byteLength, 3 * PAGE_BYTES);
    assert.equal(new Int32Array(memory.buffer)[3], 7);
  });
});
