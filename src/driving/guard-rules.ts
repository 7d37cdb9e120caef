// The guard's rules: each looks at one danger and takes from the verdict what it must.
import type { Contact } from '../message/messages.js';
import { beam, type Sweep } from '../runtime/geometry/sweep.js';
import { clearanceGrows, timeToContact } from './arc.js';
import type { GuardConfig } from './guard-config.js';
import type { Nearby } from './movers.js';
import type { Surroundings } from './surroundings.js';
import { guardAction, type Reason, type Verdict } from './verdict.js';
import { isInside, reachOf, type Zone } from './zones.js';

/** Motion that leaves a zone is looked at over this time, seconds. */
const ESCAPE_LOOK_S = 0.3;
/** Creeping slower than this gets nowhere: it is a stop, m/s. */
const CREEP_MPS = 0.01;
const APPROACH_ROUNDS = 5;

/** What the rules look at: points relative to where the robot is about to be. */
export interface Situation {
  readonly points: Surroundings;
  readonly sweep: Sweep | undefined;
  /** Heading of the robot in the sweep's frame, rad. */
  readonly yaw: number;
  /** In the base frame; empty while nothing touches. */
  readonly contacts: readonly Contact[];
  /** Something that walks and is too near; undefined if nothing is. */
  readonly mover: Nearby | undefined;
}

/** All rules in order; they commute but for which of two equal reasons is told. */
export function applyRules(situation: Situation, config: GuardConfig, verdict: Verdict): void {
  capSpeeds(config, verdict);
  heedBumper(situation, config, verdict);
  heedZones(situation, config, verdict);
  heedRim(situation, config, verdict);
  heedApproach(situation, config, verdict);
  heedUnknown(situation, config, verdict);
  heedMovers(situation, verdict);
}

function capSpeeds(config: GuardConfig, verdict: Verdict): void {
  const limit = (what: string) => (): Reason => reason('limit', 'zone', 'speed', what);
  verdict.capLinear(config.maxLinearMps, limit('linear speed'));
  verdict.capAngular(config.maxAngularRps, limit('angular speed'));
}

/** Nothing is pushed: away from what touches, slowly, or not at all. A contact of unknown place counts as ahead. */
function heedBumper({ contacts }: Situation, config: GuardConfig, verdict: Verdict): void {
  for (const { position, object } of contacts) {
    const ahead = Math.hypot(position.x, position.y) > 1e-3 ? position.x : 1;
    const towards = verdict.linear * ahead > 0;
    const why = (): Reason =>
      reason('stop', 'bumper', '', `contact${object === '' ? '' : ` with ${object}`}`);
    verdict.capLinear(towards ? 0 : config.escapeMps, why);
  }
}

function heedZones({ points }: Situation, config: GuardConfig, verdict: Verdict): void {
  for (const zone of config.zones) {
    const point = counts(zone, verdict.linear) ? trigger(zone, points) : -1;
    if (point < 0) continue;
    if (zone.action === 'slow')
      verdict.capLinear(zone.speedMps, () => atPoint(points, point, reason('slow', 'zone', zone.name)));
    else allowEscape({ points, config, verdict, zone: zone.name, point });
  }
}

/** Whoever stands inside the rim may turn, and leave if that takes him farther from whatever is nearest. */
function heedRim({ points }: Situation, config: GuardConfig, verdict: Verdict): void {
  for (let i = 0; i < points.count && verdict.linear !== 0; i++) {
    if (!touchesRim(points, i, config.rimM)) continue;
    allowEscape({ points, config, verdict, zone: 'rim', point: i });
    return;
  }
}

interface Escape {
  readonly points: Surroundings;
  readonly config: GuardConfig;
  readonly verdict: Verdict;
  readonly zone: string;
  /** What stands in the zone. */
  readonly point: number;
}

function allowEscape({ points, config, verdict, zone, point }: Escape): void {
  const linear = Math.sign(verdict.linear) * config.escapeMps;
  const leaves = clearanceGrows(points, linear, verdict.angular, ESCAPE_LOOK_S);
  verdict.capLinear(leaves ? config.escapeMps : 0, () =>
    leaves
      ? reason('slow', 'zone', zone, 'leaving it')
      : atPoint(points, point, reason('stop', 'zone', zone)),
  );
}

