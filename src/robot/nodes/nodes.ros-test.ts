// Our nodes as processes, against rclpy in processes of its own: what they say, obey, refuse and survive.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

interface Heard {
  readonly count: number;
  readonly times: readonly number[];
  readonly last?: Readonly<Record<string, unknown>>;
}

const running: ChildProcess[] = [];

describe('the nodes, with rclpy as their peer', function () {
  this.timeout(120_000);

  afterEach(async () => {
    for (const child of running.splice(0)) await end(child, 'SIGKILL');
  });

  it('when rclpy publishes sensors under names of its own, then it hears obstacles and a guarded command, stamped and framed', async () => {
    const remaps = ['scan', 'odom', 'bumper'].flatMap((name) => ['-r', `${name}:=/world/${name}`]);
    await startNode(['robot', '--ros-args', '-r', '__ns:=/r1', ...remaps]);
    startPeer('sense', '/world', '10');
    const heard = await ask<Record<string, Heard>>(
      'hear',
      '8',
      '/r1/lidar/obstacles=jackdaw_msgs/msg/ObstacleArray',
      '/r1/cmd_vel=geometry_msgs/msg/TwistStamped@reliable',
      '/r1/guard=jackdaw_msgs/msg/GuardState@reliable',
    );
    const obstacles = heard['/r1/lidar/obstacles']!;
    assert.ok(obstacles.count > 20, JSON.stringify(heard));
    const { header, obstacles: list } = obstacles.last as { header: Header; obstacles: unknown[] };
    assert.equal(header.frame_id, 'base_link');
    assert.ok(Math.abs(header.stamp.sec - Date.now() / 1000) < 5);
    assert.ok(list.length >= 1);
    assert.ok(heard['/r1/cmd_vel']!.count > 40);
    assert.ok(fastest(heard['/r1/cmd_vel']!) > 0.01, 'it drives');
  });

  it('when the sensors fall silent, then the guard stops the robot; when they come back, it drives again', async () => {
    await startNode(['robot']);
    const sensors = startPeer('sense', '', '10');
    await until(async () => fastest(await hearCommand('2')) > 0.01);
    await end(sensors, 'SIGKILL');
    const stopping = await hearCommand('2.5');
    assert.equal(fastest(stopping), 0);
    startPeer('sense', '', '10');
    await until(async () => fastest(await hearCommand('2')) > 0.01);
  });

  it('when every other scan is garbage, then the node lives, says so, and uses the rest', async () => {
    const node = await startNode(['lidar_obstacles']);
    startPeer('sense', '', '20', 'garbage');
    const heard = await ask<Record<string, Heard>>(
      'hear',
      '5',
      'lidar/obstacles=jackdaw_msgs/msg/ObstacleArray',
    );
    assert.ok(heard['lidar/obstacles']!.count > 10);
    assert.match(node.said(), /message\/undecodable/);
    assert.equal(node.child.exitCode, null);
  });

  it('when rclpy drives the simulated robot on simulated time, then odometry and the true pose tell the same way', async () => {
    await startNode(['simulator', '--seed', '7', '--ros-args', '-p', 'simulation.camera:=false']);
    const { before, after, clock } = await ask<Driven>('drive', '4', '0.0', '0.8');
    assert.ok(clock > 0);
    const turned = (name: 'odom' | 'truth'): number => wrap(after[name][2] - before[name][2]);
    assert.ok(Math.abs(turned('truth')) > 1, JSON.stringify({ before, after }));
    assert.ok(Math.abs(wrap(turned('odom') - turned('truth'))) < 0.2, JSON.stringify({ before, after }));
  });

  it('when parameters are set, then live ones hold, and others are refused with the reason', async () => {
    await startNode(['guard', '--ros-args', '-p', 'guard.maxLinearMps:=1']);
    assert.deepEqual(await set('guard.maxLinearMps', '0.2'), { successful: true, reason: '' });
    assert.equal((await set('guard.rimM', '-1')).successful, false);
    assert.equal((await set('guard.timeToCollisionS', '1')).successful, true, 'an integer for a number');
    const outside = await set('guard.maxLinearMps', '-3.0');
    assert.equal(outside.successful, false);
    assert.match(outside.reason, /guard\.maxLinearMps/);
    assert.equal((await set('guard.baseFrame', "'laser'")).successful, false);
  });

  it('when a parameter of the start is wrong or unknown, then the node says which and ends with code 2', async () => {
    const { child, said } = start([
      ...program,
      'guard',
      '--ros-args',
      '-p',
      'guard.maxLinearMps:=fast',
      '-p',
      'guard.speed:=1.0',
    ]);
    await once(child, 'exit');
    assert.equal(child.exitCode, 2);
    assert.match(said(), /guard\.maxLinearMps/);
    assert.match(said(), /guard\.speed/);
  });

  it('when a peer asks for what we do not offer, then the diagnostics name both nodes and why', async () => {
    await startNode(['lidar_obstacles']);
    startPeer('hear', '60', 'lidar/obstacles=jackdaw_msgs/msg/ObstacleArray@latched');
    await until(async () => {
      const heard = await ask<Record<string, Heard>>(
        'hear',
        '3',
        '/diagnostics=diagnostic_msgs/msg/DiagnosticArray@reliable',
      );
      return /peer_hear: offers volatile where transient local is asked for/.test(JSON.stringify(heard));
    });
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`when ${signal} comes, then the node closes in order and ends with code 0`, async () => {
      const { child } = await startNode(['robot']);
      assert.deepEqual(await end(child, signal), [0, null]);
    });
  }
});

