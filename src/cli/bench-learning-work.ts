// What jackdaw bench learning does: plans the trainings, has each done once by `jackdaw train`, and writes what they came to.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { countRooms, keepRooms } from '../dataset/fewer-rooms.js';
import { openDataset, type Dataset, type Sample } from '../dataset/open.js';
import { checkFolder } from '../evaluation/folder.js';
import { learningPoints, plotLearning, type LearnedRun, type LearningPoint } from '../evaluation/learning.js';
import { Fault, toFault } from '../fault/fault.js';
import { nodeDisk, replaceFile } from '../recording/disk.js';
import { isDiskFull } from '../recording/disk-fault.js';
import { readRun, runFiles } from '../training/run-folder.js';
import type { LearningFlags } from './bench-learning.js';
import { openChain, type Step, type StepTools } from './steps.js';
import { trainStep } from './train-step.js';

/** In --out. `trained` is in the folder of each training: what `jackdaw train --json` printed. */
const files = {
  report: 'learning.json',
  picture: 'learning.svg',
  steps: 'steps.json',
  trained: 'trained.json',
} as const;

export interface LearningReport {
  /** Digest of the dataset. */
  readonly dataset: string;
  /** Of which all are judged. */
  readonly validation: { readonly images: number; readonly rooms: number };
  readonly points: readonly LearningPoint[];
}

interface Training extends Pick<LearnedRun, 'rooms' | 'pictures' | 'seed' | 'folder'> {
  readonly name: string;
}

/**
 * Throws training/no-data, dataset/few-rooms, cli/usage, training/bad-run and cli/output before anything is trained;
 * process/ended where a training fails. Those that are done stay, and what they came to is written after each.
 */
export async function compareTrainings(
  flags: LearningFlags,
  tools: StepTools,
): Promise<{ readonly report: LearningReport; readonly picture: string }> {
  const { data, out } = flags;
  checkLists(flags);
  const dataset = await openDataset(data);
  const trainings = planTrainings(flags, await readRooms(dataset));
  await checkFolder(nodeDisk, out, { file: files.steps, what: 'comparison' });
  for (const training of trainings) await checkBegun(training, dataset);
  const chain = await openChain(join(out, files.steps), tools);
  const runs: LearnedRun[] = [];
  for (const [i, training] of trainings.entries()) {
    const { name: _name, ...circumstances } = training;
    const { rooms, pictures, seed } = training;
    tools.say(
      `training ${i + 1} of ${trainings.length}: ${rooms} rooms (${pictures} pictures), seed ${seed}`,
    );
    await chain.take(await stepOf(training, flags));
    runs.push({ ...circumstances, ...(await readTrained(training)) });
    await writeReport(out, reportOf(dataset, runs));
  }
  return { report: reportOf(dataset, runs), picture: join(out, files.picture) };
}

function checkLists({ rooms = [], seeds }: LearningFlags): void {
  const rising = [...new Set(rooms)].sort((a, b) => a - b);
  const distinct = [...new Set(seeds)];
  if (rising.join() !== rooms.join()) throw badList('rooms', rooms, rising);
  if (distinct.length < seeds.length) throw badList('seeds', seeds, distinct);
}

function badList(flag: 'rooms' | 'seeds', found: readonly number[], good: readonly number[]): Fault {
  const expected = flag === 'rooms' ? 'each number once, the smallest first' : 'each seed once';
  return new Fault('cli/usage', {
    what: `--${flag} is not a list that can be compared.`,
    found: found.join(),
    expected,
    next: `Give --${flag} ${good.join()}`,
  });
}

/** Of train. Throws training/no-data if it or validation is empty. */
async function readRooms(dataset: Dataset): Promise<readonly Sample[]> {
  const { splits } = dataset.manifest;
  const empty = (['validation', 'train'] as const).find((split) => splits[split].images === 0);
  if (empty === undefined) return dataset.readSamples('train');
  throw new Fault('training/no-data', {
    what: `The split ${empty} of the dataset is empty: trainings cannot be compared by it.`,
    where: dataset.folder,
    expected: 'at least one image in train and in validation',
    next: 'Build it from recordings of at least two rooms, with a share for both: --shares 0.9,0.1,0',
  });
}

