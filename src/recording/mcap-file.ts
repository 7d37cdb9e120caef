// The mcap adapter of the port `bag`: topics and stretches of one file, and its handle, open only while it is used.
import { Fault } from '../fault/fault.js';
import type { BagTopic } from './bag.js';
import type { BagFile, BagFileSource, Stretch } from './bag-file.js';
import type { SourceFile } from './disk.js';
import { type Extent, readExtent, type StoredMessage, visitRecords } from './mcap/extent.js';
import { type McapContents, readContents } from './mcap/open-file.js';
import type { Channel, Schema } from './mcap/records.js';
import type { Problems } from './problem.js';
import { parseQos } from './qos.js';

/** Throws bag/unreadable. */
export async function openMcapFile(from: BagFileSource, problems: Problems): Promise<BagFile> {
  const source = await from.open();
  try {
    return new McapFile(from, await readContents(source, from.path, problems), problems);
  } finally {
    await source.close();
  }
}

class McapFile implements BagFile {
  readonly path: string;
  readonly topics: readonly BagTopic[];
  readonly topicNameByChannel: ReadonlyMap<number, string>;
  readonly stretches: readonly Extent[];
  readonly problems: Problems;
  readonly #from: BagFileSource;
  #source: Promise<SourceFile> | undefined;

  constructor(from: BagFileSource, contents: McapContents, problems: Problems) {
    this.#from = from;
    this.path = from.path;
    this.problems = problems;
    this.stretches = contents.extents;
    this.topics = topicsOf(contents);
    const { channelById } = contents.summary;
    this.topicNameByChannel = new Map([...channelById].map(([id, { topic }]) => [id, topic]));
  }

  async read(stretch: Stretch, message: (stored: StoredMessage) => void): Promise<void> {
    let records: Uint8Array | undefined;
    this.#source ??= this.#from.open();
    try {
      records = await readExtent(await this.#source, stretch as Extent);
      visitRecords(records, { message });
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code === 'bag/unreadable') throw thrown;
      const kind =
        records !== undefined ? 'bad-record' : thrown.code === 'bag/limit' ? 'too-large' : 'bad-chunk';
      this.problems.add(kind, `${this.path}:${stretch.offset}`, thrown.what);
    }
  }

  async close(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await (await source?.catch(() => undefined))?.close();
  }
}

function topicsOf({ summary }: McapContents): BagTopic[] {
  const { channelById, schemaById, countByChannel, counted } = summary;
  return [...channelById.values()].map((channel) => {
    const messages = counted ? (countByChannel.get(channel.id) ?? 0) : undefined;
    return topicOf(channel, schemaById.get(channel.schemaId), messages);
  });
}

/** Two channels of one topic (several publishers) are merged with the files' topics. */
function topicOf(channel: Channel, schema: Schema | undefined, messages: number | undefined): BagTopic {
  const { topic, messageEncoding, metadata } = channel;
  return {
    name: topic,
    type: schema?.name ?? '',
    schemaEncoding: schema?.encoding ?? '',
    schema: schema?.data ?? new Uint8Array(),
    messageEncoding,
    qos: parseQos(metadata['offered_qos_profiles'] ?? ''),
    typeHash: metadata['topic_type_hash'] ?? '',
    messages,
  };
}
