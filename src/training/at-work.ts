// The marker in the folder of a training that runs: two in one folder would overwrite each other.
import { join } from 'node:path';
import { Fault } from '../fault/fault.js';
import type { Disk } from '../recording/disk.js';
import { livingOwner, takeOver } from '../recording/owner.js';

const MARKER = '.training';

/** The number of the process that trains there; undefined if none does. */
export function trainingProcess(folder: string): Promise<number | undefined> {
  return livingOwner(join(folder, MARKER));
}

/** Throws training/busy while a process trains there. */
export async function refuseBusy(folder: string): Promise<void> {
  const pid = await trainingProcess(folder);
  if (pid !== undefined) throw busy(folder, pid);
}

/** The folder is there. Throws training/busy; what a process left that ended by force is replaced. */
export async function beginWork(disk: Disk, folder: string): Promise<void> {
  const pid = await takeOver(disk, join(folder, MARKER));
  if (pid !== undefined) throw busy(folder, pid);
}

export function endWork(disk: Disk, folder: string): Promise<void> {
  return disk.remove(join(folder, MARKER));
}

function busy(where: string, pid: number): Fault {
  return new Fault('training/busy', {
    what: 'A training is running in this folder.',
    where,
    found: `process ${pid}`,
    expected: 'one training in a folder at a time',
    next: `Wait for its end, end it (kill -INT ${pid}) and go on with --resume, or give another folder to --out.`,
  });
}
