// Reading bags: other people's files, torn files, and files that lie.
import assert from 'node:assert/strict';
import { open as openHandle, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { McapWriter, type IWritable } from '@mcap/core';
import fc from 'fast-check';
import { Fault } from '../fault/fault.js';
import { openBag, type ReadOptions } from './bag.js';
import { BagDecoder } from './bag-decoder.js';
import type { Problem } from './problem.js';
import { inScratch, recordAll, sampleDrive, sampleMessage } from './testing/scratch-bag.js';

const DRIVE_SECONDS = 4;
const drive = [...sampleDrive(DRIVE_SECONDS)].sort((a, b) => Number(a.logTime - b.logTime));

describe('reading a bag', () => {
  it('when it is whole, then messages come in time order, filtered by topic and time', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      await recordAll(sampleDrive(DRIVE_SECONDS), { folder: bag, segmentSeconds: 1.5 });
      const all = await readBag(bag);
      assert.equal(all.messages.length, drive.length);
      assert.deepEqual(all.problems, []);
      const from = 1_000_000_000n;
      const some = await readBag(bag, { topics: ['/scan'], from, until: 2_000_000_000n });
      assert.deepEqual(
        some.messages.map(({ logTime }) => logTime),
        Array.from({ length: 10 }, (_, i) => from + BigInt(i) * 100_000_000n),
      );
    });
  });

  it('when metadata.yaml is missing, names a lost file or not all files, then the rest is read and it is said', async () => {
    await inScratch(async (folder) => {
      const bag = join(folder, 'bag');
      const { files } = await recordAll(sampleDrive(DRIVE_SECONDS), { folder: bag, segmentSeconds: 1 });
      await rm(files[1] ?? '');
      const lost = await readBag(bag);
      assert.deepEqual(kinds(lost.problems), ['missing-file']);
      assert.equal(lost.messages.length, drive.length - 60);
      await rm(join(bag, 'metadata.yaml'));
      assert.deepEqual(kinds((await readBag(bag)).problems), ['bad-metadata']);
      await writeFile(
        join(bag, 'metadata.yaml'),
        'rosbag2_bagfile_information: {version: 5, storage_identifier: tape, relative_file_paths: []}',
      );
      await assert.rejects(openBag(bag), { code: 'bag/unsupported' });
    });
  });

  it('when it was written by another library without chunks, out of order, then it is read in order all the same', async () => {
    await inScratch(async (folder) => {
      const path = join(folder, 'other.mcap');
      await writeWithOther(path, { useChunks: false });
      const { messages, topics } = await readBag(path);
      assert.deepEqual(
        messages.map(({ logTime }) => logTime),
        [1n, 2n, 3n, 4n, 5n],
      );
      assert.equal(topics[0]?.messages, 5);
    });
  });

  it('when its chunks are zstd or lz4, then they are read', async () => {
    for (const [compression, records] of [
      ['zstd', zstdOf],
      ['lz4', lz4Of],
    ] as const) {
      await inScratch(async (folder) => {
        const path = join(folder, 'packed.mcap');
        await writeWithOther(path, {
          useChunks: true,
          compressChunk: (bytes) => ({ compression, compressedData: records(bytes) }),
        });
        const { messages, problems } = await readBag(path);
        assert.deepEqual(problems, [], compression);
        assert.equal(messages.length, 5);
      });
    }
  });

  it('when it is no bag, then the Fault says so', async () => {
    await inScratch(async (folder) => {
      await writeFile(join(folder, 'x.mcap'), 'hello');
      await writeFile(join(folder, 'empty.mcap'), '');
      await assert.rejects(openBag(join(folder, 'x.mcap')), { code: 'bag/unreadable' });
      await assert.rejects(openBag(join(folder, 'empty.mcap')), { code: 'bag/unreadable' });
      await assert.rejects(openBag(join(folder, 'none')), { code: 'bag/unreadable' });
    });
  });
});