interface Header {
  readonly frame_id: string;
  readonly stamp: { readonly sec: number };
}

interface Driven {
  readonly before: Record<'odom' | 'truth', [number, number, number]>;
  readonly after: Record<'odom' | 'truth', [number, number, number]>;
  readonly clock: number;
}

const program = [process.execPath, '--import', 'tsx', 'src/cli/main.ts', 'node'];
const peer = ['python', 'scripts/peers/ros_peer.py'];

/** Up: it has said so. */
async function startNode(args: readonly string[]): Promise<ReturnType<typeof start>> {
  const started = start([...program, ...args]);
  await Promise.race([
    started.says('is up.'),
    once(started.child, 'exit').then(() => assert.fail(`it ended: ${started.said()}`)),
  ]);
  return started;
}

function startPeer(...args: readonly string[]): ChildProcess {
  return start([...peer, ...args]).child;
}

function start([command, ...args]: readonly string[]) {
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let text = '';
  const lines = createInterface(child.stderr);
  lines.on('line', (line) => (text += `${line}\n`));
  const says = (words: string): Promise<void> =>
    new Promise((resolve) => lines.on('line', (line) => line.includes(words) && resolve()));
  return { child, said: () => text, says };
}

/** One answer of a peer. */
async function ask<T>(...args: readonly string[]): Promise<T> {
  const { child, said } = start([...peer, ...args]);
  let answer = '';
  child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await once(child, 'close');
  assert.equal(child.exitCode, 0, said());
  return JSON.parse(answer) as T;
}

async function hearCommand(seconds: string): Promise<Heard> {
  const heard = await ask<Record<string, Heard>>(
    'hear',
    seconds,
    'cmd_vel=geometry_msgs/msg/TwistStamped@reliable',
  );
  return heard['cmd_vel']!;
}

function fastest({ last }: Heard): number {
  const { twist } = (last ?? { twist: { linear: { x: 0 }, angular: { z: 0 } } }) as {
    twist: { linear: { x: number }; angular: { z: number } };
  };
  return Math.max(Math.abs(twist.linear.x), Math.abs(twist.angular.z));
}

function set(name: string, value: string): Promise<{ successful: boolean; reason: string }> {
  return ask('set', 'guard', name, value);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt++) if (await holds()) return;
  assert.fail('it never held');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode];
  const exit = once(child, 'exit');
  child.kill(signal);
  return exit;
}

function wrap(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
