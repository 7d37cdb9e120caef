// Our nodes as processes, against rclpy in processes of its own: what they say, obey, refuse and survive.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ObstacleArray, Twist, TwistStamped } from '../../message/messages.js';
import { moves, speedOf } from './testing/commands.js';
import { hear, stampS } from './testing/hearing.js';
import { LONGEST_MS } from './testing/news.js';
import {
  ask,
  askClient,
  end,
  endAll,
  nowS,
  startNode,
  startPeer,
  startProgram,
} from './testing/processes.js';

describe('the nodes, with rclpy as their peer', function () {
  this.timeout(LONGEST_MS);

  afterEach(endAll);

  it('when rclpy publishes sensors under names of its own, then it hears obstacles and a guarded command, stamped and framed', async () => {
    const startedS = nowS();
    const remaps = ['scan', 'odom', 'bumper'].flatMap((name) => ['-r', `${name}:=/world/${name}`]);
    startPeer('sense', '/world', '10');
    const hearing = hear(
      '/r1/lidar/obstacles=jackdaw_msgs/msg/ObstacleArray',
      '/r1/cmd_vel=geometry_msgs/msg/TwistStamped@reliable',
      '/r1/guard=jackdaw_msgs/msg/GuardState@reliable',
    );
    await startNode(['robot', '--ros-args', '-r', '__ns:=/r1', ...remaps]);
    await hearing.count(20);
    await hearing.until('it drives', () =>
      hearing.messages<TwistStamped>('/r1/cmd_vel').some(({ twist }) => moves({ speed: speedOf(twist) })),
    );
    const { atS, message } = hearing.on<ObstacleArray>('/r1/lidar/obstacles').at(-1)!;
    assert.equal(message.header.frame_id, 'base_link');
    assert.ok(stampS(message) > startedS && stampS(message) < atS);
    assert.ok(message.obstacles.length >= 1);
  });

  it('when every other scan is garbage, then the node lives, says so, and uses the rest', async () => {
    startPeer('sense', '', '20', 'garbage');
    const hearing = hear('lidar/obstacles=jackdaw_msgs/msg/ObstacleArray');
    const node = await startNode(['lidar_obstacles']);
    await hearing.count(20);
    await node.says('message/undecodable');
    assert.equal(node.child.exitCode, null);
  });

  for (const how of ['stamped', 'unstamped'] as const) {
    it(`when rclpy drives the simulated robot by ${how} commands on simulated time, then odometry and the true pose tell the same way`, async () => {
      await startNode(['simulator', '--seed', '7', '--ros-args', '-p', 'simulation.camera:=false']);
      const { before, after, clock } = await ask<Driven>('drive', '0.0', '0.8', '1.2', how);
      assert.ok(clock > 0);
      const turned = (name: 'odom' | 'truth'): number => wrap(after[name][2] - before[name][2]);
      assert.ok(turned('truth') > 1.2, JSON.stringify({ before, after }));
      assert.ok(Math.abs(wrap(turned('odom') - turned('truth'))) < 0.2, JSON.stringify({ before, after }));
    });
  }

  it('when frames begin with a slash and the base wants Twist, then it is driven all the same, and the slashes are named once', async () => {
    startPeer('sense', '', '10', 'slashes');
    const hearing = hear('cmd_vel=geometry_msgs/msg/Twist@reliable');
    const node = await startNode(['robot', '--ros-args', '-p', 'unstamped:=true']);
    await hearing.until('it drives', () =>
      hearing.messages<Twist>('cmd_vel').some((twist) => moves({ speed: speedOf(twist) })),
    );
    await node.says('Frames of scan begin with a slash');
    assert.equal(node.said().match(/Frames of scan begin with a slash/g)?.length, 1, node.said());
  });

  it('when parameters are set, then live ones hold, and others are refused with the reason', async () => {
    await startNode(['guard', '--ros-args', '-p', 'guard.maxLinearMps:=1']);
    const [slower, rim, integer, outside, frame] = await askClient<Answer[]>(
      'set',
      'guard',
      ...['guard.maxLinearMps', '0.2'],
      ...['guard.rimM', '-1'],
      ...['guard.timeToCollisionS', '1'],
      ...['guard.maxLinearMps', '-3.0'],
      ...['guard.baseFrame', "'laser'"],
    );
    assert.deepEqual(slower, { successful: true, reason: '' });
    assert.equal(rim!.successful, false);
    assert.equal(integer!.successful, true, 'an integer for a number');
    assert.equal(outside!.successful, false);
    assert.match(outside!.reason, /guard\.maxLinearMps/);
    assert.equal(frame!.successful, false);
  });

  it('when a parameter of the start is wrong or unknown, then the node says which and ends with code 2', async () => {
    const { child, said } = startProgram([
      'guard',
      '--ros-args',
      '-p',
      'guard.maxLinearMps:=fast',
      '-p',
      'guard.speed:=1.0',
    ]);
    await once(child, 'close');
    assert.equal(child.exitCode, 2);
    assert.match(said(), /guard\.maxLinearMps/);
    assert.match(said(), /guard\.speed/);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`when ${signal} comes, then the node closes in order and ends with code 0`, async () => {
      const { child } = await startNode(['robot']);
      assert.deepEqual(await end(child, signal), [0, null]);
    });
  }

  it('when SIGINT comes twice, as from a terminal and a launcher, then the node closes in order all the same', async () => {
    const { child } = await startNode(['robot']);
    child.kill('SIGINT');
    assert.deepEqual(await end(child, 'SIGINT'), [0, null]);
  });
});

interface Answer {
  readonly successful: boolean;
  readonly reason: string;
}

interface Driven {
  readonly before: Record<'odom' | 'truth', [number, number, number]>;
  readonly after: Record<'odom' | 'truth', [number, number, number]>;
  readonly clock: number;
}

function wrap(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
