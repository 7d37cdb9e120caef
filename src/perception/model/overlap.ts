// How much two boxes share.

/** Intersection over union of boxes given by left, top, right and bottom; 0 where they do not touch. */
export function overlap(a: readonly number[], b: readonly number[]): number {
  const across = Math.min(a[2]!, b[2]!) - Math.max(a[0]!, b[0]!);
  const down = Math.min(a[3]!, b[3]!) - Math.max(a[1]!, b[1]!);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (areaOf(a) + areaOf(b) - across * down);
}

function areaOf(box: readonly number[]): number {
  return (box[2]! - box[0]!) * (box[3]! - box[1]!);
}
