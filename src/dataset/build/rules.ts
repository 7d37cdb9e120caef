// How a dataset is made of its sources: its classes, the shares of its splits, and what is left out.
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

interface WantedSampling {
  readonly everyMs: number | undefined;
  readonly hashBits: number | undefined;
  /** Labels that people made. */
  readonly hasCoco: boolean;
}

/** What is left out if nobody says: a recording repeats itself, but a picture that somebody labelled is kept. */
export function settleSampling({
  everyMs,
  hashBits,
  hasCoco,
}: WantedSampling): Pick<BuildRules, 'everyMs' | 'hashBits'> {
  return { everyMs: everyMs ?? (hasCoco ? 0 : 250), hashBits: hashBits ?? (hasCoco ? 0 : 3) };
}
