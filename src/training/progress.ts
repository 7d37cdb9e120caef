// How far a training came, by its weights and its recipe.
import { Fault } from '../fault/fault.js';
import { trainingProcess } from './at-work.js';
import { stepsOf } from './fit.js';
import { goOn, type RunDescription } from './run-folder.js';

export interface Progress {
  readonly trainedSteps: number;
  readonly plannedSteps: number;
}

/** Undefined where the weights do not say: those of other trainers. `metadata`: of the weights' file. */
export function progressOf(
  { recipe: { training } }: RunDescription,
  metadata: Readonly<Record<string, string>>,
): Progress | undefined {
  const { images, batch } = training;
  const step = /^\d{1,12}$/.exec(metadata['step'] ?? '');
  if (step === null || images === undefined || batch === undefined) return undefined;
  return { trainedSteps: Number(step[0]), plannedSteps: stepsOf({ training: { images, batch } }) };
}

/** Throws training/bad-run where nothing was learned: such weights are drawn, or those of the start model. */
export async function refuseUntrained(run: string, progress: Progress | undefined): Promise<void> {
  if (progress === undefined || progress.trainedSteps > 0) return;
  const pid = await trainingProcess(run);
  throw new Fault('training/bad-run', {
    what: 'The training has learned nothing yet.',
    where: run,
    found: `step 0 of ${progress.plannedSteps}${pid === undefined ? '' : `; it runs, process ${pid}`}`,
    next: pid === undefined ? goOn(run) : 'Wait: what it learned is saved every minute.',
  });
}

/** Undefined for one that came to its end, or whose end is not known. */
export function unfinished({
  trainedSteps,
  plannedSteps,
}: {
  readonly [key in keyof Progress]?: number | undefined;
}): string | undefined {
  if (trainedSteps === undefined || plannedSteps === undefined || trainedSteps >= plannedSteps)
    return undefined;
  return `the training did not end: step ${trainedSteps} of ${plannedSteps}`;
}
