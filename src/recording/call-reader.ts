// Reads a recording's log of calls and finds the messages that were taken, so that the calls can be made again.
import { toFault } from '../fault/fault.js';
import { decode } from '../message/codec.js';
import type { StageCalls } from '../message/messages.js';
import { fromTime, type TimeNs } from '../message/time.js';
import { isTopicName, type TopicName } from '../message/topics.js';
import { createEnvelope } from '../runtime/envelope.js';
import type { RepeatedCall } from '../runtime/executors/repeat.js';
import type { Envelope } from '../runtime/stage.js';
import type { Bag } from './bag.js';
import { CALLS_TYPE, SETTINGS, TICK } from './call-log.js';
import type { TakenMessages } from './taken-messages.js';

/** What a log says of itself before it is read through. */
export interface CallLogHead {
  /** The topic in the bag. */
  readonly topic: string;
  readonly stages: readonly string[];
  /** Calls before the first that is still there. */
  readonly before: number;
  /** settings: of a lockstep run, where everything else follows from time. */
  readonly keeps: 'all' | 'settings';
}

/** undefined for bags without a log: lockstep runs, and other people's. */
export async function findCallLog(bag: Bag): Promise<CallLogHead | undefined> {
  const topic = bag.topics.find(({ type, messages }) => type === CALLS_TYPE && messages !== 0)?.name;
  if (topic === undefined) return undefined;
  let head: CallLogHead | undefined;
  for await (const message of bag.messages({ topics: [topic] })) {
    const { stages, first, topic: taken } = decode(CALLS_TYPE, message.data);
    const keeps = taken.every((each) => each === SETTINGS) ? 'settings' : 'all';
    head = { topic, stages, before: head?.before ?? first, keeps };
    if (keeps === 'all') return head;
  }
  return head;
}

/** The changes of settings in a log that keeps nothing else. */
export async function readChanges(bag: Bag, { topic }: CallLogHead): Promise<RepeatedCall[]> {
  const changes: RepeatedCall[] = [];
  for await (const message of bag.messages({ topics: [topic] })) {
    const batch = decode(CALLS_TYPE, message.data);
    batch.stage.forEach((place, i) => {
      const stage = batch.stages[place] ?? '';
      const now = fromTime(batch.start) + BigInt(batch.after_ns[i] ?? 0);
      changes.push({ stage, now, what: settingsOf(batch, stage, batch.sequence[i] ?? 0) });
    });
  }
  return changes;
}

export interface CallReaderOptions {
  readonly bag: Bag;
  readonly log: CallLogHead;
  /** Whose calls are wanted. */
  readonly stages: readonly string[];
  readonly messages: TakenMessages;
  readonly until?: TimeNs | undefined;
}

/** In the order in which they were made; counts what cannot be repeated. */
export class CallReader {
  readonly #options: CallReaderOptions;
  readonly #absentStamps = new Map<string, TimeNs>();
  #next: number;
  #lostCalls = 0;
  #lostMessages = 0;
  #start: TimeNs | undefined;
  #end: TimeNs = 0n;

  constructor(options: CallReaderOptions) {
    this.#options = options;
    this.#next = options.log.before;
  }

  /** Calls that are missing from the middle of the log: the disk was too slow for it, or a stretch is damaged. */
  get lostCalls(): number {
    return this.#lostCalls;
  }

  /** Calls that were left out since what they took is not in the recording. */
  get lostMessages(): number {
    return this.#lostMessages;
  }

  /** Time of the first call that is known. */
  get start(): TimeNs {
    return this.#start ?? 0n;
  }

  /** Time of the last call that was read. */
  get end(): TimeNs {
    return this.#end;
  }

  async *calls(): AsyncGenerator<RepeatedCall, void> {
    const { bag, log, until } = this.#options;
    for await (const message of bag.messages({ topics: [log.topic] })) {
      const batch = decode(CALLS_TYPE, message.data);
      this.#lostCalls += Math.max(0, batch.first - this.#next);
      this.#next = batch.first + batch.stage.length;
      this.#noteAbsent(batch);
      const start = fromTime(batch.start);
      for (let i = 0; i < batch.stage.length; i++) {
        const now = start + BigInt(batch.after_ns[i] ?? 0);
        if (until !== undefined && now >= until) return;
        this.#start ??= now;
        this.#end = now;
        const call = await this.#call(batch, i, now);
        if (call !== undefined) yield call;
      }
    }
  }

  async #call(batch: StageCalls, i: number, now: TimeNs): Promise<RepeatedCall | undefined> {
    const stage = batch.stages[batch.stage[i] ?? -1];
    const topic = batch.topic[i];
    const sequence = batch.sequence[i] ?? 0;
    if (stage === undefined || !this.#options.stages.includes(stage)) return undefined;
    if (topic === TICK) return { stage, now, what: { kind: 'tick' } };
    if (topic === SETTINGS) return { stage, now, what: settingsOf(batch, stage, sequence) };
    const name = batch.topics[topic ?? -1] ?? '';
    const envelope = isTopicName(name) ? await this.#find(name, sequence, now) : undefined;
    if (envelope !== undefined) return { stage, now, what: { kind: 'take', envelope } };
    this.#lostMessages++;
    return undefined;
  }

  async #find(topic: TopicName, sequence: number, now: TimeNs): Promise<Envelope | undefined> {
    const { messages } = this.#options;
    await messages.readUntil(now);
    const stamp = this.#absentStamps.get(`${topic} ${sequence}`);
    const found =
      stamp === undefined ? messages.bySequence(topic, sequence) : await messages.byStamp(topic, stamp, now);
    if (found === undefined) return undefined;
    return createEnvelope(topic, found.message, found.time, sequence) as Envelope;
  }

  /** Each is remembered for as long as a message may have waited to be taken. */
  #noteAbsent({ topics, absent_topic, absent_sequence, absent_sec, absent_nanosec }: StageCalls): void {
    absent_topic.forEach((place, i) => {
      const stamp = fromTime({ sec: absent_sec[i] ?? 0, nanosec: absent_nanosec[i] ?? 0 });
      this.#absentStamps.set(`${topics[place] ?? ''} ${absent_sequence[i] ?? 0}`, stamp);
    });
    const tooMany = this.#absentStamps.size - ABSENT_CEILING;
    for (const key of [...this.#absentStamps.keys()].slice(0, Math.max(0, tooMany)))
      this.#absentStamps.delete(key);
  }
}

const ABSENT_CEILING = 10_000;

/** Not yet checked: whoever applies them asks the desk, whose schemas may have moved on. */
function settingsOf({ settings }: StageCalls, stage: string, place: number): RepeatedCall['what'] {
  const news = newsIn(settings[place] ?? '');
  const given = Object.entries(news).map(([path, value]) => ({
    path: `${stage}.${path}`,
    value,
    flag: 'the recorded run',
  }));
  return { kind: 'settings', settings: given };
}

function newsIn(json: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(json) as Readonly<Record<string, unknown>>;
  } catch (thrown) {
    throw toFault(thrown, 'message/undecodable', {
      what: 'The log of calls holds settings that are no JSON',
    });
  }
}
