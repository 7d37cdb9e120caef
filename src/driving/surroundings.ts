// What the last few sweeps saw around the robot, in a frame that stands still; and what of it moves.
import { secondsBetween, type TimeNs } from '../message/time.js';
import type { Planar } from '../runtime/geometry/planar.js';
import type { PlacedScan } from '../runtime/geometry/scan-intake.js';
import { beam, Sweep } from '../runtime/geometry/sweep.js';
import type { Movers } from './movers.js';

/** Something moves if it stands where an earlier sweep saw through: soon seen if it is fast, later if it is slow. */
const FAST = { afterScans: 2, movedM: 0.12 };
const SLOW = { afterScans: 5, movedM: 0.15 };
/** Over a longer time than this, furniture that is moved would look like somebody who walks. */
const MOVED_WITHIN_S = 2;
/** Sweeps this much older than the newest are not put together with it. */
const MEMORY_S = 1;
/** Fewer neighbouring beams than this are noise, not somebody. */
const MOVED_MIN_BEAMS = 3;
/** Movement farther away than this is of no concern. */
const MOVED_WITHIN_M = 2.5;

interface Look {
  readonly sweep: Sweep;
  stamp: TimeNs;
}

/** A ring of sweeps. A thin leg that one scan misses is still there in the ones before. */
export class Surroundings {
  /** Points found by `look`, in the frame of the pose it was given, metres; the first `count` count. */
  x = new Float64Array(512);
  y = new Float64Array(512);
  count = 0;
  /** Points of the scans come first, so many; then what was included, each with its name. */
  #scanned = 0;
  readonly #names: (string | undefined)[] = [];
  readonly #ring: Look[] = [];
  readonly #memory: number;
  #moving = new Uint8Array(0);
  #added = 0;

  /** `memoryScans`: how many sweeps `look` puts together. */
  constructor(memoryScans: number) {
    this.#memory = memoryScans;
    const length = Math.max(memoryScans, SLOW.afterScans) + 1;
    for (let i = 0; i < length; i++) this.#ring.push({ sweep: new Sweep(), stamp: 0n });
  }

  /** The sweep `back` scans before the newest; undefined before there was one. */
  sweep(back = 0): Sweep | undefined {
    return this.#at(back)?.sweep;
  }

  /** Whether enough has been seen to tell what moves. */
  get tellsMovers(): boolean {
    return this.#added > SLOW.afterScans;
  }

  /** Takes a scan placed in the frame that stands still; false if it is not newer than the one before. */
  add({ scan, stamp, start, end }: PlacedScan): boolean {
    const newest = this.#at(0);
    if (newest !== undefined && stamp <= newest.stamp) return false;
    const slot = this.#ring[this.#added % this.#ring.length]!;
    this.#added++;
    slot.sweep.fill(scan, start, end);
    slot.stamp = stamp;
    return true;
  }

  /** Tells who follows them what moves in the newest sweep. Call it once after each `add`. */
  showMoving(movers: Movers): void {
    const newest = this.#at(0);
    const past = this.#at(SLOW.afterScans);
    const recent = this.#at(FAST.afterScans);
    if (newest === undefined || past === undefined || recent === undefined) return;
    if (secondsBetween(newest.stamp, past.stamp) >= MOVED_WITHIN_S) return;
    const { sweep, stamp } = newest;
    if (this.#moving.length < sweep.count) this.#moving = new Uint8Array(sweep.count);
    markMoving(sweep, recent.sweep, past.sweep, this.#moving);
    movers.follow(sweep, this.#moving, stamp);
  }

  /** Finds all points within `reachM` of the pose; overwrites x, y and count. */
  look(pose: Planar, reachM: number): void {
    this.#find(pose, reachM);
    this.#scanned = this.count;
    this.#names.length = 0;
  }

  /** What a point is: 'scan', or the name under which it was included. */
  nameOf(i: number): string {
    return this.#names[i - this.#scanned] ?? 'scan';
  }

  #find(pose: Planar, reachM: number): void {
    this.count = 0;
    const c = Math.cos(pose.yaw);
    const s = Math.sin(pose.yaw);
    for (let back = 0; back < this.#memory; back++) {
      const seen = this.#at(back);
      if (seen === undefined || secondsBetween(this.#at(0)!.stamp, seen.stamp) > MEMORY_S) return;
      const { sweep } = seen;
      this.#reserve(sweep.count);
      for (let i = 0; i < sweep.count; i++) {
        if (sweep.kind[i]! > beam.near) continue;
        const ux = sweep.x[i]! - pose.x;
        const uy = sweep.y[i]! - pose.y;
        if (ux * ux + uy * uy > reachM * reachM) continue;
        this.#put(c * ux + s * uy, c * uy - s * ux);
      }
    }
  }

  /** Adds one point to what `look` found, given in the frame of its pose. */
  include(x: number, y: number, name?: string): void {
    this.#reserve(1);
    this.#put(x, y);
    this.#names.push(name);
  }

  #put(x: number, y: number): void {
    this.x[this.count] = x;
    this.y[this.count++] = y;
  }

  #at(back: number): Look | undefined {
    if (back >= this.#added || back >= this.#ring.length) return undefined;
    return this.#ring[(this.#added - 1 - back) % this.#ring.length];
  }

  #reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.x.length) return;
    const { x, y } = this;
    this.x = new Float64Array(needed * 2);
    this.y = new Float64Array(needed * 2);
    this.x.set(x);
    this.y.set(y);
  }
}

/** Writes 1 for every beam of the sweep that belongs to a run of points where an earlier one saw through. */
function markMoving(sweep: Sweep, recent: Sweep, past: Sweep, moving: Uint8Array): void {
  let run = 0;
  moving.fill(0);
  for (let i = 0; i < sweep.count; i++) {
    const near = sweep.kind[i] === beam.hit && sweep.range[i]! < MOVED_WITHIN_M;
    const moved = near && (wasFree(sweep, i, past, SLOW.movedM) || wasFree(sweep, i, recent, FAST.movedM));
    run = moved ? run + 1 : 0;
    if (run === MOVED_MIN_BEAMS) moving.fill(1, i + 1 - run, i + 1);
    else if (run > MOVED_MIN_BEAMS) moving[i] = 1;
  }
}

/** Whether the earlier sweep saw something farther away through the place where this point is now, on both sides of it. */
function wasFree(sweep: Sweep, i: number, past: Sweep, movedM: number): boolean {
  const ux = sweep.x[i]! - past.originX;
  const uy = sweep.y[i]! - past.originY;
  const distance = Math.hypot(ux, uy) + movedM;
  const middle = past.beamAt(Math.atan2(uy, ux));
  if (middle === undefined) return false;
  for (let side = -1; side <= 1; side++) {
    const b = (middle + side + past.count) % past.count;
    if (past.kind[b] !== beam.hit || past.range[b]! < distance) return false;
  }
  return true;
}
