// All things remembered: which sighting belongs to which, which are confirmed, and which are forgotten, and why.
import { secondsBetween, type TimeNs } from '../../message/time.js';
import { seenFrom, type Planar } from '../../runtime/geometry/planar.js';
import { FloorMemory } from './floor-memory.js';
import type { FuseConfig } from './fuse-config.js';
import { isSeenFree, type FreeFloor } from './seen-free.js';
import type { Outlook, Sighting } from './sighting.js';
import { placeSighting, Track, type Placed } from './track.js';

/** Along the line of sight and across it, beyond what both are unsure of and as wide as they are, metres. */
const GATE = { alongM: 0.12, acrossM: 0.08, sigmas: 2 };
/** Things at the blind edge are the same whatever their distance seems to be, up to this from the foot, metres. */
const AT_EDGE_M = 0.45;
/** What is so much nearer than a thing that the same picture shows is no part of it, metres. */
const NEARER_M = 0.05;
/** Fewer frames do where there is little way left: a thing at the blind edge. */
const EDGE_CONFIRM = 2;
/**
 * More frames are not asked for, however often its place was seen free. What has a class is found by another eye than the
 * one that saw free floor, and that one may have missed it. What has none is of the same eye, that now says otherwise.
 */
const MOST_DOUBTS = { named: 3, unnamed: 12 };
/** What touches the robot may be placed so deep under its body, metres. */
const BODY_SLACK_M = 0.01;
/** What was never confirmed is forgotten so soon, seconds and frames. */
const UNCONFIRMED_S = 0.6;
const UNCONFIRMED_MISSES = 2;
const MAX_TRACKS = 128;

export interface Frame {
  /** When the picture was taken. */
  readonly stamp: TimeNs;
  /** The foot frame in the frame that stands still. */
  readonly foot: Planar;
  /** How far the robot has driven, metres. */
  readonly wayM: number;
  readonly sightings: readonly Sighting[];
  readonly outlook: Outlook;
  readonly floor: FreeFloor | undefined;
}

export class Tracks {
  #tracks: Track[] = [];
  readonly #memory = new FloorMemory();
  #nextId = 1;

  get list(): readonly Track[] {
    return this.#tracks;
  }

  update(frame: Frame, config: FuseConfig): void {
    const seen = new Set<Track>();
    for (const sighting of frame.sightings)
      this.#take(placeSighting(sighting, frame.foot), frame, config, seen);
    if (frame.floor !== undefined) this.#memory.add(frame.foot, frame.floor);
    for (const track of this.#tracks) if (!seen.has(track) && isSeenFree(track, frame)) track.misses++;
    this.#forget(frame, config);
  }

  #take(placed: Placed, frame: Frame, config: FuseConfig, seen: Set<Track>): void {
    const track = this.#match(placed, frame, seen);
    if (track === undefined) {
      const fresh = new Track(this.#nextId++, placed, frame.stamp, frame.wayM);
      fresh.confirmed = config.confirmFrames <= 1;
      this.#tracks.push(fresh);
      seen.add(fresh);
      return;
    }
    // A piece of the floor's end beside a thing that was already seen in this picture is a part of it.
    if (seen.has(track)) return;
    seen.add(track);
    track.see(placed, frame.stamp, frame.wayM);
    const enough = placed.sighting.atEdge
      ? Math.min(EDGE_CONFIRM, config.confirmFrames)
      : config.confirmFrames;
    track.confirmed ||= track.hits >= enough + this.#doubts(track, frame);
  }

  /** For each picture that showed the floor free at its place one more must show it: what stands does not come from nowhere. */
  #doubts(track: Track, { outlook }: Frame): number {
    if (track.walks) return 0;
    const most = track.isMostlyNamed ? MOST_DOUBTS.named : MOST_DOUBTS.unnamed;
    return this.#memory.timesFree(track.x, track.y, outlook, most);
  }

