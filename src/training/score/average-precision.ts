// Average precision as COCO has it: precision made falling, read at 101 recalls, mean over classes and overlaps.
import { matchImage, rank, type Found, type Truth, type Verdict } from './match.js';

/** One image: what was found and what is there, by class. */
export interface ImageResult {
  readonly found: readonly (Found & { readonly classId: number })[];
  readonly truths: readonly (Truth & { readonly classId: number })[];
}

const RECALLS = 101;

/** By class, at one overlap; undefined where no judged object of the class is there. */
export function averagePrecision(
  images: readonly ImageResult[],
  classId: number,
  leastIou: number,
): number | undefined {
  const ofClass = <T extends { readonly classId: number }>(all: readonly T[]): T[] =>
    all.filter((each) => each.classId === classId);
  const verdicts = images.flatMap(({ found, truths }) =>
    matchImage(ofClass(found), ofClass(truths), leastIou),
  );
  const objects = images.reduce(
    (sum, { truths }) => sum + ofClass(truths).filter(({ ignore }) => !ignore).length,
    0,
  );
  return objects === 0 ? undefined : areaUnder(verdicts, objects);
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

function areaUnder(
  verdicts: readonly { readonly score: number; readonly verdict: Verdict }[],
  objects: number,
): number {
  const recalls: number[] = [];
  const precisions: number[] = [];
  let hits = 0;
  let misses = 0;
  for (const { verdict } of rank(verdicts)) {
    if (verdict === 'ignored') continue;
    if (verdict === 'hit') hits++;
    else misses++;
    recalls.push(hits / objects);
    precisions.push(hits / (hits + misses));
  }
  for (let i = precisions.length - 2; i >= 0; i--)
    precisions[i] = Math.max(precisions[i]!, precisions[i + 1]!);
  let sum = 0;
  for (let step = 0, at = 0; step < RECALLS; step++) {
    while (at < recalls.length && recalls[at]! < step / (RECALLS - 1)) at++;
    sum += precisions[at] ?? 0;
  }
  return sum / RECALLS;
}
