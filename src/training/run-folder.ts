// The folder of a training: what it is of, its last checkpoint, its weights, its course. Every file is whole or not there.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault, toFault } from '../fault/fault.js';
import { nearestPath } from '../fault/nearest-path.js';
import { digest } from '../perception/model/manifest.js';
import { trainedRoomsSchema } from '../perception/model/trained-rooms.js';
import { beginWork, endWork, refuseBusy } from '../recording/at-work.js';
import { replaceFile, type Disk } from '../recording/disk.js';
import { isDiskFull } from '../recording/disk-fault.js';
import { training } from './at-work.js';
import { decodeCheckpoint, encodeCheckpoint, type Identity } from './checkpoint.js';
import { drawCurves } from './curves.js';
import { formatEntry, parseEntries, type Entry } from './journal.js';
import type { Network } from './network.js';
import type { LearningState } from './optimiser.js';
import { tableOf } from './parameters.js';
import type { Recipe } from './recipe.js';
import { encodeWeights } from './weights.js';

export const runFiles = {
  /** Recipe, seed, digests: what the training is. */
  run: 'run.json',
  network: 'network.json',
  checkpoint: 'checkpoint.safetensors',
  /** The averaged weights of the last checkpoint: what is exported. */
  weights: 'weights.safetensors',
  metrics: 'metrics.jsonl',
  curves: 'curves.svg',
} as const;

type RunFile = keyof typeof runFiles;

const runSchema = z.object({
  schemaVersion: z.literal(1),
  dataset: digest,
  networkSha256: digest,
  /** The model that it started from: its network, and where it lay. */
  startSha256: digest.optional(),
  startFolder: z.string().optional(),
  /** Those it learns from, and those of that model. */
  rooms: trainedRoomsSchema.optional(),
  recipe: z.looseObject({
    training: z.looseObject({
      seed: z.int(),
      images: z.int().positive().optional(),
      batch: z.int().positive().optional(),
    }),
  }),
});

/** What a training is of. */
export type RunDescription = z.output<typeof runSchema>;

const EXPECTED = `${runFiles.run}, ${runFiles.network} and ${runFiles.weights}, as \`npx jackdaw train\` writes them`;
const NAME_ONE = 'Name the folder that was given to `npx jackdaw train` as --out.';
/** For who wants of a training what it has not come to yet. */
export const goOn = (run: string): string =>
  `Go on with it: npx jackdaw train --resume --out ${run} --data DATASET`;
/** For who wants to go on with a training that is not there. */
export const START_ONE = 'Start it without --resume, or give the folder that it was begun in as --out.';

/** Throws training/bad-run for a folder that is none of a training; `next` is said where there is nothing at all. */
export async function readRun(folder: string, next = NAME_ONE): Promise<RunDescription> {
  const where = join(folder, runFiles.run);
  try {
    return runSchema.parse(JSON.parse(await readFile(where, 'utf8')));
  } catch (thrown) {
    if (isAbsent(thrown)) throw await noTraining(folder, next);
    throw toFault(thrown, 'training/bad-run', {
      what: 'The folder is not that of a training.',
      where,
      expected: EXPECTED,
      next: NAME_ONE,
    });
  }
}

async function noTraining(where: string, next: string): Promise<Fault> {
  const names = await readdir(where).catch(() => undefined);
  const near = names === undefined ? await nearestPath(where) : undefined;
  return new Fault('training/bad-run', {
    what: 'There is no training here.',
    where,
    found: names === undefined ? 'no such folder' : names.slice(0, 5).join(', ') || 'an empty folder',
    expected: EXPECTED,
    next: near === undefined ? next : `Did you mean ${near}? Else: ${next}`,
  });
}

function isAbsent(thrown: unknown): boolean {
  const { code } = thrown as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export interface RunFolderOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly network: Network;
  readonly identity: Identity;
}

export class RunFolder {
  readonly #options: RunFolderOptions;
  #entries: Entry[] = [];
  #isAtWork = false;

