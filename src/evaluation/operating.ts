// What a model does at its thresholds: right, wrong and missing by class, and what it sees where nothing is.
import { iou, matchImage } from '../training/score/match.js';
import { LEAST_IOU, ofClass, type JudgedFound, type JudgedFrame, type JudgedTruth } from './judged.js';

/** A detection that overlaps no object, of whatever class, by this much is a ghost: nothing is there. */
export const GHOST_IOU = 0.1;

export interface Counts {
  readonly hits: number;
  /** Detections that are wrong in class or place, or see a thing twice. */
  readonly misses: number;
  readonly objects: number;
}

export interface ClassFigures extends Counts {
  readonly label: string;
  /** Undefined where nothing was found. */
  readonly precision: number | undefined;
  /** Undefined where nothing is. */
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

/** What became of the detections and objects of one frame at the thresholds; ignored ones are in neither list. */
export interface FrameOutcome {
  readonly detections: readonly {
    readonly found: JudgedFound;
    readonly right: boolean;
    readonly ghost: boolean;
  }[];
  readonly objects: readonly { readonly truth: JudgedTruth; readonly by: JudgedFound | undefined }[];
}

export function outcomeOf({ chosen, truths }: Pick<JudgedFrame, 'chosen' | 'truths'>): FrameOutcome {
  const classes = [...new Set([...chosen, ...truths].map(({ classId }) => classId))].sort((a, b) => a - b);
  const matches = classes.flatMap((id) => matchImage(ofClass(chosen, id), ofClass(truths, id), LEAST_IOU));
  const byTruth = new Map(matches.map(({ found, truth }) => [truth, found]));
  return {
    detections: matches
      .filter(({ verdict }) => verdict !== 'ignored')
      .map(({ found, verdict }) => ({
        found,
        right: verdict === 'hit',
        ghost: verdict === 'miss' && isGhost(found, truths),
      })),
    objects: truths.filter(({ ignore }) => !ignore).map((truth) => ({ truth, by: byTruth.get(truth) })),
  };
}

/** Ignored objects are things too. */
export function isGhost(found: JudgedFound, truths: readonly JudgedTruth[]): boolean {
  return truths.every((truth) => iou(found, truth) < GHOST_IOU);
}

export function classFigures(outcomes: readonly FrameOutcome[], labels: readonly string[]): ClassFigures[] {
  return labels.map((label, classId) => {
    const detections = outcomes.flatMap((outcome) =>
      outcome.detections.filter(({ found }) => found.classId === classId),
    );
    const hits = detections.filter(({ right }) => right).length;
    const objects = outcomes.reduce(
      (sum, outcome) => sum + outcome.objects.filter(({ truth }) => truth.classId === classId).length,
      0,
    );
    return { label, ...ratios({ hits, misses: detections.length - hits, objects }) };
  });
}

export function ratios(counts: Counts): Counts & Pick<ClassFigures, 'precision' | 'recall' | 'f1'> {
  const { hits, misses, objects } = counts;
  const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
  return {
    ...counts,
    precision: share(hits, hits + misses),
    recall: share(hits, objects),
    f1: share(2 * hits, hits + misses + objects),
  };
}

/** Mean over the classes that have objects; a class of which nothing was found has precision 0. */
export function macro(figures: readonly ClassFigures[], of: 'precision' | 'recall' | 'f1'): number {
  const judged = figures.filter(({ objects }) => objects > 0);
  return judged.reduce((sum, each) => sum + (each[of] ?? 0), 0) / Math.max(1, judged.length);
}

/** By image. */
export function ghostsPerImage(outcomes: readonly FrameOutcome[]): number {
  const ghosts = outcomes.reduce(
    (sum, { detections }) => sum + detections.filter(({ ghost }) => ghost).length,
    0,
  );
  return ghosts / Math.max(1, outcomes.length);
}
