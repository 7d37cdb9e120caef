// Opens a learner by its kind; only the one that is asked for is loaded.
import { learnerKinds, type Learner, type LearnerKind } from './learner.js';
import type { Network } from './network.js';

/** `auto`: native where it is set up, else wasm. */
export const learnerChoices = ['auto', ...learnerKinds] as const;
export type LearnerChoice = (typeof learnerChoices)[number];

/** Throws Fault training/learner-missing with the command that sets it up. */
export async function openLearner(choice: LearnerChoice, network: Network): Promise<Learner> {
  const kind = choice === 'auto' ? await choose() : choice;
  switch (kind) {
    case 'wasm': {
      const { openWasm } = await import('./learners/wasm.js');
      return openWasm(network);
    }
    case 'native': {
      const { openNative } = await import('./learners/native.js');
      return openNative(network);
    }
  }
}

async function choose(): Promise<LearnerKind> {
  const { isNativeThere } = await import('./learners/native.js');
  return isNativeThere() ? 'native' : 'wasm';
}
