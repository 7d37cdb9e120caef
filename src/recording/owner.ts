// A file that says which process is at work in its folder, and whether that process still runs.
import { readFile } from 'node:fs/promises';

const TEXT_CEILING = 4096;

/** The first line of such a file, for the process that calls. */
export async function ownerLine(): Promise<string> {
  return `${JSON.stringify({ pid: process.pid, boot: await bootId() })}\n`;
}

/** The number of the process that wrote the file at `path`; undefined if there is none, or it runs no more. */
export async function livingOwner(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'latin1').catch(() => undefined);
  if (text === undefined) return undefined;
  const owner = parseOwner(text.slice(0, TEXT_CEILING).split('\n', 1)[0] ?? '');
  if (owner === undefined || owner.boot !== (await bootId())) return undefined;
  return isAlive(owner.pid) && !(await isZombie(owner.pid)) ? owner.pid : undefined;
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
