// All detections of one class over all images, matched once and ranked: what every figure by rank is read from.
import { matchImage, rank, type Found, type Truth } from './match.js';

/** One image: what was found and what is there, by class. */
export interface ImageResult {
  readonly found: readonly (Found & { readonly classId: number })[];
  readonly truths: readonly (Truth & { readonly classId: number })[];
}

/** Falling scores; detections of ignored objects are not in it. */
export interface Ranking {
  readonly scores: Float64Array;
  /** 1 where the detection is right. */
  readonly hits: Uint8Array;
  /** By detection: the group (a room, say) of its image. */
  readonly groups: Int32Array;
  /** Judged objects by group. */
  readonly objects: Float64Array;
}

/** `groups`: by image, counted from 0; without it all images are of one. */
export function rankDetections(
  images: readonly ImageResult[],
  classId: number,
  { leastIou, groups }: { readonly leastIou: number; readonly groups?: Int32Array },
): Ranking {
  const objects = new Float64Array((groups?.reduce((a, b) => Math.max(a, b), 0) ?? 0) + 1);
  const verdicts = images.flatMap(({ found, truths }, image) => {
    const group = groups?.[image] ?? 0;
    const there = ofClass(truths, classId);
    for (const { ignore } of there) if (!ignore) objects[group]!++;
    return matchImage(ofClass(found, classId), there, leastIou)
      .filter(({ verdict }) => verdict !== 'ignored')
      .map(({ found: { score }, verdict }) => ({ score, hit: verdict === 'hit' ? 1 : 0, group }));
  });
  const ranked = rank(verdicts);
  return {
    scores: Float64Array.from(ranked, ({ score }) => score),
    hits: Uint8Array.from(ranked, ({ hit }) => hit),
    groups: Int32Array.from(ranked, ({ group }) => group),
    objects,
  };
}

function ofClass<T extends { readonly classId: number }>(all: readonly T[], classId: number): T[] {
  return all.filter((each) => each.classId === classId);
}
