// Export for other tools: scans and odometry as CSV, pictures as files with a CSV of their times.
import { createWriteStream, type WriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { Fault, toFault } from '../fault/fault.js';
import type { CompressedImage, Image, LaserScan } from '../message/messages.js';
import { fromTime, type TimeNs } from '../message/time.js';
import { encodePng } from '../picture/encode.js';
import type { Bag, BagMessage } from './bag.js';
import { nodeDisk } from './disk.js';
import { BagDecoder, type KnownMessage } from './bag-decoder.js';

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

/**
 * Writes a topic of Image or CompressedImage into the folder `out`: `NNNNNN.jpg` or `.png` and `times.csv`
 * (`file,log_time_ns,stamp_ns,frame_id`). Compressed pictures keep their bytes. Throws as exportScans does.
 */
export async function exportImages(bag: Bag, topic: string, out: string): Promise<Exported> {
  requireTopic(bag, topic, pictureTypes);
  await refuseExisting(out);
  await nodeDisk.makeFolder(out);
  const times = await openText(join(out, 'times.csv'));
  await times.line('file,log_time_ns,stamp_ns,frame_id');
  const tally = { written: 0, skipped: 0 };
  for await (const { known, message } of knownMessages(bag, topic)) {
    const picture = known === undefined ? undefined : await pictureOf(known);
    if (picture === undefined) {
      tally.skipped++;
      continue;
    }
    const name = `${String(tally.written).padStart(6, '0')}.${picture.extension}`;
    await writeFile(join(out, name), picture.bytes);
    const { stamp, frame_id } = picture.header;
    await times.line([name, message.logTime, fromTime(stamp), quoted(frame_id)].join(','));
    tally.written++;
  }
  await times.close();
  return tally;
}

interface PictureFile {
  readonly header: Image['header'];
  readonly extension: 'jpg' | 'png';
  readonly bytes: Uint8Array;
}

async function pictureOf(known: KnownMessage): Promise<PictureFile | undefined> {
  if (known.type === 'sensor_msgs/msg/CompressedImage') return compressedFile(known.message);
  if (known.type === 'sensor_msgs/msg/Image') return rawFile(known.message);
  return undefined;
}

/** By its first bytes: the format field is free text and often wrong. */
function compressedFile({ header, data }: CompressedImage): PictureFile | undefined {
  if (data[0] === 0xff && data[1] === 0xd8) return { header, extension: 'jpg', bytes: data };
  if (data[0] === 0x89 && data[1] === 0x50) return { header, extension: 'png', bytes: data };
  return undefined;
}

async function rawFile({
  header,
  width,
  height,
  step,
  encoding,
  data,
}: Image): Promise<PictureFile | undefined> {
  if (encoding !== 'rgb8' && encoding !== 'bgr8') return undefined;
  if (step < 3 * width || data.byteLength < step * height || width * height === 0) return undefined;
  const rgb = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    rgb.set(data.subarray(row * step, row * step + 3 * width), row * 3 * width);
  }
  if (encoding === 'bgr8') swapRedAndBlue(rgb);
  return { header, extension: 'png', bytes: await encodePng(rgb, width, height) };
}

function swapRedAndBlue(pixels: Uint8Array): void {
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const first = pixels[i]!;
    pixels[i] = pixels[i + 2]!;
    pixels[i + 2] = first;
  }
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
const pictureTypes = ['sensor_msgs/msg/CompressedImage', 'sensor_msgs/msg/Image'];

/** Before anything is written: a file without a line in it would look like an empty topic. */
function requireTopic(bag: Bag, topic: string, types: readonly string[]): void {
  const found = bag.topics.find(({ name }) => name === topic);
  if (found !== undefined && types.includes(found.type)) return;
  const fitting = bag.topics.filter(({ type }) => types.includes(type)).map(({ name }) => name);
  if (found !== undefined) {
    throw new Fault('bag/unsupported', {
      what: `${topic} cannot be exported like this`,
      found: found.type,
      expected: types.join(' or '),
      where: bag.path,
      next: fitting.length === 0 ? 'This bag has no such topic.' : `Choose ${fitting.join(' or ')}.`,
    });
  }
  throw new Fault('bag/unreadable', {
    what: `The bag has no topic ${topic}`,
    found: bag.topics.map(({ name }) => name).join(', ') || 'no topics',
    where: bag.path,
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
  await nodeDisk.makeFolder(dirname(path));
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
