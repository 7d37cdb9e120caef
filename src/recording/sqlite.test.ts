// Reading rosbag2's sqlite3 bags: what SQLite itself writes in all versions of the schema, compressed, torn and hostile.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import sqlite from 'node-sqlite3-wasm';
import { Fault } from '../fault/fault.js';
import { encode } from '../message/codec.js';
import { emptyMessage } from '../message/sample.js';
import { schemaText, typeHash } from '../message/schema.js';
import { type Bag, type BagMessage, openBag } from './bag.js';
import { BagDecoder } from './bag-decoder.js';
import { recoverBag } from './recover.js';
import { inScratch } from './testing/scratch-bag.js';

const SCAN = 'sensor_msgs/msg/LaserScan';
const IMAGE = 'sensor_msgs/msg/Image';
/** As rosbag2 wrote them: 1 and 2 (Foxy, Galactic), 3 (Humble), 4 (Iron and later). */
type Version = 2 | 3 | 4;

interface Row {
  readonly topic: 1 | 2;
  readonly time: bigint;
  readonly data: Uint8Array;
}

/** Scans of growing size every 100 ms from 10^18 ns on, and an image of 60 kB with every tenth. */
function rowsOf(count: number, from = 0): Row[] {
  return Array.from({ length: count }, (_, i) => i + from).flatMap((k) => {
    const time = 10n ** 18n + BigInt(k) * 100_000_000n;
    const scan = { ...emptyMessage(SCAN), ranges: new Float32Array(10 + 3 * k).fill(k) };
    const image = { ...emptyMessage(IMAGE), data: new Uint8Array(60_000).fill(k) };
    const row: Row = { topic: 1, time, data: encode(SCAN, scan) };
    return k % 10 === 0 ? [row, { topic: 2, time: time + 1n, data: encode(IMAGE, image) }] : [row];
  });
}

interface Shape {
  readonly version?: Version;
  readonly pageBytes?: number;
  readonly wal?: boolean;
}

function writeDatabase(
  path: string,
  rows: readonly Row[],
  { version = 4, pageBytes = 4096, wal }: Shape = {},
): void {
  const database = new sqlite.Database(path);
  database.exec(`PRAGMA page_size = ${pageBytes}`);
  if (wal === true) database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
  const hash = version === 4 ? ', type_description_hash TEXT NOT NULL' : '';
  const qos = version >= 2 ? ', offered_qos_profiles TEXT NOT NULL' : '';
  database.exec(`
    CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, serialization_format TEXT NOT NULL${qos}${hash});
    CREATE TABLE messages(id INTEGER PRIMARY KEY,topic_id INTEGER NOT NULL,timestamp INTEGER NOT NULL, data BLOB NOT NULL);
    CREATE INDEX timestamp_idx ON messages (timestamp ASC)`);
  if (version === 4) {
    database.exec(`CREATE TABLE message_definitions(id INTEGER PRIMARY KEY, topic_type TEXT NOT NULL, encoding TEXT NOT NULL,
      encoded_message_definition TEXT NOT NULL, type_description_hash TEXT NOT NULL)`);
    for (const type of [SCAN, IMAGE]) {
      const insert = 'INSERT INTO message_definitions VALUES (NULL, ?, ?, ?, ?)';
      database.run(insert, [type, 'ros2msg', schemaText(type), typeHash(type)]);
    }
  }
  const topics = [
    ['/scan', SCAN],
    ['/camera/image_raw', IMAGE],
  ] as const;
  for (const [name, type] of topics) {
    const values = [
      name,
      type,
      'cdr',
      '- history: 1\n  depth: 5\n  reliability: 2\n  durability: 2\n',
      typeHash(type),
    ];
    const given = values.slice(0, version === 4 ? 5 : 4);
    database.run(`INSERT INTO topics VALUES (NULL, ${given.map(() => '?').join(', ')})`, given);
  }
  database.exec('BEGIN');
  for (const { topic, time, data } of rows) {
    database.run('INSERT INTO messages VALUES (NULL, ?, ?, ?)', [topic, time, data]);
  }
  database.exec('COMMIT');
  database.close();
}

interface Metadata {
  readonly files: readonly string[];
  readonly mode?: 'FILE' | 'MESSAGE';
  readonly format?: string;
}

