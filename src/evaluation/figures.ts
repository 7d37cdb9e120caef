// All figures of an evaluation from its judged frames: pure, matched once, with intervals over rooms.
import { areaUnder } from '../training/score/average-precision.js';
import { rankDetections, type Ranking } from '../training/score/ranking.js';
import { bootstrap, groupByRoom, type Interval } from './bootstrap.js';
import { calibrationError, reliability, risingScores, type ReliabilityBin } from './calibration.js';
import { classConfusion, surfaceConfusion, type Confusion } from './confusion.js';
import { COCO_OVERLAPS, LEAST_IOU, type JudgedFrame } from './judged.js';
import {
  classFigures,
  ghostsPerImage,
  macro,
  outcomeOf,
  type ClassFigures,
  type FrameOutcome,
} from './operating.js';
import { rocOf, type Roc } from './roc.js';
import { recallBy, sliceEdges, type Slice, type SliceKey } from './slices.js';

export interface FiguresOptions {
  readonly labels: readonly string[];
  readonly surfaces: readonly string[];
  /** Of the bootstrap. */
  readonly seed: number;
}

export interface ClassReport extends ClassFigures {
  /** Undefined where the class has no object. */
  readonly ap50: number | undefined;
  readonly ap: number | undefined;
  readonly rocArea: number | undefined;
}

export const intervalKeys = ['map50', 'map', 'surfaceAccuracy', 'ece'] as const;
export type IntervalKey = (typeof intervalKeys)[number];

export interface Figures {
  readonly images: number;
  readonly rooms: number;
  /** mAP@0.5 and mAP@0.5:0.95. */
  readonly map50: number;
  readonly map: number;
  readonly classes: readonly ClassReport[];
  readonly macro: { readonly precision: number; readonly recall: number; readonly f1: number };
  readonly ghostsPerImage: number;
  readonly surfaceAccuracy: number | undefined;
  readonly surface: {
    readonly judged: number;
    readonly unknown: number;
    readonly confusion: Confusion;
  };
  /** Undefined where no image has the label. */
  readonly freeIou: number | undefined;
  /** Undefined without a detection. */
  readonly ece: number | undefined;
  readonly calibration: { readonly detections: number; readonly bins: readonly ReliabilityBin[] };
  readonly confusion: Confusion;
  /** By what the labels know of their objects. */
  readonly recallBy: Readonly<Partial<Record<SliceKey, readonly Slice[]>>>;
  /** 95 %, bootstrap over rooms; none of one room. */
  readonly intervals: Partial<Record<IntervalKey, Interval>>;
}

/** What is drawn, by label. */
export interface Curves {
  readonly precisionRecall: ReadonlyMap<string, readonly (readonly [recall: number, precision: number])[]>;
  readonly roc: ReadonlyMap<string, Roc['points']>;
}

