// A chain of our own commands, each shown as it would be typed and run in a process of its own; what was done is not done again.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { Fault, toFault } from '../fault/fault.js';
import { nodeDisk, replaceFile } from '../recording/disk.js';
import { isDiskFull } from '../recording/disk-fault.js';
import { exitCodes } from './exit.js';
import { printRemark } from './print.js';
import { abortOnSignals } from './signals.js';

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
  /** Ends the step that runs, in order, and the chain with it. */
  readonly signal: AbortSignal;
}

export interface Chain {
  /** Throws process/ended when it fails or is interrupted, cli/output; what was done stays, and the same chain goes on after it. */
  take(step: Step): Promise<void>;
}

/** `file` keeps what was done, and how it was asked for: asked for otherwise, it is done again. */
export async function openChain(file: string, tools: StepTools): Promise<Chain> {
  const writing = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      throw toFault(thrown, 'cli/output', {
        what: isDiskFull(thrown) ? 'The disk is full.' : 'What the steps write cannot be written.',
        where: dirname(file),
        next: 'Free some space or mend the permissions; the same command then goes on from here.',
      });
    }
  };
  await writing(() => nodeDisk.makeFolder(dirname(file)));
  const journal = await openJournal(file);
  // Whose folder it is can be told from the start.
  await writing(() => journal.save());
  return { take: (step) => writing(() => take(step, journal, tools)) };
}

/** A training answers a signal after its step and its checkpoint. */
const PATIENCE_MS = 60_000;

/** Steps of this very program, told on standard error, until Ctrl-C. */
export async function withOwnSteps<T>(work: (tools: StepTools) => Promise<T>): Promise<T> {
  const signals = abortOnSignals(PATIENCE_MS);
  try {
    return await work({ main: process.argv[1] ?? '', say: printRemark, signal: signals.signal });
  } finally {
    signals.stop();
  }
}

async function take(step: Step, journal: Journal, tools: StepTools): Promise<void> {
  const { say, signal } = tools;
  const shown = `jackdaw ${step.args.join(' ')}${step.into === undefined ? '' : ` > ${step.into}`}`;
  if (signal.aborted) throw interrupted(step, shown);
  if (await isDone(step, journal)) return say(`done before: ${shown}`);
  say(`$ ${shown}`);
  const code = await runStep(step, tools);
  // What was asked to end may say so by any code but 0.
  if (signal.aborted && code !== exitCodes.ok) throw interrupted(step, shown);
  if (code !== exitCodes.ok && !(code === exitCodes.finding && step.mayFind === true))
    throw failed(step, code, shown);
  if (step.into !== undefined) await nodeDisk.rename(besideOf(step.into), step.into);
  await journal.add(step);
}

/** Where output grows until it is whole. */
function besideOf(file: string): string {
  return `${file}.new`;
}

function failed({ name }: Step, code: number | undefined, where: string): Fault {
  return new Fault('process/ended', {
    what: `The step ${name} did not succeed.`,
    found: code === undefined ? 'it was ended by a signal' : `exit code ${code}`,
    where,
    next: 'Mend what it says; the same command then goes on from here.',
  });
}

function interrupted({ name }: Step, where: string): Fault {
  return new Fault('process/ended', {
    what: `The step ${name} was interrupted.`,
    where,
    next: 'The same command goes on from here.',
  });
}

/** What somebody took away is made again. */
async function isDone(step: Step, journal: Journal): Promise<boolean> {
  return journal.has(step) && (step.into === undefined || (await nodeDisk.exists(step.into)));
}

/** Its exit code; undefined if a signal ended it. */
async function runStep({ args, into }: Step, { main, signal }: StepTools): Promise<number | undefined> {
  if (into !== undefined) await nodeDisk.makeFolder(dirname(into));
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', into === undefined ? 'inherit' : 'pipe', 'inherit'],
  });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
  const end = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  if (child.stdout !== null) await finished(child.stdout.pipe(createWriteStream(besideOf(into!))));
  return ended.finally(() => signal.removeEventListener('abort', end));
}

const journalSchema = z.record(z.string(), z.array(z.string()));

interface Journal {
  has(step: Step): boolean;
  add(step: Step): Promise<void>;
  save(): Promise<void>;
}

async function openJournal(file: string): Promise<Journal> {
  const done = new Map(Object.entries(await readJournal(file)));
  const asked = ({ args }: Step): string[] => args.filter((arg) => arg !== '--resume');
  const save = (): Promise<void> =>
    replaceFile(nodeDisk, file, Buffer.from(`${JSON.stringify(Object.fromEntries(done))}\n`));
  return {
    has: (step) => done.get(step.name)?.join('\n') === asked(step).join('\n'),
    add(step) {
      done.set(step.name, asked(step));
      return save();
    },
    save,
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
