// Finds what is in a file without trusting its end: reads every record in order, up to where it breaks.
import { Fault } from '../../fault/fault.js';
import type { SourceFile } from '../disk.js';
import type { Problems } from '../problem.js';
import { ByteReader } from './byte-reader.js';
import { type Extent, openChunkRecord, visitRecords } from './extent.js';
import { RECORD_BYTES_CEILING } from './limits.js';
import {
  type Channel,
  MAGIC,
  opcode,
  readChannel,
  readChunkHead,
  readSchema,
  RECORD_HEAD_BYTES,
  type Schema,
} from './records.js';
import { Window } from './window.js';
import { Stretch } from './stretch.js';
import { emptySummary, type Summary } from './summary.js';

export interface Scan {
  /** Schemas, channels and counts; its `chunks` have the message indexes that were found. */
  readonly summary: Summary;
  readonly extents: readonly Extent[];
  /** Where the last sound chunk with all its message indexes ends, or the last other record of the data section. */
  readonly soundBytes: number;
  /** True: the end of the data section was found, so no message is missing behind it. */
  readonly isComplete: boolean;
  /** Counts of a last chunk that lies beyond `soundBytes` because its message indexes are incomplete. */
  readonly tailCountByChannel: ReadonlyMap<number, number>;
}

/** Loose messages are read in stretches of this size. */
const LOOSE_BYTES = 1024 * 1024;

/** Throws bag/unreadable if the file is no MCAP file at all; everything else is a problem. */
export async function scanFile(file: SourceFile, name: string, problems: Problems): Promise<Scan> {
  await checkMagic(file, name);
  const scanner = new Scanner(new Window(file), name, problems);
  await scanner.run();
  return scanner.result();
}

export async function checkMagic(file: SourceFile, name: string): Promise<void> {
  const head = await file.read(0, MAGIC.byteLength);
  if (MAGIC.every((byte, i) => head[i] === byte)) return;
  throw new Fault('bag/unreadable', {
    what: file.bytes === 0 ? 'The file is empty' : 'The file is not an MCAP file',
    expected: 'a file that begins with the MCAP magic',
    where: name,
  });
}

interface Indexing {
  readonly countByChannel: ReadonlyMap<number, number>;
  readonly missing: Set<number>;
  bytes: number;
}

/** Attachments, indexes of other kinds and unknown records are passed over. */
const wantedCodes: ReadonlySet<number> = new Set([
  opcode.schema,
  opcode.channel,
  opcode.message,
  opcode.chunk,
  opcode.messageIndex,
  opcode.metadata,
]);

class Scanner {
  readonly #file: Window;
  readonly #name: string;
  readonly #problems: Problems;
  readonly #summary = emptySummary();
  readonly #extents: Extent[] = [];
  #loose: Stretch | undefined;
  /** The chunk whose message indexes are being read, and how many are still to come. */
  #indexing: Indexing | undefined;
  #soundBytes = MAGIC.byteLength;
  #isComplete = false;

  constructor(file: Window, name: string, problems: Problems) {
    this.#file = file;
    this.#name = name;
    this.#problems = problems;
  }

  async run(): Promise<void> {
    let at = MAGIC.byteLength;
    for (;;) {
      const record = await this.#recordAt(at);
      if (record === undefined) break;
      this.#isComplete = record.code === opcode.dataEnd || record.code === opcode.footer;
      if (this.#isComplete) break;
      await this.#take(record, at);
      at += RECORD_HEAD_BYTES + record.bytes;
    }
    this.#closeLoose();
  }

  result(): Scan {
    return {
      summary: this.#summary,
      extents: this.#extents,
      soundBytes: this.#soundBytes,
      isComplete: this.#isComplete,
      tailCountByChannel: this.#indexing?.countByChannel ?? new Map(),
    };
  }

  /** The head of the record at `at`; undefined where the file breaks. */
  async #recordAt(at: number): Promise<{ readonly code: number; readonly bytes: number } | undefined> {
    const head = await this.#file.read(at, RECORD_HEAD_BYTES);
    if (head.byteLength === 0) {
      this.#problems.add('no-footer', `${this.#name}:${at}`);
      return undefined;
    }
    const reader = new ByteReader(head);
    const whole = head.byteLength === RECORD_HEAD_BYTES;
    const code = whole ? reader.u8() : 0;
    const bytes = whole ? reader.u64() : 0n;
    if (whole && BigInt(at + RECORD_HEAD_BYTES) + bytes <= BigInt(this.#file.bytes)) {
      return { code, bytes: Number(bytes) };
    }
    this.#problems.add('truncated', `${this.#name}:${at}`);
    this.#problems.add('no-footer', `${this.#name}:${at}`);
    return undefined;
  }

  async #take({ code, bytes }: { code: number; bytes: number }, at: number): Promise<void> {
    const isWanted = wantedCodes.has(code);
    const end = at + RECORD_HEAD_BYTES + bytes;
    if (isWanted && bytes > RECORD_BYTES_CEILING) {
      this.#problems.add('too-large', `${this.#name}:${at}`, `a record of ${bytes} bytes was skipped`);
      return;
    }
    const record = isWanted ? await this.#file.read(at, RECORD_HEAD_BYTES + bytes) : undefined;
    try {
      if (record !== undefined) await this.#digest(code, record, at);
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      this.#problems.add(
        code === opcode.chunk ? 'bad-chunk' : 'bad-record',
        `${this.#name}:${at}`,
        thrown.what,
      );
    }
    if (this.#indexing === undefined) this.#soundBytes = end;
  }

