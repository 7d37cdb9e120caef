// Recovery: what can be read of a torn bag becomes a whole new one; the old one is kept until the new one is verified.
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '../fault/fault.js';
import { openBag } from './bag.js';
import { nodeDisk } from './disk.js';
import { freeLease, isLeased, LEASE_FILE } from './lease.js';
import { openRecording } from './open.js';
import type { Problem, Problems } from './problem.js';
import { reindexBag } from './reindex.js';
import { PARTIAL_SUFFIX } from './segment-file.js';

export interface Recovery {
  /** complete: nothing is missing. lossy: something was unreadable, or the end was never written. */
  readonly kind: 'complete' | 'lossy';
  readonly messages: number;
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** What became of a bag that was looked at when a run started. */
export type Repair =
  | { readonly kind: 'sound' | 'in-use'; readonly folder: string }
  | { readonly kind: 'repaired'; readonly folder: string; readonly recoveries: readonly Recovery[] }
  | { readonly kind: 'failed'; readonly folder: string; readonly fault: Fault };

/** Where a torn file's new twin grows, within the bag's folder. */
const WORKSHOP = '.recovering';

/**
 * Copies every readable message of `path` (a bag folder or file, ours or not) into a new bag at `out`, and counts it
 * again there. Throws bag/unreadable if nothing can be read, bag/exists, or what writing throws.
 */
export async function recoverBag(path: string, out: string): Promise<Recovery> {
  await refuseUnreadable(path);
  return copyBag(path, out, {});
}

/** A new bag without a single message would look like a rescue. */
async function refuseUnreadable(path: string): Promise<void> {
  const bag = await openBag(path);
  try {
    for await (const _message of bag.messages()) return;
  } finally {
    await bag.close();
  }
  if (bag.problems.total === 0) return;
  throw new Fault('bag/unreadable', {
    what: 'Not one message can be read',
    where: path,
    found: bag.problems.first.map(({ kind, detail }) => `${kind}: ${detail}`).join('; '),
    expected: 'at least one whole chunk',
    next: 'Copy the bag again from where it was recorded.',
  });
}

/** Gives every unfinished file of a bag its end and name, and writes metadata.yaml anew. Never touches a bag in use. */
export async function repairBag(folder: string): Promise<Repair> {
  try {
    const names = await readdir(folder);
    const torn = names.filter((name) => name.endsWith(PARTIAL_SUFFIX));
    if (torn.length === 0 && !names.includes(LEASE_FILE)) return { kind: 'sound', folder };
    if (await isLeased(folder)) return { kind: 'in-use', folder };
    const recoveries: Recovery[] = [];
    for (const name of torn) recoveries.push(await repairFile(folder, name));
    await reindexBag(folder);
    await freeLease(nodeDisk, folder);
    return { kind: 'repaired', folder, recoveries };
  } catch (thrown) {
    const fault =
      thrown instanceof Fault
        ? thrown
        : new Fault('bag/unreadable', { what: 'The bag cannot be repaired', where: folder, cause: thrown });
    return { kind: 'failed', folder, fault };
  }
}

/** Repairs all bags directly under `root`; those that were sound are left out of the list. */
export async function repairBags(root: string): Promise<Repair[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const repairs: Repair[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const repair = await repairBag(join(root, entry.name));
    if (repair.kind !== 'sound') repairs.push(repair);
  }
  return repairs;
}

/** `name` ends in `.partial`. A twin that is already there was verified before the crash that left both. */
async function repairFile(folder: string, name: string): Promise<Recovery> {
  const torn = join(folder, name);
  const whole = torn.slice(0, -PARTIAL_SUFFIX.length);
  const workshop = join(folder, WORKSHOP);
  await rm(workshop, { recursive: true, force: true });
  const empty: Recovery = { kind: 'lossy', messages: 0, files: [], problems: [] };
  if ((await readdir(folder)).includes(basename(whole)) || (await isEmpty(torn))) {
    await rm(torn);
    return empty;
  }
  await mkdir(workshop);
  const recovery = await copyBag(torn, join(workshop, 'bag'), {
    segmentBytes: Infinity,
    segmentSeconds: Infinity,
  });
  const [file] = recovery.files;
  if (file !== undefined) {
    await rename(file, whole);
    await rm(torn);
  }
  await rm(workshop, { recursive: true, force: true });
  return { ...recovery, files: [whole] };
}

/** A file that was created and never written. */
async function isEmpty(path: string): Promise<boolean> {
  const file = await nodeDisk.openToRead(path);
  await file.close();
  return file.bytes === 0;
}

async function copyBag(
  path: string,
  out: string,
  limits: { readonly segmentBytes?: number; readonly segmentSeconds?: number },
): Promise<Recovery> {
  const bag = await openBag(path);
  try {
    const recording = await openRecording({ kind: 'mcap', folder: out, sync: 'segment', ...limits });
    for await (const message of bag.messages()) await recording.write(message);
    const { messages, files, fault } = await recording.close();
    if (fault !== undefined) throw fault;
    await verify(out, messages);
    return {
      kind: isLossy(bag.problems) ? 'lossy' : 'complete',
      messages,
      files,
      problems: bag.problems.first,
    };
  } finally {
    await bag.close();
  }
}

/** Reads the new bag back; the old one may go only after that. */
async function verify(path: string, expected: number): Promise<void> {
  const bag = await openBag(path);
  let found = 0;
  for await (const batch of bag.batches()) found += batch.length;
  await bag.close();
  if (found === expected && bag.problems.total === 0) return;
  throw new Fault('bag/write-failed', {
    what: 'The recovered bag does not read back',
    where: path,
    found: `${found} messages, ${bag.problems.total} problems`,
    expected: `${expected} messages`,
    next: 'The original is untouched; try again on another disk.',
  });
}

/** Indexes and metadata can be made anew; everything else that is wrong means that messages may be missing. */
function isLossy(problems: Problems): boolean {
  const harmless =
    problems.count('bad-summary') + problems.count('bad-metadata') + problems.count('unlisted-file');
  return problems.total > harmless;
}
