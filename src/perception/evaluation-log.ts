// Every time a model was tried, beside the model: a line of JSON each, so that nobody publishes only the best.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { toFault } from '../fault/fault.js';

export const EVALUATIONS_FILE = 'evaluations.jsonl';

export interface Evaluation {
  /** ISO 8601. */
  readonly at: string;
  /** What tried it: `bench safety`. */
  readonly by: string;
  /** Of the network. */
  readonly sha256: string;
  readonly seed: number;
  /** What came out, and under what circumstances. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Appends a line to the log in the model's folder. Throws Fault model/write-failed. */
export async function logEvaluation(folder: string, evaluation: Evaluation): Promise<void> {
  const where = join(folder, EVALUATIONS_FILE);
  try {
    const file = await open(where, 'a');
    try {
      // One write of one line: of two processes at once, each has a line of its own.
      await file.appendFile(`${JSON.stringify(evaluation)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw toFault(thrown, 'model/write-failed', {
      what: 'An evaluation of a model cannot be logged.',
      where,
      next: 'Copy the model to a folder that can be written: figures that nobody sees again do not count.',
    });
  }
}
