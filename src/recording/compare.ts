// Compares what stages emit in a replay with what was recorded: matched by stamp, differences counted and told in words.
import { encode } from '../message/codec.js';
import type { TimeNs } from '../message/time.js';
import { type MessageOf, type TopicName, topics } from '../message/topics.js';
import { findDifference } from './difference.js';

/** One output, recorded or replayed. */
export interface Output {
  readonly topic: TopicName;
  readonly time: TimeNs;
  /** The header's stamp, or the time where there is none. */
  readonly stamp: TimeNs;
  readonly message: MessageOf<TopicName>;
  /** Its CDR bytes if they are at hand. */
  readonly data?: Uint8Array | undefined;
}

export interface CompareOptions {
  readonly topics: readonly TopicName[];
  /** How far numbers may be apart; topics without one must be equal byte for byte. */
  readonly toleranceByTopic?: Readonly<Partial<Record<TopicName, number>>>;
  /** How many differences are told in words; 20 if absent. */
  readonly told?: number;
}

export interface TopicComparison {
  readonly recorded: number;
  readonly replayed: number;
  readonly equal: number;
  /** Same stamp, other content. */
  readonly different: number;
  /** Recorded, but not replayed. */
  readonly missing: number;
  /** Replayed for an input that the recorded run had dropped, or outside the time that is known: no difference. */
  readonly excused: number;
  /** Replayed at a stamp at which the recorded run said nothing although it had dropped no input. */
  readonly extra: number;
  /** Largest distance between two numbers that should be one. */
  readonly largest: number;
}

export interface ReplayComparison {
  readonly isSame: boolean;
  readonly byTopic: ReadonlyMap<TopicName, TopicComparison>;
  /** The first differences, in words. */
  readonly told: readonly string[];
}

/** Both sides arrive in any order; only what has no partner yet is kept. */
export class ReplayComparer {
  readonly #options: CompareOptions;
  readonly #ledgerByTopic: ReadonlyMap<TopicName, Ledger>;
  readonly #told: string[] = [];
  /** Stamps of the stages' inputs: an output that only the replay has belongs to an input that was dropped. */
  readonly #inputStamps = new Set<TimeNs>();
  #known: { readonly from: TimeNs; readonly until: TimeNs } | undefined;

  constructor(options: CompareOptions) {
    this.#options = options;
    this.#ledgerByTopic = new Map(options.topics.map((topic) => [topic, new Ledger()]));
  }

  recorded(output: Output): void {
    const ledger = this.#ledgerByTopic.get(output.topic);
    if (ledger === undefined) return;
    ledger.recorded++;
    ledger.span(output.time);
    const key = ledger.recordedKey(output.stamp);
    const partner = ledger.replayedByKey.get(key);
    if (partner === undefined) {
      ledger.recordedByKey.set(key, output);
      return;
    }
    ledger.replayedByKey.delete(key);
    this.#judge(ledger, output, partner);
  }

  replayed(output: Output): void {
    const ledger = this.#ledgerByTopic.get(output.topic);
    if (ledger === undefined) return;
    ledger.replayed++;
    const key = ledger.replayedKey(output.stamp);
    const partner = ledger.recordedByKey.get(key);
    if (partner === undefined) {
      ledger.replayedByKey.set(key, output);
      return;
    }
    ledger.recordedByKey.delete(key);
    this.#judge(ledger, partner, output);
  }

  /** The calls of the recorded run are known from one time to another: what it said outside may have no partner. */
  known(from: TimeNs, until: TimeNs): void {
    this.#known = { from, until };
  }

  /** Tells of an input, so that what was made of it can be excused where the recorded run made nothing. */
  input(stamp: TimeNs): void {
    this.#inputStamps.add(stamp);
  }

  finish(): ReplayComparison {
    const byTopic = new Map<TopicName, TopicComparison>();
    for (const [topic, ledger] of this.#ledgerByTopic) byTopic.set(topic, this.#close(topic, ledger));
    const isSame = [...byTopic.values()].every(
      ({ different, missing, extra }) => different + missing + extra === 0,
    );
    return { isSame, byTopic, told: this.#told };
  }

  #close(topic: TopicName, ledger: Ledger): TopicComparison {
    let missing = 0;
    for (const { stamp, time } of ledger.recordedByKey.values()) {
      if (this.#known !== undefined && (time < this.#known.from || time >= this.#known.until)) continue;
      missing++;
      this.#tell(topic, stamp, 'was recorded, but the replay emits nothing');
    }
    let extra = 0;
    for (const { stamp, time } of ledger.replayedByKey.values()) {
      if (!ledger.covers(time) || this.#inputStamps.has(stamp)) continue;
      extra++;
      this.#tell(topic, stamp, 'is emitted by the replay, but nothing was recorded');
    }
    const { recorded, replayed, equal, different, largest } = ledger;
    const unpaired = ledger.recordedByKey.size + ledger.replayedByKey.size;
    const excused = unpaired - missing - extra;
    return { recorded, replayed, equal, different, missing, excused, extra, largest };
  }

  #judge(ledger: Ledger, recorded: Output, replayed: Output): void {
    const { topic, stamp } = recorded;
    if (sameBytes(recorded, replayed)) {
      ledger.equal++;
      return;
    }
    const tolerance = this.#options.toleranceByTopic?.[topic] ?? 0;
    const { largest, first } = findDifference(recorded.message, replayed.message, tolerance);
    ledger.largest = Math.max(ledger.largest, largest);
    if (first === undefined) {
      ledger.equal++;
      return;
    }
    ledger.different++;
    this.#tell(topic, stamp, `${first.path} was ${first.recorded}, the replay says ${first.replayed}`);
  }

  #tell(topic: TopicName, stamp: TimeNs, what: string): void {
    if (this.#told.length >= (this.#options.told ?? 20)) return;
    this.#told.push(`${topic} at ${(Number(stamp) / 1e9).toFixed(3)} s: ${what}`);
  }
}

/** What is known of one topic so far. */
class Ledger {
  readonly recordedByKey = new Map<string, Output>();
  readonly replayedByKey = new Map<string, Output>();
  recorded = 0;
  replayed = 0;
  equal = 0;
  different = 0;
  largest = 0;
  readonly #recordedKeys = new Repeats();
  readonly #replayedKeys = new Repeats();
  #first: TimeNs | undefined;
  #last: TimeNs = 0n;

  recordedKey(stamp: TimeNs): string {
    return this.#recordedKeys.key(stamp);
  }

  replayedKey(stamp: TimeNs): string {
    return this.#replayedKeys.key(stamp);
  }

  span(time: TimeNs): void {
    if (this.#first === undefined || time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
  }

  /** Whether the recorded run could have recorded an output of this time. */
  covers(time: TimeNs): boolean {
    return this.#first !== undefined && time >= this.#first && time <= this.#last;
  }
}

/** Several outputs may carry one stamp: the second of it is matched with the second. */
class Repeats {
  #stamp: TimeNs | undefined;
  #count = 0;

  key(stamp: TimeNs): string {
    this.#count = stamp === this.#stamp ? this.#count + 1 : 0;
    this.#stamp = stamp;
    return `${stamp}#${this.#count}`;
  }
}

function sameBytes(recorded: Output, replayed: Output): boolean {
  const { type } = topics[recorded.topic];
  const theirs = recorded.data ?? encode(type, recorded.message as never);
  const ours = replayed.data ?? encode(type, replayed.message as never);
  return Buffer.compare(theirs, ours) === 0;
}
