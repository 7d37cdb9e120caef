// The executor that repeats: makes the calls of stages again, one after the other, as a log says they were made.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { nsToMs, type TimeNs } from '../../message/time.js';
import { closeAll } from './closing.js';
import type { Output } from './emission.js';
import { createEnvelope } from '../envelope.js';
import { FailureDesk } from './failure.js';
import type { Setting } from '../config/config.js';
import { checkGraph } from './graph.js';
import { createReport, type RunOptions, type RunReport } from './run.js';
import type { Envelope } from '../stage.js';
import { Tally } from '../tally.js';
import { Work } from './work.js';

/** One call of a stage, with the time that it was told. */
export interface RepeatedCall {
  readonly stage: string;
  readonly now: TimeNs;
  readonly what:
    | { readonly kind: 'take'; readonly envelope: Envelope }
    | { readonly kind: 'tick' }
    | { readonly kind: 'settings'; readonly settings: readonly Setting[] };
}

export interface RepeatOptions extends Pick<
  RunOptions,
  'stages' | 'clock' | 'settings' | 'signal' | 'tally' | 'failuresToRest' | 'onFault' | 'onEnvelope'
> {
  readonly calls: AsyncIterable<RepeatedCall>;
  /** So many times real time; absent: as fast as it goes. */
  readonly rate?: number;
}

/** The event loop gets a turn after so many calls. */
const CALLS_PER_TURN = 256;

/** Stages hear nothing of each other: what they took then is in the calls. Closes everything, and reports. */
export async function repeatCalls(options: RepeatOptions): Promise<RunReport> {
  const run = new Repetition(options);
  try {
    await run.go();
  } finally {
    await run.close();
  }
  return run.report();
}

class Repetition {
  readonly #options: RepeatOptions;
  readonly #tally: Tally;
  readonly #desk: FailureDesk;
  readonly #workByStage: ReadonlyMap<string, Work>;
  readonly #startMonotonicMs: number;
  #startTime: TimeNs | undefined;
  #now: TimeNs = 0n;

  constructor(options: RepeatOptions) {
    checkGraph(options.stages);
    this.#options = options;
    const tally = (this.#tally = options.tally ?? new Tally());
    const desk = (this.#desk = new FailureDesk(options));
    const release = (output: Output): void => this.#publish(output);
    this.#workByStage = new Map(
      options.stages.map((stage) => [stage.name, new Work(stage, { tally: tally.of(stage), desk, release })]),
    );
    const works = [...this.#workByStage];
    options.settings?.attach(
      options.stages,
      works.map(([name, work]) => ({ name, change: (change) => work.change(change) })),
    );
    this.#startMonotonicMs = options.clock.monotonicMs();
  }

  async go(): Promise<void> {
    let calls = 0;
    for await (const call of this.#options.calls) {
      this.#startTime ??= call.now;
      this.#now = call.now;
      if (calls++ % CALLS_PER_TURN === 0) await nextTurn();
      await this.#pace();
      if (this.#options.signal?.aborted === true) return;
      await this.#make(call);
    }
  }

  async close(): Promise<void> {
    const { clock, signal, stages, settings } = this.#options;
    settings?.detach();
    await closeAll(stages, { clock, signal, desk: this.#desk });
  }

  report(): RunReport {
    return createReport(this.#tally, {
      startTime: this.#startTime ?? 0n,
      endTime: this.#now,
      wallSeconds: (this.#options.clock.monotonicMs() - this.#startMonotonicMs) / 1000,
    });
  }

  async #make({ stage, now, what }: RepeatedCall): Promise<void> {
    const work = this.#workByStage.get(stage);
    if (work === undefined) return;
    if (what.kind === 'settings') return this.#change(stage, what.settings);
    work.begin(what.kind === 'take' ? what.envelope : undefined, now);
    await work.finish();
  }

  /** What the desk refuses (a setting that is gone) is a failure of the stage: it goes on as it was. */
  #change(stage: string, settings: readonly Setting[]): void {
    try {
      this.#options.settings?.change(settings);
    } catch (thrown) {
      this.#desk.failed(this.#tally.of({ name: stage }), 'to follow a change of its settings', thrown);
    }
  }

  /** When it was published then is not known here: it bears the time of the call that it answers. */
  #publish({ topic, message }: Output): void {
    const envelope = createEnvelope(topic, message, this.#now, this.#tally.publish(topic)) as Envelope;
    this.#options.onEnvelope?.(envelope);
  }

  async #pace(): Promise<void> {
    const { rate, clock, signal } = this.#options;
    if (rate === undefined) return;
    const passedMs = nsToMs(this.#now - (this.#startTime ?? this.#now));
    const aheadMs = this.#startMonotonicMs + passedMs / rate - clock.monotonicMs();
    if (aheadMs > 1) await clock.sleep(aheadMs, signal);
  }
}
