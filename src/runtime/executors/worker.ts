// A stage in lockstep: its work takes the declared latency of virtual time, and its queues fill meanwhile.
import { msToNs, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { Inbox } from './queue.js';
import type { SettingsChange } from '../config/settings-desk.js';
import type { Envelope, Stage } from '../stage.js';
import { Work, type WorkOptions } from './work.js';

/** Calls return a promise only where virtual time must wait for it: most work is done when they return. */
export class Worker {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  readonly #options: WorkOptions;
  readonly #work: Work;
  readonly #inbox: Inbox;
  readonly #latencyMs: number;
  readonly #latencyNs: TimeNs;
  readonly #periodNs: TimeNs;
  #freeAt: TimeNs | undefined;
  #tickAt: TimeNs | undefined;
  #tickOwed = false;
  #tickedAt: TimeNs | undefined;

  constructor(stage: Stage, now: TimeNs, options: WorkOptions) {
    this.name = stage.name;
    this.reads = stage.reads;
    this.writes = stage.writes;
    this.#options = options;
    this.#work = new Work(stage, options);
    this.#inbox = new Inbox(stage.reads, stage.queue);
    this.#latencyMs = stage.latencyMs ?? 0;
    this.#latencyNs = msToNs(this.#latencyMs);
    this.#periodNs = msToNs(stage.periodMs ?? 0);
    if (stage.tick !== undefined) this.#tickAt = nextMultiple(now, this.#periodNs);
  }

  /** Virtual time at which the work under way ends; undefined while idle. */
  get freeAt(): TimeNs | undefined {
    return this.#freeAt;
  }

  get tickAt(): TimeNs | undefined {
    return this.#tickAt;
  }

  /** The stage gets its new settings before its next call. */
  change(change: SettingsChange): void {
    this.#work.change(change);
  }

  /** Takes the message now if it is idle, else queues it. */
  deliver(envelope: Envelope, now: TimeNs): void | Promise<void> {
    const { tally, desk } = this.#options;
    if (!desk.mayCall(tally, now)) return;
    if (this.#freeAt === undefined && this.#inbox.size === 0) return this.#begin(envelope, now);
    const pushed = this.#inbox.push(envelope);
    if (pushed !== 'kept') desk.dropped(tally, envelope.topic, pushed);
  }

  /** Takes what waits, in order of arrival, until that makes it busy. */
  drain(now: TimeNs): void | Promise<void> {
    while (this.#freeAt === undefined && this.#inbox.size > 0) {
      const wait = this.#begin(this.#inbox.shift(), now);
      if (wait !== undefined) return wait.then(() => this.drain(now));
    }
  }

  /** A tick is due: pays it now, or when it is free again. */
  tick(now: TimeNs): void | Promise<void> {
    const { tally, desk } = this.#options;
    this.#tickAt = nextMultiple(now, this.#periodNs);
    if (this.#tickedAt === now || !desk.mayCall(tally, now)) return;
    this.#tickOwed = true;
    if (this.#freeAt === undefined) return this.#payTick(now);
  }

  /** Its latency has passed: releases the outputs, and pays the tick that it owes. */
  free(now: TimeNs): void | Promise<void> {
    this.#freeAt = undefined;
    // Nobody needs the end of work that emits nothing, so virtual time does not wait for it.
    const wait = this.writes.length > 0 ? this.#work.finish() : undefined;
    if (!this.#tickOwed) return wait;
    return wait === undefined ? this.#payTick(now) : wait.then(() => this.#payTick(now));
  }

  /** Waits for the work under way; what it emits is lost if nobody delivers it any more. */
  async abandon(): Promise<void> {
    if (this.#work.underWay) await this.#work.finish();
  }

  #payTick(now: TimeNs): void | Promise<void> {
    this.#tickOwed = false;
    this.#tickedAt = now;
    return this.#begin(undefined, now);
  }

  #begin(envelope: Envelope | undefined, now: TimeNs): void | Promise<void> {
    const { tally, desk } = this.#options;
    if (!desk.mayCall(tally, now)) return;
    const work = this.#work;
    if (work.underWay) return this.#finishThenBegin(envelope, now);
    work.begin(envelope, now);
    // A take that neither emits nor waits only took note, and costs no virtual time.
    if (work.counts && this.#latencyNs > 0n) {
      this.#freeAt = now + this.#latencyNs;
      tally.busyMs += this.#latencyMs;
    } else if (!work.waits || this.writes.length > 0) return work.finish();
  }

  /** Only a stage that writes nothing is still at work when it begins again: nobody waited for it until now. */
  async #finishThenBegin(envelope: Envelope | undefined, now: TimeNs): Promise<void> {
    await this.#work.finish();
    await this.#begin(envelope, now);
  }
}

/** The first multiple of a period after a time; undefined without a period. */
export function nextMultiple(time: TimeNs, periodNs: TimeNs): TimeNs | undefined {
  return periodNs > 0n ? (time / periodNs + 1n) * periodNs : undefined;
}
