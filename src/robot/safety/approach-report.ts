// What the approach bench found: the share of things that were known in time, with its bound by rooms, and which were not.
import { approachBounds, type Approach } from './approach.js';
import { bootstrap, type Interval } from './statistics.js';

export interface ApproachShare {
  readonly approaches: number;
  readonly found: number;
  readonly share: number;
}

export interface ApproachReport extends ApproachShare {
  readonly lower95: number;
  readonly upper95: number;
  /** Things that no LIDAR beam returns from, and the others. */
  readonly hazards: ApproachShare;
  readonly others: ApproachShare;
  /** The robot had to turn to them first: they are counted above too. */
  readonly startedOutOfView: ApproachShare;
  readonly byClass: Readonly<Record<string, ApproachShare>>;
  /** Of the distance to the front at 0.40 m, where anything was known: median and 90th percentile of the error's share. */
  readonly errorMedian: number;
  readonly error90: number;
  /** Not known in time, or too badly placed. */
  readonly missed: readonly Approach[];
  readonly listedOutOfView: readonly Approach[];
  readonly unmet: readonly string[];
}

export interface Wanted {
  readonly approaches: number;
  readonly hazards: number;
  readonly seed: number;
}

export function reportApproaches(
  all: readonly Approach[],
  { approaches, hazards, seed }: Wanted,
): ApproachReport {
  const own = shareOf(all);
  const { lower95, upper95 } = intervalOf(all, seed);
  const outOfView = all.filter(({ startsOutOfView }) => startsOutOfView);
  const hazardous = shareOf(all.filter(({ hazard }) => hazard));
  const errors = all.flatMap(({ distanceError }) => distanceError ?? []).sort((a, b) => a - b);
  return {
    ...own,
    lower95,
    upper95,
    hazards: hazardous,
    others: shareOf(all.filter(({ hazard }) => !hazard)),
    startedOutOfView: shareOf(outOfView),
    byClass: shareByClass(all),
    errorMedian: rounded(errors[Math.floor(errors.length / 2)] ?? NaN),
    error90: rounded(errors[Math.floor(errors.length * 0.9)] ?? NaN),
    missed: all.filter(({ found }) => !found),
    listedOutOfView: outOfView,
    unmet: unmetBounds(own, hazardous, { approaches, hazards }),
  };
}

function shareOf(some: readonly Approach[]): ApproachShare {
  const found = some.filter((approach) => approach.found).length;
  return { approaches: some.length, found, share: rounded(found / Math.max(1, some.length)) };
}

function shareByClass(all: readonly Approach[]): Record<string, ApproachShare> {
  const names = [...new Set(all.map((approach) => approach.class))].sort();
  return Object.fromEntries(names.map((name) => [name, shareOf(all.filter((each) => each.class === name))]));
}

/** Approaches of one room are not independent: rooms are drawn. */
function intervalOf(all: readonly Approach[], seed: number): Interval {
  const seeds = new Set(all.map((approach) => approach.seed));
  const rooms = [...seeds].map((room) => all.filter((approach) => approach.seed === room));
  return bootstrap(rooms, (sample) => shareOf(sample.flat()).share, { seed });
}

function unmetBounds(
  { approaches, share }: ApproachShare,
  hazards: ApproachShare,
  wanted: Omit<Wanted, 'seed'>,
): string[] {
  const unmet: string[] = [];
  if (approaches < wanted.approaches)
    unmet.push(`${approaches} approaches, at least ${wanted.approaches} are wanted`);
  if (hazards.approaches < wanted.hazards)
    unmet.push(`${hazards.approaches} approaches to hazards, at least ${wanted.hazards} are wanted`);
  if (!(share >= approachBounds.share))
    unmet.push(`share that was known in time: ${share}, at least ${approachBounds.share} is wanted`);
  return unmet;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
