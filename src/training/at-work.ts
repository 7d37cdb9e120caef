// The work `training`: what says in its folder that it runs, and refuses a second one there.
import { workerIn, type Work } from '../recording/at-work.js';

export const training: Work = {
  marker: '.training',
  code: 'training/busy',
  refusal: (pid) => ({
    what: 'A training is running in this folder.',
    expected: 'one training in a folder at a time',
    next: `Wait for its end, end it (kill -INT ${pid}) and go on with --resume, or give another folder to --out.`,
  }),
};

/** The number of the process that trains there; undefined if none does. */
export function trainingProcess(folder: string): Promise<number | undefined> {
  return workerIn(folder, training);
}
