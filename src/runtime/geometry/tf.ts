// The transform buffer: the tree of frames over a bounded past, and lookups through it.
import { Fault } from '../../fault/fault.js';
import type { Quaternion, TFMessage, Transform, TransformStamped } from '../../message/messages.js';
import { fromTime, msToNs, secondsBetween, type TimeNs } from '../../message/time.js';
import { compose, copyTransform, createTransform, interpolate, invert, normalise } from './rigid.js';

export interface TransformBufferOptions {
  /** How much of the past is kept, counted back from the newest transform of each frame; 10 s if absent. */
  readonly historyMs?: number;
}

/** Nobody's robot has more frames; who sends more is broken. */
const FRAMES_CEILING = 1000;
/** A history longer than this at any rate is cut, whatever its age. */
const SAMPLES_CEILING = 5000;
/** A quaternion this far from length 1 is not a rounding error. */
const UNIT_TOLERANCE = 0.01;

export type Readiness = 'ready' | 'not-yet' | 'too-old' | 'missing';

interface Sample {
  readonly time: TimeNs;
  readonly transform: Transform;
}

/** One edge of the tree: where a child frame is in its parent frame. */
interface Frame {
  readonly name: string;
  readonly parent: string;
  readonly fixed: boolean;
  /** Oldest first; one sample if fixed. */
  readonly samples: Sample[];
  /** Farther from the newest than the history reaches: wrong, or time has been set. The next one tells. */
  stray: Sample | undefined;
}

export class TransformBuffer {
  readonly #historyNs: TimeNs;
  readonly #frameByName = new Map<string, Frame>();
  readonly #parents = new Set<string>();
  // Scratch of lookupInto, so that a lookup allocates nothing.
  readonly #toTarget = createTransform();
  readonly #toSource = createTransform();
  readonly #edge = createTransform();

  constructor({ historyMs = 10_000 }: TransformBufferOptions = {}) {
    this.#historyNs = msToNs(historyMs);
  }

  /** Takes /tf (`moving`) or /tf_static (`fixed`): all that is valid. Throws 'tf/invalid' for the first that is not. */
  insert(message: TFMessage, kind: 'moving' | 'fixed'): void {
    let refused: unknown;
    for (const transform of message.transforms) {
      try {
        this.#insertOne(transform, kind === 'fixed');
      } catch (fault) {
        refused ??= fault;
      }
    }
    if (refused !== undefined) throw refused as Fault;
  }

  /** The transform that maps coordinates in `source` to coordinates in `target` at that time. Throws the tf Faults. */
  lookup(target: string, source: string, time: TimeNs): Transform {
    return this.lookupInto(createTransform(), target, source, time);
  }