describe('reading a torn bag', () => {
  it('when it is cut anywhere, then all chunks before the cut are read, in order, and the cut is told', async () => {
    await inScratch(async (folder) => {
      const { files } = await recordAll(sampleDrive(DRIVE_SECONDS), { folder: join(folder, 'bag') });
      const bytes = await readFile(files[0] ?? '');
      const ends = await chunkEnds(files[0] ?? '');
      const path = join(folder, 'cut.mcap');
      for (let cut = 8; cut < bytes.byteLength; cut += 4999) {
        await writeFile(path, bytes.subarray(0, cut));
        const { messages, problems } = await readBag(path);
        const whole = ends.filter(({ end }) => end <= cut).at(-1)?.messages ?? 0;
        assert.equal(messages.length, whole, `cut at ${cut}`);
        const isBehindData = whole === drive.length && kinds(problems).includes('bad-summary');
        assert.ok(isBehindData || kinds(problems).includes('no-footer'), `cut at ${cut}`);
      }
    });
  });

  it('when a bit is flipped in a chunk, then that chunk is skipped and counted, and the others are read', async () => {
    await inScratch(async (folder) => {
      const { files } = await recordAll(sampleDrive(DRIVE_SECONDS), { folder: join(folder, 'bag') });
      const path = files[0] ?? '';
      const whole = await readFile(path);
      const ends = await chunkEnds(path);
      assert.ok(ends.length >= 4);
      for (const [i, { start, end }] of ends.entries()) {
        const broken = Buffer.from(whole);
        broken[Math.floor((start + end) / 2)]! ^= 0x10;
        await writeFile(path, broken);
        const { messages, problems } = await readBag(path);
        assert.deepEqual(kinds(problems), ['bad-chunk']);
        const lost = (ends[i]?.messages ?? 0) - (ends[i - 1]?.messages ?? 0);
        assert.equal(messages.length, drive.length - lost);
      }
    });
  });

  it('when any bytes are changed or cut, then reading ends with messages or a Fault, soon, whatever the bytes', async () => {
    await inScratch(async (folder) => {
      const { files } = await recordAll([...sampleDrive(0.4)], { folder: join(folder, 'bag') });
      const whole = await readFile(files[0] ?? '');
      const path = join(folder, 'hostile.mcap');
      const change = fc.tuple(fc.nat({ max: whole.byteLength - 1 }), fc.nat({ max: 255 }));
      const changes = fc.array(change, { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(changes, fc.option(fc.nat({ max: whole.byteLength })), async (edits, cut) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of edits) bytes[at] = value;
          await writeFile(path, bytes.subarray(0, cut ?? bytes.byteLength));
          await readOrFault(path);
        }),
        { numRuns: 150, seed: 4 },
      );
    });
  });

  it('when lengths and counts are huge, then nothing is allocated for them', async () => {
    await inScratch(async (folder) => {
      const { files } = await recordAll(sampleDrive(0.4), { folder: join(folder, 'bag') });
      const whole = await readFile(files[0] ?? '');
      const path = join(folder, 'huge.mcap');
      for (let at = 8; at + 8 < whole.byteLength; at += 37) {
        const bytes = Buffer.from(whole);
        bytes.fill(0xff, at, at + 8);
        await writeFile(path, bytes);
        await readOrFault(path);
      }
      const handle = await openHandle(path, 'w');
      await handle.write(whole.subarray(0, 8));
      await handle.write(Uint8Array.of(6, 0, 0, 0, 0, 2, 0, 0, 0)); // a chunk of 8 GiB
      await handle.close();
      await truncate(path, 8 + 9 + 2 ** 33); // sparse: the bytes are there
      const { problems } = await readBag(path);
      assert.ok(kinds(problems).includes('too-large'));
    });
  });
});

describe('decoding a bag', () => {
  it('when the definition is ours, differs, or is in another language, then messages are known, foreign or raw', async () => {
    await inScratch(async (folder) => {
      const path = join(folder, 'types.mcap');
      const known = sampleMessage('odom', 7);
      const text = 'string caller\nint32[] ranges\n';
      const cdr = Uint8Array.of(0, 1, 0, 0, 3, 0, 0, 0, 104, 105, 0, 0, 1, 0, 0, 0, 42, 0, 0, 0);
      await writeWithOther(path, {
        useChunks: true,
        messages: [
          {
            topic: '/odom',
            type: known.topic.type,
            text: new TextDecoder().decode(known.topic.schema),
            data: known.data,
          },
          { topic: '/scan', type: 'sensor_msgs/msg/LaserScan', text, data: cdr },
          { topic: '/idl', type: 'a/msg/B', text: 'module a {};', encoding: 'ros2idl', data: cdr },
          { topic: '/bad', type: 'a/msg/C', text: 'int32 [[[', data: cdr },
          { topic: '/torn', type: 'a/msg/D', text, data: cdr.subarray(0, 9) },
        ],
      });
      const decoder = new BagDecoder();
      const decoded = (await readBag(path)).messages.map((message) => decoder.decode(message));
      assert.deepEqual(
        decoded.map(({ kind }) => kind),
        ['known', 'foreign', 'raw', 'raw', 'raw'],
      );
      const [odom, foreign] = decoded;
      assert.ok(odom?.kind === 'known' && odom.type === 'nav_msgs/msg/Odometry');
      assert.equal(odom.message.header.stamp.nanosec, 7_000_000);
      assert.ok(foreign?.kind === 'foreign');
      assert.equal(foreign.message['caller'], 'hi');
    });
  });
});

