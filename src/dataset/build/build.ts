// Builds a dataset from bags: part by part, so that it goes on where it stopped, in shards if wanted, the same digest always.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { nodeDisk, replaceFile } from '../../recording/disk.js';
import { datasetPaths, MANIFEST_FILE, splitNames, type Manifest } from '../format.js';
import { openDataset, sha256Of } from '../open.js';
import { readCocoLabels, type CocoLabels } from './coco-labels.js';
import { finishDataset } from './finish.js';
import { asWriteFault, makePart, type PartOptions } from './make-part.js';
import { PARTS_FOLDER, partSchema, readPart, writePart, type Part } from './part.js';
import { checkShares, type BuildRules } from './rules.js';
import { listSources, type BagSource } from './sources.js';

export interface Shard {
  /** 1 .. count. */
  readonly index: number;
  readonly count: number;
}

export interface BuildOptions {
  readonly from: readonly string[];
  readonly out: string;
  readonly rules: BuildRules;
  readonly shard?: Shard | undefined;
  readonly imageTopic?: string | undefined;
  /** One for each path of `from`, instead of ground truth. */
  readonly cocoFiles?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bags done, of how many. */
  readonly onBag?: (done: number, total: number) => void;
}

export type BuildResult =
  | { readonly kind: 'dataset'; readonly manifest: Manifest; readonly wasThere: boolean }
  | { readonly kind: 'shard'; readonly shard: Shard; readonly images: number }
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number };

/** Bags that are read at a time: their pictures decode on the library's threads. */
const AT_ONCE = 4;

/** What decides, kept in the folder while it is under way: another order into the same folder is refused. */
const orderSchema = z.object({
  rules: z.string(),
  shard: z.object({ index: z.int(), count: z.int() }).optional(),
  /** Of all sources, also of those in other shards. */
  sources: z.array(z.string()),
  build: z.unknown(),
});
export type BuildOrder = z.infer<typeof orderSchema>;
export const ORDER_FILE = 'build.json';

/** Throws dataset/…, bag/…, picture/undecodable; what was done stays and is not done again. */
export async function buildDataset(options: BuildOptions): Promise<BuildResult> {
  const { out, rules, shard } = options;
  checkShares(rules.shares);
  const sources = await listSources(options.from);
  const coco = await readCocoFiles(options);
  const rulesDigest = sha256Of(
    JSON.stringify([rules, options.imageTopic ?? '', coco.map(({ sha256 }) => sha256)]),
  );
  const finished = await findFinished(out, sources, rules);
  if (finished !== undefined) return { kind: 'dataset', manifest: finished, wasThere: true };
  await settle(out, {
    rules: rulesDigest,
    ...(shard === undefined ? {} : { shard }),
    sources: sources.map(({ sha256 }) => sha256).sort(),
    build: rules,
  });
  const mine = sources.filter((source) => isMine(source, shard));
  const parts = await makeParts(mine, options, {
    out,
    rules,
    rulesDigest,
    imageTopic: options.imageTopic,
    cocoOf: ({ given }) => coco[given],
  });
  if (parts.length < mine.length) return { kind: 'interrupted', done: parts.length, total: mine.length };
  if (shard !== undefined) {
    return { kind: 'shard', shard, images: parts.reduce((sum, { images }) => sum + images.length, 0) };
  }
  const manifest = await finishDataset(out, parts, rules);
  await nodeDisk.remove(join(out, ORDER_FILE));
  return { kind: 'dataset', manifest, wasThere: false };
}

/** Throws cli/usage if there are some, but not one for each path. */
async function readCocoFiles({ from, cocoFiles = [] }: BuildOptions): Promise<readonly CocoLabels[]> {
  if (cocoFiles.length > 0 && cocoFiles.length !== from.length) {
    throw new Fault('cli/usage', {
      what: 'there must be a COCO file for each recording',
      found: `${from.length} recordings, ${cocoFiles.length} COCO files`,
      next: 'Give them in the same order: --from kitchen hall --coco kitchen.json hall.json',
    });
  }
  return Promise.all(cocoFiles.map(readCocoLabels));
}

function isMine({ sha256 }: BagSource, shard: Shard | undefined): boolean {
  return shard === undefined || Number.parseInt(sha256.slice(0, 8), 16) % shard.count === shard.index - 1;
}

/** Fewer parts than sources if the signal aborts. */
async function makeParts(
  sources: readonly BagSource[],
  options: BuildOptions,
  part: PartOptions,
): Promise<Part[]> {
  const parts: Part[] = [];
  const left = [...sources];
  const lane = async (): Promise<void> => {
    for (let source = left.shift(); source !== undefined; source = left.shift()) {
      if (options.signal?.aborted === true) return;
      parts.push(await settlePart(source, part));
      options.onBag?.(parts.length, sources.length);
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () =>
      lane().catch((thrown: unknown) => {
        left.length = 0;
        throw thrown;
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw asWriteFault(failed.reason, options.out);
  return parts;
}

async function settlePart(source: BagSource, options: PartOptions): Promise<Part> {
  const known = await readPart(options.out, source.sha256, options.rulesDigest);
  if (known !== undefined) return known;
  // As it will be read again: whether a part is new or known must not show in the dataset.
  const part = partSchema.parse(await makePart(source, options));
  await writePart(options.out, part);
  return part;
}

/** The finished dataset in the folder, if it is what would be built. Throws dataset/exists if it is another. */
async function findFinished(
  out: string,
  sources: readonly BagSource[],
  rules: BuildRules,
): Promise<Manifest | undefined> {
  const isThere = await stat(join(out, MANIFEST_FILE)).catch(() => undefined);
  if (isThere === undefined) return undefined;
  const { manifest } = await openDataset(out);
  const wanted = sources.map(({ sha256 }) => sha256).sort();
  const isSame =
    JSON.stringify(manifest.sources.map(({ sha256 }) => sha256).sort()) === JSON.stringify(wanted) &&
    JSON.stringify([manifest.classes, manifest.splitRule.salt, manifest.sampling]) ===
      JSON.stringify([rules.classes, rules.salt, { everyMs: rules.everyMs, hashBits: rules.hashBits }]) &&
    Object.entries(rules.shares).every(
      ([split, share]) => manifest.splitRule.shares[split as keyof typeof rules.shares] === share,
    );
  if (isSame) return manifest;
  throw exists(out, 'the folder holds another dataset');
}

async function settle(out: string, order: BuildOrder): Promise<void> {
  try {
    await nodeDisk.makeFolder(out);
    const path = join(out, ORDER_FILE);
    const known = await readOrder(out);
    if (known === undefined && (await nodeDisk.list(out)).length > 0)
      throw exists(out, 'the folder holds something else than a dataset');
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(order))
      throw exists(out, 'the folder holds the beginning of another dataset');
    await replaceFile(nodeDisk, path, new TextEncoder().encode(JSON.stringify(order)));
    // Once, before lanes run side by side.
    for (const split of splitNames) await nodeDisk.makeFolder(join(out, datasetPaths.images(split)));
    await nodeDisk.makeFolder(join(out, PARTS_FOLDER));
  } catch (thrown) {
    throw asWriteFault(thrown, out);
  }
}

/** undefined if there is none or it is none. */
export async function readOrder(folder: string): Promise<BuildOrder | undefined> {
  const text = await readFile(join(folder, ORDER_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return orderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function exists(out: string, what: string): Fault {
  return new Fault('dataset/exists', { what, where: out, next: 'Choose a new folder, or remove this one.' });
}