  /** As `lookup`, into an object the caller owns. */
  lookupInto(out: Transform, toFrame: string, fromFrame: string, time: TimeNs): Transform {
    const target = bareFrame(toFrame);
    const source = bareFrame(fromFrame);
    const ancestor = this.#commonAncestor(target, source);
    this.#climb(target, ancestor, time, this.#toTarget);
    this.#climb(source, ancestor, time, this.#toSource);
    return compose(invert(this.#toTarget, this.#toTarget), this.#toSource, out);
  }

  /** Whether a lookup would succeed, and if not, why: no error is made for what is only early. */
  readiness(toFrame: string, fromFrame: string, time: TimeNs): Readiness {
    const target = bareFrame(toFrame);
    const source = bareFrame(fromFrame);
    const ancestor = this.#findCommonAncestor(target, source);
    if (ancestor === undefined) return 'missing';
    for (const start of [target, source]) {
      for (let name = start; name !== ancestor;) {
        const frame = this.#frameByName.get(name)!;
        if (!frame.fixed && time < frame.samples[0]!.time) return 'too-old';
        if (!frame.fixed && time > frame.samples.at(-1)!.time) return 'not-yet';
        name = frame.parent;
      }
    }
    return 'ready';
  }

  /** The newest time for which a lookup between these frames can succeed; undefined if all between them is fixed. */
  newestCommonTime(toFrame: string, fromFrame: string): TimeNs | undefined {
    const target = bareFrame(toFrame);
    const source = bareFrame(fromFrame);
    const ancestor = this.#commonAncestor(target, source);
    let newest: TimeNs | undefined;
    for (const start of [target, source]) {
      for (let name = start; name !== ancestor; name = this.#frameByName.get(name)!.parent) {
        const frame = this.#frameByName.get(name)!;
        const time = frame.samples.at(-1)!.time;
        if (!frame.fixed && (newest === undefined || time < newest)) newest = time;
      }
    }
    return newest;
  }

  #insertOne(stamped: TransformStamped, fixed: boolean): void {
    const { header } = stamped;
    const [name, parent] = [bareFrame(stamped.child_frame_id), bareFrame(header.frame_id)];
    const transform = checkTransform(stamped);
    const known = this.#frameByName.get(name);
    if (known === undefined) this.#addFrame(stamped, { name, parent, fixed });
    else if (known.parent !== parent) refuse(stamped, `${name} already has the parent ${known.parent}`);
    else if (known.fixed !== fixed) refuse(stamped, `${name} is already ${known.fixed ? 'fixed' : 'moving'}`);
    this.#remember(this.#frameByName.get(name)!, { time: fromTime(header.stamp), transform });
  }

  #addFrame(stamped: TransformStamped, { name, parent, fixed }: Omit<Frame, 'samples' | 'stray'>): void {
    if (this.#frameByName.size >= FRAMES_CEILING)
      refuse(stamped, `there are already ${FRAMES_CEILING} frames`);
    for (let above: string | undefined = parent; above !== undefined;) {
      if (above === name) refuse(stamped, `${parent} hangs below ${name}`);
      above = this.#frameByName.get(above)?.parent;
    }
    this.#frameByName.set(name, { name, parent, fixed, samples: [], stray: undefined });
    this.#parents.add(parent);
  }

  /** Keeps samples in order of time, replaces one of the same time, and forgets what is older than the history. */
  #remember(frame: Frame, sample: Sample): void {
    const { samples } = frame;
    if (frame.fixed) samples.length = 0;
    else if (this.#isStray(frame, sample)) return;
    const index = indexAfter(samples, sample.time);
    const sameTime = samples[index - 1]?.time === sample.time;
    samples.splice(sameTime ? index - 1 : index, sameTime ? 1 : 0, sample);
    const oldest = samples.at(-1)!.time - this.#historyNs;
    let expired = Math.max(0, samples.length - SAMPLES_CEILING);
    while (samples[expired]!.time < oldest) expired += 1;
    if (expired > 0) samples.splice(0, expired);
  }

  /** A single stamp far off must not push out the history; two on the same side are a new time, and begin it anew. */
  #isStray(frame: Frame, sample: Sample): boolean {
    const { samples, stray } = frame;
    const newest = samples.at(-1)?.time;
    frame.stray = undefined;
    if (newest === undefined || this.#isNear(sample.time, newest)) return false;
    const isSameSide = stray !== undefined && stray.time > newest === sample.time > newest;
    if (!isSameSide || sample.time < stray.time) {
      frame.stray = sample;
      return true;
    }
    samples.length = 0;
    if (this.#isNear(sample.time, stray.time)) samples.push(stray);
    return false;
  }

  #isNear(a: TimeNs, b: TimeNs): boolean {
    const apart = a - b;
    return apart <= this.#historyNs && -apart <= this.#historyNs;
  }

  /** Multiplies the edges from a frame up to an ancestor of it. */
  #climb(from: string, ancestor: string, time: TimeNs, out: Transform): void {
    setIdentity(out);
    for (let name = from; name !== ancestor;) {
      const frame = this.#frameByName.get(name)!;
      sampleAt(frame, time, this.#edge);
      compose(this.#edge, out, out);
      name = frame.parent;
    }
  }

  #commonAncestor(target: string, source: string): string {
    const ancestor = this.#findCommonAncestor(target, source);
    if (ancestor !== undefined) return ancestor;
    const unknown = [target, source].filter((name) => !this.#knows(name));
    const found = unknown.length > 0 ? `unknown: ${unknown.join(', ')}` : 'they hang in separate trees';
    throw missing(target, source, found);
  }

  #findCommonAncestor(target: string, source: string): string | undefined {
    if (!this.#knows(target) || !this.#knows(source)) return undefined;
    for (let above: string | undefined = target; above !== undefined; above = this.#parentOf(above)) {
      for (let other: string | undefined = source; other !== undefined; other = this.#parentOf(other)) {
        if (above === other) return above;
      }
    }
    return undefined;
  }

  #knows(name: string): boolean {
    return this.#frameByName.has(name) || this.#parents.has(name);
  }

  #parentOf(name: string): string | undefined {
    return this.#frameByName.get(name)?.parent;
  }
}

