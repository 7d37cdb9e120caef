// Reading bags: folders, split bags, single files, finished or torn, ours or other people's, in time order.
import { stat } from 'node:fs/promises';
import { Fault } from '../fault/fault.js';
import type { TimeNs } from '../message/time.js';
import { type Disk, nodeDisk } from './disk.js';
import { listBagFiles } from './bag-files.js';
import { type BagFile, openBagFile } from './bag-file.js';
import { inflatingFile } from './compressed-messages.js';
import { Merge } from './merge.js';
import { Problems } from './problem.js';
import type { RecordedTopic } from './recording.js';

export interface BagTopic extends RecordedTopic {
  /** `cdr` in ROS 2 bags; anything else stays raw bytes. */
  readonly messageEncoding: string;
  /** From the summary or a scan; undefined if the files do not say. */
  readonly messages: number | undefined;
}

/** One message: `data` is a view of the bytes that were read, and keeps them alive. */
export interface BagMessage {
  readonly topic: BagTopic;
  readonly logTime: TimeNs;
  readonly publishTime: TimeNs;
  readonly sequence: number;
  readonly data: Uint8Array;
}

export interface ReadOptions {
  /** Names as they stand in the bag; all if absent. Chunks without these topics are not read. */
  readonly topics?: readonly string[];
  /** Log time of the first message wanted. */
  readonly from?: TimeNs;
  /** Messages at or after this are left out. */
  readonly until?: TimeNs;
}

export interface Bag {
  readonly path: string;
  readonly files: readonly string[];
  readonly topics: readonly BagTopic[];
  /** Log times of the first and last message; undefined if there is none. */
  readonly span: { readonly startTime: TimeNs; readonly endTime: TimeNs } | undefined;
  readonly bytes: number;
  /** What is wrong with it; grows while it is read. */
  readonly problems: Problems;
  /** In order of log time, then of place in the files; in batches, one for every stretch that was read. */
  batches(options?: ReadOptions): AsyncGenerator<readonly BagMessage[], void>;
  /** The same, one by one. */
  messages(options?: ReadOptions): AsyncGenerator<BagMessage, void>;
  close(): Promise<void>;
}

/** `path` is a bag folder or a file. Throws bag/unreadable, bag/unsupported; what can be lived with is in `problems`. */
export async function openBag(path: string, disk: Disk = nodeDisk): Promise<Bag> {
  const problems = new Problems();
  const { paths, messagesAreCompressed } = await listBagFiles(path, problems);
  const files: BagFile[] = [];
  for (const each of paths) {
    const file = await openBagFile(disk, each, problems);
    files.push(messagesAreCompressed ? inflatingFile(file) : file);
  }
  return new McapBag({ path, files, problems, bytes: await totalBytes(paths) });
}

interface Parts {
  readonly path: string;
  readonly files: readonly BagFile[];
  readonly problems: Problems;
  readonly bytes: number;
}

class McapBag implements Bag {
  readonly path: string;
  readonly files: readonly string[];
  readonly topics: readonly BagTopic[];
  readonly problems: Problems;
  readonly bytes: number;
  readonly #files: readonly BagFile[];
  readonly #topicByName: ReadonlyMap<string, BagTopic>;
  #closed = false;

  constructor({ path, files, problems, bytes }: Parts) {
    this.path = path;
    this.files = files.map((file) => file.path);
    this.problems = problems;
    this.bytes = bytes;
    this.#files = files;
    this.#topicByName = mergeTopics(files);
    this.topics = [...this.#topicByName.values()];
  }

  get span(): { startTime: TimeNs; endTime: TimeNs } | undefined {
    let span: { startTime: TimeNs; endTime: TimeNs } | undefined;
    for (const { startTime, endTime } of this.#files.flatMap(({ stretches }) => stretches)) {
      span ??= { startTime, endTime };
      if (startTime < span.startTime) span.startTime = startTime;
      if (endTime > span.endTime) span.endTime = endTime;
    }
    return span;
  }

  async *batches(options: ReadOptions = {}): AsyncGenerator<readonly BagMessage[], void> {
    if (this.#closed) throw new Fault('runtime/closed', { what: 'The bag is closed', where: this.path });
    const merge = new Merge(this.#files, { ...options, topicByName: this.#topicByName });
    for (let batch = await merge.next(); batch !== undefined; batch = await merge.next()) {
      if (batch.length > 0) yield batch;
    }
  }

  async *messages(options: ReadOptions = {}): AsyncGenerator<BagMessage, void> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#files.map((file) => file.close()));
  }
}

/** A topic that several files have is one topic; counts are known only if every file knows its own. */
function mergeTopics(files: readonly BagFile[]): Map<string, BagTopic> {
  const topicByName = new Map<string, BagTopic>();
  for (const topic of files.flatMap((file) => file.topics)) {
    const known = topicByName.get(topic.name);
    const both = known?.messages !== undefined && topic.messages !== undefined;
    const messages = both ? (known.messages ?? 0) + (topic.messages ?? 0) : undefined;
    topicByName.set(topic.name, known === undefined ? topic : { ...known, messages });
  }
  return topicByName;
}

async function totalBytes(paths: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += (await stat(path)).size;
  return bytes;
}
