// Compares trees by what they say, not by where they stand in a file.
import { isDeepStrictEqual } from 'node:util';
import type { World } from './tree.js';

/** True if both say the same, positions and notes aside. */
export function sameWorld(a: World, b: World): boolean {
  return isDeepStrictEqual(withoutPositions(a), withoutPositions(b));
}

/** A copy without positions and notes. */
export function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'at' && key !== 'notes');
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutPositions(child)]));
}