/** ROS 1 wrote a slash before the names of frames, and old drivers do; it means nothing (as in tf2). */
export function bareFrame(name: string): string {
  return name.startsWith('/') ? name.slice(1) : name;
}

function sampleAt(frame: Frame, time: TimeNs, out: Transform): void {
  const { samples } = frame;
  if (frame.fixed) return void copyTransform(samples[0]!.transform, out);
  const index = indexAfter(samples, time);
  const before = samples[index - 1];
  const after = samples[index];
  if (before === undefined) throw tooOld(frame, time);
  if (before.time === time) return void copyTransform(before.transform, out);
  if (after === undefined) throw notYet(frame, time);
  const u = Number(time - before.time) / Number(after.time - before.time);
  interpolate(before.transform, after.transform, u, out);
}

/** Index of the first sample later than the time; searched from the end, where lookups and inserts happen. */
function indexAfter(samples: readonly Sample[], time: TimeNs): number {
  let index = samples.length;
  if (index > 0 && samples[0]!.time > time) return 0;
  while (index > 0 && samples[index - 1]!.time > time) index -= 1;
  return index;
}

/** A copy with a rotation of exactly unit length, or a Fault: the message stays its sender's. */
function checkTransform(stamped: TransformStamped): Transform {
  const { header, transform } = stamped;
  const [name, parent] = [bareFrame(stamped.child_frame_id), bareFrame(header.frame_id)];
  if (name === '' || parent === '') refuse(stamped, 'a frame has no name');
  if (name === parent) refuse(stamped, `${name} is its own parent`);
  const { translation, rotation } = transform;
  const length = lengthOf(rotation);
  if (!Number.isFinite(translation.x + translation.y + translation.z)) {
    refuse(stamped, 'its translation is not finite');
  }
  // Written so that NaN is refused too.
  if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) refuse(stamped, `its quaternion has length ${length}`);
  return { translation: { ...translation }, rotation: normalise(rotation) };
}

function lengthOf(q: Quaternion): number {
  return Math.hypot(q.x, q.y, q.z, q.w);
}

function setIdentity({ translation, rotation }: Transform): void {
  translation.x = translation.y = translation.z = rotation.x = rotation.y = rotation.z = 0;
  rotation.w = 1;
}

function refuse({ header, child_frame_id: child }: TransformStamped, found: string): never {
  throw new Fault('tf/invalid', {
    what: `The transform from '${child}' to '${header.frame_id}' is refused.`,
    found,
    expected: 'finite numbers, a unit quaternion, and frames that form a tree: one parent each, no loops',
  });
}

function missing(target: string, source: string, found: string): Fault {
  const what = `No transform connects ${source} to ${target}.`;
  return new Fault('tf/missing', { what, found, next: 'check who publishes /tf and /tf_static' });
}

function tooOld({ name, parent, samples }: Frame, time: TimeNs): Fault {
  const ageS = secondsBetween(samples[0]!.time, time);
  return new Fault('tf/too-old', {
    what: `The transform from ${name} to ${parent} is not kept that far back.`,
    found: `the oldest is ${ageS.toFixed(3)} s later than what was asked for`,
  });
}

function notYet({ name, parent, samples }: Frame, time: TimeNs): Fault {
  const waitS = secondsBetween(time, samples.at(-1)!.time);
  return new Fault('tf/not-yet', {
    what: `The transform from ${name} to ${parent} has not arrived yet.`,
    found: `the newest is ${waitS.toFixed(3)} s earlier than what was asked for`,
    next: 'wait for it',
  });
}
