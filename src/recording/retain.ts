// Retention: removes the oldest finished files of recordings until they fit a size and an age.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeNs } from '../message/time.js';
import { isLeased } from './lease.js';
import { reindexBag } from './reindex.js';

/** `bag_3.mcap.keep` beside `bag_3.mcap` protects it; `.keep` in the folder protects the whole bag. */
export const KEEP_SUFFIX = '.keep';

export interface RetainOptions {
  /** The bags directly under `root` may take so much together; no limit if absent. */
  readonly maxBytes?: number;
  /** Files that were finished longer ago are removed; no limit if absent. */
  readonly maxAgeSeconds?: number;
  /** Wall time: files carry the wall time at which they were finished. */
  readonly now: TimeNs;
}

export interface Retained {
  readonly removed: readonly string[];
  readonly freedBytes: number;
  readonly keptBytes: number;
  /** True: all that may be removed is gone and it is still too much. */
  readonly isOver: boolean;
}

interface Segment {
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
  readonly finishedMs: number;
  readonly isProtected: boolean;
}

/** Oldest first, never a protected file nor one that is being written. A bag that loses all its files goes whole. */
export async function retainBags(root: string, options: RetainOptions): Promise<Retained> {
  const segments = (await listSegments(root)).sort(
    (a, b) => a.finishedMs - b.finishedMs || compare(a.path, b.path),
  );
  const doomed = choose(segments, options);
  for (const { path } of doomed) await rm(path, { force: true });
  await tidy(doomed);
  const freedBytes = totalBytes(doomed);
  const keptBytes = totalBytes(segments) - freedBytes;
  return {
    removed: doomed.map(({ path }) => path),
    freedBytes,
    keptBytes,
    isOver: keptBytes > (options.maxBytes ?? Infinity),
  };
}

function choose(
  segments: readonly Segment[],
  { maxBytes = Infinity, maxAgeSeconds, now }: RetainOptions,
): Segment[] {
  const oldestMs = maxAgeSeconds === undefined ? -Infinity : Number(now / 1_000_000n) - maxAgeSeconds * 1000;
  let bytes = totalBytes(segments);
  return segments.filter((segment) => {
    if (segment.isProtected || (bytes <= maxBytes && segment.finishedMs >= oldestMs)) return false;
    bytes -= segment.bytes;
    return true;
  });
}

async function listSegments(root: string): Promise<Segment[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const lists = entries
    .filter((entry) => entry.isDirectory())
    .map(async ({ name }) => segmentsIn(join(root, name)));
  return (await Promise.all(lists)).flat();
}

/** Files that are still `.partial` count, but belong to whoever writes or recovers them. */
async function segmentsIn(folder: string): Promise<Segment[]> {
  const names = new Set(await readdir(folder));
  const segments: Segment[] = [];
  for (const name of names) {
    if (!/\.mcap(\.partial)?$/.test(name)) continue;
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts === undefined) continue;
    segments.push({
      folder,
      path: join(folder, name),
      bytes: facts.size,
      finishedMs: facts.mtimeMs,
      isProtected: names.has(name + KEEP_SUFFIX) || names.has(KEEP_SUFFIX) || !name.endsWith('.mcap'),
    });
  }
  return segments;
}

/** Whoever records a bag writes its metadata.yaml; of the others it is written anew. */
async function tidy(doomed: readonly Segment[]): Promise<void> {
  for (const folder of new Set(doomed.map((segment) => segment.folder))) {
    if (await isLeased(folder)) continue;
    const isEmptied = !(await readdir(folder)).some((name) => name.includes('.mcap'));
    if (isEmptied) await rm(folder, { recursive: true, force: true });
    else await reindexBag(folder).catch(() => undefined); // a bag that cannot be read is left as it is
  }
}

function totalBytes(segments: readonly Segment[]): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