  /** The nearest within the gates; one of the same class before others. */
  #match(placed: Placed, frame: Frame, seen: ReadonlySet<Track>): Track | undefined {
    let best: Track | undefined;
    let bestCost = 1;
    for (const track of this.#tracks) {
      if (seen.has(track) && !(track.isWholeOf(placed) && track.fartherThan(placed) < NEARER_M)) continue;
      const cost = mismatch(track, placed, frame) + (isOtherClass(track, placed) ? 0.3 : 0);
      if (cost >= bestCost) continue;
      best = track;
      bestCost = cost;
    }
    return best;
  }

  #forget({ stamp, foot, wayM }: Frame, config: FuseConfig): void {
    this.#tracks = this.#tracks.filter((track) => {
      if (isUnderBody(track, foot, config.bodyM)) return false;
      const unseenS = secondsBetween(stamp, track.seenAt);
      if (!track.confirmed) return unseenS < UNCONFIRMED_S && track.misses < UNCONFIRMED_MISSES;
      if (track.walks && unseenS > config.moverMemoryS) return false;
      return track.misses < config.freeFrames && wayM - track.seenAtM <= config.memoryM;
    });
    if (this.#tracks.length <= MAX_TRACKS) return;
    this.#tracks.sort((a, b) => Number(b.seenAt - a.seenAt) || b.hits - a.hits);
    this.#tracks.length = MAX_TRACKS;
  }
}

/** Where the robot itself stands nothing else does: what is really there would be touched, which is the bumper's business. */
function isUnderBody(track: Track, foot: Planar, bodyM: number): boolean {
  const { x, y } = seenFrom(track, foot);
  const along = Math.max(0, Math.abs(x) - track.depth / 2);
  const across = Math.max(0, Math.abs(y) - track.width / 2);
  return Math.hypot(along, across) < bodyM - BODY_SLACK_M;
}

function isOtherClass(track: Track, { sighting }: Placed): boolean {
  return sighting.classId !== '' && track.classId !== '' && sighting.classId !== track.classId;
}

/** 0: the same place; 1 or more: something else. Along and across the present line of sight. */
function mismatch(track: Track, placed: Placed, { foot, stamp }: Frame): number {
  const { sighting, x, y, yaw } = placed;
  const seconds = secondsBetween(stamp, track.seenAt);
  const dx = track.x + track.vx * seconds - x;
  const dy = track.y + track.vy * seconds - y;
  const along = Math.abs(dx * Math.cos(yaw) + dy * Math.sin(yaw));
  const across = Math.abs(dy * Math.cos(yaw) - dx * Math.sin(yaw));
  const extent = track.extentFrom(yaw);
  const unsure = GATE.sigmas * (track.sigma + sighting.sigma);
  const gates = {
    across: GATE.acrossM + reachAcross(track, placed, extent.across) + 0.5 * track.sigma,
    along: GATE.alongM + unsure + reachAlong(track, placed, extent.along),
  };
  const nearest = Math.hypot(track.x - foot.x, track.y - foot.y) - extent.along / 2;
  const bothAtEdge = sighting.atEdge && nearest < AT_EDGE_M;
  return Math.max(across / gates.across, bothAtEdge ? 0 : along / gates.along);
}

/** How far apart the middles of two looks at one thing may be, for their sizes alone, metres. */
function reachAcross(track: Track, placed: Placed, across: number): number {
  const { cut, width, classId } = placed.sighting;
  const wide = (across + width) / 2;
  if (cut || track.isWholeOf(placed)) return wide;
  // Pieces of one long edge lie side by side: each is its own.
  return classId === '' ? 0 : Math.max(0.35 * wide, Math.abs(across - width) / 2);
}

function reachAlong(track: Track, placed: Placed, along: number): number {
  const { depth } = placed.sighting;
  return track.isWholeOf(placed) ? (along + depth) / 2 : Math.abs(along - depth) / 2;
}
