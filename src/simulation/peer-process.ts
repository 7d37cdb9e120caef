// A peer to measure against: a Python script that prints a line of JSON at its start and one for every line it is sent.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Fault } from '../fault/fault.js';

export class PeerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #script: string;
  #complaint = '';

  /** python: of the environment that scripts/peers/README.md says how to make; file: the script's one argument. */
  constructor(python: string, script: string, file: string) {
    this.#script = script;
    this.#child = spawn(python, [script, file]);
    this.#child.on('error', (error) => (this.#complaint += error.message));
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (text: Buffer) => (this.#complaint += text.toString()));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  ask(line: string): Promise<unknown> {
    this.#child.stdin.write(`${line}\n`);
    return this.answer();
  }

  /** Its next line. Throws Fault bench/peer-failed if it ended. */
  async answer(): Promise<unknown> {
    const line = (await this.#lines.next()) as { value: string; done?: boolean };
    if (line.done !== true) return JSON.parse(line.value);
    throw new Fault('bench/peer-failed', {
      what: `The peer ${this.#script} ended without an answer.`,
      found: this.#complaint.trim().split('\n').at(-1) ?? '',
      next: 'Set up the environment as scripts/peers/README.md says.',
    });
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }
}
