// Builds a dataset from bags: part by part, so that it goes on where it stopped, in shards if wanted, the same digest always.
import { join } from 'node:path';
import { Fault } from '../../fault/fault.js';
import { lookalikes } from '../../fault/nearest.js';
import { nodeDisk } from '../../recording/disk.js';
import { MANIFEST_FILE, ORDER_FILE, type Manifest } from '../format.js';
import { openDataset, sha256Of } from '../open.js';
import { refuseUnknownClasses, type CocoLabels } from './coco-labels.js';
import { finishDataset } from './finish.js';
import type { LabelUse } from './label-use.js';
import { labelledSources, readCocoFiles, refuseUnclear, type LabelledSource } from './labelling.js';
import { asWriteFault, makePart, type PartOptions } from './make-part.js';
import { refuseOrder, settleOrder, type BuildOrder } from './order.js';
import { partSchema, readPart, writePart, type Part } from './part.js';
import { planSplits } from './rooms.js';
import { refuseSwapped } from './swapped.js';
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
  /** What is worth knowing and no reason to stop. */
  readonly onRemark?: (remark: string) => void;
}

/** What became of the COCO file of a bag. */
export type BagLabels = LabelUse & {
  readonly bag: string;
  /** Pictures of the bag, labelled or not. */
  readonly frames: number;
};

export type BuildResult =
  | {
      readonly kind: 'dataset';
      readonly manifest: Manifest;
      /** Empty without COCO files, or if the dataset was there. */
      readonly labels: readonly BagLabels[];
      readonly wasThere: boolean;
    }
  | {
      readonly kind: 'shard';
      readonly shard: Shard;
      readonly images: number;
      readonly labels: readonly BagLabels[];
    }
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number };

/** Bags that are read at a time: their pictures decode on the library's threads. */
const AT_ONCE = 4;

/** Throws dataset/…, bag/…, picture/undecodable. What was done stays if it was interrupted, or the disk is full; if it is refused, nothing stays. */
export async function buildDataset(options: BuildOptions): Promise<BuildResult> {
  const { out, rules } = options;
  checkShares(rules.shares);
  const coco = await readCocoFiles(options.from, options.cocoFiles ?? []);
  refuseUnknownClasses(coco, rules.classes);
  for (const pair of lookalikes(rules.classes)) options.onRemark?.(twoNames(pair));
  const { sources, twins } = await listSources(options.from);
  refuseUnclear({ sources, twins }, coco);
  for (const remark of refuseSwapped(sources, coco)) options.onRemark?.(remark);
  for (const { path, of } of twins) options.onRemark?.(`${path} is the same bag as ${of}; it is taken once`);
  const finished = await findFinished(out, labelledSources(sources, coco), rules);
  if (finished !== undefined) return { kind: 'dataset', manifest: finished, labels: [], wasThere: true };
  const splitOf = await planSplits(sources, rules);
  return buildInto(out, sources, { options, coco, splitOf });
}

function twoNames([one, other]: readonly [string, string]): string {
  return (
    `Warning: ${one} and ${other} are two classes here, and learned apart. ` +
    'If they are one, write it one way in all labels, and give that name alone in --classes.'
  );
}

interface Plan {
  readonly options: BuildOptions;
  readonly coco: readonly CocoLabels[];
  readonly splitOf: PartOptions['splitOf'];
}

async function buildInto(
  out: string,
  sources: readonly BagSource[],
  { options, coco, splitOf }: Plan,
): Promise<BuildResult> {
  const { rules, shard, imageTopic } = options;
  const rulesDigest = sha256Of(JSON.stringify([rules, imageTopic ?? '', coco.map(({ sha256 }) => sha256)]));
  const order: BuildOrder = {
    rules: rulesDigest,
    ...(shard === undefined ? {} : { shard }),
    sources: sources.map(({ sha256 }) => sha256).sort(),
    build: rules,
  };
  const begun = await settleOrder(out, order).catch((thrown: unknown) => {
    throw asWriteFault(thrown, out);
  });
  const mine = sources.filter((source) => isMine(source, shard));
  const cocoOf = ({ given }: BagSource): CocoLabels | undefined => coco[given];
  try {
    const parts = await makeParts(mine, options, { out, rules, rulesDigest, imageTopic, splitOf, cocoOf });
    if (parts.length < mine.length) return { kind: 'interrupted', done: parts.length, total: mine.length };
    const labels = labelUseOf(parts);
    if (shard !== undefined) {
      const images = parts.reduce((sum, part) => sum + part.images.length, 0);
      return { kind: 'shard', shard, images, labels };
    }
    const manifest = await finishDataset(out, parts, rules);
    await nodeDisk.remove(join(out, ORDER_FILE));
    return { kind: 'dataset', manifest, labels, wasThere: false };
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code !== 'dataset/write-failed')
      await refuseOrder(out, order, { begun, fault: thrown }).catch(() => undefined);
    throw thrown;
  }
}

function labelUseOf(parts: readonly Part[]): BagLabels[] {
  return parts
    .flatMap(({ source, labels }) =>
      labels === undefined ? [] : [{ bag: source.name, frames: source.frames, ...labels }],
    )
    .sort((a, b) => (a.bag < b.bag ? -1 : 1));
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
  sources: readonly LabelledSource[],
  rules: BuildRules,
): Promise<Manifest | undefined> {
  if (!(await nodeDisk.exists(join(out, MANIFEST_FILE)))) return undefined;
  const { manifest } = await openDataset(out);
  const keysOf = (all: readonly Pick<LabelledSource, 'sha256' | 'labels'>[]): string =>
    JSON.stringify(all.map(({ sha256, labels = '' }) => sha256 + labels).sort());
  const isSame =
    keysOf(manifest.sources) === keysOf(sources) &&
    JSON.stringify([manifest.classes, manifest.splitRule.salt, manifest.sampling]) ===
      JSON.stringify([rules.classes, rules.salt, { everyMs: rules.everyMs, hashBits: rules.hashBits }]) &&
    Object.entries(rules.shares).every(
      ([split, share]) => manifest.splitRule.shares[split as keyof typeof rules.shares] === share,
    );
  if (isSame) return manifest;
  throw new Fault('dataset/exists', {
    what: 'the folder holds another dataset',
    found: 'one of other bags, labels or settings',
    where: out,
    next: 'Choose a new folder, or remove this one.',
  });
}
