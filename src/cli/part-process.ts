// One process of `jackdaw bench ros`, ours or rclpy's: it has a deadline, and is ended whatever happens.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault/fault.js';
import { namingProfile, shippedProfile } from '../runtime/ros/fastdds-profile.js';

export type Profile = 'tuned' | 'default';

export interface PartOptions {
  /** Fast DDS with the profile that we ship, or as it comes. */
  readonly profile: Profile;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  /** A minute if absent: the longest part takes 15 s, and one that waits for something that never comes is given up. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 60_000;
const PATIENCE_MS = 2000;
/** Of what it says on stderr. */
const SAID_CHARACTERS = 4096;

export class PartProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #signal: AbortSignal;
  readonly #deadlineMs: number;
  readonly #gone: Promise<unknown>;
  #answer = '';
  #said = '';

  constructor(
    [program, ...args]: readonly string[],
    { profile, signal, deadlineMs = DEADLINE_MS }: PartOptions,
  ) {
    const env = { ...process.env, ...namingProfile(profile === 'tuned' ? shippedProfile : '') };
    const killing = { timeout: deadlineMs, killSignal: 'SIGKILL', signal } as const;
    this.#child = spawn(program!, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...killing });
    this.#signal = signal;
    this.#deadlineMs = deadlineMs;
    // A program that is not there, or an abort: `close` follows.
    this.#child.on('error', ({ message }) => (this.#said += message));
    this.#child.stdout.on('data', (text: Buffer) => (this.#answer += text.toString()));
    this.#child.stderr.on('data', (text: Buffer) => {
      this.#said = (this.#said + text.toString()).slice(-SAID_CHARACTERS);
    });
    this.#gone = once(this.#child, 'close');
    this.#gone.catch(() => undefined);
  }

  /** 0 if it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The JSON object that it prints on a line of its own; libraries log beside it. Throws Fault bench/peer-failed, also when its time is over. */
  async answer(): Promise<unknown> {
    await this.#gone.catch(() => undefined);
    this.#signal.throwIfAborted();
    const line = this.#answer.split('\n').findLast((each) => each.startsWith('{'));
    if (this.#child.exitCode === 0 && line !== undefined) return JSON.parse(line);
    throw new Fault('bench/peer-failed', {
      what: `${this.#child.spawnargs.slice(0, 8).join(' ')} failed.`,
      found: `${this.#ending()}: ${pointOf(this.#said)}`,
      next: 'Run it where ROS 2, rclpy and rclnodejs are: node scripts/with-ros.mjs npx jackdaw bench ros',
    });
  }

  /** Asks it to end, and ends it if it does not. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGTERM');
    const gone = this.#gone.then(
      () => true,
      () => true,
    );
    if (!(await Promise.race([gone, sleep(PATIENCE_MS, false, { ref: false })]))) this.#child.kill('SIGKILL');
    await gone;
  }

  #ending(): string {
    const { exitCode, signalCode } = this.#child;
    if (signalCode === 'SIGKILL') return `nothing within ${this.#deadlineMs / 1000} s`;
    return exitCode === null ? `ended by ${signalCode}` : `exit code ${exitCode}`;
  }
}

/** The first line of a fault of ours, else the last of all: Python says there what went wrong. */
function pointOf(said: string): string {
  const lines = said.trim().split('\n');
  return lines.find((line) => line.startsWith('jackdaw: ')) ?? lines.at(-1)!;
}
