// Lines of a text file, packed or not, one at a time and never longer than a ceiling.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { toFault } from '../../fault/fault.js';

export interface LineLimits {
  /** A longer line is cut to nothing and counted. */
  readonly lineBytes: number;
  /** Unpacked; reading stops there. */
  readonly totalBytes: number;
}

export interface LineCounts {
  lines: number;
  tooLong: number;
  /** The stream ended in an error (a torn gzip file) or at the ceiling. */
  cutShort: string | undefined;
  /** The last line had no line feed: it may be torn. */
  lastOpen: boolean;
}

/** Yields lines without their end, as latin1: a log of any bytes can be read. Throws log/invalid if it cannot be opened. */
export async function* readLines(
  path: string,
  limits: LineLimits,
  counts: LineCounts,
): AsyncGenerator<string> {
  const stream = await openText(path);
  let rest = '';
  let total = 0;
  let overlong = false;
  try {
    for await (const chunk of stream) {
      const text = (chunk as Buffer).toString('latin1');
      total += text.length;
      const pieces = (rest + text).split('\n');
      rest = pieces.pop() ?? '';
      for (const line of pieces) {
        counts.lines++;
        if (overlong || line.length > limits.lineBytes) counts.tooLong++;
        else yield line.endsWith('\r') ? line.slice(0, -1) : line;
        overlong = false;
      }
      if (rest.length > limits.lineBytes) [rest, overlong] = ['', true];
      if (total <= limits.totalBytes) continue;
      counts.cutShort = `the log is longer than ${limits.totalBytes} bytes`;
      break;
    }
  } catch (thrown) {
    counts.cutShort = thrown instanceof Error ? thrown.message : String(thrown);
  }
  if (overlong) counts.tooLong++;
  if (rest === '') return;
  counts.lines++;
  counts.lastOpen = true;
  yield rest;
}

async function openText(path: string): Promise<AsyncIterable<unknown>> {
  try {
    const handle = await open(path);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    await handle.close();
    const isPacked = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
    if (!isPacked) return stream;
    const unpacked = createGunzip();
    stream.on('error', (error) => unpacked.destroy(error));
    return stream.pipe(unpacked);
  } catch (thrown) {
    throw toFault(thrown, 'log/invalid', { what: 'The log cannot be read', where: path });
  }
}
