// What jackdaw models make does: from simulated rooms to a proven model, one command of ours after another; it can be gone on with.
import { join } from 'node:path';
import { MANIFEST_FILE } from '../perception/model/manifest.js';
import { readManifest } from '../perception/model/model.js';
import { nodeDisk } from '../recording/disk.js';
import type { LearnerChoice } from '../training/open-learner.js';
import { checkVersion } from './model-version.js';
import { seedOfModel } from './safety-drives.js';
import { openChain, type Step, type StepTools } from './steps.js';
import { trainStep } from './train-step.js';

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

/** Throws cli/usage before anything is done, process/ended when a step fails; what was done stays, and the same command goes on after it. */
export async function makeModel(flags: MakeFlags, tools: StepTools): Promise<void> {
  checkVersion(flags.out);
  const chain = await openChain(join(flags.work, 'steps.json'), tools);
  const amounts = flags.quick === true ? quick : whole;
  const isThere = await nodeDisk.exists(join(flags.out, MANIFEST_FILE));
  for (const step of await stepsToModel(flags, amounts)) {
    if (step.name === 'export' && isThere) continue;
    await chain.take(step);
  }
  const { network } = await readManifest(flags.out);
  for (const step of stepsToProof(flags, amounts, network.sha256)) await chain.take(step);
}

/** From rooms to a published model. */
async function stepsToModel(
  { work, out, seed, learner, quick }: MakeFlags,
  { rooms }: Amounts,
): Promise<readonly Step[]> {
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
    await trainStep({ name: 'train', data, out: run, seed, learner, quick }),
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
