// The mcap adapter: a bag folder as rosbag2 writes it, in segments, durable as it grows.
import { basename, join } from 'node:path';
import { Fault, toFault } from '../fault/fault.js';
import type { TimeNs } from '../message/time.js';
import { BagLedger } from './bag-ledger.js';
import { type Disk, nodeDisk } from './disk.js';
import { diskFault, isDiskFull } from './disk-fault.js';
import { DiskQueue } from './disk-queue.js';
import { freeLease, takeLease } from './lease.js';
import type { OpenChunk } from './mcap/open-chunk.js';
import { sealFile } from './mcap/seal.js';
import { McapWriter, usualMcapOptions } from './mcap/writer.js';
import { contentsOf } from './output.js';
import type { RecordedMessage, Recording, RecordingOptions, RecordingReport } from './recording.js';
import { SegmentFile } from './segment-file.js';

const DEFAULTS = {
  format: 'humble',
  segmentBytes: 64_000_000,
  segmentSeconds: 60,
  sync: 'second',
  whenBehind: 'wait',
  queueBytes: 16_000_000,
} as const;

/** Open data is on the medium after this long, if `sync` is 'second'. */
const SYNC_SPAN_NS = 1_000_000_000n;

/** A segment without end, in a number that 64 bits hold. */
const LONGEST_SECONDS = 4e9;

type Settings = RecordingOptions & Required<Pick<RecordingOptions, keyof typeof DEFAULTS>>;

/** Throws bag/exists if the folder has anything in it, bag/write-failed if it cannot be written. */
export async function openMcapRecording(options: RecordingOptions, disk: Disk): Promise<Recording> {
  const { folder } = options;
  try {
    await disk.makeFolder(folder);
    await refuseTaken(folder, disk);
    await takeLease(disk, folder);
    const recording = new McapRecording({ ...DEFAULTS, ...options }, disk);
    await recording.start();
    return recording;
  } catch (thrown) {
    throw toFault(thrown, 'bag/write-failed', {
      what: 'The recording cannot be started',
      where: folder,
      next: 'Choose a folder that can be written, on a disk with room.',
    });
  }
}

class McapRecording implements Recording {
  readonly folder: string;
  readonly #settings: Settings;
  readonly #disk: Disk;
  readonly #queue: DiskQueue;
  readonly #ledger: BagLedger;
  readonly #segmentSpan: TimeNs;
  readonly #idleChunks: OpenChunk[] = [];
  readonly #droppedByTopic = new Map<string, number>();
  /** The file that the disk is at; the writer may be ahead of it. */
  #file: SegmentFile | undefined;
  #writer: McapWriter | undefined;
  #segment = 0;
  /** Messages of this time and later belong into the next file; undefined while this one has none. */
  #segmentEnd: TimeNs | undefined;
  #syncedAt: TimeNs | undefined;
  #messages = 0;
  #fault: Fault | undefined;
  #closing: Promise<RecordingReport> | undefined;

