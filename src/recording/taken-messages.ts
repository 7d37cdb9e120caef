// The recorded messages around the present of a repeated run, found by topic and sequence number or by stamp.
import { msToNs, type TimeNs } from '../message/time.js';
import type { TopicName } from '../message/topics.js';
import type { BagSource, RecordedOutput } from './bag-source.js';

/** A message may have waited so long in a queue before it was taken; later it is forgotten. */
const KEPT_NS = msToNs(10_000);
/** What was not recorded itself is looked for so far ahead: its compressed form comes later. */
const LOOK_AHEAD_NS = msToNs(5000);
/** Forgetting is cheap once in a while, not at each message. */
const FORGET_EVERY_NS = msToNs(1000);

interface Shelf {
  readonly bySequence: Map<number, RecordedOutput>;
  readonly byStamp: Map<TimeNs, RecordedOutput>;
}

export class TakenMessages {
  readonly #shelfByTopic = new Map<TopicName, Shelf>();
  #source: BagSource | undefined;
  #forgotAt: TimeNs = 0n;

  /** What `source` hands aside has to come to `put`. */
  from(source: BagSource): void {
    this.#source = source;
  }

  put(output: RecordedOutput): void {
    let shelf = this.#shelfByTopic.get(output.topic);
    if (shelf === undefined) {
      shelf = { bySequence: new Map(), byStamp: new Map() };
      this.#shelfByTopic.set(output.topic, shelf);
    }
    shelf.bySequence.set(output.sequence, output);
    shelf.byStamp.set(output.stamp, output);
  }

  /** Reads on until everything published up to that time is there. */
  async readUntil(time: TimeNs): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    for (let next = source.next(); next !== undefined && next <= time; next = source.next()) {
      await source.advance(time, nobody);
    }
    this.#forget(time);
  }

  bySequence(topic: TopicName, sequence: number): RecordedOutput | undefined {
    return this.#shelfByTopic.get(topic)?.bySequence.get(sequence);
  }

  /** For what was made again from another message of the same stamp (a picture from its compressed form). */
  async byStamp(topic: TopicName, stamp: TimeNs, now: TimeNs): Promise<RecordedOutput | undefined> {
    const find = (): RecordedOutput | undefined => this.#shelfByTopic.get(topic)?.byStamp.get(stamp);
    for (let found = find(); ; found = find()) {
      const next = this.#source?.next();
      if (found !== undefined || next === undefined || next > now + LOOK_AHEAD_NS) return found;
      await this.#source?.advance(next, nobody);
    }
  }

  #forget(now: TimeNs): void {
    if (now - this.#forgotAt < FORGET_EVERY_NS) return;
    this.#forgotAt = now;
    for (const { bySequence, byStamp } of this.#shelfByTopic.values()) {
      forgetBefore(bySequence, now - KEPT_NS);
      forgetBefore(byStamp, now - KEPT_NS);
    }
  }
}

/** Oldest first, as they were put in. */
function forgetBefore(shelf: Map<unknown, RecordedOutput>, horizon: TimeNs): void {
  for (const [key, { time }] of shelf) {
    if (time >= horizon) return;
    shelf.delete(key);
  }
}

/** Everything is handed aside: there is nothing to emit. */
function nobody(): void {
  return undefined;
}
