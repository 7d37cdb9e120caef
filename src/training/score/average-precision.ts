// Average precision as COCO has it: precision made falling, read at 101 recalls, mean over classes and overlaps.
import { rankDetections, type ImageResult, type Ranking } from './ranking.js';

export type { ImageResult } from './ranking.js';

const RECALLS = 101;
/** As NumPy's linspace has it, to the last bit: a recall of exactly 0.07 is below its 0.07. */
const recallAt = (step: number): number => (step === RECALLS - 1 ? 1 : step * 0.01);

/** By class, at one overlap; undefined where no judged object of the class is there. */
export function averagePrecision(
  images: readonly ImageResult[],
  classId: number,
  leastIou: number,
): number | undefined {
  return areaUnder(rankDetections(images, classId, { leastIou }));
}

/** Mean over the classes that have objects, and over the overlaps; 0 if no class has any. */
export function meanAveragePrecision(
  images: readonly ImageResult[],
  classes: number,
  overlaps: readonly number[] = [0.5],
): number {
  const values = Array.from({ length: classes }, (_, classId) => classId).flatMap((classId) =>
    overlaps.map((overlap) => averagePrecision(images, classId, overlap)).filter((ap) => ap !== undefined),
  );
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Area under the falling precision of one ranking; undefined without objects. `weights`: how often each group counts, whole
 * numbers; the same as if its images were there so often. Allocates nothing: a bootstrap asks it many thousand times.
 */
export function areaUnder(
  { hits, groups, objects }: Ranking,
  weights?: ArrayLike<number>,
): number | undefined {
  const weightOf = (group: number): number => weights?.[group] ?? 1;
  let there = 0;
  for (let group = 0; group < objects.length; group++) there += weightOf(group) * objects[group]!;
  if (there === 0) return undefined;
  let right = 0;
  let all = 0;
  for (let i = 0; i < hits.length; i++) {
    const weight = weightOf(groups[i]!);
    all += weight;
    right += weight * hits[i]!;
  }
  // From the last to the first: the greatest precision so far is that at this recall or any higher one.
  let step = RECALLS - 1;
  while (step >= 0 && recallAt(step) > right / there) step--;
  let best = 0;
  let sum = 0;
  for (let i = hits.length - 1; i >= 0; i--) {
    const weight = weightOf(groups[i]!);
    if (weight === 0) continue;
    best = Math.max(best, right / all);
    all -= weight;
    right -= weight * hits[i]!;
    for (; step > 0 && recallAt(step) > right / there; step--) sum += best;
  }
  return (sum + best) / RECALLS;
}
