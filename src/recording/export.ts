// Export for other tools: scans and odometry as CSV, pictures as files with a CSV of their times.
import { createWriteStream, type WriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { Fault, toFault } from '../fault/fault.js';
import type { CompressedImage, Header, Image, LaserScan } from '../message/messages.js';
import { fromTime, msToNs, type TimeNs } from '../message/time.js';
import { pictureOfFrame } from '../picture/camera-frame.js';
import { encodePng } from '../picture/encode.js';
import type { Bag, BagMessage } from './bag.js';
import { nodeDisk } from './disk.js';
import { writingOut } from './output.js';
import { BagDecoder, type KnownMessage } from './bag-decoder.js';
import { imageTypes } from './image-topic.js';
import { pictureName } from './picture-name.js';

export interface Exported {
  readonly written: number;
  /** Messages of the topic that were of another type or could not be read. */
  readonly skipped: number;
}

/** Before the ranges of every scan: times in nanoseconds, angles in radians, ranges in metres. */
export const SCAN_COLUMNS = [
  'log_time_ns',
  'stamp_ns',
  'frame_id',
  'angle_min_rad',
  'angle_increment_rad',
  'time_increment_s',
  'scan_time_s',
  'range_min_m',
  'range_max_m',
  'beams',
] as const;

/**
 * Writes a topic of LaserScan as CSV to `out`: SCAN_COLUMNS, then one `range_I_m` column for each beam of the longest
 * scan. Shorter scans leave the last columns empty; no return is `inf`, unknown `nan`, too near `-inf`.
 * Throws bag/exists, bag/unreadable if there is no such topic, bag/unsupported if it is of another type, cli/output.
 */
export async function exportScans(bag: Bag, topic: string, out: string): Promise<Exported> {
  requireTopic(bag, topic, scanTypes);
  const longest = await mostBeams(bag, topic);
  const file = await openText(out);
  const ranges = Array.from({ length: longest }, (_, i) => `range_${i}_m`);
  await file.line([...SCAN_COLUMNS, ...ranges].join(','));
  const tally = { written: 0, skipped: 0 };
  for await (const { known, message } of knownMessages(bag, topic)) {
    if (known?.type === 'sensor_msgs/msg/LaserScan') {
      await file.line(scanLine(known.message, message.logTime, longest));
      tally.written++;
    } else tally.skipped++;
  }
  await file.close();
  return tally;
}

export interface ExportedImages extends Exported {
  /** Sound pictures that were nearer in time to the one before than asked. */
  readonly passed: number;
}

/**
 * Writes a topic of Image or CompressedImage into the folder `out`: `BAG-NNNNNN.jpg` or `.png` and `times.csv`
 * (`file,log_time_ns,stamp_ns,frame_id`). NNNNNN counts the frames of the topic from 0, written or not: `dataset build`
 * finds labels by it. Compressed pictures keep their bytes. `everyMs`: pictures nearer to the one before by their stamps
 * are passed over, as `dataset build` does it. Throws as exportScans does.
 */
export async function exportImages(
  bag: Bag,
  topic: string,
  out: string,
  { everyMs = 0 }: { readonly everyMs?: number | undefined } = {},
): Promise<ExportedImages> {
  requireTopic(bag, topic, imageTypes);
  await refuseExisting(out);
  await writingOut(out, () => nodeDisk.makeFolder(out));
  const times = await openText(join(out, 'times.csv'));
  await times.line('file,log_time_ns,stamp_ns,frame_id');
  const tally = { written: 0, skipped: 0, passed: 0 };
  const isDue = spacing(everyMs);
  let number = 0;
  for await (const { known, message } of knownMessages(bag, topic)) {
    const frame = known === undefined ? undefined : frameOf(known);
    if (frame === undefined) tally.skipped++;
    else if (!frame.isSound) {
      tally.skipped++;
      number++;
    } else {
      const { header, extension, encode } = frame;
      const name = pictureName(bag.path, number++, extension);
      const stamp = fromTime(header.stamp);
      if (!isDue(stamp)) {
        tally.passed++;
        continue;
      }
      const bytes = await encode();
      await writingOut(out, () => writeFile(join(out, name), bytes));
      await times.line([name, message.logTime, stamp, quoted(header.frame_id)].join(','));
      tally.written++;
    }
  }
  await times.close();
  return tally;
}

/** Says of one stamp after the other whether it is far enough from the last that was; a clock set back begins anew. */
function spacing(everyMs: number): (stamp: TimeNs) => boolean {
  const everyNs = msToNs(everyMs);
  let last: TimeNs | undefined;
  return (stamp) => {
    if (last !== undefined && stamp >= last && stamp - last < everyNs) return false;
    last = stamp;
    return true;
  };
}

type Frame =
  | {
      readonly isSound: true;
      readonly header: Header;
      readonly extension: 'jpg' | 'png';
      readonly encode: () => Promise<Uint8Array>;
    }
  | { readonly isSound: false };

/** undefined for what `dataset build` does not count as a frame of the topic. */
function frameOf(known: KnownMessage): Frame | undefined {
  if (known.type === 'sensor_msgs/msg/CompressedImage') return compressedFrame(known.message);
  if (known.type === 'sensor_msgs/msg/Image') return rawFrame(known.message);
  return undefined;
}

/** By its first bytes: the format field is free text and often wrong. */
function compressedFrame({ header, data }: CompressedImage): Frame {
  const encode = async (): Promise<Uint8Array> => data;
  if (data[0] === 0xff && data[1] === 0xd8) return { isSound: true, header, extension: 'jpg', encode };
  if (data[0] === 0x89 && data[1] === 0x50) return { isSound: true, header, extension: 'png', encode };
  return { isSound: false };
}

function rawFrame(image: Image): Frame | undefined {
  const picture = pictureOfFrame(image);
  if (picture === undefined) return undefined;
  const encode = (): Promise<Uint8Array> => encodePng(picture.rgb, picture.width, picture.height);
  return { isSound: true, header: image.header, extension: 'png', encode };
}

async function* knownMessages(
  bag: Bag,
  topic: string,
): AsyncGenerator<{ readonly message: BagMessage; readonly known: KnownMessage | undefined }> {
  const decoder = new BagDecoder();
  for await (const message of bag.messages({ topics: [topic] })) {
    const decoded = decoder.decode(message);
    yield { message, known: decoded.kind === 'known' ? decoded : undefined };
  }
}

async function mostBeams(bag: Bag, topic: string): Promise<number> {
  let most = 0;
  for await (const { known } of knownMessages(bag, topic)) {
    if (known?.type === 'sensor_msgs/msg/LaserScan') most = Math.max(most, known.message.ranges.length);
  }
  return most;
}

function scanLine(scan: LaserScan, logTime: TimeNs, beams: number): string {
  const { header, ranges } = scan;
  const cells: (string | number | bigint)[] = [logTime, fromTime(header.stamp), quoted(header.frame_id)];
  cells.push(short(scan.angle_min), short(scan.angle_increment), short(scan.time_increment));
  cells.push(short(scan.scan_time), short(scan.range_min), short(scan.range_max), ranges.length);
  for (let i = 0; i < beams; i++) cells.push(i < ranges.length ? short(ranges[i]!) : '');
  return cells.join(',');
}

/** The shortest text that reads back as the same 32-bit float, near enough: nine digits always do. */
function short(value: number): string {
  if (Number.isFinite(value)) return String(Number(value.toPrecision(9)));
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const scanTypes = ['sensor_msgs/msg/LaserScan'];

/** Before anything is written: a file without a line in it would look like an empty topic. */
function requireTopic(bag: Bag, topic: string, types: readonly string[]): void {
  const found = bag.topics.find(({ name }) => name === topic);
  if (found !== undefined && types.includes(found.type)) return;
  const fitting = bag.topics.filter(({ type }) => types.includes(type)).map(({ name }) => name);
  const next = fitting.length === 0 ? undefined : `Choose ${fitting.join(' or ')}.`;
  if (found !== undefined) {
    throw new Fault('bag/unsupported', {
      what: `${topic} cannot be exported like this`,
      found: found.type,
      expected: types.join(' or '),
      where: bag.path,
      next: next ?? 'This bag has no such topic: see `npx jackdaw bag info`.',
    });
  }
  throw new Fault('bag/unreadable', {
    what: `The bag has no topic ${topic}`,
    found: bag.topics.map(({ name }) => name).join(', ') || 'no topics',
    where: bag.path,
    next: next ?? `This bag has none of type ${types.join(' or ')}: see \`npx jackdaw bag info\`.`,
  });
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new Fault('bag/exists', {
    what: 'The output is there already',
    where: path,
    next: 'Choose another name.',
  });
}

/** Ready for more, or closed by a failure. */
async function drained(stream: WriteStream): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  // The other one of the two must not go on listening.
  done.abort();
}

interface TextFile {
  line(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Waits for the disk when it is behind. Throws bag/exists, cli/output. */
async function openText(path: string): Promise<TextFile> {
  await refuseExisting(path);
  await writingOut(path, () => nodeDisk.makeFolder(dirname(path)));
  const stream = createWriteStream(path, { flags: 'wx' });
  let failure: Fault | undefined;
  stream.on('error', (thrown) => {
    failure = toFault(thrown, 'cli/output', { what: 'The file cannot be written', where: path });
  });
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  return {
    async line(text) {
      check();
      if (!stream.write(`${text}\n`)) await drained(stream);
    },
    async close() {
      stream.end();
      if (!stream.closed) await once(stream, 'close');
      check();
    },
  };
}
