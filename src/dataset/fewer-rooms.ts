// A part of a split by whole rooms, to ask what more rooms are worth: which ones depends on nothing but their names.
import { Fault } from '../fault/fault.js';
import { sha256Of, type Sample } from './open.js';

/** None that splits are drawn with: a split is a range of those hashes. */
const SALT = 'fewer rooms: ';

export function countRooms(samples: readonly Sample[]): number {
  return new Set(samples.map(({ image }) => image.room)).size;
}

/** The images of so many rooms, in the order they come in; those of fewer rooms are among them. Throws dataset/few-rooms. */
export function keepRooms(samples: readonly Sample[], count: number): readonly Sample[] {
  const rooms = [...new Set(samples.map(({ image }) => image.room))];
  if (count > rooms.length) throw tooFew(rooms.length, count);
  const drawn = rooms
    .map((room) => ({ room, place: sha256Of(`${SALT}${room}`) }))
    .sort((one, other) => (one.place < other.place ? -1 : 1));
  const kept = new Set(drawn.slice(0, count).map(({ room }) => room));
  return samples.filter(({ image }) => kept.has(image.room));
}

function tooFew(found: number, wanted: number): Fault {
  return new Fault('dataset/few-rooms', {
    what: `${wanted} rooms are asked for, and the split has fewer.`,
    found: found === 1 ? '1 room' : `${found} rooms`,
    expected: `at most ${found}`,
    next: 'Ask for fewer rooms, or build the dataset from more.',
  });
}
