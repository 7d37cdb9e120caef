// One file of a bag that is read: its topics and stretches, and its handle, open only while it is used.
import { Fault, toFault } from '../fault/fault.js';
import type { BagTopic } from './bag.js';
import type { Disk, SourceFile } from './disk.js';
import { type Extent, readExtent } from './mcap/extent.js';
import { type McapContents, readContents } from './mcap/open-file.js';
import type { Channel, Schema } from './mcap/records.js';
import type { Problems } from './problem.js';
import { parseQos } from './qos.js';

export class BagFile {
  readonly path: string;
  readonly topics: readonly BagTopic[];
  readonly topicNameByChannel: ReadonlyMap<number, string>;
  readonly extents: readonly Extent[];
  readonly problems: Problems;
  readonly #disk: Disk;
  #source: Promise<SourceFile> | undefined;

  private constructor(disk: Disk, path: string, contents: McapContents, problems: Problems) {
    this.#disk = disk;
    this.path = path;
    this.problems = problems;
    this.extents = contents.extents;
    this.topics = topicsOf(contents);
    const { channelById } = contents.summary;
    this.topicNameByChannel = new Map([...channelById].map(([id, { topic }]) => [id, topic]));
  }

  /** Throws bag/unreadable. */
  static async open(disk: Disk, path: string, problems: Problems): Promise<BagFile> {
    const source = await openSource(disk, path);
    try {
      return new BagFile(disk, path, await readContents(source, path, problems), problems);
    } finally {
      await source.close();
    }
  }

  /** The plain records of one of its stretches; undefined if they are bad, which is noted. */
  async read(extent: Extent): Promise<Uint8Array | undefined> {
    this.#source ??= openSource(this.#disk, this.path);
    try {
      return await readExtent(await this.#source, extent);
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code === 'bag/unreadable') throw thrown;
      const kind = thrown.code === 'bag/limit' ? 'too-large' : 'bad-chunk';
      this.problems.add(kind, `${this.path}:${extent.offset}`, thrown.what);
      return undefined;
    }
  }

  /** It opens again when it is read again. */
  async close(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await (await source?.catch(() => undefined))?.close();
  }
}

async function openSource(disk: Disk, path: string): Promise<SourceFile> {
  try {
    return await disk.openToRead(path);
  } catch (thrown) {
    throw toFault(thrown, 'bag/unreadable', { what: 'The file cannot be read', where: path });
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
