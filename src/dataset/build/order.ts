// The order that a folder's build follows, kept there while it is under way: another one does not mix with its work.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { nodeDisk, replaceFile } from '../../recording/disk.js';
import { contentsOf } from '../../recording/output.js';
import { datasetPaths, ORDER_FILE, PARTS_FOLDER, splitNames } from '../format.js';
import { leaveGround, makeGround, type NewFolders } from './ground.js';

const orderSchema = z.object({
  rules: z.string(),
  shard: z.object({ index: z.int(), count: z.int() }).optional(),
  /** Of all sources, also of those in other shards. */
  sources: z.array(z.string()),
  build: z.unknown(),
  /** What was wrong with it: the next order need not be the same, and begins anew. */
  refused: z.string().optional(),
});
export type BuildOrder = z.infer<typeof orderSchema>;

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

/** What a build found where it is to be. */
export interface Beginning {
  readonly made: NewFolders;
  /** It goes on with what an interrupted build of the same order did. */
  readonly isResumed: boolean;
}

/** Makes the folder ready to go on, or to begin. Throws dataset/exists if the work in it is another order's. */
export async function settleOrder(out: string, order: BuildOrder): Promise<Beginning> {
  const made = await makeGround(out);
  const known = await readOrder(out);
  if (known === undefined) await refuseOther(out);
  else if (!isSame(known, order)) await clear(out, known, order);
  await writeOrder(out, order);
  // Once, before lanes run side by side.
  for (const split of splitNames) await nodeDisk.makeFolder(join(out, datasetPaths.images(split)));
  await nodeDisk.makeFolder(join(out, PARTS_FOLDER));
  return { made, isResumed: known !== undefined && isSame(known, order) };
}

/** What it made is removed; work of an interrupted build before it stays, until another order takes the folder. */
export async function refuseOrder(
  out: string,
  order: BuildOrder,
  { begun: { made, isResumed }, fault }: { readonly begun: Beginning; readonly fault: Fault },
): Promise<void> {
  if (isResumed) await writeOrder(out, { ...order, refused: fault.what.slice(0, 1000) });
  else await leaveGround(out, made);
}

async function writeOrder(out: string, order: BuildOrder): Promise<void> {
  await replaceFile(nodeDisk, join(out, ORDER_FILE), new TextEncoder().encode(JSON.stringify(order)));
}

function isSame(a: BuildOrder, b: BuildOrder): boolean {
  return JSON.stringify(essence(a)) === JSON.stringify(essence(b));
}

function essence({ rules, shard, sources, build }: BuildOrder): unknown {
  return [rules, shard, sources, build];
}

async function refuseOther(out: string): Promise<void> {
  const found = await contentsOf(out);
  if (found === undefined) return;
  throw new Fault('dataset/exists', {
    what: 'the folder holds something else than a dataset',
    found,
    where: out,
    next: 'Choose a new folder.',
  });
}

/** Only what a build makes, and only if no work is lost that its own order could go on with. */
async function clear(out: string, known: BuildOrder, order: BuildOrder): Promise<void> {
  const parts = await nodeDisk.list(join(out, PARTS_FOLDER)).catch(() => []);
  if (known.refused === undefined && parts.some((name) => name.endsWith('.json'))) {
    throw new Fault('dataset/exists', {
      what: 'the folder holds the beginning of another dataset',
      found: `${parts.length} of its ${known.sources.length} bags are done; ${differenceOf(known, order)}`,
      where: out,
      next: 'Give the command that it was begun with, choose a new folder, or remove this one.',
    });
  }
  for (const name of ['images', PARTS_FOLDER]) await rm(join(out, name), { recursive: true, force: true });
}

function differenceOf(known: BuildOrder, order: BuildOrder): string {
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const others = [
    differs(known.sources, order.sources) ? 'bags' : undefined,
    differs(known.shard, order.shard) ? 'shards' : undefined,
    differs(known.build, order.build) ? 'settings' : undefined,
  ].filter((one) => one !== undefined);
  return `the command has other ${others.length === 0 ? 'labels or images' : others.join(', ')}`;
}