interface OtherMessage {
  readonly topic: string;
  readonly type: string;
  readonly text: string;
  readonly encoding?: string;
  readonly data: Uint8Array;
}

/** Five strings with decreasing times, unless told otherwise, through @mcap/core's writer. */
async function writeWithOther(
  path: string,
  options: {
    readonly useChunks: boolean;
    readonly compressChunk?: (bytes: Uint8Array) => { compression: string; compressedData: Uint8Array };
    readonly messages?: readonly OtherMessage[];
  },
): Promise<void> {
  const parts: Uint8Array[] = [];
  let position = 0n;
  const writable: IWritable = {
    position: () => position,
    async write(bytes) {
      parts.push(bytes.slice());
      position += BigInt(bytes.byteLength);
    },
  };
  const { useChunks, compressChunk, messages } = options;
  const writer = new McapWriter({
    writable,
    useChunks,
    startChannelId: 1,
    ...(compressChunk === undefined ? {} : { compressChunk }),
  });
  await writer.start({ profile: 'ros2', library: 'other' });
  const text = {
    topic: '/text',
    type: 'std_msgs/msg/String',
    text: 'string data\n',
    data: Uint8Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0),
  };
  const rows =
    messages?.map((row, i) => [row, BigInt(i + 1)] as const) ??
    [5n, 4n, 3n, 2n, 1n].map((time) => [text, time] as const);
  const channelByTopic = new Map<string, number>();
  for (const [row, time] of rows) {
    let channelId = channelByTopic.get(row.topic);
    if (channelId === undefined) {
      const encoding = (row as OtherMessage).encoding ?? 'ros2msg';
      const schemaId = await writer.registerSchema({
        name: row.type,
        encoding,
        data: new TextEncoder().encode(row.text),
      });
      channelId = await writer.registerChannel({
        schemaId,
        topic: row.topic,
        messageEncoding: 'cdr',
        metadata: new Map(),
      });
      channelByTopic.set(row.topic, channelId);
    }
    await writer.addMessage({ channelId, sequence: 0, logTime: time, publishTime: time, data: row.data });
  }
  await writer.end();
  await writeFile(path, Buffer.concat(parts));
}

/** A zstd frame of one raw block: valid, if not small. */
function zstdOf(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0xfd2fb528, 0);
  head[4] = 0xa0; // single segment, four bytes of content size
  head.writeUInt32LE(bytes.byteLength, 5);
  head.writeUIntLE((bytes.byteLength << 3) | 1, 9, 3); // last block, raw
  return Buffer.concat([head, bytes]);
}

/** An lz4 frame of one stored block. */
function lz4Of(bytes: Uint8Array): Uint8Array {
  const descriptor = Uint8Array.of(0x60, 0x70); // version 1, independent blocks; blocks up to 4 MiB
  const headerChecksum = Uint8Array.of(0x73);
  const size = Buffer.alloc(4);
  size.writeUInt32LE((bytes.byteLength | 0x80000000) >>> 0, 0);
  const magic = Uint8Array.of(0x04, 0x22, 0x4d, 0x18);
  return Buffer.concat([magic, descriptor, headerChecksum, size, bytes, Buffer.alloc(4)]);
}

async function readBag(path: string, options: ReadOptions = {}) {
  const bag = await openBag(path);
  const messages = [];
  let last = 0n;
  for await (const message of bag.messages(options)) {
    assert.ok(message.logTime >= last, 'time order');
    last = message.logTime;
    messages.push(message);
  }
  await bag.close();
  return { messages, problems: bag.problems.first, topics: bag.topics };
}

async function readOrFault(path: string): Promise<void> {
  try {
    await readBag(path);
  } catch (thrown) {
    assert.ok(thrown instanceof Fault, String(thrown));
  }
}

function kinds(problems: readonly Problem[]): string[] {
  return problems.map(({ kind }) => kind);
}

/** Where each chunk lies, and how many messages there are up to its end. */
async function chunkEnds(path: string): Promise<{ start: number; end: number; messages: number }[]> {
  const bytes = await readFile(path);
  const ends: { start: number; end: number; messages: number }[] = [];
  let messages = 0;
  for (let at = 8; at < bytes.byteLength - 8;) {
    const end = at + 9 + Number(bytes.readBigUInt64LE(at + 1));
    if (bytes[at] === 6) {
      for (let in_ = at + 49; in_ < end; in_ += 9 + Number(bytes.readBigUInt64LE(in_ + 1))) messages++;
      ends.push({ start: at, end, messages });
    }
    at = end;
  }
  return ends;
}
