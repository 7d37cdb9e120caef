// What jackdaw models export and check do: find golden frames and the independent reader, publish, compare.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { openDataset, type Dataset } from '../dataset/open.js';
import { readPicture } from '../dataset/read-picture.js';
import { Fault, toFault } from '../fault/fault.js';
import { HUNG_MS, openEngine } from '../perception/engine/engine.js';
import { checkGolden } from '../perception/model/golden.js';
import type { Manifest } from '../perception/model/manifest.js';
import { loadModel } from '../perception/model/model.js';
import type { Picture } from '../picture/decode.js';
import { findModelFolder } from '../robot/named-model.js';
import { publishRun } from '../training/export/publish-run.js';
import { trainingProcess } from '../training/at-work.js';
import {
  bestValidation,
  hasFallen,
  lastValidation,
  parseEntries,
  type ValidationEntry,
} from '../training/journal.js';
import { unfinished } from '../training/progress.js';
import { readRun, runFiles } from '../training/run-folder.js';
import { checkVersion } from './model-version.js';
import { picturesIn, readLoose } from './models-look.js';
import type { ExportFlags } from './models.js';
import { printRemark } from './print.js';

const READER = fileURLToPath(new URL('../../scripts/parity/read_model.py', import.meta.url));
const READER_PYTHON = fileURLToPath(new URL('../../.venv-parity/bin/python', import.meta.url));
/** Enough to see every class; each costs 0.2 MB in the repository. */
const GOLDEN_FRAMES = 8;
const READER_MS = 120_000;

export interface Exported {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Who agreed. */
  readonly readings: readonly string[];
}

export async function exportModel(flags: ExportFlags): Promise<Exported> {
  checkVersion(flags.out);
  const dataset = flags.data === undefined ? undefined : await openDataset(flags.data);
  if (dataset !== undefined)
    await warnOfOther(
      flags.run,
      dataset,
      'Its pictures do as golden frames, but the card cannot say what was trained on.',
    );
  const frames = await goldenFrames(dataset, flags.frames);
  const python = findPython(flags.python);
  // TensorFlow greets on standard error otherwise.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const { run, out, learner } = flags;
  const readIndependently = python === undefined ? undefined : (folder: string) => readBy(python, folder);
  const { folder, manifest } = await publishRun({
    ...{ run, out, frames, learner, readIndependently },
    dataset: dataset?.manifest,
    unfinished: flags.unfinished === true,
  });
  await warnOfUnfinished(run, manifest);
  await warnOfFallen(run, manifest);
  if (Object.keys(manifest.metrics).length === 0) printRemark(untunedText(out, dataset));
  return { folder, manifest, readings: ['trainer', ...readingsOf(python)] };
}

function untunedText(out: string, dataset: Dataset | undefined): string {
  if (dataset?.manifest.splits.validation.images === 0)
    return `Nothing was measured: without validation there is nothing to tune on, and every threshold is 0.3. See what it finds: npx jackdaw models look ${out} --pictures FOLDER`;
  return 'Nothing was measured: `npx jackdaw models tune` first, and its thresholds and figures travel with the model.';
}

/** Where a dataset is given that is not the one that was trained on. Throws training/bad-run. */
export async function warnOfOther(run: string, { folder, manifest }: Dataset, so: string): Promise<void> {
  const { dataset } = await readRun(run);
  if (dataset === manifest.digest) return;
  const digits = (digest: string): string => `digest ${digest.slice(0, 8)}…`;
  printRemark(
    `Warning: ${folder} (${digits(manifest.digest)}) is not the dataset that ${run} was trained on (${digits(dataset)}). ${so}`,
  );
}

/** Of a training that was cut short, and is perhaps to go on, or that still runs. */
export async function warnOfUnfinished(run: string, { origin }: Manifest): Promise<void> {
  const cut = unfinished(origin);
  if (cut === undefined) return;
  const pid = await trainingProcess(run);
  if (pid !== undefined) {
    const steps = `step ${origin.trainedSteps} of ${origin.plannedSteps}`;
    return printRemark(
      `Warning: the training still runs (process ${pid}), and this is of ${steps}, as last saved. Wait for its end, then tune and export again: thresholds go with the weights that they were chosen for.`,
    );
  }
  printRemark(`Warning: ${cut}. \`npx jackdaw train --resume\` goes on; tune and export again after it.`);
}

