// What the safety bench found: per arm how far, how fast, what was hit; and how the arms compare, with bounds by rooms.
import type { Collision } from '../../simulation/world.js';
import { armNames, type ArmName } from './arm-names.js';
import type { BenchDrives } from './bench.js';
import type { Drive } from './drive-room.js';
import type { Stop } from './stops.js';
import { per100m, rateRatio, type Counted } from './statistics.js';

export interface ArmReport {
  readonly metres: number;
  readonly minutes: number;
  readonly meanSpeed: number;
  readonly collisions: number;
  readonly collisionsPer100m: number;
  readonly falseStops: number;
  readonly falseStopsPer100m: number;
  readonly stops: number;
  readonly byClass: Readonly<Record<string, number>>;
  readonly byLidarVisible: { readonly visible: number; readonly hidden: number };
  /** Collisions per 100 m over those of the lidar arm; absent for that arm. */
  readonly ratio?: number | undefined;
  readonly ratioLower95?: number | undefined;
  readonly ratioUpper95?: number | undefined;
  readonly tooFew?: string | undefined;
}

export interface RatioReport {
  /** Undefined where the other arm hit nothing. */
  readonly ratio: number | undefined;
  /** Undefined where there are too few collisions or rooms to tell. */
  readonly ratioLower95: number | undefined;
  readonly ratioUpper95: number | undefined;
  /** What there is too little of for a bound, in words. */
  readonly tooFew?: string | undefined;
}

export interface SafetyReport {
  readonly rooms: number;
  readonly impossibleRooms: readonly number[];
  readonly seconds: number;
  readonly arms: Readonly<Partial<Record<ArmName, ArmReport>>>;
  /** The arm that `ratio` is of: the model's, or what stands for it. */
  readonly ratioOf: ArmName | undefined;
  readonly ratio: number | undefined;
  readonly ratioUpper95: number | undefined;
  /** Its collisions per 100 m over those of the arms that it must be clearly better than. */
  readonly over: Readonly<Partial<Record<ArmName, RatioReport>>>;
  /** With a class left out: how often it hits such things, over the lidar arm. */
  readonly unknown: (RatioReport & { readonly class: string }) | undefined;
  /** Metres of that arm over those of the lidar arm. */
  readonly distanceShare: number | undefined;
  /** What does not hold, in words; empty is good. */
  readonly unmet: readonly string[];
  /** What that arm hit, room by room. */
  readonly hits: readonly (Collision & { readonly seed: number })[];
  /** What that arm stopped for in vain, room by room. */
  readonly falseStops: readonly (Stop & { readonly seed: number })[];
  readonly faults: readonly string[];
}

/** What must hold. */
export const safetyBounds = {
  ratio: 0.2,
  ratioUpper95: 0.3,
  falseStopsPer100m: 2,
  distanceShare: 0.8,
  /** Hits of things of the class left out, over those of the lidar arm. */
  unknownRatio: 0.5,
  /** Of the lidar arm: hard enough to count, rare enough to tell apart. */
  lidarPer100m: [3, 15],
} as const;

/** Collisions of the arm that is compared with, and rooms: with fewer, a bootstrap tells the scatter of chance as certainty. */
const leastForBound = { collisions: 10, rooms: 8 } as const;

const JUDGED: readonly ArmName[] = ['model', 'oracle', 'floor-colour'];
/** Driving slowly, or looking without having learned, must not do as well. */
const RIVALS: readonly ArmName[] = ['slow', 'floor-colour'];

export interface ReportOptions {
  /** Of the bootstrap. */
  readonly seed: number;
  /** The class that detections were left out of. */
  readonly unknownClass?: string | undefined;
}

