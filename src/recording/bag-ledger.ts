// What is known of a bag while it is recorded: its finished files, its topics, and the metadata that says so.
import { basename, join } from 'node:path';
import { type Disk, replaceFile } from './disk.js';
import { type BagFileFacts, encodeMetadata } from './metadata.js';
import { type Summary, timesOf } from './mcap/summary.js';
import type { RecordedTopic } from './recording.js';
import type { SegmentFile } from './segment-file.js';
import { type BookEntry, TopicBook } from './topic-book.js';

export class BagLedger {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #format: 'humble' | 'jazzy';
  readonly #book: TopicBook;
  readonly #finished: BagFileFacts[] = [];
  #bytes = 0;

  constructor(disk: Disk, folder: string, format: 'humble' | 'jazzy') {
    this.#disk = disk;
    this.#folder = folder;
    this.#format = format;
    this.#book = new TopicBook(format === 'jazzy' ? 'words' : 'integers');
  }

  /** Finished files, absolute. */
  get files(): readonly string[] {
    return this.#finished.map(({ path }) => join(this.#folder, path));
  }

  /** Of the finished files. */
  get bytes(): number {
    return this.#bytes;
  }

  entry(topic: RecordedTopic): BookEntry {
    return this.#book.entry(topic);
  }

  noteFinished(file: SegmentFile, summary: Summary): void {
    this.#bytes += file.bytes;
    this.#book.count(summary);
    this.#finished.push({
      path: basename(file.path),
      messages: messagesOf(summary),
      ...timesOf(summary.chunks),
    });
  }

  /** A file that is being written is named too: recovery gives it its name. Files that retention removed are not. */
  async writeMetadata(growing: SegmentFile | undefined): Promise<void> {
    const names = new Set(await this.#disk.list(this.#folder));
    const present = this.#finished.filter(({ path }) => names.has(path));
    const files = growing?.isOpen === true ? [...present, emptyFile(basename(growing.path))] : present;
    const text = encodeMetadata({ files, topics: this.#book.counts() }, this.#format);
    await replaceFile(this.#disk, join(this.#folder, 'metadata.yaml'), new TextEncoder().encode(text));
  }

  /**
   * The record that goes into a file, as it begins (without summary) and as it ends. No file names are in it: the same
   * messages give the same bytes wherever they are recorded.
   */
  embedded(summary?: Summary): Record<string, string> {
    const topics = summary === undefined ? [] : this.#book.countsIn(summary);
    return {
      ROS_DISTRO: this.#format,
      serialized_metadata: encodeMetadata({ files: [], topics }, this.#format),
    };
  }
}

function emptyFile(path: string): BagFileFacts {
  return { path, startTime: 0n, endTime: 0n, messages: 0 };
}

function messagesOf({ countByChannel }: Summary): number {
  let messages = 0;
  for (const count of countByChannel.values()) messages += count;
  return messages;
}
