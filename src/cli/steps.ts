// A chain of our own commands, each shown as it would be typed and run in a process of its own; what was done is not done again.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { Fault } from '../fault/fault.js';
import { nodeDisk, replaceFile } from '../recording/disk.js';
import { exitCodes } from './exit.js';

export interface Step {
  readonly name: string;
  /** Of our own command line. */
  readonly args: readonly string[];
  /** Its standard output goes there. */
  readonly into?: string;
  /** Exit code 1 is a result: a bound does not hold. */
  readonly mayFind?: true;
}

export interface StepTools {
  /** Module of our command line. */
  readonly main: string;
  readonly say: (line: string) => void;
}

export interface Chain {
  /** Throws process/ended when it fails; what was done stays, and the same chain goes on after it. */
  take(step: Step): Promise<void>;
}

/** `file` keeps what was done, and how it was asked for: asked for otherwise, it is done again. */
export async function openChain(file: string, tools: StepTools): Promise<Chain> {
  await nodeDisk.makeFolder(dirname(file));
  const journal = await openJournal(file);
  return { take: (step) => take(step, journal, tools) };
}

async function take(step: Step, journal: Journal, { main, say }: StepTools): Promise<void> {
  const shown = `jackdaw ${step.args.join(' ')}${step.into === undefined ? '' : ` > ${step.into}`}`;
  if (journal.has(step)) return say(`done before: ${shown}`);
  say(`$ ${shown}`);
  const code = await runStep(step, main);
  if (code !== exitCodes.ok && !(code === exitCodes.finding && step.mayFind === true))
    throw new Fault('process/ended', {
      what: `The step ${step.name} did not succeed.`,
      found: code === undefined ? 'it was ended by a signal' : `exit code ${code}`,
      where: shown,
      next: 'Mend what it says; the same command then goes on from here.',
    });
  await journal.add(step);
}

/** Its exit code; undefined if a signal ended it. What it prints into a file is there when it is whole. */
async function runStep({ args, into }: Step, main: string): Promise<number | undefined> {
  const beside = `${into}.new`;
  if (into !== undefined) await nodeDisk.makeFolder(dirname(into));
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', into === undefined ? 'inherit' : 'pipe', 'inherit'],
  });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
  if (child.stdout !== null) await finished(child.stdout.pipe(createWriteStream(beside)));
  const code = await ended;
  if (into !== undefined && code !== undefined && code <= exitCodes.finding)
    await nodeDisk.rename(beside, into);
  return code;
}

const journalSchema = z.record(z.string(), z.array(z.string()));

interface Journal {
  has(step: Step): boolean;
  add(step: Step): Promise<void>;
}

async function openJournal(file: string): Promise<Journal> {
  const done = new Map(Object.entries(await readJournal(file)));
  const asked = ({ args }: Step): string[] => args.filter((arg) => arg !== '--resume');
  return {
    has: (step) => done.get(step.name)?.join('\n') === asked(step).join('\n'),
    async add(step) {
      done.set(step.name, asked(step));
      await replaceFile(nodeDisk, file, Buffer.from(`${JSON.stringify(Object.fromEntries(done))}\n`));
    },
  };
}

/** A damaged journal only means that steps are done again. */
async function readJournal(file: string): Promise<Record<string, string[]>> {
  try {
    return journalSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}