export function reportOf(
  { byArm, impossible }: BenchDrives,
  { seed, unknownClass }: ReportOptions,
): SafetyReport {
  const lidar = byArm.get('lidar') ?? [];
  const arms: Partial<Record<ArmName, ArmReport>> = {};
  for (const arm of armNames) {
    const drives = byArm.get(arm);
    if (drives === undefined) continue;
    arms[arm] = armReport(drives, arm === 'lidar' ? undefined : ratioOf(drives, lidar, seed));
  }
  const judged = JUDGED.find((arm) => arms[arm] !== undefined);
  const own = judged === undefined ? undefined : arms[judged];
  const distanceShare = own && arms.lidar && rounded(own.metres / arms.lidar.metres);
  const driven = judged === undefined ? lidar : byArm.get(judged)!;
  const over = ratiosOver(
    RIVALS.filter((arm) => arm !== judged && byArm.has(arm)),
    { byArm, driven, seed },
  );
  const unknown =
    unknownClass === undefined ? undefined : unknownRatio(driven, lidar, { seed, unknownClass });
  return {
    rooms: lidar.length,
    impossibleRooms: impossible,
    seconds: lidar[0]?.seconds ?? 0,
    arms,
    ratioOf: judged,
    ratio: own?.ratio,
    ratioUpper95: own?.ratioUpper95,
    over,
    unknown,
    distanceShare,
    unmet: [...unmetBounds(arms.lidar, own, distanceShare), ...unmetRatios(over, unknown)],
    hits: driven.flatMap(({ seed: room, collisions }) => collisions.map((each) => ({ seed: room, ...each }))),
    falseStops: driven.flatMap(({ seed: room, falseStops }) =>
      falseStops.map((each) => ({ seed: room, ...each })),
    ),
    faults: [...byArm.values()]
      .flat()
      .flatMap(({ arm, seed: room, faults }) =>
        faults.map((fault) => `${arm}, room ${room}: ${fault.split('\n')[0]}`),
      ),
  };
}

function armReport(drives: readonly Drive[], ratio: RatioReport | undefined): ArmReport {
  const metres = drives.reduce((sum, drive) => sum + drive.metres, 0);
  const seconds = drives.reduce((sum, drive) => sum + drive.seconds, 0);
  const collisions = drives.flatMap((drive) => drive.collisions);
  const falseStops = drives.reduce((sum, drive) => sum + drive.falseStops.length, 0);
  const visible = collisions.filter(({ lidarVisible }) => lidarVisible).length;
  return {
    metres: rounded(metres),
    minutes: rounded(seconds / 60),
    meanSpeed: rounded(seconds === 0 ? 0 : metres / seconds),
    collisions: collisions.length,
    collisionsPer100m: rounded(per100m([{ count: collisions.length, metres }])),
    falseStops,
    falseStopsPer100m: rounded(per100m([{ count: falseStops, metres }])),
    stops: drives.reduce((sum, { stops }) => sum + stops, 0),
    byClass: countByClass(collisions),
    byLidarVisible: { visible, hidden: collisions.length - visible },
    ...ratio,
  };
}

/** Collisions per 100 m of some drives over those of others in the same rooms; of one class, or of all. */
function ratioOf(
  drives: readonly Drive[],
  others: readonly Drive[],
  seed: number,
  only?: string,
): RatioReport | undefined {
  if (others.length === 0) return undefined;
  const bySeed = new Map(others.map((drive) => [drive.seed, drive]));
  const counted = ({ collisions, metres }: Drive): Counted => ({
    count: collisions.filter((each) => only === undefined || each.class === only).length,
    metres,
  });
  const pairs = drives.map((drive) => ({ one: counted(drive), other: counted(bySeed.get(drive.seed)!) }));
  const { value, lower95, upper95 } = rateRatio(pairs, { seed });
  const collisions = pairs.reduce((sum, { other }) => sum + other.count, 0);
  const isEnough = collisions >= leastForBound.collisions && pairs.length >= leastForBound.rooms;
  return {
    ratio: collisions === 0 ? undefined : rounded(value),
    ratioLower95: isEnough ? finite(lower95) : undefined,
    ratioUpper95: isEnough ? finite(upper95) : undefined,
    ...(isEnough ? {} : { tooFew: tooFewText(collisions, pairs.length) }),
  };
}

