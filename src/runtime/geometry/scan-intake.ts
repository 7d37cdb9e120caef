// Where scans wait for their transforms: a scan is handed on once the sensor's way through its sweep is known.
import { Fault } from '../../fault/fault.js';
import type { LaserScan, TFMessage, Transform } from '../../message/messages.js';
import { fromTime, msToNs, type TimeNs } from '../../message/time.js';
import { planarOf, type Planar } from './planar.js';
import { createTransform } from './rigid.js';
import { scanProblem, sweepSeconds } from './sweep.js';
import { TransformBuffer } from './tf.js';
import { TransformWait } from './tf-wait.js';

export interface ScanIntakeOptions {
  /** The frame in which the world stands still. */
  readonly fixedFrame: string;
  /** A scan whose transforms have not come after this long is given up. */
  readonly waitMs: number;
}

/** A scan that can be used, and the sensor's poses in the fixed frame at its first and last beam. */
export interface PlacedScan {
  readonly scan: LaserScan;
  readonly stamp: TimeNs;
  readonly start: Planar;
  readonly end: Planar;
}

export class ScanIntake {
  readonly #fixedFrame: string;
  readonly #wait: TransformWait<LaserScan>;
  readonly #buffer = new TransformBuffer();
  readonly #scratch = createTransform();
  /** Handed on by the wait, and not yet by us. */
  #placed: PlacedScan | undefined;
  #refused = 0;
  #problem: string | undefined;

  constructor({ fixedFrame, waitMs }: ScanIntakeOptions) {
    this.#fixedFrame = fixedFrame;
    this.#wait = new TransformWait({
      buffer: this.#buffer,
      timeoutMs: waitMs,
      ceiling: 1,
      onReady: (scan) => (this.#placed = this.#tryToPlace(scan)),
      onGivenUp: (_scan, fault) => this.#refuse(wordsOf(fault)),
    });
  }

  /** The waiting time may change while it works; the frame may not. */
  reconfigure({ waitMs }: Pick<ScanIntakeOptions, 'waitMs'>): void {
    this.#wait.timeoutMs = waitMs;
  }

  /** Scans and transforms that could not be used so far. */
  get refused(): number {
    return this.#refused;
  }

  /** What is wrong with the newest scan or transform, in words; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Takes /tf or /tf_static. One that is invalid is refused and remembered as the problem, not thrown. */
  takeTransforms(message: TFMessage, kind: 'moving' | 'fixed'): void {
    try {
      this.#buffer.insert(message, kind);
    } catch (fault) {
      this.#refuse(wordsOf(fault));
    }
  }

  /** Takes the newest scan; one that is still waiting gives way to it. */
  takeScan(scan: LaserScan, now: TimeNs): PlacedScan | undefined {
    const problem = scanProblem(scan);
    if (problem === undefined) {
      const wanted = { target: this.#fixedFrame, source: scan.header.frame_id, time: lastBeamTime(scan) };
      this.#wait.waitFor(scan, wanted, now);
    } else this.#refuse(problem);
    return this.#handOn();
  }

  /** The waiting scan, if its transforms have come. Call it after each /tf and at each tick. */
  release(now: TimeNs): PlacedScan | undefined {
    this.#wait.check(now);
    return this.#handOn();
  }

  /** Pose of a frame in the fixed frame; undefined while it is not known for that time. */
  poseAt(frame: string, time: TimeNs): Planar | undefined {
    try {
      return planarOf(this.#buffer.lookupInto(this.#scratch, this.#fixedFrame, frame, time));
    } catch {
      return undefined;
    }
  }

  /** Writes the transform that maps `source` to `target`; false while it is not known for that time. */
  lookUp(out: Transform, target: string, source: string, time: TimeNs): boolean {
    if (this.#buffer.readiness(target, source, time) !== 'ready') return false;
    this.#buffer.lookupInto(out, target, source, time);
    return true;
  }

  /** Height of a frame above another, metres, as it was at that time; undefined while it is not known. */
  heightAt(frame: string, above: string, time: TimeNs): number | undefined {
    try {
      return this.#buffer.lookupInto(this.#scratch, above, frame, time).translation.z;
    } catch {
      return undefined;
    }
  }

  #handOn(): PlacedScan | undefined {
    const placed = this.#placed;
    this.#placed = undefined;
    return placed;
  }

  /** The last beam's transform is there; the first one's may be too old. */
  #tryToPlace(scan: LaserScan): PlacedScan | undefined {
    try {
      const placed = this.#place(scan);
      this.#problem = undefined;
      return placed;
    } catch (fault) {
      this.#refuse(wordsOf(fault));
      return undefined;
    }
  }

  #place(scan: LaserScan): PlacedScan {
    const stamp = fromTime(scan.header.stamp);
    const last = lastBeamTime(scan);
    const frame = scan.header.frame_id;
    const end = planarOf(this.#buffer.lookupInto(this.#scratch, this.#fixedFrame, frame, last));
    const start = planarOf(this.#buffer.lookupInto(this.#scratch, this.#fixedFrame, frame, stamp));
    return { scan, stamp, start, end };
  }

  #refuse(why: string): void {
    this.#refused++;
    this.#problem = why;
  }
}

function lastBeamTime(scan: LaserScan): TimeNs {
  return fromTime(scan.header.stamp) + msToNs(sweepSeconds(scan) * 1000);
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Fault ? `${thrown.what} ${thrown.found ?? ''}`.trim() : String(thrown);
}