/** The first seed for every number of rooms, then the others. Throws dataset/few-rooms. */
function planTrainings(
  { out, seeds, allSeeds, rooms }: LearningFlags,
  samples: readonly Sample[],
): readonly Training[] {
  const sizes = (rooms ?? roundShares(countRooms(samples))).map((count) => ({
    rooms: count,
    pictures: keepRooms(samples, count).length,
  }));
  return seeds.flatMap((seed, i) =>
    (i === 0 || allSeeds === true ? sizes : sizes.slice(-1)).map((size) => {
      const name = `${size.rooms}-${seed}`;
      return { ...size, seed, name, folder: join(out, name) };
    }),
  );
}

/** An eighth, a quarter, a half and all, of few rooms fewer steps. */
function roundShares(all: number): readonly number[] {
  return [...new Set([8, 4, 2, 1].map((part) => Math.max(1, Math.round(all / part))))];
}

/** `jackdaw train --resume` finds whatever else is not the same. */
async function checkBegun({ folder }: Training, { manifest }: Dataset): Promise<void> {
  if (!(await nodeDisk.exists(join(folder, runFiles.run)))) return;
  const { dataset } = await readRun(folder);
  if (dataset === manifest.digest) return;
  throw new Fault('training/bad-run', {
    what: 'A training there learned from another dataset.',
    where: folder,
    found: dataset,
    expected: manifest.digest,
    next: 'Name another folder with --out, or the dataset of before with --data.',
  });
}

/** More than any split holds: all of validation is judged. */
const ALL_IMAGES = 1_000_000;

async function stepOf(
  { name, folder, seed, rooms }: Training,
  { data, learner, images }: LearningFlags,
): Promise<Step> {
  const step = await trainStep({ name, data, out: folder, seed, learner, quick: true });
  return {
    ...step,
    args: [
      ...step.args,
      ...(images === undefined ? [] : ['--images', String(images)]),
      ...['--set', `training.rooms=${rooms}`, '--set', `training.validationImages=${ALL_IMAGES}`, '--json'],
    ],
    into: join(folder, files.trained),
  };
}

const trainedSchema = z.object({
  learner: z.string(),
  validation: z.object({
    map50: z.number(),
    surfaceAccuracy: z.number().optional(),
    freeIou: z.number().optional(),
  }),
});

async function readTrained({
  folder,
}: Training): Promise<Pick<LearnedRun, 'learner' | 'map50' | 'surfaceAccuracy' | 'freeIou'>> {
  const where = join(folder, files.trained);
  try {
    const { learner, validation } = trainedSchema.parse(JSON.parse(await readFile(where, 'utf8')));
    const { map50, surfaceAccuracy, freeIou } = validation;
    return { learner, map50, surfaceAccuracy, freeIou };
  } catch (thrown) {
    throw toFault(thrown, 'training/bad-run', {
      what: 'What the training came to cannot be read.',
      where,
      expected: 'what `npx jackdaw train --json` prints',
      next: 'Remove the file: it is made again, and nothing is trained again for that.',
    });
  }
}

function reportOf({ manifest }: Dataset, runs: readonly LearnedRun[]): LearningReport {
  const { images, rooms } = manifest.splits.validation;
  return { dataset: manifest.digest, validation: { images, rooms }, points: learningPoints(runs) };
}

async function writeReport(out: string, report: LearningReport): Promise<void> {
  const write = (name: string, text: string): Promise<void> =>
    replaceFile(nodeDisk, join(out, name), Buffer.from(text));
  try {
    if (report.points.length > 0) await write(files.picture, plotLearning(report.points));
    await write(files.report, `${JSON.stringify(report, undefined, 2)}\n`);
  } catch (thrown) {
    throw toFault(thrown, 'evaluation/write-failed', {
      what: isDiskFull(thrown) ? 'The disk is full.' : 'The comparison cannot be written.',
      where: out,
      next: 'Free some space or mend the permissions; the same command then goes on from here.',
    });
  }
}
