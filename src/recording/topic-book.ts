// The topics of one recording: their channels and schemas in every file, and how many messages each got.
import type { Channel, Schema } from './mcap/records.js';
import type { Summary } from './mcap/summary.js';
import { type QosSpelling, qosText } from './qos.js';
import type { RecordedTopic } from './recording.js';

export interface BookEntry {
  readonly topic: RecordedTopic;
  readonly schema: Schema;
  readonly channel: Channel;
}

export interface TopicCount {
  readonly topic: RecordedTopic;
  readonly messages: number;
}

/** Ids count from 1: some readers take channel 0 for none. */
export class TopicBook {
  readonly #spelling: QosSpelling;
  readonly #entryByTopic = new Map<string, BookEntry>();
  readonly #schemaByKey = new Map<string, Schema>();
  readonly #countByChannel = new Map<number, number>();

  constructor(spelling: QosSpelling) {
    this.#spelling = spelling;
  }

  entry(topic: RecordedTopic): BookEntry {
    let entry = this.#entryByTopic.get(topic.name);
    if (entry === undefined) {
      entry = this.#newEntry(topic);
      this.#entryByTopic.set(topic.name, entry);
    }
    return entry;
  }

  /** Adds what a finished file holds. */
  count({ countByChannel }: Summary): void {
    for (const [channel, count] of countByChannel) {
      this.#countByChannel.set(channel, (this.#countByChannel.get(channel) ?? 0) + count);
    }
  }

  counts(): TopicCount[] {
    return this.#entries((channel) => this.#countByChannel.get(channel) ?? 0);
  }

  countsIn({ countByChannel }: Summary): TopicCount[] {
    return this.#entries((channel) => countByChannel.get(channel) ?? 0);
  }

  #entries(countOf: (channel: number) => number): TopicCount[] {
    return [...this.#entryByTopic.values()].map(({ topic, channel }) => ({
      topic,
      messages: countOf(channel.id),
    }));
  }

  #newEntry(topic: RecordedTopic): BookEntry {
    const schema = this.#schema(topic);
    const channel: Channel = {
      id: this.#entryByTopic.size + 1,
      schemaId: schema.id,
      topic: topic.name,
      messageEncoding: topic.messageEncoding ?? 'cdr',
      metadata: {
        offered_qos_profiles: qosText(topic.qos, this.#spelling),
        topic_type_hash: topic.typeHash,
      },
    };
    return { topic, schema, channel };
  }

  /** One schema for all topics of a type; the same name with another text is another schema. */
  #schema({ type, schemaEncoding, schema: data }: RecordedTopic): Schema {
    const key = `${type}\n${schemaEncoding}\n${Buffer.from(data).toString('latin1')}`;
    let schema = this.#schemaByKey.get(key);
    if (schema === undefined) {
      schema = { id: this.#schemaByKey.size + 1, name: type, encoding: schemaEncoding, data };
      this.#schemaByKey.set(key, schema);
    }
    return schema;
  }
}
