// The bootstrap (Efron and Tibshirani, 1993): units drawn with replacement, and the interval that a figure's values leave.
import { quantile } from './quantile.js';

/** Units are what is independent of each other: rooms, never frames. Yields how often each was drawn; overwritten by the next. */
export function* resample(
  units: number,
  rounds: number,
  random: { below(bound: number): number },
): Generator<Int32Array> {
  const times = new Int32Array(units);
  for (let round = 0; round < rounds; round++) {
    times.fill(0);
    for (let i = 0; i < units; i++) times[random.below(units)]!++;
    yield times;
  }
}

/** The 2.5th and 97.5th percentile; sorts the values. */
export function interval95(values: number[]): { readonly low: number; readonly high: number } {
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
