// How a dataset is made of its sources: what is left out, and which room goes into which split.
import { createHash } from 'node:crypto';
import { Fault } from '../../fault/fault.js';
import { splitNames, type SplitName } from '../format.js';

export interface BuildRules {
  readonly classes: readonly string[];
  /** In the order of the splits; they add up to 1. */
  readonly shares: Readonly<Record<SplitName, number>>;
  readonly salt: string;
  /** Images of a room nearer in time than this are left out. */
  readonly everyMs: number;
  /** Images of a room whose hashes differ in fewer bits are left out. */
  readonly hashBits: number;
}

/** Throws dataset/empty-split if the shares are none. */
export function checkShares(shares: BuildRules['shares']): void {
  const values = splitNames.map((split) => shares[split]);
  const sum = values.reduce((total, share) => total + share, 0);
  if (values.every((share) => share >= 0 && share <= 1) && Math.abs(sum - 1) < 1e-6) return;
  throw new Fault('dataset/empty-split', {
    what: 'the shares of the splits do not add up to 1',
    found: values.join(' + '),
    expected: 'train, validation, test, each 0 to 1: for example 0.8,0.1,0.1',
  });
}

/** The same room is in the same split of every dataset with this salt and these shares. */
export function splitOf(room: string, { shares, salt }: Pick<BuildRules, 'shares' | 'salt'>): SplitName {
  const digest = createHash('sha256').update(`${salt}${room}`).digest();
  const place = digest.readUInt32BE(0) / 2 ** 32;
  let upTo = 0;
  for (const split of splitNames) {
    upTo += shares[split];
    if (place < upTo) return split;
  }
  return splitNames.findLast((split) => shares[split] > 0) ?? 'train';
}
