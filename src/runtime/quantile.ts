// Quantiles of sorted values.

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
