// The live executor: wall time, asynchronous stages, sources paced by the clock.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fault } from '../../fault/fault.js';
import { earlier, isDue, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { closeAll, withinBudget } from './closing.js';
import { refuseEndlessAnswers, type Output } from './emission.js';
import { createEnvelope } from '../envelope.js';
import { FailureDesk } from './failure.js';
import { checkGraph, compareDelivery, readersByTopic } from './graph.js';
import { Inlet } from './inlet.js';
import { LiveClock } from './live-clock.js';
import { LiveWorker } from './live-worker.js';
import { Origin } from './origin.js';
import { createReport, type RunOptions, type RunReport } from './run.js';
import type { Envelope, Feed } from '../stage.js';
import { Tally } from '../tally.js';

export interface LiveOptions extends RunOptions {
  /** Where messages come from by themselves; the run goes on until `until` or an abort if there are any. */
  readonly feeds?: readonly Feed[];
  /** A source that falls further behind holds the run's clock until it has caught up; 250 ms if absent. */
  readonly slipMs?: number;
}

const SLIP_MS = 250;
/** Late work is done without sleeping, but the event loop gets a turn after so many pieces of it. */
const ACTS_PER_TURN = 8;
/** Stages that answer each other for so many rounds without waiting for anything never stop. */
const ROUNDS_CEILING = 1000;
/** The longest sleep: an hour, well inside what a timer can hold. */
const LONGEST_SLEEP_MS = 3_600_000;

/** Runs until the sources have ended, `until` or an abort; closes everything, and reports. */
export async function runLive(options: LiveOptions): Promise<RunReport> {
  const run = new LiveRun(options);
  try {
    await run.go();
  } finally {
    await run.close();
  }
  return run.report();
}

class LiveRun {
  readonly #options: LiveOptions;
  readonly #tally: Tally;
  readonly #desk: FailureDesk;
  readonly #clock: LiveClock;
  readonly #origins: readonly Origin[];
  readonly #workers: readonly LiveWorker[];
  readonly #inlets: readonly Inlet[];
  readonly #outletsByTopic: ReadonlyMap<TopicName, readonly (Origin | Inlet)[]>;
  readonly #workersByTopic: ReadonlyMap<TopicName, readonly LiveWorker[]>;
  /** Sources whose action waits for something. */
  readonly #away = new Set<Origin>();
  #due: Output[] = [];
  #delivering = false;
  /** Ends the sleep under way. */
  #alarm = new AbortController();
  #broken: Fault | undefined;
  #endTime: TimeNs | undefined;

  constructor(options: LiveOptions) {
    const feeds = options.feeds ?? [];
    checkGraph([...options.sources, ...feeds, ...options.stages]);
    this.#options = options;
    const tally = (this.#tally = options.tally ?? new Tally());
    const desk = (this.#desk = new FailureDesk(options));
    const release = (output: Output): void => void this.#due.push(output);
    this.#origins = options.sources.map(
      (source) => new Origin(source, { tally: tally.of(source), desk, release }),
    );
    const arrived = (output: Output): void => this.#arrived(output);
    this.#inlets = feeds.map((feed) => new Inlet(feed, { tally: tally.of(feed), desk, arrived }));
    const clock = (this.#clock = new LiveClock(
      this.#nextSourceTime() ?? options.clock.wallNs(),
      options.clock,
    ));
    this.#workers = options.stages.map(
      (stage) =>
        new LiveWorker(stage, {
          tally: tally.of(stage),
          desk,
          release,
          calls: options.calls,
          now: () => clock.now(),
          monotonicMs: () => options.clock.monotonicMs(),
          settled: () => this.#settled(),
        }),
    );
    this.#outletsByTopic = readersByTopic<Origin | Inlet>([...this.#origins, ...this.#inlets]);
    this.#workersByTopic = readersByTopic(this.#workers);
    options.settings?.attach(options.stages, this.#workers);
  }

  /** Does what is due, earliest first, and sleeps in between. */
  async go(): Promise<void> {
    const { signal, slipMs = SLIP_MS } = this.#options;
    const wake = (): void => this.#alarm.abort();
    signal?.addEventListener('abort', wake);
    for (const inlet of this.#inlets) void inlet.open();
    for (let acts = 1; !this.#isOver(); acts++) {
      this.#clock.follow(this.#nextSourceTime(), slipMs);
      const next = this.#nextTime();
      if (next === undefined || this.#clock.untilMs(next) > 0) await this.#sleepUntil(next);
      else {
        this.#act(next);
        if (acts % ACTS_PER_TURN === 0) await nextTurn();
      }
    }
    signal?.removeEventListener('abort', wake);
    this.#endTime = this.#clock.now();
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** Lets the stages finish what waits for them, then closes everything; late ones are reported and left. */
  async close(): Promise<void> {
    const { clock, signal, stages, sources, feeds = [], settings } = this.#options;
    for (const inlet of this.#inlets) inlet.shut();
    settings?.detach();
    const closing = { clock, signal, desk: this.#desk };
    await withinBudget(this.#allIdle(), closing);
    await closeAll([...stages, ...sources, ...feeds], closing);
  }

  report(): RunReport {
    return createReport(this.#tally, {
      startTime: this.#clock.startTime,
      endTime: this.#endTime ?? this.#clock.now(),
      wallSeconds: (this.#options.clock.monotonicMs() - this.#clock.startMonotonicMs) / 1000,
      slips: this.#clock.slips,
    });
  }

  #isOver(): boolean {
    const { until, signal } = this.#options;
    if (signal?.aborted === true || this.#broken !== undefined) return true;
    if (until !== undefined && this.#clock.now() >= until) return (this.#nextTime() ?? until) >= until;
    const mayGoOn = this.#inlets.length > 0 || this.#origins.length === 0;
    const ended = !mayGoOn && this.#nextSourceTime() === undefined;
    return ended && this.#isIdle();
  }

  /** Sources act at their own time, however late it is; then come the answers, then the ticks. */
  #act(time: TimeNs): void {
    for (const origin of this.#origins) {
      if (isDue(origin.nextAt, time) && !this.#away.has(origin)) this.#advance(origin);
    }
    this.#deliver();
    for (const worker of this.#workers) if (isDue(worker.tickAt, time)) worker.tick();
    this.#deliver();
  }

  #advance(origin: Origin): void {
    const wait = origin.advance(origin.nextAt!);
    if (wait === undefined) return;
    this.#away.add(origin);
    const back = (broken?: Fault): void => {
      this.#away.delete(origin);
      this.#broken ??= broken;
      this.#settled();
    };
    wait.then(() => back(), back);
  }

  /** Delivers in rounds, as lockstep does: what is emitted meanwhile is the next round. */
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let round = 0; this.#due.length > 0; round++) {
      if (round >= ROUNDS_CEILING) {
        this.#broken = refuseEndlessAnswers(this.#due);
        this.#due = [];
      }
      const due = this.#due;
      this.#due = [];
      if (due.length > 1) due.sort((a, b) => compareDelivery(a.topic, b.topic));
      for (const output of due) this.#publish(output);
    }
    this.#delivering = false;
  }

  #publish({ topic, message }: Output): void {
    const now = this.#clock.now();
    const envelope = createEnvelope(topic, message, now, this.#tally.publish(topic)) as Envelope;
    this.#options.onEnvelope?.(envelope);
    for (const outlet of this.#outletsByTopic.get(topic)!) outlet.hand(envelope, now);
    for (const worker of this.#workersByTopic.get(topic)!) worker.deliver(envelope);
  }

  #arrived(output: Output): void {
    this.#due.push(output);
    this.#settled();
  }

  /** Something that had to wait has ended: its outputs go out, and the loop looks at what is due again. */
  #settled(): void {
    this.#deliver();
    this.#alarm.abort();
  }

  async #sleepUntil(next: TimeNs | undefined): Promise<void> {
    const time = earlier(next, this.#options.until);
    const ms = time === undefined ? LONGEST_SLEEP_MS : Math.min(this.#clock.untilMs(time), LONGEST_SLEEP_MS);
    this.#alarm = new AbortController();
    await this.#options.clock.sleep(ms, this.#alarm.signal);
  }

  async #allIdle(): Promise<void> {
    while (!this.#isIdle()) {
      this.#alarm = new AbortController();
      await this.#options.clock.sleep(LONGEST_SLEEP_MS, this.#alarm.signal);
    }
  }

  #isIdle(): boolean {
    return this.#away.size === 0 && this.#workers.every(({ idle }) => idle);
  }

  #nextTime(): TimeNs | undefined {
    let next: TimeNs | undefined;
    for (const origin of this.#origins) if (!this.#away.has(origin)) next = earlier(next, origin.nextAt);
    for (const { tickAt } of this.#workers) next = earlier(next, tickAt);
    return next;
  }

  #nextSourceTime(): TimeNs | undefined {
    let next: TimeNs | undefined;
    for (const { nextAt } of this.#origins) next = earlier(next, nextAt);
    return next;
  }
}
