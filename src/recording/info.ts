// What is in a bag: duration, topics, rates, gaps, and what is wrong with it.
import { secondsBetween, type TimeNs } from '../message/time.js';
import type { Bag, BagMessage, BagTopic } from './bag.js';
import type { Problem, ProblemKind } from './problem.js';

export interface TopicInfo {
  readonly name: string;
  readonly type: string;
  readonly messages: number;
  readonly bytes: number;
  /** From the median of the periods, so that gaps do not lower it; undefined below two messages. */
  readonly rateHz: number | undefined;
  readonly medianPeriodSeconds: number | undefined;
  readonly longestGapSeconds: number | undefined;
  /** Log time at which the longest gap begins. */
  readonly longestGapAt: TimeNs | undefined;
  /** Periods of more than three times the median. */
  readonly gaps: number;
  /** Numbers left out by the topic's sequence; 0 where no sequence is counted. */
  readonly lost: number;
}

export interface BagInfo {
  readonly path: string;
  readonly files: readonly string[];
  readonly bytes: number;
  readonly messages: number;
  readonly startTime: TimeNs | undefined;
  readonly durationSeconds: number;
  readonly topics: readonly TopicInfo[];
  readonly problemCounts: Readonly<Partial<Record<ProblemKind, number>>>;
  readonly problems: readonly Problem[];
}

/** A period longer than so many medians is a gap. */
const GAP_FACTOR = 3;
/** Periods kept for the median of a topic; of longer ones every n-th. */
const PERIODS_KEPT = 10_000;

/** Reads the whole bag once. Throws what reading throws. */
export async function describeBag(bag: Bag): Promise<BagInfo> {
  const courseByTopic = new Map<BagTopic, Course>(bag.topics.map((topic) => [topic, new Course()]));
  for await (const batch of bag.batches()) {
    for (const message of batch) courseByTopic.get(message.topic)?.add(message);
  }
  const topics = [...courseByTopic].map(([{ name, type }, course]) => ({ name, type, ...course.summary() }));
  const { span } = bag;
  return {
    path: bag.path,
    files: bag.files,
    bytes: bag.bytes,
    messages: topics.reduce((sum, { messages }) => sum + messages, 0),
    startTime: span?.startTime,
    durationSeconds: span === undefined ? 0 : secondsBetween(span.endTime, span.startTime),
    topics: topics.sort((a, b) => (a.name < b.name ? -1 : 1)),
    problemCounts: Object.fromEntries(bag.problems.countByKind),
    problems: bag.problems.first,
  };
}

/** One topic over time. */
class Course {
  #messages = 0;
  #bytes = 0;
  #lost = 0;
  #last: { readonly time: TimeNs; readonly sequence: number } | undefined;
  #longest = { seconds: 0, at: 0n };
  #periods: number[] = [];
  /** Every so many-th period is kept. */
  #stride = 1;

  add({ logTime, sequence, data }: BagMessage): void {
    this.#bytes += data.byteLength;
    if (this.#last !== undefined) this.#notePeriod(this.#last.time, logTime);
    if (this.#last !== undefined && sequence > this.#last.sequence + 1)
      this.#lost += sequence - this.#last.sequence - 1;
    this.#last = { time: logTime, sequence };
    this.#messages++;
  }

  summary(): Omit<TopicInfo, 'name' | 'type'> {
    const median = this.#medianPeriod();
    const longest = median === undefined ? undefined : this.#longest;
    return {
      messages: this.#messages,
      bytes: this.#bytes,
      rateHz: median === undefined || median === 0 ? undefined : 1 / median,
      medianPeriodSeconds: median,
      longestGapSeconds: longest?.seconds,
      longestGapAt: longest?.at,
      gaps: median === undefined ? 0 : this.#gapsOver(GAP_FACTOR * median),
      lost: this.#lost,
    };
  }

  #notePeriod(from: TimeNs, to: TimeNs): void {
    const seconds = secondsBetween(to, from);
    if (seconds > this.#longest.seconds) this.#longest = { seconds, at: from };
    if (this.#messages % this.#stride !== 0) return;
    this.#periods.push(seconds);
    if (this.#periods.length < PERIODS_KEPT) return;
    this.#periods = this.#periods.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  #medianPeriod(): number | undefined {
    const sorted = [...this.#periods].sort((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }

  /** Exact as long as every period is kept, an estimate beyond. */
  #gapsOver(seconds: number): number {
    return this.#periods.filter((period) => period > seconds).length * this.#stride;
  }
}