function tooFewText(collisions: number, rooms: number): string {
  const [hits, places] = [counted(collisions, 'collision'), counted(rooms, 'room')];
  return `${hits} to compare with, in ${places}, are too few for a bound: ${leastForBound.collisions} in ${leastForBound.rooms} are the least`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** A few draws without a collision to compare with have no ratio. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? rounded(value) : undefined;
}

function ratiosOver(
  rivals: readonly ArmName[],
  { byArm, driven, seed }: Pick<BenchDrives, 'byArm'> & { driven: readonly Drive[]; seed: number },
): Partial<Record<ArmName, RatioReport>> {
  return Object.fromEntries(rivals.map((arm) => [arm, ratioOf(driven, byArm.get(arm)!, seed)]));
}

function unknownRatio(
  driven: readonly Drive[],
  lidar: readonly Drive[],
  { seed, unknownClass }: { seed: number; unknownClass: string },
): SafetyReport['unknown'] {
  const ratio = ratioOf(driven, lidar, seed, unknownClass);
  return ratio && { class: unknownClass, ...ratio };
}

function countByClass(collisions: readonly Collision[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { class: kind } of collisions) counts[kind] = (counts[kind] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

const NOT_FINITE = 'too many rooms are without a collision to compare with';

function unmetBounds(
  lidar: ArmReport | undefined,
  own: ArmReport | undefined,
  share: number | undefined,
): string[] {
  const [least, most] = safetyBounds.lidarPer100m;
  const unmet: string[] = [];
  const rate = lidar?.collisionsPer100m;
  if (rate !== undefined && !(rate >= least && rate <= most))
    unmet.push(`the LIDAR alone collides ${rate} times per 100 m, not ${least} to ${most}`);
  if (own === undefined) return unmet;
  const limits = [
    ['collisions over those of the LIDAR', own.ratio, safetyBounds.ratio],
    ['their upper 95 % bound', own.ratioUpper95, safetyBounds.ratioUpper95],
    ['false stops per 100 m', own.falseStopsPer100m, safetyBounds.falseStopsPer100m],
  ] as const;
  const isCompared = lidar !== undefined;
  for (const [what, found, limit] of limits) {
    if (found === undefined && isCompared)
      unmet.push(`${what}: not known, at most ${limit} is wanted (${own.tooFew ?? NOT_FINITE})`);
    if (found !== undefined && !(found <= limit)) unmet.push(`${what}: ${found}, at most ${limit} is wanted`);
  }
  if (share !== undefined && !(share >= safetyBounds.distanceShare))
    unmet.push(`distance over that of the LIDAR: ${share}, at least ${safetyBounds.distanceShare} is wanted`);
  return unmet;
}

function unmetRatios(over: SafetyReport['over'], unknown: SafetyReport['unknown']): string[] {
  const unmet = Object.entries(over)
    .filter(([, { ratioUpper95 }]) => !(ratioUpper95 !== undefined && ratioUpper95 < 1))
    .map(([arm, { ratioUpper95, tooFew }]) =>
      ratioUpper95 === undefined
        ? `clearly better than ${arm}: not known (${tooFew ?? NOT_FINITE})`
        : `clearly better than ${arm}: collisions over its own are at most ${ratioUpper95}, less than 1 is wanted`,
    );
  if (unknown !== undefined && !(unknown.ratio !== undefined && unknown.ratio <= safetyBounds.unknownRatio))
    unmet.push(
      `hits of ${unknown.class}, left out, over those of the LIDAR: ${unknown.ratio ?? 'not known, for it hit none'}, at most ${safetyBounds.unknownRatio} is wanted`,
    );
  return unmet;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
