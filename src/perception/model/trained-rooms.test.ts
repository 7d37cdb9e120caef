// The rooms that a model learned from: known again by name, joined with those of its start, within a ceiling.
import assert from 'node:assert/strict';
import { knownRooms, MOST_ROOMS, noteRooms, trainedRoomsSchema, withStart } from './trained-rooms.js';

describe('the rooms that a model learned from', () => {
  it('when rooms are noted, then these are known again, in whatever order they came, and no others', () => {
    const noted = noteRooms(['hall', 'standard-0a1b2c3d-100008', 'hall']);
    assert.deepEqual(noted, noteRooms(['standard-0a1b2c3d-100008', 'hall']));
    assert.match(noted.digests, /^[0-9a-f]{24}$/);
    // The sixth room of captures with seeds 1 and 2, and the first by another version of the generator.
    const asked = ['standard-0a1b2c3d-200011', 'standard-99999999-100008', 'standard-0a1b2c3d-100008', 'hal'];
    assert.deepEqual([...knownRooms(noted, asked)], ['standard-0a1b2c3d-100008']);
    assert.equal(knownRooms(noteRooms([]), asked).size, 0);
  });

  it('when a start is joined, then the rooms of both are known; if its own are not all noted, that is said', () => {
    const [own, start] = [noteRooms(['a', 'b']), noteRooms(['b', 'c'])];
    assert.deepEqual(withStart(own, start), noteRooms(['a', 'b', 'c']));
    assert.deepEqual(withStart(own, undefined), { ...own, partial: true });
    assert.equal(withStart(own, { ...start, partial: true }).partial, true);
  });

  it('when there are more than a manifest holds, then some are noted, which can be read again', () => {
    const noted = noteRooms(Array.from({ length: MOST_ROOMS + 1 }, (_, i) => `room ${i}`));
    assert.deepEqual(trainedRoomsSchema.parse(noted), noted);
    assert.deepEqual([noted.digests.length, noted.partial], [12 * MOST_ROOMS, true]);
  });

  it('when what is noted is something else, then it is refused', () => {
    const whole = 'a'.repeat(12);
    for (const digests of [`${whole}b`, whole.toUpperCase(), `${whole}\n`, whole.repeat(MOST_ROOMS + 1), 7])
      assert.equal(trainedRoomsSchema.safeParse({ digests }).success, false, String(digests).slice(0, 20));
  });
});
