// The marker of a bag that is being recorded: says by whom, so that nobody recovers it, and holds room back for the end.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disk, writeAll } from './disk.js';

/** Present in a bag's folder while it is recorded. */
export const LEASE_FILE = '.recording';

/** Freed when the disk is full, so that the last file can get its summary (about 100 bytes a chunk). */
const RESERVE_BYTES = 512 * 1024;
const TEXT_CEILING = 4096;

export async function takeLease(disk: Disk, folder: string): Promise<void> {
  const file = await disk.create(join(folder, LEASE_FILE));
  try {
    const text = new TextEncoder().encode(`${JSON.stringify({ pid: process.pid, boot: await bootId() })}\n`);
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
  const text = await readFile(join(folder, LEASE_FILE), 'latin1').catch(() => undefined);
  if (text === undefined) return false;
  const owner = parseOwner(text.slice(0, TEXT_CEILING).split('\n', 1)[0] ?? '');
  return (
    owner !== undefined &&
    owner.boot === (await bootId()) &&
    isAlive(owner.pid) &&
    !(await isZombie(owner.pid))
  );
}

function parseOwner(line: string): { pid: number; boot: string } | undefined {
  try {
    const { pid, boot } = JSON.parse(line) as { pid?: unknown; boot?: unknown };
    return Number.isInteger(pid) && typeof boot === 'string' ? { pid: pid as number, boot } : undefined;
  } catch {
    return undefined;
  }
}

/** Process numbers repeat after a restart of the machine; this does not. Empty where the system has none. */
async function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** It has ended, and nobody has asked how: containers without an init process leave such behind. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return /\) [ZX] /.test(stat);
}
