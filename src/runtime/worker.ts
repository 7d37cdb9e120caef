// A stage in lockstep: one piece of work at a time, which takes its declared latency of virtual time.
import { msToNs, type TimeNs } from '../message/time.js';
import type { TopicName } from '../message/topics.js';
import { refuseOthersTopic, refuseLateEmit, type Output } from './emission.js';
import type { FailureDesk } from './failure.js';
import { Inbox } from './queue.js';
import type { Emit, Envelope, Stage } from './stage.js';
import type { MemberTally } from './tally.js';

export interface WorkerOptions {
  readonly tally: MemberTally;
  readonly desk: FailureDesk;
  /** Receives what work emitted, at the virtual time at which it is released. */
  readonly release: (output: Output) => void;
}

/** Calls return a promise only where virtual time must wait for it: most work is done when they return. */
export class Worker {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  readonly #stage: Stage;
  readonly #tally: MemberTally;
  readonly #desk: FailureDesk;
  readonly #release: (output: Output) => void;
  readonly #inbox: Inbox;
  readonly #latencyNs: TimeNs;
  readonly #periodNs: TimeNs;
  readonly #emit: Emit;
  readonly #outputs: Output[] = [];
  #freeAt: TimeNs | undefined;
  #tickAt: TimeNs | undefined;
  #tickOwed = false;
  /** Work was begun and its end not yet looked at. */
  #working = false;
  #doing: TopicName | 'tick' = 'tick';
  #promise: Promise<void> | undefined;
  #thrown: { readonly error: unknown } | undefined;

  constructor(stage: Stage, { tally, desk, release }: WorkerOptions) {
    this.name = stage.name;
    this.reads = stage.reads;
    this.writes = stage.writes;
    this.#stage = stage;
    this.#tally = tally;
    this.#desk = desk;
    this.#release = release;
    this.#inbox = new Inbox(stage.reads, stage.queue);
    this.#latencyNs = msToNs(stage.latencyMs ?? 0);
    this.#periodNs = msToNs(stage.periodMs ?? 0);
    this.#emit = (topic, message) => {
      if (!this.#working) throw refuseLateEmit(this.name, topic);
      if (!this.writes.includes(topic)) throw refuseOthersTopic(this.name, topic);
      this.#outputs.push({ topic, message });
    };
  }

  /** Virtual time at which the work under way ends; undefined while idle. */
  get freeAt(): TimeNs | undefined {
    return this.#freeAt;
  }

  get tickAt(): TimeNs | undefined {
    return this.#tickAt;
  }

  /** Sets the first tick: the first multiple of its period after the start. */
  start(now: TimeNs): void {
    if (this.#periodNs > 0n && this.#stage.tick !== undefined) {
      this.#tickAt = (now / this.#periodNs + 1n) * this.#periodNs;
    }
  }

  /** Takes the message now if it is idle, else queues it. */
  deliver(envelope: Envelope, now: TimeNs): void | Promise<void> {
    if (this.#tally.dead) return;
    if (this.#freeAt === undefined && this.#inbox.size === 0) return this.#begin(envelope, now);
    const pushed = this.#inbox.push(envelope);
    if (pushed !== 'kept') this.#desk.dropped(this.#tally, envelope.topic, pushed);
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
    this.#tickAt! += this.#periodNs;
    if (this.#freeAt === undefined) return this.#begin(undefined, now);
    this.#tickOwed = true;
  }

  /** Its latency has passed: releases the outputs, and pays the tick that it owes. */
  free(now: TimeNs): void | Promise<void> {
    this.#freeAt = undefined;
    // Nobody needs the end of work that emits nothing, so virtual time does not wait for it.
    const wait = this.writes.length > 0 ? this.#finish() : undefined;
    if (!this.#tickOwed) return wait;
    this.#tickOwed = false;
    return wait === undefined ? this.#begin(undefined, now) : wait.then(() => this.#begin(undefined, now));
  }

  /** Waits for the work under way; what it emits is lost if nobody delivers it any more. */
  async abandon(): Promise<void> {
    if (this.#working) await this.#finish();
  }

  #begin(envelope: Envelope | undefined, now: TimeNs): void | Promise<void> {
    if (this.#tally.dead) return;
    if (this.#working) return this.#finishThenBegin(envelope, now);
    this.#working = true;
    this.#call(envelope, now);
    const worked = this.#promise !== undefined || this.#outputs.length > 0;
    // A take that neither emits nor waits only took note, and costs no virtual time.
    if (worked && this.#latencyNs > 0n) {
      this.#freeAt = now + this.#latencyNs;
      this.#tally.busyMs += this.#stage.latencyMs!;
    } else if (this.#promise === undefined || this.writes.length > 0) return this.#finish();
  }

  /** Only a stage that writes nothing is still at work when it begins again: nobody waited for it until now. */
  async #finishThenBegin(envelope: Envelope | undefined, now: TimeNs): Promise<void> {
    await this.#finish();
    await this.#begin(envelope, now);
  }

  #call(envelope: Envelope | undefined, now: TimeNs): void {
    this.#doing = envelope?.topic ?? 'tick';
    if (envelope === undefined) this.#tally.ticks += 1;
    else this.#tally.taken += 1;
    try {
      const promise =
        envelope === undefined
          ? this.#stage.tick!(now, this.#emit)
          : this.#stage.take(envelope, now, this.#emit);
      this.#promise = promise?.then(undefined, (error: unknown) => {
        this.#thrown = { error };
      });
    } catch (error) {
      this.#thrown = { error };
    }
  }

  /** Looks at the end of the work under way and releases what it emitted; failed work releases nothing. */
  #finish(): void | Promise<void> {
    if (this.#promise !== undefined) {
      return this.#promise.then(() => {
        this.#promise = undefined;
        return this.#finish();
      });
    }
    this.#working = false;
    if (this.#thrown !== undefined) this.#fail(this.#thrown.error);
    else {
      this.#desk.succeeded(this.#tally);
      for (const output of this.#outputs) this.#release(output);
    }
    this.#outputs.length = 0;
  }

  #fail(error: unknown): void {
    this.#thrown = undefined;
    this.#desk.failed(this.#tally, `on ${this.#doing}`, error);
    if (!this.#tally.dead) return;
    this.#inbox.clear();
    this.#tickAt = undefined;
    this.#tickOwed = false;
  }
}
