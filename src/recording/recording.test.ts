// Recordings of both kinds: what every recording promises, read back by an independent reader where there are files.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { open as openHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { McapIndexedReader, type McapTypes } from '@mcap/core';
import { parse } from 'yaml';
import type { Fault } from '../fault/fault.js';
import { openBag } from './bag.js';
import { openRecording } from './open.js';
import type { RecordedMessage } from './recording.js';
import { inScratch, recordAll, sampleDrive, sampleMessage, troubledDisk } from './testing/scratch-bag.js';

describe('recording', () => {
  for (const kind of ['mcap', 'memory'] as const) {
    it(`when a ${kind} recording is closed, then it reports what it took and drops what comes later`, async () => {
      await inScratch(async (folder) => {
        const recording = await openRecording({ kind, folder: join(folder, 'bag') });
        await recording.write(sampleMessage('scan', 0));
        await recording.write(sampleMessage('odom', 20));
        recording.tick(5_000_000_000n);
        const report = await recording.close();
        assert.equal(report.messages, 2);
        assert.equal(report.fault, undefined);
        assert.equal(report.droppedByTopic.size, 0);
        void recording.write(sampleMessage('scan', 40));
        assert.equal(recording.report().droppedByTopic.get('/scan'), 1);
        assert.equal((await recording.close()).messages, 2);
      });
    });
  }

  it('when a bag is written, then an independent indexed reader finds every message, byte for byte, with all facts', async () => {
    await inScratch(async (folder) => {
      const written = [...sampleDrive(3), largeImage(1500)].sort(byTime);
      const { files } = await recordAll(written, { folder: join(folder, 'bag') });
      const { messages, reader } = await readIndexed(files[0] ?? '');
      assert.equal(messages.length, written.length);
      for (const [i, { data, logTime }] of messages.entries()) {
        assert.equal(logTime, written[i]?.logTime);
        assert.equal(Buffer.compare(data, written[i]?.data ?? new Uint8Array()), 0);
      }
      assert.equal(reader.header.profile, 'ros2');
      assert.deepEqual([...reader.channelsById.keys()].sort(), [1, 2, 3]);
      const scan = [...reader.channelsById.values()].find(({ topic }) => topic === '/scan');
      assert.equal(
        scan?.metadata.get('topic_type_hash'),
        'RIHS01_64c191398013af96509d518dac71d5164f9382553fce5c1f8cca5be7924bd828',
      );
      assert.match(scan?.metadata.get('offered_qos_profiles') ?? '', /^- history: 1\n {2}depth: 10\n/);
      assert.equal(reader.statistics?.messageCount, BigInt(written.length));
      assert.equal(reader.metadataIndexes[0]?.name, 'rosbag2');
      const counts = [...(reader.statistics?.channelMessageCounts.values() ?? [])];
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0n),
        BigInt(written.length),
      );
    });
  });

  it('when a topic is filtered, then only chunks with it are read by the independent reader', async () => {
    await inScratch(async (folder) => {
      const { files } = await recordAll([...sampleDrive(2), largeImage(3000)], {
        folder: join(folder, 'bag'),
      });
      const { messages } = await readIndexed(files[0] ?? '', ['/scan']);
      assert.equal(messages.length, 20);
    });
  });

  it('when segments are limited by size or time, then files follow each other and metadata.yaml names all', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'drive');
      const report = await recordAll(sampleDrive(10), { folder: bag, segmentSeconds: 3 });
      const names = (await readdir(bag)).sort();
      assert.deepEqual(names, [
        'drive_0.mcap',
        'drive_1.mcap',
        'drive_2.mcap',
        'drive_3.mcap',
        'metadata.yaml',
      ]);
      const information = await readMetadata(bag);
      assert.equal(information.version, 5);
      assert.equal(information.message_count, report.messages);
      assert.deepEqual(information.relative_file_paths, names.slice(0, 4));
      assert.equal(
        information.files.reduce((sum, file) => sum + file.message_count, 0),
        report.messages,
      );
      assert.equal(information.duration.nanoseconds, 9_980_000_000);
      const small = await recordAll(sampleDrive(10), {
        folder: join(folder, 'small'),
        segmentBytes: 100_000,
      });
      for (const file of small.files) assert.ok((await stat(file)).size < 120_000);
      assert.ok(small.files.length > 3);
    });
  });

  it('when the same messages are recorded twice on disks of different mood, then the files are equal byte for byte', async () => {
    await inScratch(async (folder) => {
      const moody = troubledDisk({
        shortWrites: 7001,
        beforeWrite: () => new Promise((done) => setImmediate(done)),
      });
      const a = await recordAll(sampleDrive(4), { folder: join(folder, 'a'), segmentSeconds: 2 });
      const b = await recordAll(sampleDrive(4), { folder: join(folder, 'b'), segmentSeconds: 2 }, moody);
      assert.equal(a.files.length, 2);
      for (const [i, file] of a.files.entries()) {
        assert.equal(Buffer.compare(await readFile(file), await readFile(b.files[i] ?? '')), 0);
      }
    });
  });

  it('when the clock jumps back and forth, then nothing is lost and readers see the order of time', async () => {
    await inScratch(async (folder) => {
      const timesMs = [5000, 5100, 100, 200, 9_000_000, 5200];
      const messages = timesMs.map((timeMs, sequence) => sampleMessage('scan', timeMs, { sequence }));
      const { files } = await recordAll(messages, { folder: join(folder, 'bag'), sync: 'second' });
      assert.equal(files.length, 2);
      const { times, problems } = await readTimes(join(folder, 'bag'));
      assert.deepEqual(problems, []);
      assert.deepEqual(
        times.map((time) => Number(time / 1_000_000n)),
        timesMs.toSorted((a, b) => a - b),
      );
    });
  });

  it('when messages are empty or as large as any may be, then they are kept', async () => {
    await inScratch(async (folder) => {
      const sizes = [0, 1, 65_535, 65_536, 262_144, 64 * 1024 * 1024];
      const messages = sizes.map((size, i) => ({
        ...sampleMessage('scan', i),
        data: new Uint8Array(size).fill(i),
      }));
      const { files } = await recordAll(messages, { folder: join(folder, 'bag') });
      const found = (await Promise.all(files.map((file) => readIndexed(file)))).flatMap(
        (file) => file.messages,
      );
      assert.deepEqual(
        found.map(({ data }) => data.byteLength),
        sizes,
      );
      assert.deepEqual(
        found.map(({ data }) => data.at(-1)),
        [undefined, 1, 2, 3, 4, 5],
      );
    });
  });

  it('when the format is jazzy, then QoS stands in words in metadata version 9', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      await recordAll([sampleMessage('/tf_static', 0)], { folder: bag, format: 'jazzy' });
      const information = await readMetadata(bag);
      assert.equal(information.version, 9);
      const qos = information.topics_with_message_count[0]?.topic_metadata.offered_qos_profiles;
      assert.deepEqual(
        (qos as { durability: string }[]).map(({ durability }) => durability),
        ['transient_local'],
      );
    });
  });

  it('when the folder holds something, then the recording is refused', async () => {
    await inScratch(async (folder) => {
      await recordAll([sampleMessage('scan', 0)], { folder });
      await assert.rejects(openRecording({ kind: 'mcap', folder }), { code: 'bag/exists' });
    });
  });
});

