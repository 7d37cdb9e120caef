// A source in an executor: when it acts next, its failures, and what it is handed.
import { Fault } from '../../fault/fault.js';
import type { TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { refuseOthersTopic, type Output } from './emission.js';
import type { FailureDesk } from './failure.js';
import type { Emit, Envelope, Source } from '../stage.js';
import type { MemberTally } from '../tally.js';

/** A source may act so often at one and the same time. */
const REPEATS_CEILING = 100_000;

export interface OriginOptions {
  readonly tally: MemberTally;
  readonly desk: FailureDesk;
  readonly release: (output: Output) => void;
}

export class Origin {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  readonly #source: Source;
  readonly #tally: MemberTally;
  readonly #desk: FailureDesk;
  readonly #emit: Emit;
  #nextAt: TimeNs | undefined;
  #actedAt: TimeNs;
  #repeats = 0;

  constructor(source: Source, { tally, desk, release }: OriginOptions) {
    this.name = source.name;
    this.reads = source.reads;
    this.writes = source.writes;
    this.#source = source;
    this.#tally = tally;
    this.#desk = desk;
    this.#emit = (topic, message) => {
      if (!this.writes.includes(topic)) throw refuseOthersTopic(this.name, topic);
      release({ topic, message });
    };
    this.#nextAt = source.next();
    this.#actedAt = this.#nextAt ?? 0n;
  }

  /** Time of its next action; undefined when it has ended or failed for good. */
  get nextAt(): TimeNs | undefined {
    return this.#nextAt;
  }

  advance(now: TimeNs): void | Promise<void> {
    this.#actedAt = now;
    this.#tally.ticks += 1;
    try {
      const promise = this.#source.advance(now, this.#emit);
      if (promise !== undefined) return this.#advanceLater(promise);
      this.#desk.succeeded(this.#tally);
    } catch (thrown) {
      this.#desk.failed(this.#tally, 'to advance', thrown);
    }
    this.#moveOn();
  }

  hand(envelope: Envelope, now: TimeNs): void {
    if (this.#tally.resting || this.#source.take === undefined) return;
    this.#tally.taken += 1;
    try {
      this.#source.take(envelope, now);
    } catch (thrown) {
      this.#desk.failed(this.#tally, `on ${envelope.topic}`, thrown);
    }
    this.#lookAhead();
  }

  async #advanceLater(promise: Promise<void>): Promise<void> {
    try {
      await promise;
      this.#desk.succeeded(this.#tally);
    } catch (thrown) {
      this.#desk.failed(this.#tally, 'to advance', thrown);
    }
    this.#moveOn();
  }

  /** After acting: its next time must not be the same for ever. */
  #moveOn(): void {
    this.#lookAhead();
    this.#repeats = this.#nextAt === this.#actedAt ? this.#repeats + 1 : 0;
    if (this.#repeats <= REPEATS_CEILING) return;
    throw new Fault('runtime/bad-graph', {
      what: `${this.name} acted ${REPEATS_CEILING} times without moving on.`,
      expected: 'a source whose next() grows',
    });
  }

  /** Its time never goes back before its last action. */
  #lookAhead(): void {
    const next = this.#tally.resting ? undefined : this.#source.next();
    this.#nextAt = next !== undefined && next < this.#actedAt ? this.#actedAt : next;
  }
}
