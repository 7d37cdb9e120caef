// How sure a figure over rooms is: the bootstrap, with whole rooms as what is drawn.
import { interval95, resample } from '../../runtime/resample.js';
import { createRandom } from '../../simulation/random.js';

export interface Interval {
  readonly value: number;
  readonly lower95: number;
  readonly upper95: number;
}

export interface BootstrapOptions {
  readonly seed: number;
  readonly rounds?: number;
}

/** So many draws settle a 95 % bound to about a percent of itself. */
const ROUNDS = 4000;

/** The statistic of all units, and the bounds of its values over samples of as many. Units are rooms, never frames or collisions. */
export function bootstrap<U>(
  units: readonly U[],
  statistic: (sample: readonly U[]) => number,
  { seed, rounds = ROUNDS }: BootstrapOptions,
): Interval {
  const values: number[] = [];
  const sample = [...units];
  for (const times of resample(units.length, rounds, createRandom(seed))) {
    let at = 0;
    units.forEach((unit, i) => {
      for (let again = times[i]!; again > 0; again--) sample[at++] = unit;
    });
    values.push(statistic(sample));
  }
  const { low, high } = interval95(values);
  return { value: statistic(units), lower95: low, upper95: high };
}

/** What was counted on a way. */
export interface Counted {
  readonly count: number;
  readonly metres: number;
}

/** Counts per 100 m over all of it; 0 where nothing was driven. */
export function per100m(all: readonly Counted[]): number {
  const metres = all.reduce((sum, each) => sum + each.metres, 0);
  const count = all.reduce((sum, each) => sum + each.count, 0);
  return metres === 0 ? 0 : (100 * count) / metres;
}

/** One room driven twice. */
export interface Pair {
  readonly one: Counted;
  readonly other: Counted;
}

/** A count of this mean is 0 only 2.5 times of a hundred (Poisson). */
const NONE_AT_MOST = -Math.log(0.025);

/**
 * Rate of the ones over rate of the others, by rooms; Infinity if the others counted nothing. Where the ones counted
 * nothing there is nothing to draw from: the bound is that of the Poisson distribution.
 */
export function rateRatio(pairs: readonly Pair[], options: BootstrapOptions): Interval {
  const drawn = bootstrap(pairs, ratioOf, options);
  if (drawn.value > 0) return drawn;
  const usual = per100m(pairs.map(({ other }) => other));
  const metres = pairs.reduce((sum, { one }) => sum + one.metres, 0);
  const upper95 = usual === 0 || metres === 0 ? Infinity : (100 * NONE_AT_MOST) / metres / usual;
  return { ...drawn, upper95 };
}

function ratioOf(pairs: readonly Pair[]): number {
  const [one, other] = [per100m(pairs.map((pair) => pair.one)), per100m(pairs.map((pair) => pair.other))];
  return other === 0 ? (one === 0 ? 0 : Infinity) : one / other;
}
