// A stage on wall time: its work takes as long as it takes, and its queues fill meanwhile.
import { msToNs, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { Inbox } from './queue.js';
import type { SettingsChange } from '../config/settings-desk.js';
import type { Envelope, Stage } from '../stage.js';
import { Work, type WorkOptions } from './work.js';
import { nextMultiple } from './worker.js';

export interface LiveWorkerOptions extends WorkOptions {
  /** The run's clock. */
  readonly now: () => TimeNs;
  readonly monotonicMs: () => number;
  /** Called when work that had to wait for something has ended and released its outputs. */
  readonly settled: () => void;
}

export class LiveWorker {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  readonly #options: LiveWorkerOptions;
  readonly #work: Work;
  readonly #inbox: Inbox;
  readonly #periodNs: TimeNs;
  #tickAt: TimeNs | undefined;
  #tickOwed = false;

  constructor(stage: Stage, options: LiveWorkerOptions) {
    this.name = stage.name;
    this.reads = stage.reads;
    this.writes = stage.writes;
    this.#options = options;
    this.#work = new Work(stage, options);
    this.#inbox = new Inbox(stage.reads, stage.queue);
    this.#periodNs = msToNs(stage.periodMs ?? 0);
    if (stage.tick !== undefined) this.#tickAt = nextMultiple(options.now(), this.#periodNs);
  }

  get tickAt(): TimeNs | undefined {
    return this.#tickAt;
  }

  /** Nothing is under way and nothing waits. */
  get idle(): boolean {
    return !this.#work.underWay && this.#inbox.size === 0;
  }

  /** The stage gets its new settings before its next call. */
  change(change: SettingsChange): void {
    this.#work.change(change);
  }

  deliver(envelope: Envelope): void {
    const { tally, desk, now } = this.#options;
    if (!desk.mayCall(tally, now())) return;
    const pushed = this.#inbox.push(envelope);
    if (pushed !== 'kept') desk.dropped(tally, envelope.topic, pushed);
    this.#workOn();
  }

  /** A tick is due. Ticks that were missed altogether are not made up for: the grid is absolute. */
  tick(): void {
    const { tally, desk, now } = this.#options;
    this.#tickAt = nextMultiple(now(), this.#periodNs);
    if (!desk.mayCall(tally, now())) return;
    this.#tickOwed = true;
    this.#workOn();
  }

  /** Does what is to be done, a tick first, until something has to be waited for. */
  #workOn(): void {
    const { tally, desk, now, monotonicMs } = this.#options;
    while (!this.#work.underWay && (this.#tickOwed || this.#inbox.size > 0)) {
      if (!desk.mayCall(tally, now())) return this.#inbox.clear();
      const envelope = this.#tickOwed ? undefined : this.#inbox.shift();
      this.#tickOwed = false;
      const startMs = monotonicMs();
      this.#work.begin(envelope, now());
      const wait = this.#work.finish();
      if (wait === undefined) tally.busyMs += monotonicMs() - startMs;
      else void wait.then(() => this.#resume(startMs));
    }
  }

  #resume(startMs: number): void {
    const { tally, monotonicMs, settled } = this.#options;
    tally.busyMs += monotonicMs() - startMs;
    settled();
    this.#workOn();
    settled();
  }
}
