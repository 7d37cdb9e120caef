// The threshold of free floor: on masks whose ends are known, at a budget that allows them or does not.
import assert from 'node:assert/strict';
import { FloorEnds } from './floor-ends.js';

/** One column of ten cells, the lowest last: so many are free, each with this probability of it. */
function column(free: number, probability: number, others = 0.01): { free: Float32Array; floor: Uint8Array } {
  const of = (p: number): number => Math.log(p / (1 - p));
  return {
    free: Float32Array.from({ length: 10 }, (_, row) => of(row >= 10 - free ? probability : others)),
    floor: Uint8Array.from({ length: 10 }, (_, row) => Number(row >= 10 - free)),
  };
}

function ends(...columns: { free: Float32Array; floor: Uint8Array }[]): FloorEnds {
  const all = new FloorEnds({ columns: 1, rows: 10 });
  for (const { free, floor } of columns) all.add(free, floor);
  return all;
}

describe('the threshold of free floor', () => {
  it('when all floor is surely free and all else surely not, then the highest does and nothing ends wrongly', () => {
    assert.deepEqual(ends(column(6, 0.99)).choose(0.01), { threshold: 0.95, early: 0, late: 0 });
  });

  it('when some floor is unsure, then it is the highest that the budget allows', () => {
    const columns = [...Array.from({ length: 9 }, () => column(6, 0.99)), column(6, 0.42)];
    assert.deepEqual(ends(...columns).choose(0.05), { threshold: 0.4, early: 0, late: 0 });
    assert.deepEqual(ends(...columns).choose(0.2), { threshold: 0.95, early: 0.1, late: 0 });
  });

  it('when an obstacle looks like floor, then the price of a low threshold is told', () => {
    const columns = [column(6, 0.32), column(4, 0.99, 0.6)];
    assert.deepEqual(ends(...columns).choose(0.01), { threshold: 0.3, early: 0, late: 0.5 });
  });

  it('when it ends one cell off, then that is no other end; two cells are', () => {
    const near = column(6, 0.99);
    near.floor[3] = 1;
    assert.equal(ends(near).choose(0)?.early, 0);
    near.floor[2] = 1;
    assert.equal(ends(near).choose(1)?.early, 1);
  });

  it('when no budget can be kept, then the lowest is taken; without a picture there is none', () => {
    assert.equal(ends(column(6, 0.02)).choose(0.01)?.threshold, 0.05);
    assert.equal(ends().choose(0.01), undefined);
  });
});
