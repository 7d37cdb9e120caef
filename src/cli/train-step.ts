// A training as a step of a chain.
import { join } from 'node:path';
import { nodeDisk } from '../recording/disk.js';
import type { LearnerChoice } from '../training/open-learner.js';
import { runFiles } from '../training/run-folder.js';
import type { Step } from './steps.js';

export interface TrainStepOrder {
  readonly name: string;
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  readonly learner: LearnerChoice;
  readonly quick?: true | undefined;
}

/** Goes on where `out` holds a training that has begun. */
export async function trainStep({ name, data, out, seed, learner, quick }: TrainStepOrder): Promise<Step> {
  const hasBegun = await nodeDisk.exists(join(out, runFiles.run));
  return {
    name,
    args: [
      ...['train', '--data', data, '--out', out, '--seed', String(seed), '--learner', learner],
      ...(quick === true ? ['--quick'] : []),
      ...(hasBegun ? ['--resume'] : []),
    ],
  };
}
