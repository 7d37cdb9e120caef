// Which detections found which objects: COCO's greedy matching of one class in one image, ignored objects last.

/** Pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Truth extends Box {
  readonly ignore: boolean;
}

export interface Found extends Box {
  readonly score: number;
}

/** What became of a detection: true, false, or on an ignored object and not counted. */
export type Verdict = 'hit' | 'miss' | 'ignored';

export interface Match<F extends Found, T extends Truth> {
  readonly found: F;
  readonly verdict: Verdict;
  /** The object that it took; undefined for a miss. */
  readonly truth: T | undefined;
}

/** Detections beyond this many in an image and class are not looked at (COCO's maxDets). */
export const MAX_DETECTIONS = 100;

/**
 * The best scores first; each takes the free object that it overlaps most, at least by `leastIou`, judged objects before
 * ignored ones. An ignored object, too, is taken once only, as in pycocotools where `iscrowd` is 0. Returns a match for
 * each detection, in the order of falling scores.
 */
export function matchImage<F extends Found, T extends Truth>(
  found: readonly F[],
  truths: readonly T[],
  leastIou: number,
): readonly Match<F, T>[] {
  const ranked = rank(found).slice(0, MAX_DETECTIONS);
  const ordered = [...truths].sort((a, b) => Number(a.ignore) - Number(b.ignore));
  const taken = new Set<T>();
  return ranked.map((detection) => {
    const truth = bestFree(detection, ordered, { taken, leastIou });
    if (truth === undefined) return { found: detection, verdict: 'miss', truth };
    taken.add(truth);
    return { found: detection, verdict: truth.ignore ? 'ignored' : 'hit', truth };
  });
}

/** Falling scores; equal ones stay as they were. */
export function rank<T extends { readonly score: number }>(found: readonly T[]): T[] {
  return [...found].sort((a, b) => b.score - a.score);
}

function bestFree<T extends Truth>(
  detection: Box,
  truths: readonly T[],
  { taken, leastIou }: { readonly taken: ReadonlySet<T>; readonly leastIou: number },
): T | undefined {
  let best: T | undefined;
  let most = Math.min(leastIou, 1 - 1e-10);
  for (const truth of truths) {
    if (taken.has(truth)) continue;
    if (truth.ignore && best !== undefined && !best.ignore) break;
    const overlap = iou(detection, truth);
    if (overlap < most) continue;
    most = overlap;
    best = truth;
  }
  return best;
}

/** Intersection over union of two boxes; 0 where both are empty. */
export function iou(a: Box, b: Box): number {
  const inner = sharedArea(a, b);
  return inner === 0 ? 0 : inner / (area(a) + area(b) - inner);
}

/** 0 where they do not touch. */
function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width <= 0 || height <= 0 ? 0 : width * height;
}

/** What of a box lies in another; 0 where they do not touch. */
export function shareInside(box: Box, other: Box): number {
  const inner = sharedArea(box, other);
  return inner === 0 ? 0 : inner / area(box);
}

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}
