// Reads a whole CARMEN log into records in order of the logger's time, and counts all that is odd about it.
import { Fault } from '../../fault/fault.js';
import { type LineCounts, readLines } from './lines.js';
import { type LaserRecord, type OdometryRecord, type Oddity, parseCarmenLine } from './parse.js';

export interface CollectedLog {
  /** By time; at equal times as they stood in the log. */
  readonly records: readonly (OdometryRecord | LaserRecord)[];
  readonly parameterByName: ReadonlyMap<string, string>;
  readonly counts: LogCounts;
}

export interface LogCounts {
  readonly lines: Readonly<LineCounts>;
  readonly oddLines: Readonly<Record<Oddity, number>>;
  /** Words of lines that are not read, with how often they came. */
  readonly ignoredWords: ReadonlyMap<string, number>;
  /** Records whose time is before that of one above them. */
  readonly outOfOrder: number;
  readonly duplicates: number;
  /** Odometry lines that only repeat the pose of the scan right above them, mostly with a time that means nothing. */
  readonly echoes: number;
  /** More than a day from the middle of the log. */
  readonly strayTimes: number;
}

const LINE_BYTES = 1024 * 1024;
const LOG_BYTES = 8 * 1024 * 1024 * 1024;
/** Records are held to be sorted: about 700,000 scans of 360 beams. */
const HELD_BYTES = 1024 * 1024 * 1024;
const STRAY_SECONDS = 86_400;
const WORDS_KEPT = 64;

/** Throws log/invalid if it cannot be read, holds no scan and no odometry, or is larger than can be sorted. */
export async function collectLog(path: string): Promise<CollectedLog> {
  const collector = new Collector();
  const lines: LineCounts = { lines: 0, tooLong: 0, cutShort: undefined, lastOpen: false };
  const limits = { lineBytes: LINE_BYTES, totalBytes: LOG_BYTES };
  for await (const line of readLines(path, limits, lines)) collector.take(line, path);
  return collector.finish(path, lines);
}

class Collector {
  readonly #parameterByName = new Map<string, string>();
  readonly #ignoredWords = new Map<string, number>();
  readonly #oddLines: Record<Oddity, number> = { unknown: 0, torn: 0, absurd: 0, 'beam-count': 0 };
  readonly #records: (OdometryRecord | LaserRecord)[] = [];
  #bytes = 0;
  #latest = -Infinity;
  #outOfOrder = 0;
  #echoes = 0;
  /** The record of the line above, if it was a laser's. */
  #scanAbove: LaserRecord | undefined;

  take(line: string, path: string): void {
    const record = parseCarmenLine(line);
    switch (record.kind) {
      case 'odometry':
        this.#takeOdometry(record, path);
        break;
      case 'laser':
        this.#keep(record, path);
        this.#scanAbove = record;
        break;
      case 'parameter':
        this.#parameterByName.set(record.name, record.value);
        break;
      case 'odd':
        this.#oddLines[record.why]++;
        if (record.why === 'unknown') this.#noteWord(record.word);
        break;
      case 'blank':
        break;
    }
  }

  finish(path: string, lines: LineCounts): CollectedLog {
    const timely = withoutStrays(this.#records);
    const sorted = timely.sort((a, b) => a.time - b.time);
    const records = sorted.filter((record, i) => !isRepeated(sorted, i, record));
    if (records.length === 0) throw nothingIn(path, lines);
    return {
      records,
      parameterByName: this.#parameterByName,
      counts: {
        lines,
        oddLines: this.#oddLines,
        ignoredWords: this.#ignoredWords,
        outOfOrder: this.#outOfOrder,
        duplicates: sorted.length - records.length,
        echoes: this.#echoes,
        strayTimes: this.#records.length - sorted.length,
      },
    };
  }

  #takeOdometry(record: OdometryRecord, path: string): void {
    const above = this.#scanAbove;
    this.#scanAbove = undefined;
    if (above?.pose !== undefined && samePose(above, record)) this.#echoes++;
    else this.#keep(record, path);
  }

  #keep(record: OdometryRecord | LaserRecord, path: string): void {
    this.#bytes += 200 + (record.kind === 'laser' ? record.ranges.byteLength : 0);
    if (this.#bytes > HELD_BYTES) throw tooMuchIn(path);
    if (record.time < this.#latest) this.#outOfOrder++;
    this.#latest = Math.max(this.#latest, record.time);
    this.#records.push(record);
  }

  #noteWord(word: string): void {
    const count = this.#ignoredWords.get(word);
    if (count !== undefined) this.#ignoredWords.set(word, count + 1);
    else if (this.#ignoredWords.size < WORDS_KEPT) this.#ignoredWords.set(word, 1);
  }
}

function withoutStrays<R extends { readonly time: number }>(records: readonly R[]): R[] {
  const times = Float64Array.from(records, ({ time }) => time).sort();
  const middle = times[times.length >> 1] ?? 0;
  return records.filter(({ time }) => Math.abs(time - middle) <= STRAY_SECONDS);
}

/** The same message again, at the same time. */
function isRepeated(
  sorted: readonly (OdometryRecord | LaserRecord)[],
  at: number,
  record: OdometryRecord | LaserRecord,
): boolean {
  for (let i = at - 1; i >= 0 && sorted[i]!.time === record.time; i--) {
    if (isSame(sorted[i]!, record)) return true;
  }
  return false;
}

function isSame(a: OdometryRecord | LaserRecord, b: OdometryRecord | LaserRecord): boolean {
  if (a.kind === 'odometry' && b.kind === 'odometry') return samePose(a, b);
  if (a.kind !== 'laser' || b.kind !== 'laser' || a.laser !== b.laser) return false;
  return samePose(a, b) && Buffer.compare(bytesOf(a.ranges), bytesOf(b.ranges)) === 0;
}

function samePose(a: OdometryRecord | LaserRecord, b: OdometryRecord | LaserRecord): boolean {
  return a.pose?.x === b.pose?.x && a.pose?.y === b.pose?.y && a.pose?.theta === b.pose?.theta;
}

function bytesOf(ranges: Float32Array): Uint8Array {
  return new Uint8Array(ranges.buffer, ranges.byteOffset, ranges.byteLength);
}

function nothingIn(path: string, { lines, cutShort }: LineCounts): Fault {
  return new Fault('log/invalid', {
    what: 'The log holds no laser message and no odometry',
    found: `${lines} lines${cutShort === undefined ? '' : `, then ${cutShort}`}`,
    expected: 'CARMEN lines: ODOM, FLASER, RLASER, ROBOTLASER1, RAWLASER1',
    where: path,
  });
}

function tooMuchIn(path: string): Fault {
  return new Fault('log/invalid', {
    what: 'The log is larger than can be sorted in memory',
    expected: `at most ${HELD_BYTES} bytes of scans`,
    where: path,
    next: 'Split the log and import its parts.',
  });
}
