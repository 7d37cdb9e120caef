// Draws from lists and around colours.
import type { Random } from '../random.js';
import type { Color } from './thing.js';

/** One of the list, which must not be empty. */
export function choose<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)] as T;
}

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** A whole number from low to high, both included. */
export function count(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

/** The list in another order. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(random.below(left.length), 1)[0] as T);
}

/** A colour near another: the same shift of brightness for all channels, and a little of its own for each. */
export function tinted(random: Random, color: Color, spread: number): Color {
  const shift = random.between(-spread, spread);
  const near = (channel: number): number =>
    Math.min(1, Math.max(0, channel + shift + random.between(-spread, spread) / 3));
  return [near(color[0]), near(color[1]), near(color[2])];
}

/** A full turn's angle, rounded so that places computed from it are the same as what the file says. */
export function drawYaw(random: Random): number {
  return Math.round(random.between(-Math.PI, Math.PI) * 1e4) / 1e4;
}
