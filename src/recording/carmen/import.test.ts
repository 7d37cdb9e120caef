// Importing CARMEN logs: clean ones, dirty ones, both laser messages, and bytes of any kind.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Fault } from '../../fault/fault.js';
import { openBag } from '../bag.js';
import { BagDecoder, type KnownMessage } from '../bag-decoder.js';
import { inScratch } from '../testing/scratch-bag.js';
import { type CarmenReport, importCarmen } from './import.js';
import { parseCarmenLine } from './parse.js';

describe('importing a CARMEN log', () => {
  it('when it is clean, then scans, odometry and frames come in order, with angles by beam count', async () => {
    const { report, messages } = await importText(
      [
        'PARAM robot_frontlaser_offset 0.2 host 0',
        odometry(1, 0),
        laser(360, 1.1, 0.05),
        odometry(1.2, 0.1),
        laser(181, 1.3, 0.2),
      ].join('\n'),
    );
    assert.deepEqual([report.scans, report.odometry, report.twists], [2, 4, 'derived']);
    assert.deepEqual(
      [...report.scansByBeams],
      [
        [360, 1],
        [181, 1],
      ],
    );
    const scans = messages.filter(ofType('sensor_msgs/msg/LaserScan'));
    assert.deepEqual(
      scans.map(({ message }) => message.header.stamp),
      [
        { sec: 1, nanosec: 100_000_000 },
        { sec: 1, nanosec: 300_000_000 },
      ],
    );
    const [half, whole] = scans.map(({ message }) => message);
    assert.ok(near(half?.angle_min, -Math.PI / 2) && near(half?.angle_increment, Math.PI / 360));
    assert.ok(near(whole?.angle_max, Math.PI / 2) && near(whole?.angle_increment, Math.PI / 180));
    const odometries = messages.filter(ofType('nav_msgs/msg/Odometry'));
    assert.ok(near(odometries[2]?.message.twist.twist.linear.x, 0.5));
    const frames = messages.filter(ofType('tf2_msgs/msg/TFMessage'))[0]?.message.transforms;
    assert.deepEqual(
      frames?.map(({ child_frame_id }) => child_frame_id),
      ['base_link', 'laser'],
    );
    assert.equal(frames?.[1]?.transform.translation.x, 0.2);
  });

  it('when ranges are no return, zero, negative or no number, then REP-117 holds and they are counted', async () => {
    const line = `FLASER 6 1.5 81.91 0 -3 rubbish 0.001 0 0 0 0 0 0 1 host 1`;
    const { report, messages } = await importText(line);
    const ranges = messages.find(ofType('sensor_msgs/msg/LaserScan'))?.message.ranges;
    assert.deepEqual([...(ranges ?? [])], [1.5, Infinity, NaN, NaN, NaN, -Infinity]);
    assert.deepEqual(report.ranges, { beams: 6, noReturn: 1, tooNear: 1, unknown: 3 });
  });

  it('when lines are out of order, repeated, torn, absurd or echoes, then each is counted and the rest imported', async () => {
    const giant = `FLASER 3 ${'9'.repeat(2_000_000)}`;
    const lines = [
      laser(5, 10, 1),
      'ODOM 1 0 0 0 0 0 0 h 1e-70',
      odometry(12, 1),
      odometry(11, 1),
      odometry(11, 1),
      'NEFF 3',
      giant,
      'ODOM nan 0 0 0 0 0 0 h 13',
      'ODOM 1e9 0 0 0 0 0 0 h 13',
      'FLASER 99999999 1 2',
      'FLASER -1',
      'FLASER 3 1 2',
      odometry(999_999, 0),
      '\u0000\u0001\u0002',
      'FLASER 5 1 1 1 1 1 0 0 0 0 0',
    ];
    const { report, messages } = await importText(lines.join('\n'));
    const { counts } = report;
    assert.deepEqual([report.scans, report.odometry], [1, 3]);
    assert.deepEqual([counts.outOfOrder, counts.duplicates, counts.echoes, counts.strayTimes], [2, 1, 1, 1]);
    assert.deepEqual(counts.oddLines, { unknown: 2, torn: 2, absurd: 2, 'beam-count': 2 });
    assert.equal(counts.lines.tooLong, 1);
    assert.equal(counts.lines.lastOpen, true);
    assert.ok(messages.length > 0);
  });

  it('when the log uses the newer laser messages, then their own geometry counts, and a rear laser has its topic', async () => {
    const front =
      'ROBOTLASER1 0 -2.0 4.0 0.02 30 0.01 0 3 1 31 2 2 0.5 0.6 1 2 0.1 1.1 2.2 0.2 0.5 0.1 0 0 0 5 host 5';
    const raw = 'RAWLASER2 0 -1.5 3 0.01 8 0.01 0 2 1 2 0 6 host 6';
    const rear = `RLASER 2 1 2 0 0 0 0 0 0 7 host 7`;
    const { report, messages, topics } = await importText([front, raw, rear].join('\r\n') + '\n');
    assert.equal(report.scans, 3);
    assert.deepEqual(topics, ['/odom', '/scan', '/scan_rear', '/tf', '/tf_static']);
    const scan = messages.find(ofType('sensor_msgs/msg/LaserScan'))?.message;
    assert.ok(near(scan?.angle_min, -2) && near(scan?.range_max, 30));
    assert.deepEqual([...(scan?.ranges ?? [])], [1, Infinity, 2]);
    const pose = messages.find(ofType('nav_msgs/msg/Odometry'))?.message.pose.pose.position;
    assert.deepEqual([pose?.x, pose?.y], [1.1, 2.2]);
  });

  it('when the log begins before 0, then all times are shifted alike and it is said', async () => {
    const { report } = await importText([odometry(-2.5, 0), odometry(1, 0.1)].join('\n'));
    assert.deepEqual([report.shiftSeconds, report.startSeconds, report.durationSeconds], [3, 0.5, 3.5]);
  });

  it('when the packed log is torn, then what came before counts and the tear is told', async () => {
    await inScratch(async (folder) => {
      const text = Array.from({ length: 5000 }, (_, i) =>
        odometry(i / 10, i * 0.01 + Math.sin(i) / 100),
      ).join('\n');
      const packed = gzipSync(text);
      await writeFile(join(folder, 'x.log.gz'), packed.subarray(0, packed.byteLength / 2));
      const report = await importCarmen(join(folder, 'x.log.gz'), join(folder, 'bag'));
      assert.ok(report.odometry > 100 && report.odometry < 4000);
      assert.match(report.counts.lines.cutShort ?? '', /unexpected end/);
    });
  });

  it('when there is nothing in it, then the Fault says what was expected', async () => {
    await assert.rejects(importText('# nothing\nPARAM a b h 0\n'), { code: 'log/invalid' });
    await assert.rejects(importCarmen('/nonexistent/x.log', '/nonexistent/bag'), { code: 'log/invalid' });
  });

  it('when lines are made of anything, then parsing gives a record and never throws', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'ODOM',
        'FLASER',
        'RLASER',
        'ROBOTLASER1',
        'RAWLASER1',
        'PARAM',
        '3',
        '-1',
        '1e308',
        'nan',
        '',
        '0x10',
      ),
      fc.double().map(String),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const record = parseCarmenLine(words.join(' '));
        if (record.kind === 'odometry' || record.kind === 'laser') assert.ok(Number.isFinite(record.time));
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('when a whole log is any bytes, then it ends with a report or a Fault', async () => {
    const bytes = fc
      .uint8Array({ maxLength: 400 })
      .map((junk) => Buffer.concat([Buffer.from(`${odometry(1, 0)}\n`), junk]));
    await fc.assert(
      fc.asyncProperty(bytes, async (log) => {
        await importText(log).catch((thrown: unknown) => assert.ok(thrown instanceof Fault));
      }),
      { numRuns: 15, seed: 3 },
    );
  });
});