export function figuresOf(
  frames: readonly JudgedFrame[],
  { labels, surfaces, seed }: FiguresOptions,
): { readonly figures: Figures; readonly curves: Curves; readonly outcomes: readonly FrameOutcome[] } {
  const outcomes = frames.map(outcomeOf);
  const { rooms, groups } = groupByRoom(frames);
  const ranked = labels.map((_, classId) =>
    COCO_OVERLAPS.map((leastIou) => rankDetections(frames, classId, { leastIou, groups })),
  );
  const rocs = labels.map((_, classId) => rocOf(frames, classId));
  const byClass = classFigures(outcomes, labels);
  const counts = resampled(frames, outcomes, ranked, groups);
  const whole = counts(new Int32Array(rooms.length).fill(1));
  const classes = byClass.map((each, i) => ({
    ...each,
    ap50: areaUnder(ranked[i]![0]!),
    ap: meanOf(ranked[i]!.map((ranking) => areaUnder(ranking))),
    rocArea: rocs[i]?.area,
  }));
  const floors = frames.flatMap(({ floor }) => (floor === undefined ? [] : [floor]));
  const judgements = judgementsOf(outcomes);
  const figures: Figures = {
    images: frames.length,
    rooms: rooms.length,
    map50: whole.map50 ?? 0,
    map: whole.map ?? 0,
    classes,
    macro: {
      precision: macro(byClass, 'precision'),
      recall: macro(byClass, 'recall'),
      f1: macro(byClass, 'f1'),
    },
    ghostsPerImage: ghostsPerImage(outcomes),
    surfaceAccuracy: whole.surfaceAccuracy,
    surface: {
      judged: frames.filter(({ surface }) => surface.is >= 0).length,
      unknown: frames.filter(({ surface }) => surface.is < 0).length,
      confusion: surfaceConfusion(frames, surfaces),
    },
    freeIou:
      floors.length === 0
        ? undefined
        : sum(floors.map(({ both }) => both)) / sum(floors.map(({ either }) => either)),
    ece: whole.ece,
    calibration: { detections: judgements.length, bins: reliability(risingScores(judgements)) },
    confusion: classConfusion(frames, labels),
    recallBy: Object.fromEntries(
      (Object.keys(sliceEdges) as SliceKey[])
        .map((key) => [key, recallBy(outcomes, key)] as const)
        .filter(([, slices]) => slices.some(({ objects }) => objects > 0)),
    ),
    intervals: rooms.length > 1 ? bootstrap(rooms.length, { seed }, counts) : {},
  };
  const curves: Curves = {
    precisionRecall: new Map(labels.map((label, i) => [label, precisionRecallOf(ranked[i]![0]!)])),
    roc: new Map(labels.flatMap((label, i) => (rocs[i] === undefined ? [] : [[label, rocs[i].points]]))),
  };
  return { figures, curves, outcomes };
}

interface RoomJudgement {
  readonly score: number;
  readonly right: boolean;
  readonly image: number;
}

/** Detections at the thresholds, those of ignored objects not among them. */
export function judgementsOf(outcomes: readonly FrameOutcome[]): RoomJudgement[] {
  return outcomes.flatMap(({ detections }, image) =>
    detections.map(({ found: { score }, right }) => ({ score, right, image })),
  );
}

/** Gives the figures that have an interval, for rooms that count so often; nothing is matched or sorted anew. */
function resampled(
  frames: readonly JudgedFrame[],
  outcomes: readonly FrameOutcome[],
  ranked: readonly (readonly Ranking[])[],
  groups: Int32Array,
): (weights: Int32Array) => Record<IntervalKey, number | undefined> {
  const rising = risingScores(judgementsOf(outcomes));
  return (weights) => {
    let [judged, right] = [0, 0];
    frames.forEach(({ surface }, i) => {
      if (surface.is < 0) return;
      judged += weights[groups[i]!]!;
      if (surface.is === surface.said) right += weights[groups[i]!]!;
    });
    const areas = ranked.map((rankings) => rankings.map((ranking) => areaUnder(ranking, weights)));
    const bins = reliability(rising, (i) => weights[groups[rising[i]!.image]!]!);
    return {
      map50: meanOf(areas.map((each) => each[COCO_OVERLAPS.indexOf(LEAST_IOU)])),
      map: meanOf(areas.flat()),
      surfaceAccuracy: judged === 0 ? undefined : right / judged,
      ece: bins.length === 0 ? undefined : calibrationError(bins),
    };
  };
}

/** One point for each right detection: the rest lies on straight lines down between them. */
function precisionRecallOf({ hits, objects }: Ranking): (readonly [number, number])[] {
  const there = sum([...objects]);
  let right = 0;
  const points: (readonly [number, number])[] = [];
  hits.forEach((hit, i) => {
    right += hit;
    if (hit === 1 && there > 0) points.push([right / there, right / (i + 1)]);
  });
  return points;
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : sum(known) / known.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
