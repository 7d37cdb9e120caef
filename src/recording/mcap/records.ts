// MCAP's records: opcodes, shapes, and reading and writing each of them (specification: mcap.dev/spec).
import type { TimeNs } from '../../message/time.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

export const MAGIC = Uint8Array.of(0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a);

export const opcode = {
  header: 0x01,
  footer: 0x02,
  schema: 0x03,
  channel: 0x04,
  message: 0x05,
  chunk: 0x06,
  messageIndex: 0x07,
  chunkIndex: 0x08,
  statistics: 0x0b,
  metadata: 0x0c,
  metadataIndex: 0x0d,
  summaryOffset: 0x0e,
  dataEnd: 0x0f,
} as const;

/** Opcode and content length before every record's content. */
export const RECORD_HEAD_BYTES = 9;
/** Channel, sequence, log time and publish time before a message's data. */
export const MESSAGE_HEAD_BYTES = 22;
/** A whole footer record with its head. */
export const FOOTER_BYTES = RECORD_HEAD_BYTES + 20;

export interface Schema {
  readonly id: number;
  readonly name: string;
  readonly encoding: string;
  readonly data: Uint8Array;
}

export interface Channel {
  readonly id: number;
  readonly schemaId: number;
  readonly topic: string;
  readonly messageEncoding: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ChunkHead {
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  readonly uncompressedBytes: number;
  /** 0: not available. */
  readonly uncompressedCrc: number;
  readonly compression: string;
  /** Length of the (compressed) records that follow. */
  readonly recordsBytes: number;
}

export interface ChunkIndex {
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  /** Of the chunk record's opcode, in the file. */
  readonly offset: number;
  /** Of the chunk record with its head. */
  readonly bytes: number;
  /** Where each channel's message index lies; its keys are the channels in the chunk. */
  readonly indexOffsetByChannel: ReadonlyMap<number, number>;
  readonly indexBytes: number;
  readonly compression: string;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
}

export interface Statistics {
  readonly messages: number;
  readonly schemas: number;
  readonly channels: number;
  readonly metadata: number;
  readonly chunks: number;
  readonly startTime: TimeNs;
  readonly endTime: TimeNs;
  readonly countByChannel: ReadonlyMap<number, number>;
}

export interface MetadataIndex {
  readonly offset: number;
  readonly bytes: number;
  readonly name: string;
}

export interface Footer {
  /** 0: the file has no summary. */
  readonly summaryStart: number;
  readonly summaryOffsetStart: number;
  readonly summaryCrc: number;
}

export function writeSchema(out: ByteWriter, { id, name, encoding, data }: Schema): void {
  out.record(opcode.schema, () => out.u16(id).text(name).text(encoding).blob(data));
}

export function readSchema(content: ByteReader): Schema {
  return { id: content.u16(), name: content.text(), encoding: content.text(), data: content.blob().slice() };
}

export function writeChannel(out: ByteWriter, channel: Channel): void {
  out.record(opcode.channel, () =>
    out
      .u16(channel.id)
      .u16(channel.schemaId)
      .text(channel.topic)
      .text(channel.messageEncoding)
      .textMap(channel.metadata),
  );
}

export function readChannel(content: ByteReader): Channel {
  return {
    id: content.u16(),
    schemaId: content.u16(),
    topic: content.text(),
    messageEncoding: content.text(),
    metadata: content.textMap(),
  };
}

export function readChunkHead(content: ByteReader): ChunkHead {
  return {
    startTime: content.u64(),
    endTime: content.u64(),
    uncompressedBytes: content.size(),
    uncompressedCrc: content.u32(),
    compression: content.text(),
    recordsBytes: content.size(),
  };
}

export function writeChunkIndex(out: ByteWriter, index: ChunkIndex): void {
  out.record(opcode.chunkIndex, () => {
    out.u64(index.startTime).u64(index.endTime).u64(index.offset).u64(index.bytes);
    out.block(() => {
      for (const [channel, offset] of index.indexOffsetByChannel) out.u16(channel).u64(offset);
    });
    out.u64(index.indexBytes).text(index.compression).u64(index.compressedBytes).u64(index.uncompressedBytes);
  });
}

export function readChunkIndex(content: ByteReader): ChunkIndex {
  const [startTime, endTime] = [content.u64(), content.u64()];
  const [offset, bytes] = [content.size(), content.size()];
  const indexOffsetByChannel = new Map<number, number>();
  content.block((entry) => indexOffsetByChannel.set(entry.u16(), entry.size()));
  return {
    startTime,
    endTime,
    offset,
    bytes,
    indexOffsetByChannel,
    indexBytes: content.size(),
    compression: content.text(),
    compressedBytes: content.size(),
    uncompressedBytes: content.size(),
  };
}

export function writeStatistics(out: ByteWriter, statistics: Statistics): void {
  const attachments = 0;
  out.record(opcode.statistics, () => {
    out.u64(statistics.messages).u16(statistics.schemas).u32(statistics.channels).u32(attachments);
    out.u32(statistics.metadata).u32(statistics.chunks).u64(statistics.startTime).u64(statistics.endTime);
    out.block(() => {
      for (const [channel, count] of statistics.countByChannel) out.u16(channel).u64(count);
    });
  });
}

export function readStatistics(content: ByteReader): Statistics {
  const [messages, schemas, channels] = [content.size(), content.u16(), content.u32()];
  content.u32(); // attachments
  const [metadata, chunks, startTime, endTime] = [content.u32(), content.u32(), content.u64(), content.u64()];
  const countByChannel = new Map<number, number>();
  content.block((entry) => countByChannel.set(entry.u16(), entry.size()));
  return { messages, schemas, channels, metadata, chunks, startTime, endTime, countByChannel };
}

export function writeMetadataIndex(out: ByteWriter, { offset, bytes, name }: MetadataIndex): void {
  out.record(opcode.metadataIndex, () => out.u64(offset).u64(bytes).text(name));
}

export function readMetadataIndex(content: ByteReader): MetadataIndex {
  return { offset: content.size(), bytes: content.size(), name: content.text() };
}

export function readFooter(content: ByteReader): Footer {
  return { summaryStart: content.size(), summaryOffsetStart: content.size(), summaryCrc: content.u32() };
}
