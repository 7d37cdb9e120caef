// What was taken for what: objects against detections of whatever class, and surfaces.
import { matchImage } from '../training/score/match.js';
import { LEAST_IOU, type JudgedFrame } from './judged.js';

/** counts[is][said]. */
export interface Confusion {
  readonly names: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** The last name stands for none: an object that nobody saw, a detection where no object is. */
export function classConfusion(
  frames: readonly Pick<JudgedFrame, 'chosen' | 'truths'>[],
  labels: readonly string[],
): Confusion {
  const counts = empty(labels.length + 1);
  const none = labels.length;
  for (const { chosen, truths } of frames) {
    const matches = matchImage(chosen, truths, LEAST_IOU);
    const seen = new Set(matches.map(({ truth }) => truth));
    for (const { found, truth, verdict } of matches) {
      // Of a class that is not judged, what is said is as wrong as where nothing is.
      const is = truth === undefined || truth.classId < 0 ? none : truth.classId;
      if (verdict !== 'ignored' || truth!.classId < 0) counts[is]![found.classId]!++;
    }
    for (const truth of truths) if (!truth.ignore && !seen.has(truth)) counts[truth.classId]![none]!++;
  }
  return { names: [...labels, 'none'], counts };
}

/** Where the floor is unknown the row tells what was said; accuracy leaves it out. */
export function surfaceConfusion(
  frames: readonly Pick<JudgedFrame, 'surface'>[],
  surfaces: readonly string[],
): Confusion {
  const counts = empty(surfaces.length + 1);
  const place = (surface: number): number => (surface < 0 ? surfaces.length : surface);
  for (const { surface } of frames) counts[place(surface.is)]![place(surface.said)]!++;
  return { names: [...surfaces, 'unknown'], counts };
}

function empty(size: number): number[][] {
  return Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
}
