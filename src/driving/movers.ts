// Things that walk, followed from scan to scan: how fast each is, and how much room it must be given.
import { secondsBetween, type TimeNs } from '../message/time.js';
import { seenFrom, type Planar } from '../runtime/geometry/planar.js';
import { beam, type Sweep } from '../runtime/geometry/sweep.js';

/** Positions in the frame that stands still, metres. */
interface Mover {
  x: number;
  y: number;
  vx: number;
  vy: number;
  seenAt: TimeNs;
  /** In so many scans; its speed is believed only after a few. */
  scans: number;
  /** What stands where it should be, in a scan that did not see it move. */
  stands: { readonly x: number; readonly y: number } | undefined;
}

export interface MoverOptions {
  /** Taken for the speed of whoever has just been noticed, m/s. */
  readonly moverMps: number;
  /** From being seen to the robot standing still, s. */
  readonly moverStopS: number;
  /** How long after it was last seen moving it still counts, ms. */
  readonly moverHoldMs: number;
  readonly rimM: number;
}

/** What is too near. */
export interface Nearby {
  readonly distanceM: number;
  readonly speedMps: number;
  /** Where it should be by now, in the frame of the pose that was asked for, metres. */
  readonly at: { readonly x: number; readonly y: number };
}

const MATCH_M = 0.35;
/** What stands so near to where it should be is taken for it. */
const STANDS_M = 0.3;
const BELIEVED_SCANS = 3;
/** A speed is estimated too low as often as too high: it is raised by a fifth and by this, m/s. */
const DOUBT_MPS = 0.1;
const MARGIN_M = 0.05;
/** Who walks away must turn round first: this share of the time is enough. */
const LEAVING = 0.6;
/** Nobody is taken to walk on unseen for longer than this, s. */
const WALKS_ON_S = 0.4;
const FORGET_S = 2;
/** Scans are this old when the next one comes, ms. */
const SCAN_AGE_MS = 200;
const MAX_MOVERS = 32;

export class Movers {
  #movers: Mover[] = [];

  /** Takes the newest sweep and which of its beams met something that moves. */
  follow(sweep: Sweep, moving: Uint8Array, stamp: TimeNs): void {
    this.#movers = this.#movers.filter(({ seenAt }) => secondsBetween(stamp, seenAt) < FORGET_S);
    for (let i = 0; i < sweep.count; i++) {
      if (moving[i] === 0) continue;
      let x = 0;
      let y = 0;
      const first = i;
      for (; i < sweep.count && moving[i] === 1; i++) {
        x += sweep.x[i]!;
        y += sweep.y[i]!;
      }
      this.#see(x / (i - first), y / (i - first), stamp);
    }
    this.#movers = this.#movers.filter((mover) => mover.seenAt === stamp || isStillThere(mover, sweep));
  }

  /** A mover that could reach the robot before it stands, whichever way it turns; undefined if none could. */
  tooNear(pose: Planar, now: TimeNs, options: MoverOptions): Nearby | undefined {
    for (const mover of this.#movers) {
      if (secondsBetween(now, mover.seenAt) * 1000 > options.moverHoldMs + SCAN_AGE_MS) continue;
      const speedMps = speedOf(mover, options.moverMps);
      const distanceM = Math.hypot(mover.x - pose.x, mover.y - pose.y);
      const seconds = options.moverStopS * (isLeaving(mover, pose) ? LEAVING : 1);
      if (distanceM < options.rimM + MARGIN_M + speedMps * seconds)
        return { distanceM, speedMps, at: seenFrom(pose, placeAt(mover, now)) };
    }
    return undefined;
  }

  #see(x: number, y: number, stamp: TimeNs): void {
    const known = this.#match(x, y, stamp);
    if (known === undefined) {
      if (this.#movers.length < MAX_MOVERS)
        this.#movers.push({ x, y, vx: 0, vy: 0, seenAt: stamp, scans: 1, stands: undefined });
      return;
    }
    const seconds = secondsBetween(stamp, known.seenAt);
    const weight = known.scans === 1 ? 1 : 0.4;
    known.vx += weight * ((x - known.x) / seconds - known.vx);
    known.vy += weight * ((y - known.y) / seconds - known.vy);
    known.x = x;
    known.y = y;
    known.seenAt = stamp;
    known.scans++;
    known.stands = undefined;
  }

  #match(x: number, y: number, stamp: TimeNs): Mover | undefined {
    let best: Mover | undefined;
    let bestDistance = MATCH_M;
    for (const mover of this.#movers) {
      const seconds = secondsBetween(stamp, mover.seenAt);
      if (seconds <= 0) continue;
      const distance = Math.hypot(mover.x + mover.vx * seconds - x, mover.y + mover.vy * seconds - y);
      if (distance >= bestDistance) continue;
      best = mover;
      bestDistance = distance;
    }
    return best;
  }
}

/** Scans are old when they come: whoever is believed to walk has walked on since, unless the newest scan shows where. */
function placeAt(
  { x, y, vx, vy, seenAt, scans, stands }: Mover,
  now: TimeNs,
): { readonly x: number; readonly y: number } {
  if (stands !== undefined) return stands;
  const seconds = scans < BELIEVED_SCANS ? 0 : Math.min(secondsBetween(now, seenAt), WALKS_ON_S);
  return { x: x + vx * seconds, y: y + vy * seconds };
}

/** Notes what stands in its place. Who was hardly seen and is not there was noise, or is followed as another. */
function isStillThere(mover: Mover, sweep: Sweep): boolean {
  mover.stands = nearestHit(sweep, mover);
  return mover.stands !== undefined || mover.scans >= BELIEVED_SCANS;
}

function nearestHit(sweep: Sweep, { x, y }: Mover): Mover['stands'] {
  let nearest = STANDS_M;
  let stands: Mover['stands'];
  for (let i = 0; i < sweep.count; i++) {
    if (sweep.kind[i] !== beam.hit) continue;
    const distance = Math.hypot(sweep.x[i]! - x, sweep.y[i]! - y);
    if (distance >= nearest) continue;
    nearest = distance;
    stands = { x: sweep.x[i]!, y: sweep.y[i]! };
  }
  return stands;
}

/** Whether it walks away rather than by or towards. */
function isLeaving({ x, y, vx, vy, scans }: Mover, pose: Planar): boolean {
  const dx = x - pose.x;
  const dy = y - pose.y;
  return scans >= BELIEVED_SCANS && vx * dx + vy * dy > 0.5 * Math.hypot(vx, vy) * Math.hypot(dx, dy);
}

function speedOf({ vx, vy, scans }: Mover, unknownMps: number): number {
  // Two legs taken for one leap: nobody walks much faster than the speed that is taken for granted.
  const believed = Math.min(1.2 * Math.hypot(vx, vy) + DOUBT_MPS, 1.3 * unknownMps);
  return scans < BELIEVED_SCANS ? unknownMps : believed;
}
