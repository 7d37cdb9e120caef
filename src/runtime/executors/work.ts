// One piece of work of a stage at a time: the call, what it emits, and how it ends.
import type { TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { refuseLateEmit, refuseOthersTopic, type Output } from './emission.js';
import type { CallListener } from './call-listener.js';
import type { FailureDesk } from './failure.js';
import { logOfChange, type SettingsChange } from '../config/settings-desk.js';
import type { Emit, Envelope, Stage } from '../stage.js';
import type { MemberTally } from '../tally.js';

export interface WorkOptions {
  readonly tally: MemberTally;
  readonly desk: FailureDesk;
  /** Receives what work emitted, once it has ended well. */
  readonly release: (output: Output) => void;
  /** Hears of every call before it is made. */
  readonly calls?: CallListener | undefined;
}

export class Work {
  readonly #stage: Stage;
  readonly #tally: MemberTally;
  readonly #desk: FailureDesk;
  readonly #release: (output: Output) => void;
  readonly #calls: CallListener | undefined;
  readonly #emit: Emit;
  readonly #outputs: Output[] = [];
  /** Accepted, and not yet told to the stage. */
  #changes: SettingsChange[] = [];
  #underWay = false;
  #doing: TopicName | 'tick' = 'tick';
  #promise: Promise<void> | undefined;
  #thrown: { readonly error: unknown } | undefined;

  constructor(stage: Stage, { tally, desk, release, calls }: WorkOptions) {
    this.#stage = stage;
    this.#tally = tally;
    this.#desk = desk;
    this.#release = release;
    this.#calls = calls;
    this.#emit = (topic, message) => {
      if (!this.#underWay) throw refuseLateEmit(stage.name, topic);
      if (!stage.writes.includes(topic)) throw refuseOthersTopic(stage.name, topic);
      this.#outputs.push({ topic, message });
    };
  }

  /** Begun, and its end not yet looked at. */
  get underWay(): boolean {
    return this.#underWay;
  }

  /** It waits for something. */
  get waits(): boolean {
    return this.#promise !== undefined;
  }

  /** It has emitted something, or will perhaps: it was not only taking note. */
  get counts(): boolean {
    return this.#promise !== undefined || this.#outputs.length > 0;
  }

  /** The stage gets its new settings before its next call. */
  change(change: SettingsChange): void {
    this.#changes.push(change);
  }

  /** Calls the stage with a message, or with a tick if there is none. What it throws is looked at in `finish`. */
  begin(envelope: Envelope | undefined, now: TimeNs): void {
    if (this.#changes.length > 0) this.#applyChanges(now);
    this.#underWay = true;
    this.#doing = envelope?.topic ?? 'tick';
    if (envelope === undefined) this.#tally.ticks += 1;
    else this.#tally.taken += 1;
    this.#calls?.called(this.#stage.name, envelope, now);
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

  /** Looks at the end of the work, once there is one, and releases what it emitted; failed work releases nothing. */
  finish(): void | Promise<void> {
    if (this.#promise !== undefined) {
      return this.#promise.then(() => {
        this.#promise = undefined;
        return this.finish();
      });
    }
    this.#underWay = false;
    if (this.#thrown === undefined) {
      this.#desk.succeeded(this.#tally);
      for (const output of this.#outputs) this.#release(output);
    } else {
      this.#desk.failed(this.#tally, `on ${this.#doing}`, this.#thrown.error);
      this.#thrown = undefined;
    }
    this.#outputs.length = 0;
  }

  #applyChanges(now: TimeNs): void {
    const changes = this.#changes;
    this.#changes = [];
    for (const change of changes) {
      this.#calls?.changed(change, now);
      try {
        this.#stage.reconfigure?.(change.values);
        this.#release({ topic: '/rosout', message: logOfChange(change, now) });
      } catch (error) {
        this.#desk.failed(this.#tally, 'to change its settings', error);
      }
    }
  }
}
