// The stage that records: hands every message of its topics to a recording and never holds up the robot.
import { schemaText, typeHash } from '../message/schema.js';
import { type TopicName, topicNames, topics } from '../message/topics.js';
import type { TimeNs } from '../message/time.js';
import type { Envelope, Stage } from '../runtime/stage.js';
import type { RecordedTopic, Recording } from './recording.js';

export interface RecorderOptions {
  readonly recording: Recording;
  /** Topics of the table that are recorded by option only (raw images, depth). */
  readonly also?: readonly TopicName[];
  readonly without?: readonly TopicName[];
  /** Goes before relative names: `/robot1`; '' if absent. */
  readonly namespace?: string;
}

/** The stage owns the recording from here on: closing it closes the recording. */
export function createRecorder(options: RecorderOptions): Stage {
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

class Recorder implements Stage {
  readonly name = 'record';
  readonly reads: readonly TopicName[];
  readonly writes = [] as const;
  readonly queue = 'lossless';
  readonly periodMs = 1000;
  readonly #recording: Recording;
  readonly #namespace: string;
  readonly #topicByName = new Map<TopicName, RecordedTopic>();

  constructor({ recording, also = [], without = [], namespace = '' }: RecorderOptions) {
    this.#recording = recording;
    this.#namespace = namespace;
    this.reads = [...new Set([...recordedTopics, ...also])].filter((name) => !without.includes(name));
  }

  take(envelope: Envelope): Promise<void> | undefined {
    const { topic, time, sequence } = envelope;
    return this.#recording.write({
      topic: this.#topic(topic),
      logTime: time,
      publishTime: time,
      sequence,
      data: envelope.bytes(),
    });
  }

  tick(now: TimeNs): void {
    this.#recording.tick(now);
  }

  async close(): Promise<void> {
    await this.#recording.close();
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
