// The ring of slabs: who may read what for how long, and what makes room.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SlabRing, type Slab } from './slab.js';

function write(ring: SlabRing, value: number): Slab {
  const slab = ring.claim(4);
  assert.ok(slab);
  slab.bytes.fill(value);
  slab.release();
  return slab;
}

describe('a ring of slabs', () => {
  it('when all slabs are full, then the oldest unread payload makes room and is counted', () => {
    const ring = new SlabRing({ slabs: 2, bytes: 4 });
    const [a, b, c] = [1, 2, 3].map((value) => write(ring, value));
    assert.deepEqual([a?.hold(), b?.hold(), c?.hold()], [false, true, true]);
    assert.deepEqual([ring.dropped, ring.refused], [1, 0]);
  });

  it('when a payload was read, then it makes room first and is no drop', () => {
    const ring = new SlabRing({ slabs: 2, bytes: 4 });
    const [a, b] = [1, 2].map((value) => write(ring, value));
    b?.hold();
    b?.release();
    write(ring, 3);
    assert.deepEqual([a?.hold(), b?.hold(), ring.dropped], [true, false, 0]);
  });

  it('when all are held, then the new frame is lost and counted, and nobody loses what he reads', () => {
    const ring = new SlabRing({ slabs: 2, bytes: 4 });
    const slabs = [write(ring, 1), write(ring, 2)];
    for (const slab of slabs) slab.hold();
    assert.equal(ring.claim(4), undefined);
    assert.deepEqual([ring.refused, slabs[0]!.bytes[0], slabs[1]!.bytes[0]], [1, 1, 2]);
    slabs[0]!.release();
    assert.ok(ring.claim(4));
  });

  it('when a payload is too big or released too often, then that is a Fault', () => {
    const ring = new SlabRing({ slabs: 1, bytes: 4 });
    assert.throws(() => ring.claim(5), { code: 'runtime/too-big' });
    const slab = write(ring, 1);
    assert.throws(() => slab.release(), { code: 'runtime/closed' });
    write(ring, 2);
    assert.throws(() => slab.release(), { code: 'runtime/closed' });
  });

  it('when the payload is shorter than its slab, then the view is as long as the payload', () => {
    assert.equal(new SlabRing({ slabs: 1, bytes: 100 }).claim(7)?.bytes.length, 7);
  });

  it('when anything happens in any order, then held bytes never change', () => {
    const act = fc.oneof(
      fc.constant('write' as const),
      fc.record({ slab: fc.nat(9), act: fc.constantFrom('hold', 'release') }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 100 }), (acts) => {
        const ring = new SlabRing({ slabs: 3, bytes: 4 });
        const written: { slab: Slab; value: number; holds: number }[] = [];
        for (const [value, step] of acts.entries()) {
          const one = step === 'write' ? undefined : written[step.slab];
          if (step === 'write') {
            const slab = ring.claim(4);
            slab?.bytes.fill(value);
            slab?.release();
            if (slab !== undefined) written.push({ slab, value, holds: 0 });
          } else if (one !== undefined && step.act === 'hold' && one.slab.hold()) one.holds += 1;
          else if (one !== undefined && step.act === 'release' && one.holds > 0) {
            one.slab.release();
            one.holds -= 1;
          }
          for (const { slab, value: expected, holds } of written) {
            if (holds > 0) assert.equal(slab.bytes[3], expected % 256);
          }
        }
      }),
    );
  });
});
