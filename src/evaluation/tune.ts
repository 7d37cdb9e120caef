// The operating point of a trained network, from validation: thresholds, Platt scaling, and what it met there.
import { matchImage } from '../training/score/match.js';
import type { OperatingPoint } from '../training/export/operating-point.js';
import { quantile } from '../runtime/quantile.js';
import { logit, sigmoid } from '../perception/model/logistic.js';
import type { Manifest } from '../perception/model/manifest.js';
import { fitPlatt, type Platt } from './calibration.js';
import type { Figures } from './figures.js';
import type { FloorChoice } from './floor-ends.js';
import type { Look } from './judge.js';
import { LEAST_IOU, ofClass, type JudgedFrame } from './judged.js';
import { isGhost } from './operating.js';
import { chooseThresholds, type Candidate } from './thresholds.js';

/** A class with fewer detections above its threshold is scaled as all are together. */
const FEWEST = 40;
/** Scores must rise with logits. */
const LEAST_SCALE = 0.05;
const OPEN = 1e-6;
/** Where no picture says what is floor. */
const UNCHOSEN_FREE = 0.5;

export interface Tuned {
  readonly thresholds: readonly number[];
  readonly calibration: readonly Platt[];
}

/**
 * `frames`: judged without calibration. Thresholds come first, on plain scores; then the scaling is fitted to the detections
 * that pass, since those are the ones whose scores anybody reads, and the thresholds are moved along. The scaling rises, so
 * the same detections pass.
 */
export function tune(
  frames: readonly JudgedFrame[],
  labels: readonly string[],
  { ghostsPerImage }: { readonly ghostsPerImage: number },
): Tuned {
  const classes = labels.map((_, classId) => candidatesOf(frames, classId));
  const plain = chooseThresholds(classes, { images: frames.length, ghostsPerImage });
  const passing = classes.map(({ ranked }, i) =>
    ranked
      .filter(({ score }) => score >= plain[i]!)
      .map(({ score, right }) => ({ logit: logit(score), right })),
  );
  const shared = rising(fitPlatt(passing.flat()));
  const calibration = passing.map((each) => (each.length < FEWEST ? shared : rising(fitPlatt(each))));
  const thresholds = plain.map((threshold, i) => calibrated(threshold, calibration[i]!));
  return { thresholds, calibration };
}

function candidatesOf(frames: readonly JudgedFrame[], classId: number) {
  const ranked = frames.flatMap(({ found, truths }): Candidate[] =>
    matchImage(ofClass(found, classId), ofClass(truths, classId), LEAST_IOU)
      .filter(({ verdict }) => verdict !== 'ignored')
      .map(({ found: detection, verdict }) => ({
        score: detection.score,
        right: verdict === 'hit',
        ghost: verdict === 'miss' && isGhost(detection, truths),
      })),
  );
  ranked.sort((a, b) => b.score - a.score);
  const objects = frames.reduce(
    (sum, { truths }) => sum + ofClass(truths, classId).filter(({ ignore }) => !ignore).length,
    0,
  );
  return { ranked, objects };
}

function rising({ scale, offset }: Platt): Platt {
  return { scale: Math.max(LEAST_SCALE, scale), offset };
}

function calibrated(score: number, { scale, offset }: Platt): number {
  return Math.min(1 - OPEN, Math.max(OPEN, sigmoid(scale * logit(score) + offset)));
}

/**
 * The model as it will be exported, to be judged once more: of boxes that overlap the one with the best score stays, and
 * between two classes that may be another one by scaled scores.
 */
export function withTuned(
  manifest: Manifest,
  { thresholds, calibration }: Tuned,
  floor: FloorChoice | undefined,
): Manifest {
  const scaling = {
    scale: calibration.map(({ scale }) => scale),
    offset: calibration.map(({ offset }) => offset),
  };
  const freeThreshold = floor?.threshold ?? UNCHOSEN_FREE;
  const decoding = { ...manifest.decoding, thresholds: [...thresholds], calibration: scaling, freeThreshold };
  return { ...manifest, decoding };
}

