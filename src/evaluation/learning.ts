// What more rooms are worth: figures of trainings by number of rooms and by seed, their means and spreads, as rows and plots.
import { plotBeside, plotCurves, type Scale } from './plots.js';
import { percentText, shareText } from './texts.js';

/** One training, judged on validation. */
export interface LearnedRun {
  readonly rooms: number;
  /** Of these rooms. */
  readonly pictures: number;
  readonly seed: number;
  readonly folder: string;
  readonly learner: string;
  readonly map50: number;
  /** Undefined where nothing is labelled. */
  readonly surfaceAccuracy: number | undefined;
  readonly freeIou: number | undefined;
}

export interface Spread {
  readonly mean: number;
  /** Of a sample, over n - 1; undefined of one. */
  readonly deviation: number | undefined;
}

/** All trainings on so many rooms. */
export interface LearningPoint {
  readonly rooms: number;
  readonly pictures: number;
  readonly map50: Spread;
  readonly surfaceAccuracy: Spread | undefined;
  readonly runs: readonly LearnedRun[];
}

const figures = ['map50', 'surfaceAccuracy'] as const;
type LearningFigure = (typeof figures)[number];

const names = { map50: 'mAP@0.5', surfaceAccuracy: 'surface accuracy' } as const;
const texts = { map50: shareText, surfaceAccuracy: percentText } as const;

/** By rising number of rooms. */
export function learningPoints(runs: readonly LearnedRun[]): readonly LearningPoint[] {
  const byRooms = new Map<number, LearnedRun[]>();
  for (const run of runs) byRooms.set(run.rooms, [...(byRooms.get(run.rooms) ?? []), run]);
  return [...byRooms]
    .sort(([one], [other]) => one - other)
    .map(([rooms, its]) => ({
      ...{ rooms, pictures: its[0]!.pictures, runs: its },
      map50: spreadOf(its.map(({ map50 }) => map50))!,
      surfaceAccuracy: spreadOf(its.flatMap(({ surfaceAccuracy }) => surfaceAccuracy ?? [])),
    }));
}

function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : undefined };
}

/** Surfaces only where some are labelled. */
export function figuresOf(points: readonly LearningPoint[]): readonly LearningFigure[] {
  return figures.filter((figure) => points.some((point) => point[figure] !== undefined));
}

/** Rooms by seeds. */
export function learningTable(
  points: readonly LearningPoint[],
  figure: LearningFigure,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const text = texts[figure];
  const seeds = [...new Set(points.flatMap(({ runs }) => runs.map(({ seed }) => seed)))];
  return {
    head: [names[figure], 'pictures', ...seeds.map((seed) => `seed ${seed}`), 'mean', '±'],
    rows: points.map(({ rooms, pictures, runs, [figure]: spread }) => [
      ...[`${rooms} rooms`, String(pictures)],
      ...seeds.map((seed) => {
        const run = runs.find((each) => each.seed === seed);
        return run === undefined ? '' : text(run[figure]);
      }),
      ...[text(spread?.mean), spread?.deviation === undefined ? '' : text(spread.deviation)],
    ]),
  };
}

/** What the last rooms brought, beside what the seed alone does; undefined of one number of rooms. */
export function gainText(points: readonly LearningPoint[]): string | undefined {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  const gain = last.map50.mean - before.map50.mean;
  const { deviation } = last.map50;
  const chance = deviation === undefined ? '' : `; seeds alone: ± ${shareText(deviation)}`;
  const sign = gain < 0 ? '' : '+';
  return `From ${before.rooms} to ${last.rooms} rooms: ${names.map50} ${sign}${shareText(gain)}${chance}`;
}

/** SVG: the mean by number of rooms, and every training. */
export function plotLearning(points: readonly LearningPoint[]): string {
  return plotBeside(figuresOf(points).map((figure) => plotFigure(points, figure)));
}

function plotFigure(points: readonly LearningPoint[], figure: LearningFigure): string {
  const runs = points.flatMap((point) => point.runs);
  const valuesOf = runs.flatMap((run): [number, number][] => {
    const value = run[figure];
    return value === undefined ? [] : [[run.rooms, value]];
  });
  const means = points.flatMap(({ rooms, [figure]: spread }): [number, number][] =>
    spread === undefined ? [] : [[rooms, spread.mean]],
  );
  return plotCurves(
    {
      ...{ title: `${names[figure]} on validation`, x: 'rooms', y: names[figure] },
      xScale: scaleOfRooms(points.map(({ rooms }) => rooms)),
      yScale: scaleUpTo(Math.max(...valuesOf.map(([, value]) => value))),
    },
    [
      { name: 'mean', colour: '#3f7fbf', points: means },
      { name: 'each training', colour: '#d9822b', points: valuesOf, as: 'dots' },
    ],
  );
}

/** A little room at both ends. */
const MARGIN = 1.15;

function scaleOfRooms(rooms: readonly number[]): Scale {
  return { from: Math.min(...rooms) / MARGIN, to: Math.max(...rooms) * MARGIN, isLog: true, ticks: rooms };
}

/** From 0 to the least round share that is not below. */
function scaleUpTo(value: number): Scale {
  const to = [0.1, 0.2, 0.5].find((top) => top >= value) ?? 1;
  return { from: 0, to, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => share * to) };
}
