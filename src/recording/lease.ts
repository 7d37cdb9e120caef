// The marker of a bag that is being recorded: says by whom, so that nobody recovers it, and holds room back for the end.
import { join } from 'node:path';
import { type Disk, writeAll } from './disk.js';
import { livingOwner, ownerLine } from './owner.js';

/** Present in a bag's folder while it is recorded. */
export const LEASE_FILE = '.recording';

/** Freed when the disk is full, so that the last file can get its summary (about 100 bytes a chunk). */
const RESERVE_BYTES = 512 * 1024;

export async function takeLease(disk: Disk, folder: string): Promise<void> {
  const file = await disk.create(join(folder, LEASE_FILE));
  try {
    const text = new TextEncoder().encode(await ownerLine());
    await writeAll(file, [text, new Uint8Array(RESERVE_BYTES)]);
  } finally {
    await file.close();
  }
}

export function freeLease(disk: Disk, folder: string): Promise<void> {
  return disk.remove(join(folder, LEASE_FILE));
}

/** True while the process that recorded the bag still runs. */
export async function isLeased(folder: string): Promise<boolean> {
  return (await livingOwner(join(folder, LEASE_FILE))) !== undefined;
}