function writeMetadata(folder: string, { files, mode, format = 'zstd' }: Metadata): Promise<void> {
  const text = [
    'rosbag2_bagfile_information:',
    '  version: 5',
    '  storage_identifier: sqlite3',
    `  relative_file_paths: [${files.join(', ')}]`,
    ...(mode === undefined ? [] : [`  compression_mode: ${mode}`, `  compression_format: ${format}`]),
  ];
  return writeFile(join(folder, 'metadata.yaml'), text.join('\n'));
}

async function read(bag: Bag): Promise<BagMessage[]> {
  const messages: BagMessage[] = [];
  for await (const message of bag.messages()) messages.push(message);
  await bag.close();
  return messages;
}

function assertSame(messages: readonly BagMessage[], rows: readonly Row[]): void {
  const sorted = [...rows].sort((a, b) => Number(a.time - b.time));
  assert.equal(messages.length, sorted.length);
  for (const [i, { topic, time, data }] of sorted.entries()) {
    const message = messages[i]!;
    assert.equal(message.topic.name, topic === 1 ? '/scan' : '/camera/image_raw');
    assert.equal(message.logTime, time);
    assert.equal(Buffer.compare(message.data, data), 0, `message ${i}`);
  }
}

/** A zstd frame of stored blocks, with or without its size, as one-shot and streaming writers make them. */
function zstdOf(bytes: Uint8Array, { sized }: { readonly sized: boolean }): Uint8Array {
  const head = Buffer.alloc(sized ? 9 : 6);
  head.writeUInt32LE(0xfd2fb528, 0);
  head[4] = sized ? 0xa0 : 0x00;
  if (sized) head.writeUInt32LE(bytes.byteLength, 5);
  else head[5] = 0x58; // a window of 2 MiB
  const parts: Uint8Array[] = [head];
  for (let at = 0; at < bytes.byteLength; at += 100_000) {
    const part = bytes.subarray(at, at + 100_000);
    const block = Buffer.alloc(3);
    block.writeUIntLE((part.byteLength << 3) | (at + 100_000 >= bytes.byteLength ? 1 : 0), 0, 3);
    parts.push(block, part);
  }
  return Buffer.concat(parts);
}

