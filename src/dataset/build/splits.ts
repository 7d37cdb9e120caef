// Which room goes into which split: where a hash of its name falls, but no wanted split stays empty while there are rooms enough.
import { createHash } from 'node:crypto';
import { Fault } from '../../fault/fault.js';
import { splitNames, type SplitName } from '../format.js';
import type { BuildRules } from './rules.js';

type SplitRules = Pick<BuildRules, 'shares' | 'salt'>;
export type SplitByRoom = ReadonlyMap<string, SplitName>;

/** Where the hash falls: the same in every dataset with this salt and these shares. */
export function splitOf(room: string, { shares, salt }: SplitRules): SplitName {
  const place = placeOf(room, salt);
  let upTo = 0;
  for (const split of splitNames) {
    upTo += shares[split];
    if (place < upTo) return split;
  }
  return splitNames.findLast((split) => shares[split] > 0) ?? 'train';
}

export function wantedSplits({ shares }: Pick<BuildRules, 'shares'>): SplitName[] {
  return splitNames.filter((split) => shares[split] > 0);
}

/**
 * An empty wanted split takes the room that falls nearest to its share, from a split that keeps one; the order of the rooms
 * says nothing. Throws dataset/empty-split if there are fewer rooms than wanted splits.
 */
export function splitRooms(rooms: Iterable<string>, rules: SplitRules): SplitByRoom {
  const splitByRoom = new Map([...new Set(rooms)].sort().map((room) => [room, splitOf(room, rules)]));
  const wanted = wantedSplits(rules);
  refuseTooFew(splitByRoom, wanted);
  for (const split of wanted) {
    if (roomsIn(splitByRoom, split).length > 0) continue;
    const spare = [...splitByRoom.keys()].filter(
      (room) => roomsIn(splitByRoom, splitByRoom.get(room)!).length > 1,
    );
    const off = (room: string): number => distanceTo(split, placeOf(room, rules.salt), rules);
    splitByRoom.set(
      spare.reduce((best, room) => (off(room) < off(best) ? room : best)),
      split,
    );
  }
  return splitByRoom;
}

function roomsIn(splitByRoom: SplitByRoom, split: SplitName): string[] {
  return [...splitByRoom].filter(([, its]) => its === split).map(([room]) => room);
}

/** 0 .. 1. */
function placeOf(room: string, salt: string): number {
  return createHash('sha256').update(`${salt}${room}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** From a place to the share of a split, 0 within it. */
function distanceTo(split: SplitName, place: number, { shares }: SplitRules): number {
  const before = splitNames.slice(0, splitNames.indexOf(split)).reduce((sum, name) => sum + shares[name], 0);
  return Math.max(before - place, place - (before + shares[split]), 0);
}

function refuseTooFew({ size }: SplitByRoom, wanted: readonly SplitName[]): void {
  if (size >= wanted.length) return;
  const rooms = size === 1 ? 'one room' : `${size} rooms`;
  throw new Fault('dataset/empty-split', {
    what: `${rooms} cannot fill ${wanted.join(', ')}: images of one room never go into two splits`,
    found: `${rooms}: each bag is one, unless it names its room in ground_truth/room`,
    expected: `at least ${wanted.length} rooms, one for each split with a share above 0`,
    next:
      size > 1
        ? 'Record another room, or give a split that you can do without the share 0: --shares 0.7,0.3,0'
        : 'Record another room, or give --shares 1,0,0: all is for training, which then has no validation.',
  });
}