  constructor(settings: Settings, disk: Disk) {
    this.folder = settings.folder;
    this.#settings = settings;
    this.#disk = disk;
    this.#segmentSpan = BigInt(Math.round(Math.min(settings.segmentSeconds, LONGEST_SECONDS) * 1e9));
    this.#ledger = new BagLedger(disk, settings.folder, settings.format);
    this.#queue = new DiskQueue({
      write: async (pieces) => this.#file?.write(pieces),
      onFailure: (thrown) => this.#end(thrown),
    });
  }

  /** The first file and metadata.yaml; throws what the disk throws. */
  async start(): Promise<void> {
    this.#file = await SegmentFile.create(this.#disk, this.#pathOf(0));
    await this.#ledger.writeMetadata(this.#file);
    this.#writer = this.#newWriter();
  }

  write(message: RecordedMessage): Promise<void> | undefined {
    const { whenBehind, queueBytes } = this.#settings;
    const isBehind = this.#queue.queuedBytes > queueBytes;
    if (this.#ended || (isBehind && whenBehind === 'drop')) {
      this.#drop(message.topic.name);
      return undefined;
    }
    this.#append(message);
    return whenBehind === 'wait' ? this.#queue.below(queueBytes) : undefined;
  }

  tick(now: TimeNs): void {
    if (this.#ended) return;
    this.#writer?.closeChunkOlderThan(now);
    this.#syncIfDue(now);
  }

  report(): RecordingReport {
    return {
      folder: this.folder,
      files: this.#ledger.files,
      messages: this.#messages,
      bytes: this.#ledger.bytes,
      droppedByTopic: new Map(this.#droppedByTopic),
      fault: this.#fault,
    };
  }

  close(): Promise<RecordingReport> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #ended(): boolean {
    return this.#closing !== undefined || this.#fault !== undefined || this.#queue.failed;
  }

  #append(message: RecordedMessage): void {
    const { topic, logTime, publishTime, sequence, data } = message;
    if (this.#isSegmentFull(logTime, data.byteLength)) this.#beginNextSegment();
    const writer = this.#writer;
    if (writer === undefined) return;
    const { schema, channel } = this.#ledger.entry(topic);
    writer.declare(schema, channel);
    writer.message({ channelId: channel.id, sequence: sequence >>> 0, logTime, publishTime, data });
    this.#segmentEnd ??= logTime + this.#segmentSpan;
    this.#messages++;
    this.#syncIfDue(logTime);
  }

  #isSegmentFull(now: TimeNs, bytes: number): boolean {
    if (this.#segmentEnd === undefined || this.#writer === undefined) return false;
    return now >= this.#segmentEnd || this.#writer.bytes + bytes > this.#settings.segmentBytes;
  }

  #newWriter(): McapWriter {
    const sink = {
      push: (pieces: readonly Uint8Array[], done?: () => void) => this.#queue.write(pieces, done),
    };
    const writer = new McapWriter(sink, usualMcapOptions, this.#idleChunks);
    writer.metadata('rosbag2', this.#ledger.embedded());
    return writer;
  }

  #beginNextSegment(): void {
    this.#finishSegment();
    this.#segment++;
    this.#segmentEnd = undefined;
    const path = this.#pathOf(this.#segment);
    this.#queue.then(async () => {
      this.#file = await SegmentFile.create(this.#disk, path);
      await this.#ledger.writeMetadata(this.#file);
    });
    this.#writer = this.#newWriter();
  }

  #finishSegment(): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    const { summary } = writer;
    writer.closeChunk();
    writer.metadata('rosbag2', this.#ledger.embedded(summary));
    writer.finish();
    this.#writer = undefined;
    this.#queue.then(async () => {
      const file = this.#file;
      await file?.finish();
      if (file !== undefined) this.#ledger.noteFinished(file, summary);
    });
  }

  /** Asks for a sync once a second; what was written meanwhile goes along. */
  #syncIfDue(now: TimeNs): void {
    if (this.#settings.sync !== 'second') return;
    this.#syncedAt ??= now;
    const isSetBack = now < this.#syncedAt;
    if (!isSetBack && now - this.#syncedAt < SYNC_SPAN_NS) return;
    this.#syncedAt = now;
    this.#queue.then(async () => this.#file?.sync());
  }

  async #close(): Promise<RecordingReport> {
    this.#finishSegment();
    this.#queue.then(() => this.#ledger.writeMetadata(this.#file));
    this.#queue.then(() => freeLease(this.#disk, this.folder));
    await this.#queue.idle();
    return this.report();
  }

  /** The disk failed: keep what is there readable, free what was held back, tell the owner. Never throws. */
  async #end(thrown: unknown): Promise<void> {
    const isFull = isDiskFull(thrown);
    this.#fault = diskFault(thrown, this.folder);
    await freeLease(this.#disk, this.folder).catch(() => undefined);
    const file = this.#file;
    if (isFull && file?.isOpen === true) await this.#sealLast(file).catch(() => undefined);
    await file?.abandon().catch(() => undefined);
    await this.#ledger.writeMetadata(file).catch(() => undefined);
    this.#settings.onFault?.(this.#fault);
  }

  async #sealLast(file: SegmentFile): Promise<void> {
    const summary = await file.seal((path, open) => sealFile(this.#disk, path, open));
    this.#ledger.noteFinished(file, summary);
  }

  #drop(topic: string): void {
    this.#droppedByTopic.set(topic, (this.#droppedByTopic.get(topic) ?? 0) + 1);
  }

  #pathOf(segment: number): string {
    return join(this.folder, `${basename(this.folder)}_${segment}.mcap`);
  }
}

/** Throws bag/exists if something is in the folder: asked before a run goes to great lengths, too. */
export async function refuseTaken(folder: string, disk: Disk = nodeDisk): Promise<void> {
  const found = await contentsOf(folder, { disk });
  if (found === undefined) return;
  throw new Fault('bag/exists', {
    what: 'The folder for the recording is not empty',
    found,
    where: folder,
    next: 'Choose a new folder.',
  });
}
