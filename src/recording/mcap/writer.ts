// Writes one MCAP file as a sequence of blocks of whole records; it knows no disk and never waits.
import type { TimeNs } from '../../message/time.js';
import { ByteWriter } from './byte-writer.js';
import { type ChunkMessage, OpenChunk, type SealedChunk, sealLone } from './open-chunk.js';
import { type Channel, MAGIC, opcode, type Schema, writeChannel, writeSchema } from './records.js';
import { emptySummary, encodeEnding, type Summary } from './summary.js';

/** Takes the blocks in order. */
export interface BlockSink {
  /** Whole records: a file cut between two blocks is readable up to there. The pieces are borrowed until `done` is called. */
  push(pieces: readonly Uint8Array[], done?: () => void): void;
}

export interface McapWriterOptions {
  readonly profile: string;
  readonly library: string;
  /** A chunk is closed before it would grow beyond this. */
  readonly chunkBytes: number;
  /** A chunk is closed before it would span more than this. */
  readonly chunkSpanNs: TimeNs;
  /** A message of at least this size (or half a chunk) becomes a chunk of its own and is not copied. */
  readonly loneBytes: number;
}

export const usualMcapOptions: McapWriterOptions = {
  profile: 'ros2',
  library: 'jackdaw',
  chunkBytes: 256 * 1024,
  chunkSpanNs: 1_000_000_000n,
  loneBytes: 64 * 1024,
};

export class McapWriter {
  readonly #sink: BlockSink;
  readonly #options: McapWriterOptions;
  readonly #summary: Summary = emptySummary();
  /** Chunks that have been written and may be filled again. */
  readonly #idle: OpenChunk[];
  #chunk: OpenChunk;
  /** Messages of this time and later belong into the next chunk. */
  #chunkEnd = 0n;
  /** Before this the clock has been set back: the chunk's own time will not come again soon. */
  #chunkFloor = 0n;
  #position = 0;

  /** `idle` is shared by the files of one recording, so that a new file needs no new buffers. */
  constructor(sink: BlockSink, options: McapWriterOptions, idle: OpenChunk[] = []) {
    this.#sink = sink;
    // A message just under the limit must fit an empty chunk.
    this.#options = { ...options, loneBytes: Math.min(options.loneBytes, options.chunkBytes / 2) };
    this.#idle = idle;
    this.#chunk = this.#nextChunk();
    const head = new ByteWriter().raw(MAGIC);
    head.record(opcode.header, () => head.text(options.profile).text(options.library));
    this.#push([head.view()]);
  }

  /** Bytes of the file so far, the open chunk included, the ending not. */
  get bytes(): number {
    return this.#position + (this.#chunk.messages > 0 ? this.#chunk.bytes : 0);
  }

  get summary(): Summary {
    return this.#summary;
  }

  /** Must come before the channel's first message; a second time is nothing. */
  declare(schema: Schema, channel: Channel): void {
    if (this.#summary.channelById.has(channel.id)) return;
    const out = new ByteWriter(4096);
    if (!this.#summary.schemaById.has(schema.id)) writeSchema(out, schema);
    writeChannel(out, channel);
    this.#summary.schemaById.set(schema.id, schema);
    this.#summary.channelById.set(channel.id, channel);
    this.#push([out.view()]);
  }

  /** Small data is copied; large data is borrowed until its block is done. */
  message(message: ChunkMessage): void {
    const { channelId, data } = message;
    const { countByChannel } = this.#summary;
    countByChannel.set(channelId, (countByChannel.get(channelId) ?? 0) + 1);
    if (data.byteLength >= this.#options.loneBytes) {
      this.#lone(message);
      return;
    }
    this.closeChunkOlderThan(message.logTime);
    if (!this.#chunk.fits(data.byteLength)) this.closeChunk();
    if (this.#chunk.messages === 0) this.#startSpan(message.logTime);
    this.#chunk.add(message);
  }

  metadata(name: string, entries: Readonly<Record<string, string>>): void {
    this.closeChunk();
    const out = new ByteWriter();
    out.record(opcode.metadata, () => out.text(name).textMap(entries));
    this.#summary.metadata.push({ offset: this.#position, bytes: out.length, name });
    this.#push([out.view()]);
  }

  /** Closes the chunk if `now` is beyond its span: silence must not keep messages out of the file. */
  closeChunkOlderThan(now: TimeNs): void {
    if (this.#chunk.messages > 0 && (now >= this.#chunkEnd || now < this.#chunkFloor)) this.closeChunk();
  }

  closeChunk(): void {
    const chunk = this.#chunk;
    if (chunk.messages === 0) return;
    this.#chunk = this.#nextChunk();
    this.#pushChunk(chunk.seal(this.#position), () => {
      chunk.reset();
      this.#idle.push(chunk);
    });
  }

  /** Writes the open chunk and the summary; nothing may be written afterwards. */
  finish(): void {
    this.closeChunk();
    this.#push([encodeEnding(this.#summary, this.#position)]);
    this.#idle.push(this.#chunk);
  }

  /** The open chunk goes first, so that the file stays in time order for readers without an index. */
  #lone(message: ChunkMessage): void {
    this.closeChunk();
    this.#pushChunk(sealLone(message, this.#position));
  }

  #startSpan(now: TimeNs): void {
    this.#chunkEnd = now + this.#options.chunkSpanNs;
    this.#chunkFloor = now - this.#options.chunkSpanNs;
  }

  #pushChunk({ pieces, index }: SealedChunk, done?: () => void): void {
    this.#summary.chunks.push(index);
    this.#push(pieces, done);
  }

  #push(pieces: readonly Uint8Array[], done?: () => void): void {
    for (const piece of pieces) this.#position += piece.byteLength;
    this.#sink.push(pieces, done);
  }

  #nextChunk(): OpenChunk {
    return this.#idle.pop() ?? new OpenChunk(this.#options.chunkBytes);
  }
}
