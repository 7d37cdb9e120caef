// Small bags and worse disks, for tests of this room.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '../../message/codec.js';
import { emptyMessage } from '../../message/sample.js';
import { toTime } from '../../message/time.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { topics } from '../../message/topics.js';
import { type Disk, type DiskFile, nodeDisk } from '../disk.js';
import { openRecording } from '../open.js';
import { recordedTopic } from '../recorder.js';
import type { RecordedMessage, RecordedTopic, RecordingOptions, RecordingReport } from '../recording.js';

/** A new folder for the time of `work`. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'jackdaw-recording-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Schemas and hashes take longer than the rest of a message. */
const topicByName = new Map<TopicName, RecordedTopic>();

/** A message of the table's type with a header stamp of `timeMs`; `fill` sets what matters. */
export function sampleMessage<T extends TopicName>(
  name: T,
  timeMs: number,
  {
    sequence = 0,
    fill,
  }: { readonly sequence?: number; readonly fill?: (message: MessageOf<T>) => void } = {},
): RecordedMessage {
  const time = BigInt(timeMs) * 1_000_000n;
  const message = emptyMessage(topics[name].type) as MessageOf<T>;
  const { header } = message as { header?: { stamp: unknown } };
  if (header !== undefined) header.stamp = toTime(time);
  fill?.(message);
  const data = encode(topics[name].type, message as never);
  let topic = topicByName.get(name);
  if (topic === undefined) topicByName.set(name, (topic = recordedTopic(name)));
  return { topic, logTime: time, publishTime: time, sequence, data };
}

/** Scans of 360 beams every 100 ms and odometry every 20 ms, for so many seconds. */
export function* sampleDrive(seconds: number): Generator<RecordedMessage> {
  for (let timeMs = 0; timeMs < seconds * 1000; timeMs += 20) {
    yield sampleMessage('odom', timeMs, { sequence: timeMs / 20 });
    if (timeMs % 100 !== 0) continue;
    yield sampleMessage('scan', timeMs, {
      sequence: timeMs / 100,
      fill: (scan) => (scan.ranges = new Float32Array(360).fill(1 + timeMs / 1e4)),
    });
  }
}

export async function recordAll(
  messages: Iterable<RecordedMessage>,
  options: Omit<RecordingOptions, 'kind'>,
  disk: Disk = nodeDisk,
): Promise<RecordingReport> {
  const recording = await openRecording({ kind: 'mcap', sync: 'segment', ...options }, disk);
  for (const message of messages) await recording.write(message);
  return recording.close();
}

export interface DiskTroubles {
  /** Room for so many bytes in all files together; removing files frees theirs. */
  readonly bytes?: number;
  /** Writes at most so many bytes at once. */
  readonly shortWrites?: number;
  /** Every sync fails from the n-th on. */
  readonly failingSync?: number;
  /** Every write waits for this first. */
  readonly beforeWrite?: () => Promise<void>;
}

/** The real disk, made smaller, shorter of breath and less reliable. */
export function troubledDisk(troubles: DiskTroubles): Disk {
  const usedByPath = new Map<string, number>();
  let syncs = 0;
  const free = (): number =>
    (troubles.bytes ?? Infinity) - [...usedByPath.values()].reduce((a, b) => a + b, 0);
  const wrap = (path: string, file: DiskFile): DiskFile => ({
    ...file,
    async write(pieces) {
      await troubles.beforeWrite?.();
      const wanted = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
      const room = Math.min(wanted, free(), troubles.shortWrites ?? Infinity);
      if (room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      const written = await file.write(firstBytes(pieces, room));
      usedByPath.set(path, (usedByPath.get(path) ?? 0) + written);
      return written;
    },
    async truncate(bytes) {
      await file.truncate(bytes);
      usedByPath.set(path, bytes);
    },
    async sync() {
      if (++syncs >= (troubles.failingSync ?? Infinity))
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      await file.sync();
    },
  });
  return {
    ...nodeDisk,
    async create(path) {
      usedByPath.set(path, 0);
      return wrap(path, await nodeDisk.create(path));
    },
    async rename(from, to) {
      await nodeDisk.rename(from, to);
      usedByPath.set(to, usedByPath.get(from) ?? 0);
      usedByPath.delete(from);
    },
    async remove(path) {
      await nodeDisk.remove(path);
      usedByPath.delete(path);
    },
  };
}

function firstBytes(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  const first: Uint8Array[] = [];
  for (const piece of pieces) {
    if (count <= 0) break;
    first.push(piece.subarray(0, count));
    count -= piece.byteLength;
  }
  return first;
}
