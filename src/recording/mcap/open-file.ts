// Opens one MCAP file for reading: by its summary where that holds, by a scan where it does not.
import { Fault } from '../../fault/fault.js';
import type { SourceFile } from '../disk.js';
import type { Problems } from '../problem.js';
import { ByteReader } from './byte-reader.js';
import { type Extent, extentOf } from './extent.js';
import { SUMMARY_BYTES_CEILING } from './limits.js';
import { type Footer, FOOTER_BYTES, MAGIC, opcode, readFooter } from './records.js';
import { checkMagic, scanFile } from './scan.js';
import { parseSummary, type Summary } from './summary.js';

export interface McapContents {
  readonly summary: Summary;
  readonly extents: readonly Extent[];
  /** True: the file was found complete and its summary was used. */
  readonly indexed: boolean;
}

const TORN_ENDING = 'the summary is torn, behind the last message; the file was scanned instead';

/** Throws bag/unreadable if it is no MCAP file. */
export async function readContents(
  file: SourceFile,
  name: string,
  problems: Problems,
): Promise<McapContents> {
  await checkMagic(file, name);
  const summary = await readSummary(file, name, problems);
  if (summary !== undefined && isUsable(summary)) {
    return { summary, extents: summary.chunks.map(extentOf), indexed: true };
  }
  const scan = await scanFile(file, name, problems);
  if (scan.isComplete && (await readEnding(file)) === undefined)
    problems.add('bad-summary', name, TORN_ENDING);
  return { summary: scan.summary, extents: scan.extents, indexed: false };
}

/** A file with messages outside chunks, or without chunk indexes, has to be scanned. */
function isUsable({ chunks, countByChannel, counted }: Summary): boolean {
  if (chunks.length > 0) return true;
  return counted && [...countByChannel.values()].every((count) => count === 0);
}

async function readSummary(file: SourceFile, name: string, problems: Problems): Promise<Summary | undefined> {
  const footer = await readEnding(file);
  if (footer === undefined) return undefined; // the scan says what is missing
  if (footer.summaryStart === 0) return undefined; // allowed: the writer made none
  const end = file.bytes - MAGIC.byteLength - FOOTER_BYTES;
  try {
    return await summaryBetween(file, footer, end);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    problems.add('bad-summary', name, thrown.what);
    return undefined;
  }
}

async function readEnding(file: SourceFile): Promise<Footer | undefined> {
  const size = FOOTER_BYTES + MAGIC.byteLength;
  if (file.bytes < MAGIC.byteLength + size) return undefined;
  const bytes = await file.read(file.bytes - size, size);
  if (!MAGIC.every((byte, i) => bytes[FOOTER_BYTES + i] === byte)) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.u8() !== opcode.footer || reader.u64() !== 20n) return undefined;
  return readFooter(reader);
}

async function summaryBetween(file: SourceFile, footer: Footer, end: number): Promise<Summary> {
  const { summaryStart } = footer;
  if (summaryStart > end || end - summaryStart > SUMMARY_BYTES_CEILING) {
    throw new Fault('bag/corrupt', { what: 'The footer points outside the file', found: `${summaryStart}` });
  }
  const summary = parseSummary(await file.read(summaryStart, end - summaryStart), footer);
  for (const { offset, bytes } of summary.chunks) {
    if (offset + bytes > summaryStart) {
      throw new Fault('bag/corrupt', { what: 'A chunk index points outside the data', found: `${offset}` });
    }
  }
  return summary;
}