describe('recording on a bad disk', () => {
  it('when the disk fills up, then the owner hears once, the robot goes on, and the bag holds all but the last chunk', async () => {
    await inScratch(async (folder) => {
      const drive = [...sampleDrive(30)];
      for (const bytes of [530_000, 700_000, 1_111_111, 1_500_000]) {
        const faults: Fault[] = [];
        const bag = join(folder, `bag${bytes}`);
        const disk = troubledDisk({ bytes });
        const report = await recordAll(drive, { folder: bag, onFault: (fault) => faults.push(fault) }, disk);
        assert.deepEqual(
          faults.map(({ code }) => code),
          ['bag/disk-full'],
        );
        assert.equal(report.fault?.code, 'bag/disk-full');
        const { times, problems } = await readTimes(bag);
        assert.deepEqual(problems, [], `${bytes}`);
        assert.equal(
          (await readdir(bag)).some((name) => name.endsWith('.partial')),
          false,
        );
        assert.deepEqual(
          times,
          drive.slice(0, times.length).map(({ logTime }) => logTime),
        );
        assert.ok((await totalBytes(bag)) > bytes - RESERVED - CHUNK, `${bytes}`);
      }
    });
  });

  it('when syncs fail, then the recording ends with a Fault and the torn file can be read', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      const disk = troubledDisk({ failingSync: 4 });
      const report = await recordAll(sampleDrive(20), { folder: bag, sync: 'second' }, disk);
      assert.equal(report.fault?.code, 'bag/write-failed');
      const { times } = await readTimes(bag);
      assert.ok(times.length > 50);
    });
  });

  it('when the disk is too slow and nobody may wait, then what does not fit is dropped and counted by topic', async () => {
    await inScratch(async (folder) => {
      let release = (): void => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      const disk = troubledDisk({ beforeWrite: () => gate });
      const opening = openRecording(
        { kind: 'mcap', folder: join(folder, 'bag'), whenBehind: 'drop', queueBytes: 1_000_000 },
        {
          ...disk,
          create: (path) => (path.endsWith('.partial') ? disk.create(path) : troubledDisk({}).create(path)),
        },
      );
      const recording = await opening;
      for (let i = 0; i < 20; i++) assert.equal(recording.write(largeImage(i)), undefined);
      const dropped = recording.report().droppedByTopic.get('/camera/image_raw') ?? 0;
      assert.ok(dropped > 10 && dropped < 20, `${dropped}`);
      release();
      const report = await recording.close();
      assert.equal(report.fault, undefined);
      assert.equal((await readTimes(join(folder, 'bag'))).times.length, 20 - dropped);
    });
  });
});

