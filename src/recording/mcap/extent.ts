// A stretch of a file that holds messages, and the messages in it.
import { crc32 } from 'node:zlib';
import { Fault } from '../../fault/fault.js';
import type { TimeNs } from '../../message/time.js';
import type { SourceFile } from '../disk.js';
import { ByteReader } from './byte-reader.js';
import { decompress } from './decompress.js';
import { RECORD_BYTES_CEILING } from './limits.js';
import {
  type Channel,
  type ChunkIndex,
  MESSAGE_HEAD_BYTES,
  opcode,
  readChannel,
  readChunkHead,
  readSchema,
  RECORD_HEAD_BYTES,
  type Schema,
} from './records.js';

export interface Extent {
  /** chunk: one chunk record. loose: records that stand outside chunks, one after the other. */
  readonly kind: 'chunk' | 'loose';
  readonly offset: number;
  readonly bytes: number;
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  /** Channels with messages in it; undefined if the file does not say. */
  readonly channels: ReadonlySet<number> | undefined;
}

/** One message where it lies: `data` is a view of the bytes that were read. */
export interface StoredMessage {
  readonly channelId: number;
  readonly sequence: number;
  readonly logTime: TimeNs;
  readonly publishTime: TimeNs;
  readonly data: Uint8Array;
}

export interface RecordVisitor {
  schema?(schema: Schema): void;
  channel?(channel: Channel): void;
  message?(message: StoredMessage): void;
}

export function extentOf(index: ChunkIndex): Extent {
  const { offset, bytes, startTime, endTime, indexOffsetByChannel } = index;
  const channels = indexOffsetByChannel.size === 0 ? undefined : new Set(indexOffsetByChannel.keys());
  return { kind: 'chunk', offset, bytes, startTime, endTime, channels };
}

/** The plain records of an extent. Throws bag/corrupt, bag/limit, bag/truncated or bag/unsupported. */
export async function readExtent(file: SourceFile, extent: Extent): Promise<Uint8Array> {
  if (extent.bytes > RECORD_BYTES_CEILING) throw tooLarge(extent.bytes);
  const bytes = await file.read(extent.offset, extent.bytes);
  if (bytes.byteLength < extent.bytes) {
    throw new Fault('bag/truncated', { what: 'The file ends in the middle of a chunk' });
  }
  return extent.kind === 'loose' ? bytes : openChunkRecord(bytes);
}

/** Decompresses and verifies a whole chunk record. */
export async function openChunkRecord(record: Uint8Array): Promise<Uint8Array> {
  const reader = new ByteReader(record);
  if (reader.u8() !== opcode.chunk) {
    throw new Fault('bag/corrupt', { what: 'There is no chunk where the index says' });
  }
  const content = new ByteReader(reader.raw(reader.size()));
  const head = readChunkHead(content);
  if (head.uncompressedBytes > RECORD_BYTES_CEILING) throw tooLarge(head.uncompressedBytes);
  const records = await decompress(head.compression, content.raw(head.recordsBytes), head.uncompressedBytes);
  if (head.uncompressedCrc !== 0 && crc32(records) !== head.uncompressedCrc) {
    throw new Fault('bag/corrupt', { what: 'A chunk does not match its checksum' });
  }
  return records;
}

/** Goes through plain records; kinds that the visitor does not ask for are skipped. Throws bag/corrupt. */
export function visitRecords(records: Uint8Array, visitor: RecordVisitor): void {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  let at = 0;
  while (at < records.byteLength) {
    const end = recordEnd(view, at);
    const code = view.getUint8(at);
    const from = at + RECORD_HEAD_BYTES;
    if (code === opcode.message) visitor.message?.(messageAt(records, view, from, end));
    else if (code === opcode.schema)
      visitor.schema?.(readSchema(new ByteReader(records.subarray(from, end))));
    else if (code === opcode.channel)
      visitor.channel?.(readChannel(new ByteReader(records.subarray(from, end))));
    at = end;
  }
}

function recordEnd(view: DataView, at: number): number {
  if (at + RECORD_HEAD_BYTES > view.byteLength) throw cut(at);
  const high = view.getUint32(at + 5, true);
  const end = at + RECORD_HEAD_BYTES + view.getUint32(at + 1, true);
  if (high !== 0 || end > view.byteLength) throw cut(at);
  return end;
}

function messageAt(records: Uint8Array, view: DataView, at: number, end: number): StoredMessage {
  if (end - at < MESSAGE_HEAD_BYTES) throw cut(at);
  return {
    channelId: view.getUint16(at, true),
    sequence: view.getUint32(at + 2, true),
    logTime: view.getBigUint64(at + 6, true),
    publishTime: view.getBigUint64(at + 14, true),
    data: records.subarray(at + MESSAGE_HEAD_BYTES, end),
  };
}

function cut(at: number): Fault {
  return new Fault('bag/corrupt', { what: 'A record goes beyond its chunk', found: `at byte ${at} of it` });
}

function tooLarge(bytes: number): Fault {
  return new Fault('bag/limit', {
    what: 'A chunk is too large',
    found: `${bytes} bytes`,
    expected: `at most ${RECORD_BYTES_CEILING} bytes`,
  });
}
