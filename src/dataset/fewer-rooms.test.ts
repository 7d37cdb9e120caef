// Parts of a split by whole rooms: nested, the same whatever the order, refused where there are too few.
import assert from 'node:assert/strict';
import { keepRooms } from './fewer-rooms.js';
import type { Sample } from './open.js';

const ROOMS = 20;
/** Three images of each room, the rooms in turn. */
const samples = Array.from(
  { length: 3 * ROOMS },
  (_, id) =>
    ({ image: { id, room: `room-${id % ROOMS}` }, annotations: [], imagePath: '' }) as unknown as Sample,
);
const idsOf = (kept: readonly Sample[]): number[] => kept.map(({ image }) => image.id);

describe('fewer rooms of a split', () => {
  it('when fewer rooms are kept, then whole ones, in order, and all of them are among more', () => {
    const sets = [1, 5, 12, ROOMS].map((count) => idsOf(keepRooms(samples, count)));
    assert.deepEqual(
      sets.map((ids) => ids.length),
      [3, 15, 36, 60],
    );
    for (const [i, ids] of sets.entries()) {
      assert.deepEqual(
        ids,
        ids.toSorted((a, b) => a - b),
      );
      for (const id of ids) {
        assert.ok(ids.includes((id + ROOMS) % samples.length), `the room of ${id} is whole`);
        assert.ok(sets.slice(i).every((more) => more.includes(id)));
      }
    }
  });

  it('when the split comes in another order, then the same rooms are kept', () => {
    const backwards = idsOf(keepRooms(samples.toReversed(), 7));
    assert.deepEqual(backwards.reverse(), idsOf(keepRooms(samples, 7)));
    // A test of scripts/training/pictures.py holds the same names.
    const three = new Set(keepRooms(samples, 3).map(({ image }) => image.room));
    assert.deepEqual([...three].sort(), ['room-14', 'room-17', 'room-3']);
  });

  it('when more rooms are asked for than there are, then that is a Fault that says how many there are', () => {
    assert.throws(() => keepRooms(samples, ROOMS + 1), {
      code: 'dataset/few-rooms',
      found: '20 rooms',
      expected: 'at most 20',
    });
  });
});
