// What jackdaw models make does: from simulated rooms to a proven model, one command of ours after another; it can be gone on with.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { Fault } from '../fault/fault.js';
import { MANIFEST_FILE } from '../perception/model/manifest.js';
import { readManifest } from '../perception/model/model.js';
import { nodeDisk, replaceFile } from '../recording/disk.js';
import { runFiles } from '../training/run-folder.js';
import type { LearnerChoice } from '../training/open-learner.js';
import { exitCodes } from './exit.js';
import { seedOfModel } from './safety-drives.js';

export interface MakeFlags {
  readonly out: string;
  readonly work: string;
  readonly seed: number;
  readonly learner: LearnerChoice;
  readonly quick?: true;
}

/** How much of everything. */
interface Amounts {
  readonly rooms: number;
  readonly proofRooms: number;
  readonly approaches: number;
  readonly hazards: number;
  readonly collisions: number;
}

const whole: Amounts = { rooms: 4000, proofRooms: 420, approaches: 300, hazards: 100, collisions: 150 };
const quick: Amounts = { rooms: 500, proofRooms: 40, approaches: 40, hazards: 15, collisions: 0 };

interface Step {
  readonly name: string;
  /** Of our own command line. */
  readonly args: readonly string[];
  /** Its standard output goes there. */
  readonly into?: string;
  /** Exit code 1 is a result: a bound does not hold. */
  readonly mayFind?: true;
}

export interface MakeTools {
  /** Module of our command line. */
  readonly main: string;
  readonly say: (line: string) => void;
}

/** Throws process/ended when a step fails; what was done stays, and the same command goes on after it. */
export async function makeModel(flags: MakeFlags, tools: MakeTools): Promise<void> {
  await nodeDisk.makeFolder(flags.work);
  const journal = await openJournal(join(flags.work, 'steps.json'));
  const amounts = flags.quick === true ? quick : whole;
  const before = stepsToModel(
    flags,
    amounts,
    await nodeDisk.exists(join(flags.work, 'run', runFiles.checkpoint)),
  );
  const isThere = await nodeDisk.exists(join(flags.out, MANIFEST_FILE));
  for (const step of before) {
    if (step.name === 'export' && isThere) continue;
    await take(step, journal, tools);
  }
  const { network } = await readManifest(flags.out);
  for (const step of stepsToProof(flags, amounts, network.sha256)) await take(step, journal, tools);
}

/** From rooms to a published model. */
function stepsToModel(flags: MakeFlags, { rooms }: Amounts, hasBegun: boolean): readonly Step[] {
  const { work, out, seed, learner } = flags;
  const [captures, data, run] = [join(work, 'captures'), join(work, 'data'), join(work, 'run')];
  return [
    {
      name: 'capture',
      args: ['capture', '--rooms', String(rooms), '--seed', String(seed), '--out', captures],
    },
    {
      name: 'build',
      // The proof has rooms of its own.
      args: ['dataset', 'build', '--from', captures, '--shares', '0.92,0.08,0', '--out', data],
    },
    {
      name: 'train',
      args: [
        ...['train', '--data', data, '--out', run, '--seed', String(seed), '--learner', learner],
        ...(flags.quick === true ? ['--quick'] : []),
        ...(hasBegun ? ['--resume'] : []),
      ],
    },
    { name: 'tune', args: ['models', 'tune', '--run', run, '--data', data] },
    { name: 'export', args: ['models', 'export', '--run', run, '--data', data, '--out', out] },
  ];
}

function stepsToProof({ work, out }: MakeFlags, amounts: Amounts, sha256: string): readonly Step[] {
  const digits = sha256.slice(0, 8);
  const place = (name: string): string => join(work, `proof-${digits}`, name);
  const [captures, data, evaluation] = [place('captures'), place('data'), place('evaluation')];
  const [approach, safety] = [place('approach.json'), place('safety.json')];
  const rooms = ['--rooms', String(amounts.proofRooms), '--seed', String(seedOfModel(sha256))];
  return [
    { name: 'proof-capture', args: ['capture', '--assets', 'heldout', ...rooms, '--out', captures] },
    {
      name: 'proof-build',
      args: ['dataset', 'build', '--from', captures, '--shares', '0,0,1', '--out', data],
    },
    { name: 'evaluate', args: ['evaluate', '--model', out, '--data', data, '--out', evaluation] },
    {
      name: 'approach',
      args: [
        ...['bench', 'approach', '--model', out, '--json'],
        ...['--approaches', String(amounts.approaches), '--hazards', String(amounts.hazards)],
      ],
      into: approach,
      mayFind: true,
    },
    {
      name: 'safety',
      args: ['bench', 'safety', '--model', out, '--collisions', String(amounts.collisions), '--json'],
      into: safety,
      mayFind: true,
    },
    {
      name: 'card',
      args: [
        ...['models', 'card', out, '--evaluation', join(evaluation, 'metrics.json')],
        ...['--approach', approach, '--safety', safety],
      ],
    },
  ];
}

async function take(step: Step, journal: Journal, { main, say }: MakeTools): Promise<void> {
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

/** Which steps were done, and how they were asked for: asked for otherwise, they are done again. */
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
