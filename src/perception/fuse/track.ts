// One thing remembered: where it stands in the frame that stands still, how sure that is, and whether it moves.
import { secondsBetween, type TimeNs } from '../../message/time.js';
import { wrapAngle, type Planar } from '../../runtime/geometry/planar.js';
import { traitsOf } from './class-traits.js';
import type { Sighting } from './sighting.js';

/** Odometry errs by this share of the way, so a place becomes less certain. */
const DRIFT = 0.02;
/** Something has moved if it is so much farther from where it was than both sights can be wrong, metres. */
const MOVED_M = 0.15;
const MOVED_SIGMAS = 3;
/** Its speed is taken over at least this time; where it was is forgotten after that, seconds. */
const SPEED_S = { least: 0.25, most: 1.5 };
/** As often as it was seen, so often it may be missed; more is not counted. */
const MOST_HITS = 20;

/** A sighting in the frame that stands still: its front, the direction of view, and its middle. */
export interface Placed {
  readonly sighting: Sighting;
  readonly yaw: number;
  readonly x: number;
  readonly y: number;
}

export function placeSighting(sighting: Sighting, foot: Planar): Placed {
  const c = Math.cos(foot.yaw);
  const s = Math.sin(foot.yaw);
  const yaw = wrapAngle(foot.yaw + sighting.bearing);
  const half = sighting.depth / 2;
  return {
    sighting,
    yaw,
    x: foot.x + c * sighting.x - s * sighting.y + half * Math.cos(yaw),
    y: foot.y + s * sighting.x + c * sighting.y + half * Math.sin(yaw),
  };
}

export class Track {
  readonly id: number;
  /** Middle of its rectangle; x along yaw is its depth, y its width. Metres, frame that stands still. */
  x: number;
  y: number;
  yaw: number;
  depth: number;
  width: number;
  height: number;
  sigma: number;
  vx = 0;
  vy = 0;
  moving = false;
  hits = 1;
  misses = 0;
  confirmed = false;
  seenAt: TimeNs;
  /** The robot's way when it was last seen, metres. */
  seenAtM: number;
  sources: number;
  /** Sights of it, and those of them in which it had a class. */
  #sights = 0;
  #named = 0;
  /** Sum of scores by class. */
  readonly #votes = new Map<string, number>();
  #anchor: { x: number; y: number; sigma: number; at: TimeNs };

  constructor(id: number, { sighting, x, y, yaw }: Placed, now: TimeNs, wayM: number) {
    this.id = id;
    this.x = x;
    this.y = y;
    this.yaw = yaw;
    this.depth = sighting.depth;
    this.width = sighting.width;
    this.height = sighting.height;
    this.sigma = sighting.sigma;
    this.seenAt = now;
    this.seenAtM = wayM;
    this.sources = sighting.sources;
    this.#anchor = { x, y, sigma: sighting.sigma, at: now };
    this.#vote(sighting);
  }

  /** The class with the most votes; empty: nothing but the end of the floor. */
  get classId(): string {
    let best = '';
    let most = 0;
    for (const [classId, votes] of this.#votes) {
      if (classId === '' || votes <= most) continue;
      best = classId;
      most = votes;
    }
    return best;
  }

  /** A detector found it in most of its sights; a detection nearby may name what only ends the floor, now and then. */
  get isMostlyNamed(): boolean {
    return 2 * this.#named >= this.#sights;
  }