/** Slows down until the contact is at least the limit away in time. Turning goes on, so each try is another arc. */
function heedApproach({ points }: Situation, config: GuardConfig, verdict: Verdict): void {
  let speed = Math.abs(verdict.linear);
  let point = -1;
  for (let round = 0; speed > 0; round++) {
    const contact = firstContact(points, Math.sign(verdict.linear) * speed, verdict.angular, config.rimM);
    const { seconds } = contact;
    if (seconds >= config.timeToCollisionS) break;
    point = contact.point;
    speed *= seconds / config.timeToCollisionS;
    if (speed < CREEP_MPS || round === APPROACH_ROUNDS) speed = 0;
  }
  verdict.capLinear(speed, () => atPoint(points, point, reason('approach', 'approach', 'rim')));
}

/** Points already inside the rim are the business of `heedRim`. */
function firstContact(points: Surroundings, linear: number, angular: number, rimM: number) {
  let first = Infinity;
  let point = -1;
  for (let i = 0; i < points.count; i++) {
    if (touchesRim(points, i, rimM)) continue;
    const seconds = timeToContact(points.x[i]!, points.y[i]!, linear, angular, rimM);
    if (seconds >= first) continue;
    first = seconds;
    point = i;
  }
  return { seconds: first, point };
}

/** The robot does not drive where too many beams say nothing: unknown is not free. Leaving a contact is excepted. */
function heedUnknown(situation: Situation, config: GuardConfig, verdict: Verdict): void {
  const { sweep, yaw, contacts } = situation;
  if (sweep === undefined || verdict.linear === 0 || contacts.length > 0) return;
  const heading = verdict.linear > 0 ? yaw : yaw + Math.PI;
  const share = unknownShare(sweep, heading, config.sectorRad);
  if (share <= config.maxUnknown) return;
  const what = `${Math.round(share * 100)} % of the beams ${verdict.linear > 0 ? 'ahead' : 'behind'} say nothing`;
  verdict.capLinear(0, () => reason('stop', 'invalid', 'sector', what));
}

/** Share of the directions in a sector about `heading` that the sweep says nothing about, 0..1. */
export function unknownShare(sweep: Sweep, heading: number, sectorRad: number): number {
  const step = Math.abs(sweep.angleStep);
  const half = Math.max(0, Math.floor(sectorRad / 2 / step));
  let unknown = 0;
  for (let k = -half; k <= half; k++) {
    const index = sweep.beamAt(heading + k * step);
    if (index === undefined || sweep.kind[index] === beam.unknown) unknown++;
  }
  return unknown / (2 * half + 1);
}

/** Near something that walks the robot stands: who is hit while standing still has hit nobody. */
function heedMovers({ mover }: Situation, verdict: Verdict): void {
  if (mover === undefined) return;
  const { distanceM, speedMps, at } = mover;
  const what = `something moves at ${speedMps.toFixed(1)} m/s ${distanceM.toFixed(2)} m away`;
  verdict.capLinear(0, () => ({ ...reason('stop', 'zone', 'mover', what), at }));
}

function counts({ when }: Zone, linear: number): boolean {
  return when === 'always' || (when === 'forward' ? linear > 0 : linear < 0);
}

/** A point that makes the zone count: the nearest of those inside; -1 if there are too few. */
function trigger(zone: Zone, { x, y, count }: Surroundings): number {
  const reach = reachOf(zone.shape);
  let inside = 0;
  let nearest = -1;
  let nearestSquared = Infinity;
  for (let i = 0; i < count; i++) {
    const squared = x[i]! * x[i]! + y[i]! * y[i]!;
    if (squared > reach * reach || !isInside(zone.shape, x[i]!, y[i]!)) continue;
    inside++;
    if (squared >= nearestSquared) continue;
    nearest = i;
    nearestSquared = squared;
  }
  return inside >= zone.minPoints ? nearest : -1;
}

function touchesRim({ x, y }: Surroundings, i: number, rimM: number): boolean {
  return x[i]! * x[i]! + y[i]! * y[i]! <= rimM * rimM;
}

function reason(action: keyof typeof guardAction, cause: Reason['cause'], zone: string, what = ''): Reason {
  return { action: guardAction[action], cause, zone, what };
}

/** The same reason with the point that is behind it. */
function atPoint(points: Surroundings, i: number, why: Reason): Reason {
  return { ...why, what: points.nameOf(i), at: { x: points.x[i]!, y: points.y[i]! } };
}
