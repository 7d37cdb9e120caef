// Quantiles and medians.

/** Between neighbours by a straight line (NumPy's default); `rising` is sorted. NaN of none. */
export function quantile(rising: ArrayLike<number>, share: number): number {
  if (rising.length === 0) return NaN;
  const place = share * (rising.length - 1);
  const below = Math.floor(place);
  const low = rising[below]!;
  const high = rising[Math.min(rising.length - 1, below + 1)]!;
  // Equal ones may be infinite.
  return low === high ? low : low + (place - below) * (high - low);
}

/** The one in the middle, of an even number the upper of the two; in any order. NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
