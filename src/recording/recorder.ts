// The stage that records: hands every message of its topics to a recording and never holds up the robot.
import { schemaText, typeHash } from '../message/schema.js';
import { type TopicName, topicNames, topics } from '../message/topics.js';
import type { DiagnosticArray, Log } from '../message/messages.js';
import { type TimeNs, toTime } from '../message/time.js';
import type { Emit, Envelope, Stage } from '../runtime/stage.js';
import type { CallListener } from '../runtime/executors/call-listener.js';
import { CallLog, callsTopic, type CallLogOptions } from './call-log.js';
import type { RecordedTopic, Recording } from './recording.js';

export interface RecorderOptions {
  readonly recording: Recording;
  /** Topics of the table that are recorded by option only (raw images, depth). */
  readonly also?: readonly TopicName[];
  readonly without?: readonly TopicName[];
  /** Goes before relative names: `/robot1`; '' if absent. */
  readonly namespace?: string;
  /** Whose calls are recorded too, so that a replay can repeat them; nobody's if absent. */
  readonly calls?: Pick<CallLogOptions, 'stages' | 'keep'>;
}

/** Hand `calls` to the run, if they are to be recorded. */
export interface RecorderStage extends Stage {
  readonly calls: CallListener | undefined;
}

/** The last of the queue and a handful of syncs, each of which takes a busy or slow disk half a second and more. */
export const CLOSE_MS = 10_000;

/** The stage owns the recording from here on: closing it closes the recording. */
export function createRecorder(options: RecorderOptions): RecorderStage {
  return new Recorder(options);
}

/** Topics of the table that are recorded by default. */
export const recordedTopics: readonly TopicName[] = topicNames.filter(
  (name) => topics[name].recorded === 'yes',
);

/** A topic of the table as it stands in a bag. */
export function recordedTopic(name: TopicName, namespace = ''): RecordedTopic {
  const { type, qos } = topics[name];
  return {
    name: name.startsWith('/') ? name : `${namespace}/${name}`,
    type,
    qos: [qos],
    typeHash: typeHash(type),
    schemaEncoding: 'ros2msg',
    schema: new TextEncoder().encode(schemaText(type)),
  };
}

interface Trouble {
  readonly level: 'warn' | 'error';
  readonly text: string;
  readonly isNew: boolean;
}

class Recorder implements RecorderStage {
  readonly name = 'record';
  readonly reads: readonly TopicName[];
  /** Only when something is wrong: that the recording ended or lost messages. */
  readonly writes = ['/rosout', '/diagnostics'] as const;
  readonly queue = 'lossless';
  readonly periodMs = 1000;
  readonly closeMs = CLOSE_MS;
  readonly #recording: Recording;
  readonly #namespace: string;
  readonly #log: CallLog | undefined;
  readonly #callsTopic: RecordedTopic;
  #now: TimeNs = 0n;
  #logged = 0;
  readonly #topicByName = new Map<TopicName, RecordedTopic>();
  #told: string | undefined;

  constructor({ recording, also = [], without = [], namespace = '', calls }: RecorderOptions) {
    this.#recording = recording;
    this.#namespace = namespace;
    this.reads = [...new Set([...recordedTopics, ...also])].filter((name) => !without.includes(name));
    this.#log = calls === undefined ? undefined : new CallLog({ ...calls, recorded: this.reads });
    this.#callsTopic = callsTopic(namespace);
  }

  get calls(): CallListener | undefined {
    return this.#log;
  }

  take(envelope: Envelope): Promise<void> | undefined {
    const { topic, time, sequence } = envelope;
    this.#now = time;
    return this.#recording.write({
      topic: this.#topic(topic),
      logTime: time,
      publishTime: time,
      sequence,
      data: envelope.bytes(),
    });
  }

  tick(now: TimeNs, emit: Emit): void {
    this.#now = now;
    this.#writeCalls();
    this.#recording.tick(now);
    const trouble = this.#trouble();
    if (trouble === undefined) return;
    const { level, text, isNew } = trouble;
    if (isNew) emit('/rosout', logOf(text, level, now));
    emit('/diagnostics', diagnosticsOf(text, level, now));
  }

  async close(): Promise<void> {
    this.#writeCalls();
    await this.#recording.close();
  }

  /** Once a second and at the end; a slow disk drops them like other messages. */
  #writeCalls(): void {
    for (const data of this.#log?.fetch() ?? []) {
      const times = { logTime: this.#now, publishTime: this.#now };
      void this.#recording.write({ topic: this.#callsTopic, ...times, sequence: this.#logged++, data });
    }
  }

  #trouble(): Trouble | undefined {
    const { fault, droppedByTopic } = this.#recording.report();
    const dropped = [...droppedByTopic.values()].reduce((sum, count) => sum + count, 0);
    if (fault === undefined && dropped === 0) return undefined;
    const text = fault?.what ?? `${dropped} messages were dropped: the disk is too slow`;
    const isNew = text !== this.#told;
    this.#told = text;
    return { level: fault === undefined ? 'warn' : 'error', text, isNew };
  }

  #topic(name: TopicName): RecordedTopic {
    let topic = this.#topicByName.get(name);
    if (topic === undefined) {
      topic = recordedTopic(name, this.#namespace);
      this.#topicByName.set(name, topic);
    }
    return topic;
  }
}

/** rcl_interfaces/msg/Log and diagnostic_msgs/msg/DiagnosticStatus number their levels differently. */
const logLevel = { warn: 30, error: 40 } as const;
const statusLevel = { warn: 1, error: 2 } as const;

function logOf(msg: string, level: Trouble['level'], now: TimeNs): Log {
  return { stamp: toTime(now), level: logLevel[level], name: 'record', msg, file: '', function: '', line: 0 };
}

function diagnosticsOf(message: string, level: Trouble['level'], now: TimeNs): DiagnosticArray {
  const status = { level: statusLevel[level], name: 'record', message, hardware_id: '', values: [] };
  return { header: { stamp: toTime(now), frame_id: '' }, status: [status] };
}