/** Of a training that was clearly better before: what is exported is its last all the same. */
async function warnOfFallen(run: string, { origin: { trainedSteps = Infinity } }: Manifest): Promise<void> {
  const course = await readFile(join(run, runFiles.metrics), 'utf8').catch(() => '');
  const entries = parseEntries(course, trainedSteps);
  const [last, best] = [lastValidation(entries), bestValidation(entries)];
  if (!hasFallen(last, best)) return;
  const at = (entry: ValidationEntry): string =>
    `mAP@0.5 ${entry.map50.toFixed(3)} at ${entry.step === 0 ? 'step 0, which is the model it started from' : `step ${entry.step}`}`;
  printRemark(
    `Warning: on its validation the training was better before: ${at(best)}; this is what came after, ${at(last!)}.`,
  );
}

/** Such a model agrees with everybody. */
const UNCHECKED =
  'It has no golden frames: nothing was checked. Export it again, with pictures: --data or --frames.';

export interface Checked {
  readonly frames: number;
  readonly problems: readonly string[];
  readonly readings: readonly string[];
}

export async function checkModel(named: string, interpreter?: string): Promise<Checked> {
  const folder = await findModelFolder(named);
  const model = await loadModel(folder);
  const engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: HUNG_MS });
  try {
    const python = findPython(interpreter);
    const frames = model.manifest.golden.frames.length;
    const ours = await checkGolden(model, engine);
    const theirs = python === undefined ? [] : await readBy(python, folder);
    return {
      frames,
      problems: [...(frames === 0 ? [UNCHECKED] : []), ...ours.map((each) => `runtime, ${each}`), ...theirs],
      readings: readingsOf(python),
    };
  } finally {
    await engine.close();
  }
}

function readingsOf(python: string | undefined): string[] {
  return ['runtime', ...(python === undefined ? [] : ['independent reading'])];
}

function findPython(interpreter: string | undefined): string | undefined {
  return interpreter ?? (existsSync(READER_PYTHON) ? READER_PYTHON : undefined);
}

const readerSchema = z.object({ frames: z.int(), problems: z.array(z.string()) });

/** Its exit code 1 only repeats that there are problems. */
async function readBy(python: string, folder: string): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)(python, [READER, folder], { timeout: READER_MS }).catch(
      (thrown: { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string }) => {
        if (thrown.code === 1 && thrown.stdout?.startsWith('{') === true) return { stdout: thrown.stdout };
        throw new Error(thrown.stderr?.trim().split('\n').at(-1) ?? 'it ended without a word');
      },
    );
    return readerSchema.parse(JSON.parse(stdout)).problems;
  } catch (thrown) {
    throw toFault(thrown, 'bench/peer-failed', {
      what: 'The independent reading of the model cannot be run.',
      where: python,
      next: 'Set up the environment as scripts/parity/README.md says.',
    });
  }
}

async function goldenFrames(dataset: Dataset | undefined, folder: string | undefined): Promise<Picture[]> {
  const files = dataset === undefined ? await framesIn(folder) : await imagesOf(dataset);
  if (files.length === 0) throw noFrames(`no picture in ${dataset?.folder ?? folder}`);
  const step = Math.max(1, files.length / GOLDEN_FRAMES);
  const chosen = files
    .filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step))
    .slice(0, GOLDEN_FRAMES);
  const read = dataset === undefined ? readLoose : (file: string) => readPicture(file);
  return Promise.all(chosen.map(read));
}

/** Of validation, or where that is empty of another split: an answer to compare is wanted, not a good one. */
async function imagesOf(dataset: Dataset): Promise<string[]> {
  const { splits } = dataset.manifest;
  const split = (['validation', 'train', 'test'] as const).find((each) => splits[each].images > 0);
  return split === undefined ? [] : (await dataset.readSamples(split)).map(({ imagePath }) => imagePath);
}

async function framesIn(folder: string | undefined): Promise<string[]> {
  if (folder !== undefined) return (await picturesIn(folder)).map((name) => join(folder, name));
  throw noFrames('neither --data nor --frames');
}

/** Without one nobody is asked whether trainer, runtime and reading agree. */
function noFrames(found: string): Fault {
  return new Fault('cli/usage', {
    what: 'There are no golden frames.',
    found,
    expected: 'a dataset (--data), or a folder with JPEG or PNG files (--frames)',
  });
}
