// Bags and ROS: recorded from live topics byte for byte, played back as a device and as ros2 bag play does.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decode } from '../../message/codec.js';
import type { Clock } from '../../message/messages.js';
import { fromTime } from '../../message/time.js';
import { openBag, type Bag } from '../../recording/bag.js';
import { hear, stampS } from './testing/hearing.js';
import { LONGEST_MS, PATIENCE_MS } from './testing/news.js';
import { end, endAll, nowS, startCommand, startNode, startPeer } from './testing/processes.js';

interface RecordedScans {
  /** When the recorder took each, and what is stamped on it. */
  readonly takenS: readonly number[];
  readonly stampsS: readonly number[];
  /** Of the bag, with all its topics. */
  readonly span: NonNullable<Bag['span']>;
}

/** Messages of a bag worth playing. */
const ENOUGH = {
  '/scan': 30,
  '/odom': 100,
  '/cmd_vel': 40,
  '/camera/image_raw': 30,
  '/tf_static': 1,
};
/** So many scans in a row are compared, and so far may each be from where it should be. */
const IN_A_ROW = 15;
const SLACK_S = 0.1;

describe('bags and ROS', function () {
  this.timeout(LONGEST_MS);
  let folder = '';
  let bag = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-bags-'));
    bag = join(folder, 'out');
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(endAll);

  it('when sensors and a robot speak, then the recorder writes a bag of all of it, latched transforms included', async () => {
    startPeer('sense', '', '10', 'camera');
    const settings = ['-p', `recorder.folder:=${bag}`, '-p', 'recorder.rawImages:=true'];
    const [recorder] = await Promise.all([
      startNode(['recorder', '--ros-args', ...settings]),
      startNode(['guard']),
    ]);
    const holds = await grownBag(bag);
    assert.deepEqual(await end(recorder.child, 'SIGINT'), [0, null]);
    const opened = await openBag(bag);
    for (const { name, messages } of opened.topics)
      assert.ok(messages! >= (holds.get(name) ?? 0), `${name}: ${messages}`);
    assert.equal(opened.topics.find(({ name }) => name === '/tf_static')?.messages, 1);
    await opened.close();
  });

  it('when the lidar node plays that bag, then scans come at their pace, stamped now', async () => {
    const startedS = nowS();
    const hearing = hear('scan=sensor_msgs/msg/LaserScan');
    await startNode(['lidar', '--ros-args', '-p', `lidar.source:=${bag}`]);
    const { takenS } = await readScans(bag);
    await hearing.until(`${IN_A_ROW} scans at the pace of some in the bag`, () =>
      sharePace(hearing.messages('scan').map(stampS), takenS),
    );
    for (const { atS, message } of hearing.on('scan'))
      assert.ok(stampS(message) > startedS && stampS(message) < atS, `${stampS(message)} at ${atS}`);
  });

  it('when it is replayed to ROS with a clock, then names, stamps and the latched are those of the bag, and time runs', async () => {
    startCommand([
      'replay',
      bag,
      '--transport',
      'ros',
      '--clock',
      '--loop',
      '--ros-args',
      '-r',
      '/odom:=/played/odom',
    ]);
    const hearing = hear(
      'scan=sensor_msgs/msg/LaserScan',
      '/played/odom=nav_msgs/msg/Odometry',
      '/clock=rosgraph_msgs/msg/Clock',
    );
    await hearing.count(10);
    const { stampsS, span } = await readScans(bag);
    for (const message of hearing.messages('scan'))
      assert.ok(stampsS.includes(stampS(message)), `${stampS(message)} of ${stampsS.join(', ')}`);
    const times = hearing.messages<Clock>('/clock').map(({ clock }) => fromTime(clock));
    for (const time of times)
      assert.ok(
        time >= span.startTime && time <= span.endTime,
        `${time} of ${span.startTime} to ${span.endTime}`,
      );
    assert.ok(new Set(times).size > 5, times.join(', '));
    const late = hear('/tf_static=tf2_msgs/msg/TFMessage@latched');
    await late.count(1);
  });
});

/** How many messages of each topic it holds, as soon as they are enough: while it still grows. */
async function grownBag(path: string): Promise<ReadonlyMap<string, number>> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    // Between its listing and its reading a file may get another name.
    const holds = await countMessages(path).catch(() => new Map<string, number>());
    if (Object.entries(ENOUGH).every(([topic, enough]) => (holds.get(topic) ?? 0) >= enough)) return holds;
    assert.ok(performance.now() < endMs, JSON.stringify([...holds]));
    await sleep(500);
  }
}

async function countMessages(path: string): Promise<Map<string, number>> {
  const bag = await openBag(path);
  const counts = new Map<string, number>();
  try {
    for await (const { topic } of bag.messages()) counts.set(topic.name, (counts.get(topic.name) ?? 0) + 1);
    return counts;
  } finally {
    await bag.close();
  }
}

async function readScans(path: string): Promise<RecordedScans> {
  const bag = await openBag(path);
  const [takenS, stampsS]: [number[], number[]] = [[], []];
  try {
    for await (const { logTime, data } of bag.messages({ topics: ['/scan'] })) {
      takenS.push(Number(logTime) / 1e9);
      stampsS.push(stampS(decode('sensor_msgs/msg/LaserScan', data)));
    }
    return { takenS, stampsS, span: bag.span! };
  } finally {
    await bag.close();
  }
}

/** Whether some times in a row are as far from each other as some of the model's are. */
function sharePace(timesS: readonly number[], modelS: readonly number[]): boolean {
  const row = Array.from({ length: IN_A_ROW }, (_, i) => i);
  return timesS.some((_, from) =>
    modelS.some((_, at) => {
      const shiftS = timesS[from]! - modelS[at]!;
      return row.every(
        (i) => Math.abs((timesS[from + i] ?? NaN) - (modelS[at + i] ?? NaN) - shiftS) < SLACK_S,
      );
    }),
  );
}
