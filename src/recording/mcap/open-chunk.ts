// The chunk being filled: message records in one preallocated buffer, and where each of them lies.
import { crc32 } from 'node:zlib';
import type { TimeNs } from '../../message/time.js';
import { ByteWriter } from './byte-writer.js';
import { type ChunkIndex, MESSAGE_HEAD_BYTES, opcode, RECORD_HEAD_BYTES } from './records.js';

/** A chunk record up to its records, for the empty compression string. */
const CHUNK_HEAD_BYTES = RECORD_HEAD_BYTES + 8 + 8 + 8 + 4 + 4 + 8;
export const RECORD_BYTES_BEFORE_DATA = RECORD_HEAD_BYTES + MESSAGE_HEAD_BYTES;
/** Of the log time within a message record. */
const LOG_TIME_AT = RECORD_HEAD_BYTES + 2 + 4;
const INDEX_ENTRY_BYTES = 16;

export interface ChunkMessage {
  readonly channelId: number;
  readonly sequence: number;
  readonly logTime: TimeNs;
  readonly publishTime: TimeNs;
  /** Borrowed until the block that holds it has been written. */
  readonly data: Uint8Array;
}

/** A finished chunk with its message indexes: the pieces to write, in order, and its line in the summary. */
export interface SealedChunk {
  readonly pieces: readonly Uint8Array[];
  readonly index: ChunkIndex;
}

/** Holds up to `capacity` bytes of records. One object is filled, sealed, written and reset again. */
export class OpenChunk {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #channels: Uint16Array;
  readonly #offsets: Uint32Array;
  #end = CHUNK_HEAD_BYTES;
  #messages = 0;
  #startTime = 0n;
  #endTime = 0n;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(CHUNK_HEAD_BYTES + capacity);
    this.#view = new DataView(this.#bytes.buffer);
    const mostMessages = Math.floor(capacity / RECORD_BYTES_BEFORE_DATA);
    this.#channels = new Uint16Array(mostMessages);
    this.#offsets = new Uint32Array(mostMessages);
  }

  get messages(): number {
    return this.#messages;
  }

  /** Bytes that this chunk would take in the file, its indexes left out. */
  get bytes(): number {
    return this.#end;
  }

  fits(dataBytes: number): boolean {
    return this.#end + RECORD_BYTES_BEFORE_DATA + dataBytes <= this.#bytes.byteLength;
  }

  /** Copies the message; the caller has asked `fits`. */
  add(message: ChunkMessage): void {
    const at = this.#end;
    writeMessageHead(this.#view, at, message);
    this.#bytes.set(message.data, at + RECORD_BYTES_BEFORE_DATA);
    this.#channels[this.#messages] = message.channelId;
    this.#offsets[this.#messages] = at - CHUNK_HEAD_BYTES;
    this.#end = at + RECORD_BYTES_BEFORE_DATA + message.data.byteLength;
    this.#noteTime(message.logTime);
    this.#messages++;
  }

  /** The pieces are views of this chunk: reset it only after they have been written. */
  seal(fileOffset: number): SealedChunk {
    const records = this.#bytes.subarray(CHUNK_HEAD_BYTES, this.#end);
    writeChunkHead(this.#view, {
      startTime: this.#startTime,
      endTime: this.#endTime,
      crc: crc32(records),
      bytes: records.byteLength,
    });
    const { indexes, offsetByChannel } = this.#messageIndexes(fileOffset + this.#end);
    return {
      pieces: [this.#bytes.subarray(0, this.#end), indexes],
      index: {
        startTime: this.#startTime,
        endTime: this.#endTime,
        offset: fileOffset,
        bytes: this.#end,
        indexOffsetByChannel: offsetByChannel,
        indexBytes: indexes.byteLength,
        compression: '',
        compressedBytes: records.byteLength,
        uncompressedBytes: records.byteLength,
      },
    };
  }

  reset(): void {
    this.#end = CHUNK_HEAD_BYTES;
    this.#messages = 0;
  }

  #noteTime(time: TimeNs): void {
    if (this.#messages === 0 || time < this.#startTime) this.#startTime = time;
    if (this.#messages === 0 || time > this.#endTime) this.#endTime = time;
  }

  /** One message index record per channel, channels ascending, messages in the order they came. */
  #messageIndexes(fileOffset: number) {
    const countByChannel = this.#countByChannel();
    const indexes = new Uint8Array(
      countByChannel.size * (RECORD_HEAD_BYTES + 6) + this.#messages * INDEX_ENTRY_BYTES,
    );
    const view = new DataView(indexes.buffer);
    const offsetByChannel = new Map<number, number>();
    const cursorByChannel = new Map<number, number>();
    let at = 0;
    for (const channel of [...countByChannel.keys()].sort((a, b) => a - b)) {
      const entryBytes = (countByChannel.get(channel) ?? 0) * INDEX_ENTRY_BYTES;
      offsetByChannel.set(channel, fileOffset + at);
      cursorByChannel.set(channel, writeIndexHead(view, at, channel, entryBytes));
      at += RECORD_HEAD_BYTES + 6 + entryBytes;
    }
    this.#fillIndexes(view, cursorByChannel);
    return { indexes, offsetByChannel };
  }

  #countByChannel(): Map<number, number> {
    const counts = new Map<number, number>();
    for (let i = 0; i < this.#messages; i++) {
      const channel = this.#channels[i]!;
      counts.set(channel, (counts.get(channel) ?? 0) + 1);
    }
    return counts;
  }

  /** Log times are copied as bytes from the records, not through bigints. */
  #fillIndexes(view: DataView, cursorByChannel: Map<number, number>): void {
    for (let i = 0; i < this.#messages; i++) {
      const channel = this.#channels[i]!;
      const offset = this.#offsets[i]!;
      const at = cursorByChannel.get(channel)!;
      const timeAt = CHUNK_HEAD_BYTES + offset + LOG_TIME_AT;
      view.setUint32(at, this.#view.getUint32(timeAt, true), true);
      view.setUint32(at + 4, this.#view.getUint32(timeAt + 4, true), true);
      view.setUint32(at + 8, offset, true);
      cursorByChannel.set(channel, at + INDEX_ENTRY_BYTES);
    }
  }
}

