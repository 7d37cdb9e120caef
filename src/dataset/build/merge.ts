// Shards to one dataset: the same as if it had been built in one run.
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { nodeDisk } from '../../recording/disk.js';
import { ORDER_FILE, PARTS_FOLDER, splitNames, type Manifest } from '../format.js';
import { finishDataset } from './finish.js';
import { leaveGround, makeGround, type NewFolders } from './ground.js';
import { asWriteFault } from './make-part.js';
import { readOrder, type BuildOrder } from './order.js';
import { readParts, writePart, type Part } from './part.js';
import type { BuildRules } from './rules.js';

const rulesSchema = z.object({
  classes: z.array(z.string()),
  shares: z.record(z.enum(splitNames), z.number()),
  salt: z.string(),
  everyMs: z.number(),
  hashBits: z.number(),
});

/** Throws dataset/incomplete if a shard or a part of one is missing, dataset/exists, and what finishing throws. */
export async function mergeShards(shards: readonly string[], out: string): Promise<Manifest> {
  const orders = await Promise.all(shards.map(orderOf));
  const rules = commonRules(shards, orders);
  const parts = new Map<string, { readonly part: Part; readonly folder: string }>();
  for (const folder of shards)
    for (const part of await readParts(folder)) parts.set(part.source.sha256, { part, folder });
  refuseMissing(orders[0]!, parts);
  const made = await freshGround(out);
  try {
    await nodeDisk.makeFolder(join(out, PARTS_FOLDER));
    for (const { part, folder } of parts.values()) await takePart(part, folder, out);
    return await finishDataset(
      out,
      [...parts.values()].map(({ part }) => part),
      rules,
    );
  } catch (thrown) {
    await leaveGround(out, made);
    throw asWriteFault(thrown, out);
  }
}

async function freshGround(out: string): Promise<NewFolders> {
  const made = await makeGround(out).catch((thrown: unknown) => {
    throw asWriteFault(thrown, out);
  });
  if ((await nodeDisk.list(out)).length === 0) return made;
  throw new Fault('dataset/exists', {
    what: 'the folder is not empty',
    where: out,
    next: 'Choose a new one.',
  });
}

async function orderOf(folder: string): Promise<BuildOrder> {
  const order = await readOrder(folder);
  if (order?.shard !== undefined) return order;
  throw new Fault('dataset/incomplete', {
    what: 'the folder holds no shard',
    where: join(folder, ORDER_FILE),
    next: 'Make it with `npx jackdaw dataset build --shard i/n`.',
  });
}

function commonRules(shards: readonly string[], orders: readonly BuildOrder[]): BuildRules {
  const keys = new Set(
    orders.map(({ rules, sources, shard }) => JSON.stringify([rules, sources, shard?.count])),
  );
  const indices = new Set(orders.map(({ shard }) => shard?.index));
  const wanted = orders[0]?.shard?.count ?? 0;
  if (keys.size === 1 && indices.size === wanted && orders.length === wanted)
    return rulesSchema.parse(orders[0]!.build);
  throw new Fault('dataset/incomplete', {
    what:
      keys.size > 1
        ? 'the shards were built from other bags or by other rules'
        : 'shards are missing or twice there',
    found: orders.map(({ shard }, i) => `${shards[i]}: ${shard?.index}/${shard?.count}`).join(', '),
    expected: `each of 1/${wanted} to ${wanted}/${wanted} once, of the same bags and rules`,
  });
}

function refuseMissing({ sources }: BuildOrder, parts: ReadonlyMap<string, unknown>): void {
  const missing = sources.filter((sha256) => !parts.has(sha256));
  if (missing.length === 0) return;
  throw new Fault('dataset/incomplete', {
    what: 'a shard is not finished',
    found: `${missing.length} of ${sources.length} bags are missing`,
    next: 'Run its `npx jackdaw dataset build` again.',
  });
}

async function takePart(part: Part, from: string, out: string): Promise<void> {
  for (const { image } of part.images) {
    await nodeDisk.makeFolder(dirname(join(out, image.file_name)));
    await copyFile(join(from, image.file_name), join(out, image.file_name));
  }
  await writePart(out, part);
}
