// The log of a live run's calls: which stage took what and when, kept as a topic of the recording so that replay can repeat it.
import { encode } from '../message/codec.js';
import type { StageCalls } from '../message/messages.js';
import { schemaText, typeHash } from '../message/schema.js';
import { toTime, type TimeNs } from '../message/time.js';
import type { TopicName } from '../message/topics.js';
import type { CallListener } from '../runtime/executors/call-listener.js';
import type { SettingsChange } from '../runtime/config/settings-desk.js';
import type { Envelope } from '../runtime/stage.js';
import type { RecordedTopic } from './recording.js';

export const CALLS_TYPE = 'jackdaw_msgs/msg/StageCalls';
/** Values of StageCalls.topic that are no topic. */
export const TICK = 255;
export const SETTINGS = 254;

/** A message of the log holds so many calls at most, and what fits into 32 bits of nanoseconds. */
const CALLS_PER_MESSAGE = 4096;
const LONGEST_NS = 0xffff_ffffn;
/** Where nobody fetches them, the oldest messages go: a recorder that is dead must not fill the memory. */
const MESSAGES_CEILING = 64;

export interface CallLogOptions {
  /** Whose calls are kept: stages that can be made again. */
  readonly stages: readonly string[];
  /** Topics whose messages are recorded; of others that are taken the stamp is kept. */
  readonly recorded: readonly TopicName[];
  /** all: everything that stages were called with. settings: changes only, where the rest follows from time. */
  readonly keep: 'all' | 'settings';
}

/** The log as it stands in a bag. */
export function callsTopic(namespace = ''): RecordedTopic {
  return {
    name: `${namespace}/stage_calls`,
    type: CALLS_TYPE,
    qos: [{ history: 'keep_last', depth: 100, reliability: 'reliable', durability: 'volatile' }],
    typeHash: typeHash(CALLS_TYPE),
    schemaEncoding: 'ros2msg',
    schema: new TextEncoder().encode(schemaText(CALLS_TYPE)),
  };
}

export class CallLog implements CallListener {
  readonly #stages: readonly string[];
  readonly #recorded: ReadonlySet<TopicName>;
  readonly #keep: CallLogOptions['keep'];
  readonly #topics: TopicName[] = [];
  readonly #stage = new Uint8Array(CALLS_PER_MESSAGE);
  readonly #topic = new Uint8Array(CALLS_PER_MESSAGE);
  readonly #sequence = new Uint32Array(CALLS_PER_MESSAGE);
  readonly #afterNs = new Uint32Array(CALLS_PER_MESSAGE);
  #count = 0;
  #first = 0;
  #start: TimeNs = 0n;
  #settings: string[] = [];
  #absent = new Map<string, { readonly topic: number; readonly sequence: number; readonly stamp: TimeNs }>();
  /** Full and not yet fetched. */
  #ready: Uint8Array[] = [];

  constructor({ stages, recorded, keep }: CallLogOptions) {
    this.#stages = stages;
    this.#recorded = new Set(recorded);
    this.#keep = keep;
  }

  called(stage: string, envelope: Envelope | undefined, now: TimeNs): void {
    if (this.#keep !== 'all') return;
    const place = this.#stages.indexOf(stage);
    if (place < 0) return;
    this.#makeRoom(now);
    const topic = envelope === undefined ? TICK : this.#topicPlace(envelope.topic);
    this.#append(place, topic, envelope?.sequence ?? 0, now);
    if (envelope !== undefined && !this.#recorded.has(envelope.topic)) this.#noteAbsent(topic, envelope);
  }

  changed({ stage, changed }: SettingsChange, now: TimeNs): void {
    const place = this.#stages.indexOf(stage);
    if (place < 0) return;
    this.#makeRoom(now);
    const news = Object.fromEntries(changed.map(({ path, to }) => [path, to]));
    this.#append(place, SETTINGS, this.#settings.push(JSON.stringify(news)) - 1, now);
  }

  /** The calls since it was last asked, as messages for the recording. */
  fetch(): readonly Uint8Array[] {
    if (this.#count > 0) this.#close();
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #append(stage: number, topic: number, sequence: number, now: TimeNs): void {
    const i = this.#count++;
    this.#stage[i] = stage;
    this.#topic[i] = topic;
    this.#sequence[i] = sequence;
    this.#afterNs[i] = Number(now - this.#start);
  }

  /** Ends the open message where this call does not fit; a clock set back is such a case. */
  #makeRoom(now: TimeNs): void {
    const after = now - this.#start;
    if (this.#count === CALLS_PER_MESSAGE || after < 0n || after > LONGEST_NS) this.#close();
    if (this.#count === 0) this.#start = now;
  }

  #topicPlace(topic: TopicName): number {
    const place = this.#topics.indexOf(topic);
    return place >= 0 ? place : this.#topics.push(topic) - 1;
  }

  #noteAbsent(topic: number, { sequence, stamp }: Envelope): void {
    this.#absent.set(`${topic} ${sequence}`, { topic, sequence, stamp });
  }

  #close(): void {
    if (this.#count === 0) return;
    this.#ready.push(encode(CALLS_TYPE, this.#message()));
    if (this.#ready.length > MESSAGES_CEILING) this.#ready.shift();
    this.#first += this.#count;
    this.#count = 0;
    this.#settings = [];
    this.#absent = new Map();
  }

  #message(): StageCalls {
    const absent = [...this.#absent.values()];
    const stamps = absent.map(({ stamp }) => toTime(stamp));
    return {
      start: toTime(this.#start),
      first: this.#first,
      stages: [...this.#stages],
      topics: this.#topics,
      stage: this.#stage.subarray(0, this.#count),
      topic: this.#topic.subarray(0, this.#count),
      sequence: this.#sequence.subarray(0, this.#count),
      after_ns: this.#afterNs.subarray(0, this.#count),
      settings: this.#settings,
      absent_topic: Uint8Array.from(absent, ({ topic }) => topic),
      absent_sequence: Uint32Array.from(absent, ({ sequence }) => sequence),
      absent_sec: Int32Array.from(stamps, ({ sec }) => sec),
      absent_nanosec: Uint32Array.from(stamps, ({ nanosec }) => nanosec),
    };
  }
}
