// The program: every command with its help; what a command does is imported only when it is called.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBag } from './bag.js';
import { addBench } from './bench.js';
import { addCapture } from './capture.js';
import { addDataset } from './dataset.js';
import { addDoctor } from './doctor.js';
import { addEvaluate } from './evaluate.js';
import type { ExitCode } from './exit.js';
import { addModels } from './models.js';
import { addNode } from './node.js';
import { addReplay } from './replay.js';
import { addRun } from './run.js';
import { addSim } from './sim.js';
import { addTrain } from './train.js';

/** Tells the program what its exit code shall be. */
export type Conclude = (code: ExitCode) => void;

export function createProgram(conclude: Conclude): Command {
  const program = new Command('jackdaw')
    .description('An embedded-first robot runtime: simulate, record, learn, drive safely.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('(jackdaw <command> --help shows what it takes)')
    .exitOverride()
    .addHelpText('after', epilogue);
  for (const add of [
    addRun,
    addSim,
    addBag,
    addReplay,
    addNode,
    addCapture,
    addDataset,
    addTrain,
    addModels,
    addEvaluate,
    addBench,
    addDoctor,
  ])
    add(program, conclude);
  return program;
}

const epilogue = `
Examples:
  $ npx jackdaw run                                     drive in a generated room, in real time
  $ npx jackdaw run --headless --rate max --duration 60 --seed 7 --record out --json
  $ npx jackdaw sim generate --seed 7 --out room.wbt    write a Webots world
  $ npx jackdaw sim render room.wbt --out pictures      see it
  $ npx jackdaw bag info out                            what was recorded
  $ npx jackdaw train --data datasets/rooms --out runs/first --quick
  $ npx jackdaw doctor                                  what is missing, and what mends it

Exit codes: 0 done · 1 a check does not hold · 2 wrong usage or configuration · 3 unusable input · 4 the machine · 70 a defect`;

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
