// Processes for the ROS tests: our nodes as people start them, and rclpy peers that answer with one JSON line.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Heard {
  readonly count: number;
  readonly times: readonly number[];
  readonly last?: Readonly<Record<string, unknown>>;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has said on stderr so far. */
  readonly said: () => string;
  readonly says: (words: string) => Promise<void>;
}

const running: ChildProcess[] = [];
const jackdaw = [process.execPath, '--import', 'tsx', 'src/cli/main.ts'];

/** For `afterEach`: whatever a test left behind. */
export async function endAll(): Promise<void> {
  await Promise.all(running.splice(0).map((child) => end(child, 'SIGKILL')));
}

/** Up: it has said so. */
export async function startNode(args: readonly string[]): Promise<Started> {
  const started = startProgram(args);
  await Promise.race([
    started.says('is up.'),
    once(started.child, 'exit').then(() => assert.fail(`it ended: ${started.said()}`)),
  ]);
  return started;
}

/** Whether or not it comes up. */
export function startProgram(args: readonly string[]): Started {
  return startCommand(['node', ...args]);
}

/** Any jackdaw command. */
export function startCommand(args: readonly string[]): Started {
  return start([...jackdaw, ...args]);
}

export function startPeer(...args: readonly string[]): ChildProcess {
  return start(['python', 'scripts/peers/ros_peer.py', ...args]).child;
}

/** One answer of a peer. */
export function ask<T>(...args: readonly string[]): Promise<T> {
  return answerOf<T>(['python', 'scripts/peers/ros_peer.py', ...args]);
}

/** One answer of a client of services. */
export function askClient<T>(...args: readonly string[]): Promise<T> {
  return answerOf<T>(['python', 'scripts/peers/ros_client.py', ...args]);
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode];
  const exit = once(child, 'exit');
  child.kill(signal);
  return exit;
}

export async function until(holds: () => Promise<boolean>, attempts = 8): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) if (await holds()) return;
  assert.fail('it never held');
}

export async function hearCommand(seconds: string): Promise<Heard> {
  const topic = 'cmd_vel';
  const heard = await ask<Record<string, Heard>>(
    'hear',
    seconds,
    `${topic}=geometry_msgs/msg/TwistStamped@reliable`,
  );
  return heard[topic]!;
}

interface Twist {
  readonly linear: { readonly x: number };
  readonly angular: { readonly z: number };
}

/** Of the last command, Twist or TwistStamped: 0 is a robot that stands. */
export function fastest({ last }: Heard): number {
  if (last === undefined) return 0;
  const { linear, angular } = (last['twist'] ?? last) as unknown as Twist;
  return Math.max(Math.abs(linear.x), Math.abs(angular.z));
}

async function answerOf<T>(command: readonly string[]): Promise<T> {
  const { child, said } = start(command);
  let answer = '';
  child.stdout?.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await once(child, 'close');
  assert.equal(child.exitCode, 0, said());
  return JSON.parse(answer) as T;
}

function start([command, ...args]: readonly string[]): Started {
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let text = '';
  const lines = createInterface(child.stderr);
  lines.on('line', (line) => (text += `${line}\n`));
  const says = (words: string): Promise<void> =>
    new Promise((resolve) => {
      if (text.includes(words)) resolve();
      lines.on('line', (line) => line.includes(words) && resolve());
    });
  return { child, said: () => text, says };
}
