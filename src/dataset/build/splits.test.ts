// Which room goes into which split, where there are few of them.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import type { splitNames } from '../format.js';
import { settleSampling } from './rules.js';
import { splitOf, splitRooms, wantedSplits } from './splits.js';

const rules = { shares: { train: 0.7, validation: 0.3, test: 0 }, salt: 'few' };

describe('the splits of rooms', () => {
  it('when there are as many rooms as wanted splits or more, then each has one, in whatever order they come', () => {
    for (let draw = 0; draw < 200; draw++) {
      for (const shares of [rules.shares, { train: 0.8, validation: 0.1, test: 0.1 }]) {
        const few = { shares, salt: `draw ${draw}` };
        const wanted = wantedSplits(few);
        const rooms = Array.from({ length: wanted.length + (draw % 3) }, (_, i) => `room ${i}`);
        const splitByRoom = splitRooms(rooms, few);
        assert.deepEqual(new Set(splitByRoom.values()), new Set(wanted));
        const reversed = splitRooms([...rooms].reverse(), few);
        for (const room of rooms) assert.equal(reversed.get(room), splitByRoom.get(room));
      }
    }
  });

  it('when no split would be empty, then the hash alone says', () => {
    const rooms = Array.from({ length: 30 }, (_, i) => `room ${i}`);
    for (const [room, split] of splitRooms(rooms, rules)) assert.equal(split, splitOf(room, rules));
  });

  it('when a split would be empty, then it takes the room that fell nearest, and the others stay', () => {
    const all = Array.from({ length: 60 }, (_, i) => `room ${i}`);
    const rooms = all.filter((room) => splitOf(room, rules) === 'train').slice(0, 4);
    const nearest = rooms.filter((room) => splitOf(room, { ...rules, shares: narrow(rooms) }) !== 'train');
    assert.equal(nearest.length, 1);
    const splitByRoom = splitRooms(rooms, rules);
    const moved = rooms.filter((room) => splitByRoom.get(room) === 'validation');
    assert.deepEqual(moved, nearest);
  });

  it('when there are fewer rooms than wanted splits, then it says why and what next', () => {
    const refusal = (text: RegExp) => (thrown: unknown) =>
      thrown instanceof Fault && thrown.code === 'dataset/empty-split' && text.test(thrown.message);
    assert.throws(() => splitRooms(['kitchen'], rules), refusal(/one room.*never.*two splits[^]*1,0,0/));
    const three = { ...rules, shares: { train: 0.8, validation: 0.1, test: 0.1 } };
    assert.throws(() => splitRooms(['kitchen', 'hall'], three), refusal(/2 rooms[^]*0.7,0.3,0/));
    assert.deepEqual([...splitRooms(['kitchen'], { ...rules, shares: narrowest })], [['kitchen', 'train']]);
  });

  it('when labels are COCO files, then nothing is left out unless it is asked for', () => {
    const unsaid = { everyMs: undefined, hashBits: undefined };
    assert.deepEqual(settleSampling({ ...unsaid, hasCoco: false }), { everyMs: 250, hashBits: 3 });
    assert.deepEqual(settleSampling({ ...unsaid, hasCoco: true }), { everyMs: 0, hashBits: 0 });
    assert.deepEqual(settleSampling({ everyMs: 9, hashBits: 2, hasCoco: true }), { everyMs: 9, hashBits: 2 });
  });
});

const narrowest = { train: 1, validation: 0, test: 0 };

/** Shares of training so small that only one of the rooms falls behind it. */
function narrow(rooms: readonly string[]): Record<(typeof splitNames)[number], number> {
  for (let train = 0.7; train > 0; train -= 0.001) {
    const shares = { train, validation: 1 - train, test: 0 };
    if (rooms.some((room) => splitOf(room, { ...rules, shares }) === 'validation')) return shares;
  }
  return narrowest;
}