  constructor(options: RunFolderOptions) {
    this.#options = options;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Makes the folder for a new training. Throws training/busy, training/bad-run, training/write-failed. */
  async prepare(): Promise<undefined> {
    await refuseBusy(this.#options.folder, training);
    await this.#checkFree();
    await this.#writing(() => this.#options.disk.makeFolder(this.#options.folder));
  }

  /** Throws training/bad-run if a training, a dataset or a model is there already. */
  async #checkFree(): Promise<void> {
    const { disk, folder } = this.#options;
    const isRun = await disk.exists(this.#path('run'));
    if (!isRun && !(await disk.exists(join(folder, 'manifest.json')))) return;
    throw new Fault('training/bad-run', {
      what: isRun ? 'The folder holds a training already.' : 'The folder is that of a dataset or a model.',
      where: folder,
      next: isRun
        ? 'Go on with it by --resume, or give another folder to --out.'
        : 'Give a folder of its own to --out.',
    });
  }

  /** A new training in the prepared folder. Throws training/bad-run, training/busy, training/write-failed. */
  async begin(files: { readonly run: RunDescription; readonly network: string }): Promise<void> {
    await this.#enter();
    // Another may have begun and ended here since.
    await this.#checkFree();
    await this.#write('network', files.network);
    await this.#write('run', `${JSON.stringify(files.run, undefined, 2)}\n`);
  }

  /** Where an earlier run stopped; undefined if it stopped before its first checkpoint. Only with the recipe it began with. */
  async resume(recipe: Recipe): Promise<LearningState | undefined> {
    const { disk, network, identity, folder } = this.#options;
    checkRecipe(folder, (await readRun(folder, START_ONE)).recipe, recipe);
    await this.#enter();
    const where = this.#path('checkpoint');
    if (!(await disk.exists(where))) return undefined;
    const { length } = tableOf(network);
    const state = decodeCheckpoint(await readWhole(where), { identity, length, where });
    if (await disk.exists(this.#path('metrics'))) {
      const text = new TextDecoder().decode(await readWhole(this.#path('metrics')));
      this.#entries = parseEntries(text, state.step);
    }
    return state;
  }

  /** Nobody trains here any more. */
  async leave(): Promise<void> {
    if (this.#isAtWork) await endWork(this.#options.disk, this.#options.folder, training);
    this.#isAtWork = false;
  }

  async #enter(): Promise<void> {
    await this.#writing(() => beginWork(this.#options.disk, this.#options.folder, training));
    this.#isAtWork = true;
  }

  note(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Weights and course first, the checkpoint last: whatever a crash leaves, going on from the checkpoint mends it. */
  async save(state: LearningState): Promise<void> {
    const { network, identity } = this.#options;
    const metadata = { step: String(state.step), ...identity };
    await this.#write('weights', encodeWeights(network, state.average, metadata));
    await this.saveCourse();
    await this.#write('checkpoint', encodeCheckpoint(state, identity));
  }

  /** What was noted since, of a step that is saved. */
  async saveCourse(): Promise<void> {
    await this.#write('metrics', this.#entries.map(formatEntry).join(''));
    await this.#write('curves', drawCurves(this.#entries));
  }

  #path(file: RunFile): string {
    return join(this.#options.folder, runFiles[file]);
  }

  async #write(file: RunFile, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await this.#writing(() => replaceFile(this.#options.disk, this.#path(file), bytes));
  }

  async #writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const full = this.#isAtWork ? 'The disk is full; the last checkpoint is kept.' : 'The disk is full.';
      throw toFault(thrown, 'training/write-failed', {
        what: isDiskFull(thrown) ? full : 'The training cannot be saved.',
        where: this.#options.folder,
        next: this.#isAtWork
          ? 'Free some space or mend the permissions, then go on with --resume.'
          : 'Free some space, mend the permissions or give another folder to --out.',
      });
    }
  }
}

function checkRecipe(where: string, began: Readonly<Record<string, unknown>>, now: Recipe): void {
  const before = settingsOf(began);
  const changed = [...settingsOf(now)]
    .filter(([path, value]) => before.get(path) !== value)
    .map(([path, value]) => `${path} ${before.get(path) ?? 'not set'}, now ${value}`);
  if (changed.length === 0) return;
  throw new Fault('training/bad-run', {
    what: 'The training began with other settings.',
    where,
    found: changed.join('\n            '),
    expected: 'the same; --resume alone takes those that it began with',
    next: 'Leave the settings away, or train anew into another folder.',
  });
}

/** Value by `section.setting`. */
function settingsOf(recipe: object): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(recipe).flatMap(([section, settings]) =>
      Object.entries(settings as object).map(
        ([name, value]) => [`${section}.${name}`, String(value)] as const,
      ),
    ),
  );
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw toFault(thrown, 'training/bad-run', {
      what: 'A file of the training cannot be read.',
      where: path,
    });
  }
}