describe('reading a sqlite3 bag', () => {
  const shapes: Shape[] = [
    { version: 2 },
    { version: 3, pageBytes: 512 },
    { version: 4 },
    { version: 4, pageBytes: 65_536 },
    { version: 4, wal: true },
  ];
  for (const shape of shapes) {
    it(`when SQLite wrote it (${JSON.stringify(shape)}), then every message is there and decodes`, async () => {
      await inScratch(async (folder) => {
        const path = join(folder, 'bag_0.db3');
        const rows = rowsOf(300);
        writeDatabase(path, rows, shape);
        const bag = await openBag(path);
        assert.deepEqual(
          bag.topics.map(({ name, messages, qos }) => [name, messages, qos[0]?.reliability]),
          [
            ['/scan', 300, 'best_effort'],
            ['/camera/image_raw', 30, 'best_effort'],
          ],
        );
        assert.equal(bag.span?.endTime, rows.at(-1)?.time);
        const messages = await read(bag);
        assertSame(messages, rows);
        const decoder = new BagDecoder();
        assert.ok(messages.every((message) => decoder.decode(message).kind === 'known'));
        assert.deepEqual(bag.problems.first, []);
      });
    });
  }

  it('when it is split and its times are out of order, then it is read in order, from any time, by topic', async () => {
    await inScratch(async (folder) => {
      const [first, second] = [rowsOf(100), rowsOf(100, 100)];
      const shuffled = [...first.slice(50), ...first.slice(0, 50)];
      writeDatabase(join(folder, 'bag_0.db3'), shuffled);
      writeDatabase(join(folder, 'bag_1.db3'), second);
      await writeMetadata(folder, { files: ['bag_0.db3', 'bag_1.db3'] });
      const bag = await openBag(folder);
      const from = first[60]!.time;
      const scans: bigint[] = [];
      for await (const { logTime } of bag.messages({ topics: ['/scan'], from })) scans.push(logTime);
      assert.deepEqual(
        scans,
        [...first, ...second]
          .filter(({ topic, time }) => topic === 1 && time >= from)
          .map(({ time }) => time),
      );
      assertSame(await read(await openBag(folder)), [...first, ...second]);
    });
  });

  it('when files or messages are compressed with zstd, sized or not, then they are read; other formats are refused', async () => {
    await inScratch(async (folder) => {
      const rows = rowsOf(40);
      for (const sized of [true, false]) {
        const byFile = join(folder, `file-${sized}`);
        const byMessage = join(folder, `message-${sized}`);
        for (const each of [byFile, byMessage]) await mkdir(each);
        const plain = join(folder, `plain-${sized}.db3`);
        writeDatabase(plain, rows);
        await writeFile(join(byFile, 'bag_0.db3.zstd'), zstdOf(await readFile(plain), { sized }));
        await writeMetadata(byFile, { files: ['bag_0.db3.zstd'], mode: 'FILE' });
        assertSame(await read(await openBag(byFile)), rows);

        const packed = rows.map((row) => ({ ...row, data: zstdOf(row.data, { sized }) }));
        packed[3] = { ...packed[3]!, data: Uint8Array.of(1, 2, 3) };
        writeDatabase(join(byMessage, 'bag_0.db3'), packed);
        await writeMetadata(byMessage, { files: ['bag_0.db3'], mode: 'MESSAGE' });
        const bag = await openBag(byMessage);
        assertSame(await read(bag), [...rows.slice(0, 3), ...rows.slice(4)]);
        assert.equal(bag.problems.count('bad-record'), 1);
      }
      await writeMetadata(join(folder, 'file-true'), {
        files: ['bag_0.db3.zstd'],
        mode: 'FILE',
        format: 'lz4',
      });
      await assert.rejects(openBag(join(folder, 'file-true')), { code: 'bag/unsupported', found: 'lz4' });
    });
  });

  it('when the writer was killed and a journal lies beside it, then the messages that are in it are read and it is said', async () => {
    await inScratch(async (folder) => {
      const path = join(folder, 'bag_0.db3');
      writeDatabase(path, rowsOf(20));
      await writeFile(`${path}-wal`, 'frames');
      const bag = await openBag(path);
      assert.equal((await read(bag)).length, 22);
      assert.equal(bag.problems.count('unmerged-journal'), 1);
    });
  });

  it('when it is recovered, then it is a bag of MCAP files', async () => {
    await inScratch(async (folder) => {
      const rows = rowsOf(30);
      writeDatabase(join(folder, 'bag_0.db3'), rows);
      const { kind, files } = await recoverBag(join(folder, 'bag_0.db3'), join(folder, 'mcap'));
      assert.deepEqual([kind, files.map((file) => basename(file))], ['complete', ['mcap_0.mcap']]);
      assertSame(await read(await openBag(join(folder, 'mcap'))), rows);
    });
  });

  it('when it is no database or no bag, then the Fault says so', async () => {
    await inScratch(async (folder) => {
      await writeFile(join(folder, 'text.db3'), 'hello'.repeat(100));
      await writeFile(join(folder, 'empty.db3'), '');
      const other = new sqlite.Database(join(folder, 'other.db3'));
      other.exec('CREATE TABLE songs(id INTEGER PRIMARY KEY, title TEXT)');
      other.close();
      for (const name of ['text.db3', 'empty.db3', 'other.db3']) {
        await assert.rejects(openBag(join(folder, name)), { code: 'bag/unreadable' }, name);
      }
    });
  });

  it('when bytes are changed or cut anywhere, then it ends in messages, problems or a Fault, soon', async function () {
    // The disk may stall for seconds beside other work: soon is meant in processor time.
    this.timeout(180_000);
    await inScratch(async (folder) => {
      const path = join(folder, 'bag_0.db3');
      writeDatabase(path, rowsOf(60), { pageBytes: 512 });
      const sound = await readFile(path);
      await rm(path);
      const hostile = fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sound.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        fc.nat(sound.byteLength),
        fc.boolean(),
        async (changes, end, cut) => {
          const bytes = Buffer.from(sound.subarray(0, cut ? end : sound.byteLength));
          // Half of the changes hit the beginning, where the structure is.
          for (const [place, byte] of changes) {
            const at = place % 2 === 0 ? place : place % 2048;
            if (at < bytes.byteLength) bytes[at] = byte;
          }
          await writeFile(path, bytes);
          const before = process.cpuUsage();
          try {
            assert.ok((await read(await openBag(path))).length <= 1000);
          } catch (thrown) {
            assert.ok(thrown instanceof Fault, String(thrown));
          }
          const { user, system } = process.cpuUsage(before);
          assert.ok(user + system < 5e6, `${user + system} us`);
        },
      );
      await fc.assert(hostile, { numRuns: 150 });
    });
  });
});