/** A large message as a chunk of its own: its payload is written from where it lies. */
export function sealLone(message: ChunkMessage, fileOffset: number): SealedChunk {
  const before = new Uint8Array(CHUNK_HEAD_BYTES + RECORD_BYTES_BEFORE_DATA);
  const view = new DataView(before.buffer);
  writeMessageHead(view, CHUNK_HEAD_BYTES, message);
  const recordsBytes = RECORD_BYTES_BEFORE_DATA + message.data.byteLength;
  const crc = crc32(message.data, crc32(before.subarray(CHUNK_HEAD_BYTES)));
  const times = { startTime: message.logTime, endTime: message.logTime };
  writeChunkHead(view, { ...times, crc, bytes: recordsBytes });
  const chunkBytes = CHUNK_HEAD_BYTES + recordsBytes;
  const indexes = loneIndex(message);
  return {
    pieces: [before, message.data, indexes],
    index: {
      ...times,
      offset: fileOffset,
      bytes: chunkBytes,
      indexOffsetByChannel: new Map([[message.channelId, fileOffset + chunkBytes]]),
      indexBytes: indexes.byteLength,
      compression: '',
      compressedBytes: recordsBytes,
      uncompressedBytes: recordsBytes,
    },
  };
}

function loneIndex({ channelId, logTime }: ChunkMessage): Uint8Array {
  const offsetInChunk = 0;
  const out = new ByteWriter(RECORD_HEAD_BYTES + 6 + INDEX_ENTRY_BYTES);
  out.record(opcode.messageIndex, () => out.u16(channelId).block(() => out.u64(logTime).u64(offsetInChunk)));
  return out.view();
}

/** Returns where the entries begin. */
function writeIndexHead(view: DataView, at: number, channel: number, entryBytes: number): number {
  view.setUint8(at, opcode.messageIndex);
  view.setUint32(at + 1, 6 + entryBytes, true);
  view.setUint16(at + 9, channel, true);
  view.setUint32(at + 11, entryBytes, true);
  return at + RECORD_HEAD_BYTES + 6;
}

function writeMessageHead(view: DataView, at: number, message: ChunkMessage): void {
  view.setUint8(at, opcode.message);
  view.setUint32(at + 1, MESSAGE_HEAD_BYTES + message.data.byteLength, true);
  view.setUint32(at + 5, 0, true);
  view.setUint16(at + 9, message.channelId, true);
  view.setUint32(at + 11, message.sequence, true);
  view.setBigUint64(at + LOG_TIME_AT, message.logTime, true);
  view.setBigUint64(at + LOG_TIME_AT + 8, message.publishTime, true);
}

interface ChunkFields {
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  readonly crc: number;
  readonly bytes: number;
}

function writeChunkHead(view: DataView, { startTime, endTime, crc, bytes }: ChunkFields): void {
  const emptyCompression = 0;
  view.setUint8(0, opcode.chunk);
  view.setBigUint64(1, BigInt(CHUNK_HEAD_BYTES - RECORD_HEAD_BYTES + bytes), true);
  view.setBigUint64(9, startTime, true);
  view.setBigUint64(17, endTime, true);
  view.setBigUint64(25, BigInt(bytes), true);
  view.setUint32(33, crc, true);
  view.setUint32(37, emptyCompression, true);
  view.setBigUint64(41, BigInt(bytes), true);
}