  /** Mean score of that class, 0..1. */
  get score(): number {
    return Math.min(1, (this.#votes.get(this.classId) ?? 0) / Math.max(1, this.hits));
  }

  get walks(): boolean {
    return this.moving || traitsOf(this.classId).walks === true;
  }

  /** How far it reaches across a direction and along it, metres. */
  extentFrom(direction: number): { readonly across: number; readonly along: number } {
    const c = Math.abs(Math.cos(this.yaw - direction));
    const s = Math.abs(Math.sin(this.yaw - direction));
    return { across: this.width * c + this.depth * s, along: this.depth * c + this.width * s };
  }

  /** How much farther away its near side is than that of what was seen, along the line of sight, metres. */
  fartherThan({ sighting, x, y, yaw }: Placed): number {
    const middle = (this.x - x) * Math.cos(yaw) + (this.y - y) * Math.sin(yaw);
    return middle + (sighting.depth - this.extentFrom(yaw).along) / 2;
  }

  /** The end of the floor beside a thing with a class is that thing's. */
  isWholeOf({ sighting }: Placed): boolean {
    return sighting.classId === '' && this.classId !== '';
  }

  /** Seen again. What its box says of a thing that goes on beyond the picture changes little. */
  see(placed: Placed, now: TimeNs, wayM: number): void {
    const { sighting } = placed;
    this.sigma += DRIFT * Math.max(0, wayM - this.seenAtM);
    this.hits = Math.min(MOST_HITS, this.hits + 1);
    this.misses = 0;
    this.#vote(sighting);
    if (!sighting.atEdge) {
      if (sighting.cut) this.#pullNearer(placed);
      else this.#adjust(placed);
      this.#watchMotion(now);
    }
    this.seenAt = now;
    this.seenAtM = wayM;
    this.sources |= sighting.sources;
  }

  #vote({ classId, score }: Sighting): void {
    this.#sights++;
    if (classId !== '') this.#named++;
    this.#votes.set(classId, (this.#votes.get(classId) ?? 0) + score);
  }

  /** Nearer sights are surer ones. The camera's error of pitch does not average out: many sights are no better than the best. */
  #gain(sigma: number): number {
    if (this.moving) return 0.7;
    return this.sigma ** 2 / (this.sigma ** 2 + sigma ** 2);
  }

  /** The near side is what was seen: the middle lies half its depth behind that, whatever it is taken to be. */
  #adjust(placed: Placed): void {
    const { sighting, yaw } = placed;
    const gain = this.#gain(sighting.sigma);
    const farther = gain * this.fartherThan(placed);
    const depthBefore = this.extentFrom(yaw).along;
    let across = 0;
    // A piece of the floor's end says how far away a thing is, not how wide, nor where its middle is.
    if (!this.isWholeOf(placed)) {
      across = gain * ((placed.y - this.y) * Math.cos(yaw) - (placed.x - this.x) * Math.sin(yaw));
      this.yaw = wrapAngle(this.yaw + gain * wrapAngle(yaw - this.yaw));
      this.width += gain * (sighting.width - this.width);
      this.height += gain * (sighting.height - this.height);
      this.depth += gain * (sighting.depth - this.depth);
    }
    const deeper = this.extentFrom(yaw).along - depthBefore;
    this.#move(yaw, deeper / 2 - farther, across);
    this.sigma = Math.min(this.sigma, sighting.sigma);
  }

  /** Half a thing says only that it is at least so near: its other half may be nearer still. */
  #pullNearer(placed: Placed): void {
    const { sighting, yaw } = placed;
    const nearer = Math.max(0, this.fartherThan(placed));
    this.#move(yaw, -this.#gain(sighting.sigma) * nearer, 0);
    this.width = Math.max(this.width, sighting.width);
  }

  #move(yaw: number, along: number, across: number): void {
    this.x += along * Math.cos(yaw) - across * Math.sin(yaw);
    this.y += along * Math.sin(yaw) + across * Math.cos(yaw);
  }

  /** Static until it is farther from where it was than both places can be wrong. */
  #watchMotion(now: TimeNs): void {
    const anchor = this.#anchor;
    const seconds = secondsBetween(now, anchor.at);
    if (seconds < SPEED_S.least) return;
    const [dx, dy] = [this.x - anchor.x, this.y - anchor.y];
    const moved = Math.hypot(dx, dy) > MOVED_M + MOVED_SIGMAS * (this.sigma + anchor.sigma);
    if (!moved && seconds < SPEED_S.most) return;
    this.moving = moved;
    this.vx = moved ? dx / seconds : 0;
    this.vy = moved ? dy / seconds : 0;
    this.#anchor = { x: this.x, y: this.y, sigma: this.sigma, at: now };
  }
}