/** What is kept of each frame to tell drift by. */
export interface Glance {
  readonly brightness: number;
  readonly contrast: number;
  readonly surfaceProbability: number;
  /** Logits by cell. */
  readonly free: Float32Array;
}

/** Every so many pixels are enough for a mean. */
const PIXEL_STEP = 7;

/** Of 0 … 1; luma of BT.601. */
export function glanceOf({ picture: { rgb }, decoded, free }: Look): Glance {
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i + 2 < rgb.length; i += 3 * PIXEL_STEP) {
    const luma = (0.299 * rgb[i]! + 0.587 * rgb[i + 1]! + 0.114 * rgb[i + 2]!) / 255;
    count++;
    sum += luma;
    squares += luma * luma;
  }
  const brightness = sum / count;
  const contrast = Math.sqrt(Math.max(0, squares / count - brightness * brightness));
  const surfaceProbability = Math.max(...decoded.surfaceProbabilities);
  return { brightness, contrast, surfaceProbability, free: free.slice() };
}

/** Deciles by name, as the manifest's `reference` has them; what never occurred is left out. */
export function referenceOf(
  frames: readonly JudgedFrame[],
  glances: readonly Glance[],
  freeThreshold: number,
): OperatingPoint['reference'] {
  const least = logit(freeThreshold);
  const chosen = frames.map((frame) => frame.chosen);
  const values: Record<string, number[]> = {
    score: chosen.flat().map(({ score }) => score),
    detectionsPerImage: chosen.map(({ length }) => length),
    brightness: glances.map(({ brightness }) => brightness),
    contrast: glances.map(({ contrast }) => contrast),
    surfaceProbability: glances.map(({ surfaceProbability }) => surfaceProbability),
    freeShare: glances.map(({ free }) => free.filter((each) => each >= least).length / free.length),
  };
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => [name, { samples: list.length, deciles: decilesOf(list) }]),
  );
}

function decilesOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from({ length: 11 }, (_, i) => quantile(sorted, i / 10));
}

/** Everything that `jackdaw models export` puts into the manifest. `figures`: of the tuned frames. */
export function operatingPointOf(
  { thresholds, calibration }: Tuned,
  labels: readonly string[],
  met: {
    readonly frames: readonly JudgedFrame[];
    readonly glances: readonly Glance[];
    readonly figures: Figures;
    readonly floor: FloorChoice | undefined;
    readonly chosen: NonNullable<OperatingPoint['chosen']>;
  },
): OperatingPoint {
  const { frames, glances, figures, floor, chosen } = met;
  const freeThreshold = floor?.threshold ?? UNCHOSEN_FREE;
  const byLabel = <T>(values: readonly T[]): Record<string, T> =>
    Object.fromEntries(labels.map((label, i) => [label, values[i]!]));
  const shares = labels.map(
    (label, classId) =>
      [
        `validation.detectionsPerImage.${label}`,
        frames.reduce((sum, { chosen }) => sum + ofClass(chosen, classId).length, 0) / frames.length,
      ] as const,
  );
  return {
    chosen,
    thresholds: byLabel(thresholds),
    calibration: byLabel(calibration),
    freeThreshold,
    surfaceThreshold: 0.5,
    metrics: {
      'validation.images': figures.images,
      'validation.mAP@0.5': figures.map50,
      'validation.mAP@0.5:0.95': figures.map,
      'validation.macroF1': figures.macro.f1,
      'validation.ghostsPerImage': figures.ghostsPerImage,
      ...(figures.ece === undefined ? {} : { 'validation.ece': figures.ece }),
      ...(figures.surfaceAccuracy === undefined
        ? {}
        : { 'validation.surfaceAccuracy': figures.surfaceAccuracy }),
      ...(floor === undefined
        ? {}
        : { 'validation.floorEndsEarly': floor.early, 'validation.floorEndsLate': floor.late }),
      ...Object.fromEntries(shares),
    },
    reference: referenceOf(frames, glances, freeThreshold),
  };
}
