// The marker in the folder of a training that runs: two in one folder would overwrite each other.
import { join } from 'node:path';
import { Fault } from '../fault/fault.js';
import { type Disk, writeAll } from '../recording/disk.js';
import { livingOwner, ownerLine } from '../recording/owner.js';

const MARKER = '.training';

/** The number of the process that trains there; undefined if none does. */
export function trainingProcess(folder: string): Promise<number | undefined> {
  return livingOwner(join(folder, MARKER));
}

/** Throws training/busy while a process trains there. */
export async function refuseBusy(folder: string): Promise<void> {
  const pid = await trainingProcess(folder);
  if (pid === undefined) return;
  throw new Fault('training/busy', {
    what: 'A training is running in this folder.',
    where: folder,
    found: `process ${pid}`,
    next: `Wait for its end, end it (kill -INT ${pid}) and go on with --resume, or give another folder to --out.`,
  });
}

/** The folder is there. Throws training/busy; what a process left that ended by force is replaced. */
export async function beginWork(disk: Disk, folder: string): Promise<void> {
  await refuseBusy(folder);
  await endWork(disk, folder);
  const file = await disk.create(join(folder, MARKER));
  try {
    await writeAll(file, [new TextEncoder().encode(await ownerLine())]);
  } finally {
    await file.close();
  }
}

export function endWork(disk: Disk, folder: string): Promise<void> {
  return disk.remove(join(folder, MARKER));
}
