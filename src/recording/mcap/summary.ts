// The end of an MCAP file: everything a reader needs to find messages without scanning.
import { crc32 } from 'node:zlib';
import { Fault } from '../../fault/fault.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import * as records from './records.js';
import { MAGIC, opcode } from './records.js';

/** What is known of a file: written at its end, or found again by scanning it. */
export interface Summary {
  readonly schemaById: Map<number, records.Schema>;
  readonly channelById: Map<number, records.Channel>;
  readonly countByChannel: Map<number, number>;
  readonly chunks: records.ChunkIndex[];
  readonly metadata: records.MetadataIndex[];
  /** False: the file said nothing of counts, so countByChannel is empty. */
  counted: boolean;
}

export function emptySummary(): Summary {
  return {
    schemaById: new Map(),
    channelById: new Map(),
    countByChannel: new Map(),
    chunks: [],
    metadata: [],
    counted: true,
  };
}

/** DataEnd, summary, summary offsets, footer and magic for a file whose data section ends at `position`. */
export function encodeEnding(summary: Summary, position: number): Uint8Array {
  const out = new ByteWriter(64 * 1024);
  const dataSectionCrc = 0; // not available: the data was never held in one place
  out.record(opcode.dataEnd, () => out.u32(dataSectionCrc));
  const summaryAt = out.length;
  const groups = writeGroups(out, summary);
  const offsetsAt = out.length;
  for (const { code, from, to } of groups) {
    out.record(opcode.summaryOffset, () =>
      out
        .u8(code)
        .u64(position + from)
        .u64(to - from),
    );
  }
  writeFooter(out, { position, summaryAt, offsetsAt });
  return out.raw(MAGIC).view();
}

interface Group {
  readonly code: number;
  readonly from: number;
  readonly to: number;
}

/** Records of one kind stand together, so that the offsets can point at each kind. */
function writeGroups(out: ByteWriter, summary: Summary): Group[] {
  const groups: Group[] = [];
  const group = (code: number, write: () => void) => {
    const from = out.length;
    write();
    if (out.length > from) groups.push({ code, from, to: out.length });
  };
  group(opcode.schema, () => summary.schemaById.forEach((schema) => records.writeSchema(out, schema)));
  group(opcode.channel, () => summary.channelById.forEach((channel) => records.writeChannel(out, channel)));
  group(opcode.statistics, () => records.writeStatistics(out, statisticsOf(summary)));
  group(opcode.chunkIndex, () => summary.chunks.forEach((chunk) => records.writeChunkIndex(out, chunk)));
  group(opcode.metadataIndex, () =>
    summary.metadata.forEach((index) => records.writeMetadataIndex(out, index)),
  );
  return groups;
}

function writeFooter(
  out: ByteWriter,
  { position, summaryAt, offsetsAt }: { position: number; summaryAt: number; offsetsAt: number },
): void {
  out
    .u8(opcode.footer)
    .u64(20)
    .u64(position + summaryAt)
    .u64(position + offsetsAt);
  out.u32(crc32(out.view().subarray(summaryAt)));
}

function statisticsOf(summary: Summary): records.Statistics {
  let messages = 0;
  for (const count of summary.countByChannel.values()) messages += count;
  const { startTime, endTime } = timesOf(summary.chunks);
  return {
    messages,
    schemas: summary.schemaById.size,
    channels: summary.channelById.size,
    metadata: summary.metadata.length,
    chunks: summary.chunks.length,
    startTime,
    endTime,
    countByChannel: summary.countByChannel,
  };
}

/** 0 and 0 if there are no messages, as the specification wants. */
export function timesOf(chunks: readonly records.ChunkIndex[]): { startTime: bigint; endTime: bigint } {
  let startTime: bigint | undefined;
  let endTime = 0n;
  for (const chunk of chunks) {
    if (chunk.indexOffsetByChannel.size === 0) continue;
    if (startTime === undefined || chunk.startTime < startTime) startTime = chunk.startTime;
    if (chunk.endTime > endTime) endTime = chunk.endTime;
  }
  return { startTime: startTime ?? 0n, endTime };
}

/** Reads the summary section (from its first record up to the footer record). Throws bag/corrupt. */
export function parseSummary(section: Uint8Array, footer: records.Footer): Summary {
  verifyCrc(section, footer);
  const summary = emptySummary();
  summary.counted = false;
  const reader = new ByteReader(section);
  while (reader.left > 0) {
    const code = reader.u8();
    addRecord(summary, code, new ByteReader(reader.raw(reader.size())));
  }
  return summary;
}

function addRecord(summary: Summary, code: number, content: ByteReader): void {
  if (code === opcode.schema) {
    const schema = records.readSchema(content);
    summary.schemaById.set(schema.id, schema);
  } else if (code === opcode.channel) {
    const channel = records.readChannel(content);
    summary.channelById.set(channel.id, channel);
  } else if (code === opcode.chunkIndex) {
    summary.chunks.push(records.readChunkIndex(content));
  } else if (code === opcode.metadataIndex) {
    summary.metadata.push(records.readMetadataIndex(content));
  } else if (code === opcode.statistics) {
    const { countByChannel } = records.readStatistics(content);
    countByChannel.forEach((count, id) => summary.countByChannel.set(id, count));
    summary.counted = true;
  }
}

/** The CRC covers the summary and the footer's own first fields. 0 means that the writer made none. */
function verifyCrc(section: Uint8Array, footer: records.Footer): void {
  if (footer.summaryCrc === 0) return;
  const head = new ByteWriter(32).u8(opcode.footer).u64(20);
  head.u64(footer.summaryStart).u64(footer.summaryOffsetStart);
  const found = crc32(head.view(), crc32(section));
  if (found === footer.summaryCrc) return;
  throw new Fault('bag/corrupt', {
    what: 'The summary at the end of the file does not match its checksum',
    found: found.toString(16),
    expected: footer.summaryCrc.toString(16),
    next: 'Run `npx jackdaw bag recover` on it.',
  });
}
