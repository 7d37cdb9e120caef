// What is in a bag: duration, topics, rates, gaps, and what is wrong with it.
import { secondsBetween, type TimeNs } from '../message/time.js';
import type { Bag, BagMessage, BagTopic } from './bag.js';
import type { Problem, ProblemKind } from './problem.js';

export interface TopicInfo {
  readonly name: string;
  readonly type: string;
  readonly messages: number;
  readonly bytes: number;
  /** Messages a second, pauses of a second and more left out that are no part of its rhythm; undefined below two messages. */
  readonly rateHz: number | undefined;
  readonly medianPeriodSeconds: number | undefined;
  readonly longestGapSeconds: number | undefined;
  /** Log time at which the longest gap begins. */
  readonly longestGapAt: TimeNs | undefined;
  /** Periods of more than three times the mean one. */
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

/** A period longer than so many mean ones is a gap. */
const GAP_FACTOR = 3;
/** Shorter ones are the unevenness of a live run, and belong to its rate. */
const PAUSE_SECONDS = 1;
/** Periods kept for the median of a topic; of more every n-th. */
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
  #seconds = 0;
  #periods: number[] = [];
  /** Exact, for as many as are kept of periods. */
  readonly #pauses: number[] = [];
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
    const rateHz = this.#rate();
    return {
      messages: this.#messages,
      bytes: this.#bytes,
      rateHz,
      medianPeriodSeconds: median,
      longestGapSeconds: longest?.seconds,
      longestGapAt: longest?.at,
      gaps: rateHz === undefined ? 0 : this.#gapsOver(GAP_FACTOR / rateHz),
      lost: this.#lost,
    };
  }

  #notePeriod(from: TimeNs, to: TimeNs): void {
    const seconds = secondsBetween(to, from);
    if (seconds > this.#longest.seconds) this.#longest = { seconds, at: from };
    this.#seconds += seconds;
    if (seconds >= PAUSE_SECONDS && this.#pauses.length < PERIODS_KEPT) this.#pauses.push(seconds);
    if (this.#messages % this.#stride !== 0) return;
    this.#periods.push(seconds);
    if (this.#periods.length < PERIODS_KEPT) return;
    this.#periods = this.#periods.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  /** Bursts and stalls of a loaded machine even out; a sensor that was switched off for a while keeps its rate. */
  #rate(): number | undefined {
    const periods = this.#messages - 1;
    if (this.#seconds === 0) return undefined;
    const gap = (GAP_FACTOR * this.#seconds) / periods;
    const pauses = this.#pauses.filter((seconds) => seconds > gap);
    const paused = pauses.reduce((sum, seconds) => sum + seconds, 0);
    return (periods - pauses.length) / (this.#seconds - paused);
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
