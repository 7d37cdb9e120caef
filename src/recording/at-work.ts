// The marker of a process that is at work in a folder: two in one folder would overwrite each other.
import { join } from 'node:path';
import { Fault, type FaultDetails } from '../fault/fault.js';
import type { FaultCode } from '../fault/codes.js';
import type { Disk } from './disk.js';
import { livingOwner, takeOver } from './owner.js';

/** A kind of work of which a folder bears one at a time. */
export interface Work {
  /** Name of the file that says who is at it. */
  readonly marker: string;
  readonly code: FaultCode;
  /** For who comes second, and finds that process there. */
  readonly refusal: (pid: number) => Pick<FaultDetails, 'what' | 'expected' | 'next'>;
}

/** The number of the process that is at that work there; undefined if none is. */
export function workerIn(folder: string, { marker }: Work): Promise<number | undefined> {
  return livingOwner(join(folder, marker));
}

/** Throws the work's Fault while a process is at it there. */
export async function refuseBusy(folder: string, work: Work): Promise<void> {
  const pid = await workerIn(folder, work);
  if (pid !== undefined) throw busy(folder, work, pid);
}

/** The folder is there. Throws the work's Fault; what a process left that ended by force is replaced. */
export async function beginWork(disk: Disk, folder: string, work: Work): Promise<void> {
  const pid = await takeOver(disk, join(folder, work.marker));
  if (pid !== undefined) throw busy(folder, work, pid);
}

export function endWork(disk: Disk, folder: string, { marker }: Work): Promise<void> {
  return disk.remove(join(folder, marker));
}

function busy(where: string, { code, refusal }: Work, pid: number): Fault {
  return new Fault(code, { ...refusal(pid), where, found: `process ${pid}` });
}
