// The log of all evaluations of a model's versions: one JSON line each, appended, never rewritten. All are published.
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toFault } from '../fault/fault.js';
import { nodeDisk } from '../recording/disk.js';
import { admitFile } from '../recording/output.js';
import type { IntervalKey } from './figures.js';
import type { Interval } from './bootstrap.js';
import type { SeenInTraining } from './seen.js';
import type { LeftOut } from './shared.js';

export const EVALUATION_LOG = 'evaluations.jsonl';

interface Trial {
  /** When, ISO 8601. */
  readonly time: string;
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
}

/** On the frames of a dataset. */
export interface LogEntry extends Trial {
  readonly dataset: { readonly digest: string; readonly assets: readonly string[] };
  readonly split: string;
  /** Classes that model and dataset both know; older lines have none of this: there all classes of the model were judged. */
  readonly judged: readonly string[];
  readonly leftOut?: LeftOut;
  readonly images: number;
  readonly rooms: number;
  /** Of these; absent where the model does not say what it was trained on. */
  readonly seenInTraining?: SeenInTraining;
  readonly figures: Readonly<Record<string, number>>;
  readonly intervals: Partial<Record<IntervalKey, Interval>>;
}

/** On the move: what `jackdaw bench` says of it, lists of single cases left out. */
export interface BenchEntry extends Trial {
  readonly bench: 'safety' | 'approach';
  /** Of the first room. */
  readonly seed: number;
  readonly figures: object;
}

/** Beside the versions: models/<name>/evaluations.jsonl. */
export function logOf(modelFolder: string): string {
  return join(dirname(modelFolder), EVALUATION_LOG);
}

/** Before any work: a new file, or one with a trial of ours in its first line. Throws cli/usage, cli/output. */
export async function admitLog(path: string): Promise<void> {
  await admitFile({ path, flag: '--log', ending: '.jsonl', what: 'a log of evaluations', isOfKind: isLog });
}

/** An empty one is about to be. */
function isLog(head: Uint8Array): boolean {
  if (head.length === 0) return true;
  const [line = ''] = Buffer.from(head).toString('utf8').split('\n', 1);
  try {
    const { time, model } = JSON.parse(line) as Partial<Trial>;
    return typeof time === 'string' && typeof model?.sha256 === 'string';
  } catch {
    return false;
  }
}

/** In one write, on the medium when it returns. Throws evaluation/write-failed. */
export async function appendToLog(file: string, entry: LogEntry | BenchEntry): Promise<void> {
  try {
    await nodeDisk.makeFolder(dirname(file));
    const handle = await open(file, 'a');
    try {
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw toFault(thrown, 'evaluation/write-failed', {
      what: 'The evaluation cannot be added to the log.',
      where: file,
      next: 'Every evaluation is logged: make the file writable, or name another one with --log.',
    });
  }
}
