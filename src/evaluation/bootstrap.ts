// Intervals by bootstrap over rooms: images of one room are alike, so rooms are drawn, not images.
import { interval95, resample } from '../runtime/resample.js';
import { createRandom } from '../simulation/random.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const DRAWS = 1000;

/** Rooms by number, in the order of their first image. */
export function groupByRoom(images: readonly { readonly room: string }[]): {
  readonly rooms: readonly string[];
  readonly groups: Int32Array;
} {
  const numbers = new Map<string, number>();
  const groups = Int32Array.from(images, ({ room }) => {
    const number = numbers.get(room) ?? numbers.size;
    numbers.set(room, number);
    return number;
  });
  return { rooms: [...numbers.keys()], groups };
}

/**
 * 95 % percentile intervals of several figures from the same draws. `figures` is given how often each room was drawn; a
 * figure that a draw has no answer to (undefined) is left out of it. Undefined where fewer than half of the draws have one.
 */
export function bootstrap<K extends string>(
  rooms: number,
  { seed, draws = DRAWS }: { readonly seed: number; readonly draws?: number },
  figures: (weights: Int32Array) => Readonly<Record<K, number | undefined>>,
): Partial<Record<K, Interval>> {
  const drawn = new Map<K, number[]>();
  for (const weights of resample(rooms, draws, createRandom(seed))) {
    for (const [key, value] of Object.entries(figures(weights)) as [K, number | undefined][]) {
      if (value === undefined) continue;
      const list = drawn.get(key) ?? [];
      drawn.set(key, list);
      list.push(value);
    }
  }
  const usable = [...drawn].filter(([, values]) => values.length >= draws / 2);
  return Object.fromEntries(usable.map(([key, values]) => [key, interval95(values)])) as Partial<
    Record<K, Interval>
  >;
}
