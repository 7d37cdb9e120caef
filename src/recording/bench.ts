// Measures writing against @mcap/core in the same run, reading, and what recording costs a second of robot.
// Run: npx tsx src/recording/bench.ts [FOLDER]   (the folder should lie on a RAM disk: the disk is not what is measured)
import { open as openHandle, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type IWritable, McapWriter } from '@mcap/core';
import { openBag } from './bag.js';
import { openRecording } from './open.js';
import type { RecordedMessage } from './recording.js';
import { sampleMessage } from './testing/scratch-bag.js';

interface Load {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
}

const LOADS: readonly Load[] = [
  { name: 'images 640x480', count: 400, bytes: 921_600 },
  { name: 'images 320x240', count: 1200, bytes: 230_400 },
  { name: 'messages of 100 B', count: 300_000, bytes: 100 },
];
/** The better of so many, in turns, so that other work on the machine hits both alike. */
const ROUNDS = 3;

export interface LoadResult {
  readonly load: string;
  readonly oursMBPerSecond: number;
  readonly theirsMBPerSecond: number;
  readonly ratio: number;
  readonly oursMessagesPerSecond: number;
  readonly readMBPerSecond: number;
}

/** Writes each load with both writers in turns, in files under `folder` that are removed again. */
export async function benchRecording(folder: string): Promise<readonly LoadResult[]> {
  const results: LoadResult[] = [];
  for (const load of LOADS) results.push(await benchLoad(load, folder));
  return results;
}

/**
 * Milliseconds of this process's processor time, on all its threads, for one second of robot: 15 raw pictures of
 * 320x240, 10 scans, 50 odometries and IMUs.
 */
export async function benchCost(folder: string, seconds = 60): Promise<number> {
  const messages = [...robotSecond()];
  const path = join(folder, 'cost');
  const recording = await openRecording({ kind: 'mcap', folder: path, sync: 'segment' });
  const before = process.cpuUsage();
  for (let second = 0; second < seconds; second++) {
    const shift = BigInt(second) * 1_000_000_000n;
    for (const message of messages) {
      const time = message.logTime + shift;
      await recording.write({ ...message, logTime: time, publishTime: time });
    }
  }
  await recording.close();
  const { user, system } = process.cpuUsage(before);
  await rm(path, { recursive: true });
  return (user + system) / 1000 / seconds;
}

async function benchLoad({ name, count, bytes }: Load, folder: string): Promise<LoadResult> {
  const data = new Uint8Array(bytes).map((_, i) => (i * 31) & 255);
  const { topic } = sampleMessage('camera/image_raw', 0);
  const messages = Array.from({ length: count }, (_, i): RecordedMessage => {
    const time = BigInt(i) * 1_000_000n;
    return { topic, logTime: time, publishTime: time, sequence: i, data };
  });
  let [ours, theirs, read] = [Infinity, Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    theirs = Math.min(theirs, await timeTheirs(messages, join(folder, 'theirs.mcap')));
    const path = join(folder, 'ours');
    ours = Math.min(ours, await timeOurs(messages, path));
    read = Math.min(read, await timeReading(path));
    await rm(path, { recursive: true });
  }
  const megabytes = (count * bytes) / 1e6;
  return {
    load: name,
    oursMBPerSecond: Math.round(megabytes / ours),
    theirsMBPerSecond: Math.round(megabytes / theirs),
    ratio: Math.round((10 * theirs) / ours) / 10,
    oursMessagesPerSecond: Math.round(count / ours),
    readMBPerSecond: Math.round(megabytes / read),
  };
}

async function timeOurs(messages: readonly RecordedMessage[], folder: string): Promise<number> {
  const recording = await openRecording({
    kind: 'mcap',
    folder,
    sync: 'segment',
    segmentBytes: 1e9,
    segmentSeconds: 1e6,
  });
  return seconds(async () => {
    for (const message of messages) {
      const wait = recording.write(message);
      if (wait !== undefined) await wait;
    }
    await recording.close();
  });
}

/** Chunks of 1 MiB, its default, on a sink that writes at once. */
async function timeTheirs(messages: readonly RecordedMessage[], path: string): Promise<number> {
  const handle = await openHandle(path, 'w');
  let position = 0n;
  const writable: IWritable = {
    position: () => position,
    async write(bytes) {
      await handle.write(bytes);
      position += BigInt(bytes.byteLength);
    },
  };
  const writer = new McapWriter({ writable, startChannelId: 1 });
  const took = await seconds(async () => {
    await writer.start({ profile: 'ros2', library: 'bench' });
    const schemaId = await writer.registerSchema({ name: 'x', encoding: 'ros2msg', data: new Uint8Array() });
    const channelId = await writer.registerChannel({
      schemaId,
      topic: '/x',
      messageEncoding: 'cdr',
      metadata: new Map(),
    });
    for (const { logTime, publishTime, sequence, data } of messages) {
      await writer.addMessage({ channelId, sequence, logTime, publishTime, data });
    }
    await writer.end();
    await handle.sync();
  });
  await handle.close();
  await rm(path);
  return took;
}

async function timeReading(folder: string): Promise<number> {
  return seconds(async () => {
    const bag = await openBag(folder);
    for await (const batch of bag.batches()) void batch.length;
    await bag.close();
  });
}

function* robotSecond(): Generator<RecordedMessage> {
  for (let timeMs = 0; timeMs < 1000; timeMs += 5) {
    if (timeMs % 20 === 0) {
      yield sampleMessage('odom', timeMs);
      yield sampleMessage('imu', timeMs);
    }
    if (timeMs % 100 === 0)
      yield sampleMessage('scan', timeMs, { fill: (scan) => (scan.ranges = new Float32Array(360)) });
    if (timeMs % 65 === 0) {
      yield sampleMessage('camera/image_raw', timeMs, {
        fill: (image) => (image.data = new Uint8Array(230_400)),
      });
    }
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

if (process.argv[1]?.endsWith('bench.ts') === true) {
  const folder = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'jackdaw-bench-'));
  for (const result of await benchRecording(folder)) process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(`${JSON.stringify({ cpuMsPerRobotSecond: await benchCost(folder) })}\n`);
  await rm(folder, { recursive: true });
}
