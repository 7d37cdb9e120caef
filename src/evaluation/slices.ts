// Recall by what makes an object hard: distance, size, and how much of it can be seen.
import type { FrameOutcome } from './operating.js';
import type { JudgedTruth } from './judged.js';

export interface Slice {
  readonly from: number;
  /** Infinity for the last. */
  readonly to: number;
  readonly objects: number;
  readonly found: number;
}

export const sliceEdges = {
  distanceM: [0, 0.5, 1, 1.5, 2, 3, Infinity],
  shortSidePx: [4, 8, 16, 32, 64, Infinity],
  visibleFraction: [0.2, 0.4, 0.6, 0.8, 0.999, Infinity],
} as const;

export type SliceKey = keyof typeof sliceEdges;

/** An object is in the slice whose lower edge it reaches; those of which the value is not known are in none. */
export function recallBy(outcomes: readonly FrameOutcome[], key: SliceKey): Slice[] {
  const objects = outcomes.flatMap((outcome) => outcome.objects);
  const edges = sliceEdges[key];
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1]!;
    const within = objects.filter(({ truth }) => isWithin(truth[key], from, to));
    return { from, to, objects: within.length, found: within.filter(({ by }) => by !== undefined).length };
  });
}

function isWithin(value: JudgedTruth[SliceKey], from: number, to: number): boolean {
  return value !== undefined && value >= from && value < to;
}
