// Bags and ROS: recorded from live topics byte for byte, played back as a device and as ros2 bag play does.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBag } from '../../recording/bag.js';
import {
  ask,
  end,
  endAll,
  hearCommand,
  startCommand,
  startNode,
  startPeer,
  type Heard,
} from './testing/processes.js';

interface Stamped {
  readonly header: { readonly stamp: { readonly sec: number } };
}

const scans = 'scan=sensor_msgs/msg/LaserScan';

describe('bags and ROS', function () {
  this.timeout(60_000);
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
    await startNode(['guard']);
    const recorder = await startNode([
      'recorder',
      '--ros-args',
      '-p',
      `recorder.folder:=${bag}`,
      '-p',
      'recorder.rawImages:=true',
    ]);
    await hearCommand('4');
    assert.deepEqual(await end(recorder.child, 'SIGINT'), [0, null]);
    const opened = await openBag(bag);
    const count = (name: string): number => opened.topics.find((topic) => topic.name === name)?.messages ?? 0;
    assert.ok(
      count('/scan') > 20 && count('/odom') > 100 && count('/cmd_vel') > 40,
      JSON.stringify(opened.topics.map(({ name, messages }) => [name, messages])),
    );
    assert.ok(count('/camera/image_raw') > 30);
    assert.equal(count('/tf_static'), 1);
    await opened.close();
  });

  it('when the lidar node plays that bag, then scans come at their pace, stamped now', async () => {
    await startNode(['lidar', '--ros-args', '-p', `lidar.source:=${bag}`]);
    const heard = await ask<Record<string, Heard>>('hear', '15/20', scans);
    const { times, last } = heard['scan']!;
    const rate = (times.length - 1) / (times.at(-1)! - times[0]!);
    assert.ok(Math.abs(rate - 10) < 1.5, `${rate} Hz`);
    assert.ok(Math.abs((last as unknown as Stamped).header.stamp.sec - Date.now() / 1000) < 5);
  });

  it('when it is replayed to ROS with a clock, then names, stamps and the latched are those of the bag, and time runs', async () => {
    startCommand([
      'replay',
      bag,
      '--transport',
      'ros',
      '--clock',
      '--loop',
      '--',
      '--ros-args',
      '-r',
      '/odom:=/played/odom',
    ]);
    const heard = await ask<Record<string, Heard>>(
      'hear',
      '15/10',
      scans,
      '/played/odom=nav_msgs/msg/Odometry',
      '/clock=rosgraph_msgs/msg/Clock',
    );
    const recorded = await openBag(bag);
    const startSec = Number(recorded.span!.startTime / 1_000_000_000n);
    await recorded.close();
    const { sec } = (heard['scan']!.last as unknown as Stamped).header.stamp;
    assert.ok(sec >= startSec - 1 && sec < startSec + 10, `${sec} of ${startSec}`);
    const { clock } = heard['/clock']!.last as { clock: { sec: number } };
    assert.ok(Math.abs(clock.sec - sec) <= 4);
    const late = await ask<Record<string, Heard>>(
      'hear',
      '10/1',
      '/tf_static=tf2_msgs/msg/TFMessage@latched',
    );
    assert.equal(late['/tf_static']!.count, 1);
  });
});