function odometry(time: number, x: number): string {
  return `ODOM ${x} 0 0 0 0 0 ${time} host ${time}`;
}

function laser(beams: number, time: number, x: number): string {
  return `FLASER ${beams} ${'2.5 '.repeat(beams)}${x} 0 0 ${x} 0 0 ${time} host ${time}`;
}

async function importText(
  text: string | Uint8Array,
): Promise<{ report: CarmenReport; messages: KnownMessage[]; topics: string[] }> {
  return inScratch(async (folder) => {
    await writeFile(join(folder, 'x.log'), text);
    const report = await importCarmen(join(folder, 'x.log'), join(folder, 'bag'));
    const bag = await openBag(join(folder, 'bag'));
    const decoder = new BagDecoder();
    const messages: KnownMessage[] = [];
    for await (const message of bag.messages()) {
      const decoded = decoder.decode(message);
      assert.ok(decoded.kind === 'known');
      messages.push(decoded);
    }
    await bag.close();
    return { report, messages, topics: bag.topics.map(({ name }) => name).sort() };
  });
}

function ofType<T extends KnownMessage['type']>(type: T) {
  return (message: KnownMessage): message is Extract<KnownMessage, { type: T }> => message.type === type;
}

function near(value: number | undefined, expected: number): boolean {
  return Math.abs((value ?? NaN) - expected) < 1e-6;
}