/** What a recording holds back for its end, and one chunk with its indexes. */
const RESERVED = 530_000;
const CHUNK = 300_000;

async function totalBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
  return bytes;
}

function largeImage(timeMs: number): RecordedMessage {
  return sampleMessage('camera/image_raw', timeMs, {
    fill: (image) => {
      image.width = 320;
      image.height = 240;
      image.step = 960;
      image.data = new Uint8Array(230_400).fill(timeMs & 255);
    },
  });
}

function byTime(a: RecordedMessage, b: RecordedMessage): number {
  return Number(a.logTime - b.logTime);
}

async function readIndexed(path: string, topics?: string[]) {
  const handle = await openHandle(path);
  const reader = await McapIndexedReader.Initialize({
    readable: {
      size: async () => BigInt((await handle.stat()).size),
      read: async (offset, size) => {
        const bytes = new Uint8Array(Number(size));
        await handle.read(bytes, 0, Number(size), Number(offset));
        return bytes;
      },
    },
  });
  const messages: McapTypes.TypedMcapRecords['Message'][] = [];
  for await (const message of reader.readMessages(topics === undefined ? {} : { topics }))
    messages.push(message);
  await handle.close();
  return { reader, messages };
}

interface Information {
  version: number;
  message_count: number;
  relative_file_paths: string[];
  files: { message_count: number }[];
  duration: { nanoseconds: number };
  topics_with_message_count: { topic_metadata: { offered_qos_profiles: unknown } }[];
}

async function readMetadata(bag: string): Promise<Information> {
  const text = await readFile(join(bag, 'metadata.yaml'), 'utf8');
  return (parse(text) as { rosbag2_bagfile_information: Information }).rosbag2_bagfile_information;
}

async function readTimes(path: string) {
  const bag = await openBag(path);
  const times: bigint[] = [];
  for await (const { logTime } of bag.messages()) times.push(logTime);
  await bag.close();
  return { times, problems: bag.problems.first.map(({ kind }) => kind) };
}
