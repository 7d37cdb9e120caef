// The lockstep executor: virtual time, declared latencies, one order of events whatever the promises do.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Fault } from '../../fault/fault.js';
import { earlier, isDue, nsToMs, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { closeAll, withinBudget } from './closing.js';
import { refuseEndlessAnswers, type Output } from './emission.js';
import { createEnvelope } from '../envelope.js';
import { FailureDesk } from './failure.js';
import { checkGraph, compareDelivery, readersByTopic } from './graph.js';
import { Origin } from './origin.js';
import { createReport, type RunOptions, type RunReport } from './run.js';
import type { Envelope } from '../stage.js';
import { Tally } from '../tally.js';
import { Worker } from './worker.js';

export interface LockstepOptions extends RunOptions {
  /** So many times real time; absent: as fast as it goes. */
  readonly rate?: number;
}

/** The event loop gets a turn after so many moments: signals and other people's promises live there. */
const MOMENTS_PER_TURN = 32;
/** Stages that answer each other at one moment for so many rounds never stop. */
const ROUNDS_CEILING = 1000;

/** Runs until the sources have ended, `until` or an abort; closes everything, and reports. */
export async function runLockstep(options: LockstepOptions): Promise<RunReport> {
  const run = new Lockstep(options);
  try {
    await run.advanceTo(options.until);
  } finally {
    await run.close();
  }
  return run.report();
}

/** A lockstep run that is advanced piece by piece; `runLockstep` is the whole of one. */
export class Lockstep {
  readonly #options: LockstepOptions;
  readonly #tally: Tally;
  readonly #desk: FailureDesk;
  readonly #workers: readonly Worker[];
  readonly #origins: readonly Origin[];
  readonly #workersByTopic: ReadonlyMap<TopicName, readonly Worker[]>;
  readonly #originsByTopic: ReadonlyMap<TopicName, readonly Origin[]>;
  readonly #startTime: TimeNs;
  readonly #startMonotonicMs: number;
  #now: TimeNs;
  /** Released at this very moment, not yet delivered. */
  #due: Output[] = [];
  /** Asked for since the last moment began: whoever replays this has to know where they belong. */
  #changes: (() => void)[] = [];
  #moments = 0;
  #closed = false;

  constructor(options: LockstepOptions) {
    checkGraph([...options.sources, ...options.stages]);
    this.#options = options;
    const tally = (this.#tally = options.tally ?? new Tally());
    const desk = (this.#desk = new FailureDesk(options));
    const release = (output: Output): void => void this.#due.push(output);
    this.#origins = options.sources.map(
      (source) => new Origin(source, { tally: tally.of(source), desk, release }),
    );
    this.#startTime = this.#now = this.#nextSourceTime() ?? 0n;
    this.#workers = options.stages.map(
      (stage) =>
        new Worker(stage, this.#startTime, { tally: tally.of(stage), desk, release, calls: options.calls }),
    );
    this.#originsByTopic = readersByTopic(this.#origins);
    this.#workersByTopic = readersByTopic(this.#workers);
    options.settings?.attach(
      options.stages,
      this.#workers.map((worker) => ({
        name: worker.name,
        change: (change) => void this.#changes.push(() => worker.change(change)),
      })),
    );
    this.#startMonotonicMs = options.clock.monotonicMs();
  }

  get now(): TimeNs {
    return this.#now;
  }

  /** Goes through all that happens before `until`; without it, until the sources have ended and all work is done. */
  async advanceTo(until?: TimeNs): Promise<void> {
    if (this.#closed) throw new Fault('runtime/closed', { what: 'This run is closed.' });
    for (let next = this.#nextTime(until); next !== undefined; next = this.#nextTime(until)) {
      await this.#yieldAndPace(next);
      if (this.#options.signal?.aborted === true) return;
      await this.#moment(next);
    }
    if (until !== undefined && until > this.#now) this.#now = until;
  }

  /** Closes stages and sources, after the work still under way; late ones are reported and left. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { clock, signal, stages, sources, settings } = this.#options;
    settings?.detach();
    const closing = { clock, signal, desk: this.#desk };
    await withinBudget(Promise.all(this.#workers.map((worker) => worker.abandon())), closing);
    await closeAll([...stages, ...sources], closing);
  }

  report(): RunReport {
    return createReport(this.#tally, {
      startTime: this.#startTime,
      endTime: this.#now,
      wallSeconds: (this.#options.clock.monotonicMs() - this.#startMonotonicMs) / 1000,
    });
  }

  /** All that happens at one time: what is released, its delivery and the answers to it, then the ticks. */
  async #moment(now: TimeNs): Promise<void> {
    this.#now = now;
    for (const change of this.#changes.splice(0)) change();
    for (const origin of this.#origins) {
      const wait = isDue(origin.nextAt, now) ? origin.advance(now) : undefined;
      if (wait !== undefined) await wait;
    }
    for (const worker of this.#workers) {
      const wait = isDue(worker.freeAt, now) ? worker.free(now) : undefined;
      if (wait !== undefined) await wait;
    }
    await this.#deliver(now);
    for (const worker of this.#workers) {
      const wait = isDue(worker.tickAt, now) ? worker.tick(now) : undefined;
      if (wait !== undefined) await wait;
    }
    if (this.#due.length > 0) await this.#deliver(now);
  }

  /** Delivers in rounds: what stages without latency answer is the next round of the same moment. */
  async #deliver(now: TimeNs): Promise<void> {
    for (let round = 0; round < ROUNDS_CEILING; round++) {
      const due = this.#due;
      this.#due = [];
      if (due.length > 1) due.sort((a, b) => compareDelivery(a.topic, b.topic));
      for (const output of due) {
        const envelope = this.#publish(output);
        for (const worker of this.#workersByTopic.get(output.topic)!) {
          const wait = worker.deliver(envelope, now);
          if (wait !== undefined) await wait;
        }
      }
      for (const worker of this.#workers) {
        const wait = worker.drain(now);
        if (wait !== undefined) await wait;
      }
      if (this.#due.length === 0) return;
    }
    throw refuseEndlessAnswers(this.#due);
  }

  #publish({ topic, message }: Output): Envelope {
    const sequence = this.#tally.publish(topic);
    const envelope = createEnvelope(topic, message, this.#now, sequence) as Envelope;
    this.#options.onEnvelope?.(envelope);
    for (const origin of this.#originsByTopic.get(topic)!) origin.hand(envelope, this.#now);
    return envelope;
  }

  /** The earliest thing to happen before `until`; undefined when nothing more can happen. */
  #nextTime(until: TimeNs | undefined): TimeNs | undefined {
    let next = this.#nextSourceTime();
    let alive = next !== undefined || (this.#origins.length === 0 && until !== undefined);
    for (const { freeAt, tickAt } of this.#workers) {
      alive ||= freeAt !== undefined;
      next = earlier(earlier(next, freeAt), tickAt);
    }
    if (!alive || next === undefined) return undefined;
    return until !== undefined && next >= until ? undefined : next;
  }

  #nextSourceTime(): TimeNs | undefined {
    let next: TimeNs | undefined;
    for (const { nextAt } of this.#origins) next = earlier(next, nextAt);
    return next;
  }

  async #yieldAndPace(next: TimeNs): Promise<void> {
    const { rate, clock, signal } = this.#options;
    if (this.#moments++ % MOMENTS_PER_TURN === 0) await nextTurn();
    if (rate === undefined) return;
    const aheadMs = this.#startMonotonicMs + nsToMs(next - this.#startTime) / rate - clock.monotonicMs();
    if (aheadMs > 1) await clock.sleep(aheadMs, signal);
  }
}
