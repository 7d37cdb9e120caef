// Whether an image shows a class at all: true against false positive rate of the best score in the image.
import { ofClass, type JudgedFrame } from './judged.js';

export interface Roc {
  /** From (0, 0) to (1, 1), rising: share of images without the class, and with it, that a threshold calls positive. */
  readonly points: readonly (readonly [falsePositiveRate: number, truePositiveRate: number])[];
  readonly area: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The unit is one image and one class: positive if a judged object of the class is there, left out if only ignored ones
 * are, scored by the best detection of the class (0 if there is none). Undefined without images of both kinds.
 */
export function rocOf(
  frames: readonly Pick<JudgedFrame, 'found' | 'truths'>[],
  classId: number,
): Roc | undefined {
  const scored = frames.flatMap(({ found, truths }) => {
    const there = ofClass(truths, classId);
    const positive = there.some(({ ignore }) => !ignore);
    if (!positive && there.length > 0) return [];
    return [
      { positive, score: ofClass(found, classId).reduce((most, { score }) => Math.max(most, score), 0) },
    ];
  });
  scored.sort((a, b) => b.score - a.score);
  const positives = scored.filter(({ positive }) => positive).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const points: [number, number][] = [[0, 0]];
  let [right, wrong, area] = [0, 0, 0];
  scored.forEach(({ positive, score }, i) => {
    if (positive) right++;
    else wrong++;
    if (scored[i + 1]?.score === score) return;
    const [x, y] = points.at(-1)!;
    const point: [number, number] = [wrong / negatives, right / positives];
    area += ((point[0] - x) * (point[1] + y)) / 2;
    points.push(point);
  });
  return { points, area, positives, negatives };
}
