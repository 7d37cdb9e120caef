// Chance by place: each sample of each epoch has its own source, so that order of work and resuming change nothing.
import { createRandom, type Random } from '../simulation/random.js';

/** The same numbers give the same source, near ones unrelated ones (the finaliser of MurmurHash3 over all of them). */
export function randomAt(...place: readonly number[]): Random {
  let hash = 0x811c9dc5;
  for (const number of place) {
    hash = Math.imul(hash ^ (number | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ Math.floor(number / 0x1_0000_0000), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return createRandom(hash >>> 0);
}

/** 0 .. count - 1 in an order drawn by Fisher and Yates. */
export function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
