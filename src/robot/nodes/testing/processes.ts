// Processes for the ROS tests: our nodes as people start them, and rclpy peers.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { News } from './news.js';

export interface Started {
  readonly child: ChildProcess;
  /** What it has said on stderr so far. */
  readonly said: () => string;
  /** Until it has said so on stderr; fails if it ends without. */
  readonly says: (words: string) => Promise<void>;
}

const running: ChildProcess[] = [];
const jackdaw = [process.execPath, '--import', 'tsx', 'src/cli/main.ts'];
const peer = ['python', 'scripts/peers/ros_peer.py'];

/** For `afterEach`: whatever a test left behind. */
export async function endAll(): Promise<void> {
  await Promise.all(running.splice(0).map((child) => end(child, 'SIGKILL')));
}

/** Up: it has said so. */
export async function startNode(args: readonly string[]): Promise<Started> {
  const started = startProgram(args);
  await started.says('is up.');
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
  return start([...peer, ...args]).child;
}

/** A peer that says more and more, one JSON line each. */
export function followPeer<T>(args: readonly string[], take: (line: T) => void): Started {
  const started = start([...peer, ...args]);
  createInterface(started.child.stdout!).on('line', (line) => take(JSON.parse(line) as T));
  return started;
}

/** One answer of a peer. */
export function ask<T>(...args: readonly string[]): Promise<T> {
  return answerOf<T>([...peer, ...args]);
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

/** As stamps are, seconds. */
export function nowS(): number {
  return Date.now() / 1000;
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
  const said = (): string => text;
  const news = new News(said);
  createInterface(child.stderr).on('line', (line) => {
    text += `${line}\n`;
    news.tell();
  });
  child.once('close', () => news.end());
  const says = (words: string): Promise<void> => news.until(`“${words}”`, () => text.includes(words));
  return { child, said, says };
}