  async #digest(code: number, record: Uint8Array, at: number): Promise<void> {
    const content = new ByteReader(record.subarray(RECORD_HEAD_BYTES));
    if (code === opcode.messageIndex) this.#takeIndex(content, at, record.byteLength);
    else this.#indexing = undefined;
    if (code === opcode.message) this.#takeLoose(record, at);
    else this.#closeLoose();
    if (code === opcode.chunk) await this.#takeChunk(record, at);
    else if (code === opcode.schema) this.#addSchema(readSchema(content));
    else if (code === opcode.channel) this.#addChannel(readChannel(content));
    else if (code === opcode.metadata) {
      this.#summary.metadata.push({ offset: at, bytes: record.byteLength, name: content.text() });
    }
  }

  async #takeChunk(record: Uint8Array, at: number): Promise<void> {
    const records = await openChunkRecord(record);
    const stretch = new Stretch(at);
    visitRecords(records, {
      schema: (schema) => this.#addSchema(schema),
      channel: (channel) => this.#addChannel(channel),
      message: (message) => stretch.add(message),
    });
    if (stretch.countByChannel.size === 0) return;
    this.#count(stretch);
    this.#extents.push(stretch.extent('chunk', record.byteLength));
    this.#summary.chunks.push({
      ...stretch.times,
      offset: at,
      bytes: record.byteLength,
      indexOffsetByChannel: new Map(),
      indexBytes: 0,
      ...sizesOf(record),
    });
    const { countByChannel } = stretch;
    this.#indexing = { countByChannel, missing: new Set(countByChannel.keys()), bytes: 0 };
  }

  #takeIndex(content: ByteReader, at: number, bytes: number): void {
    const indexing = this.#indexing;
    const chunk = this.#summary.chunks.at(-1);
    if (indexing === undefined || chunk === undefined) return;
    const channel = content.u16();
    if (!indexing.missing.delete(channel)) return;
    indexing.bytes += bytes;
    const indexOffsetByChannel = new Map(chunk.indexOffsetByChannel).set(channel, at);
    this.#summary.chunks.splice(-1, 1, { ...chunk, indexOffsetByChannel, indexBytes: indexing.bytes });
    if (indexing.missing.size === 0) this.#indexing = undefined;
  }

  #takeLoose(record: Uint8Array, at: number): void {
    this.#loose ??= new Stretch(at);
    const loose = this.#loose;
    visitRecords(record, { message: (message) => loose.add(message) });
    loose.bytes += record.byteLength;
    if (loose.bytes >= LOOSE_BYTES) this.#closeLoose();
  }

  #closeLoose(): void {
    const loose = this.#loose;
    if (loose === undefined) return;
    this.#loose = undefined;
    this.#count(loose);
    this.#extents.push(loose.extent('loose', loose.bytes));
  }

  #addSchema(schema: Schema): void {
    this.#summary.schemaById.set(schema.id, schema);
  }

  #addChannel(channel: Channel): void {
    this.#summary.channelById.set(channel.id, channel);
  }

  #count(stretch: Stretch): void {
    const { countByChannel } = this.#summary;
    for (const [channel, count] of stretch.countByChannel) {
      countByChannel.set(channel, (countByChannel.get(channel) ?? 0) + count);
    }
  }
}

function sizesOf(record: Uint8Array) {
  const head = readChunkHead(new ByteReader(record.subarray(RECORD_HEAD_BYTES)));
  const { compression, recordsBytes, uncompressedBytes } = head;
  return { compression, compressedBytes: recordsBytes, uncompressedBytes };
}
