// A file that says which process is at work in its folder, and whether that process still runs.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Disk, writeAll } from './disk.js';

const TEXT_CEILING = 4096;
/** Between the creation of the file and its content; a power cut may leave it empty for good. */
const WRITING_MS = 100;

interface Owner {
  readonly pid: number;
  readonly boot: string;
  /** When the process began, by the kernel; undefined where that is not to be had, and in older files. */
  readonly started: string | undefined;
}

/** The first line of such a file, for the process that calls. */
export async function ownerLine(): Promise<string> {
  return `${JSON.stringify({ pid: process.pid, boot: await bootId(), started: await startOf(process.pid) })}\n`;
}

/** Writes it, also over that of a process that has ended; else returns the number of the process that is at work. */
export async function takeOver(disk: Disk, path: string): Promise<number | undefined> {
  if (await isWritten(disk, path)) return undefined;
  const other = await livingOwner(path);
  if (other !== undefined) return other;
  await disk.remove(path);
  const isOurs = await isWritten(disk, path);
  // Two may find the same file abandoned, and the later one removes what the earlier wrote: the last one has it.
  if (isOurs) await sleep(WRITING_MS);
  const owner = await livingOwner(path);
  return isOurs && owner === process.pid ? undefined : owner;
}

/** false: the file is there already. */
async function isWritten(disk: Disk, path: string): Promise<boolean> {
  // Known first: who finds the file empty for long takes it for abandoned.
  const line = new TextEncoder().encode(await ownerLine());
  const file = await disk.create(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EEXIST') throw thrown;
    return undefined;
  });
  if (file === undefined) return false;
  try {
    await writeAll(file, [line]);
  } finally {
    await file.close();
  }
  return true;
}

/** The number of the process that wrote the file at `path`; undefined if there is none, or it runs no more. */
export async function livingOwner(path: string): Promise<number | undefined> {
  const owner = await readOwner(path);
  if (owner === undefined || owner.boot !== (await bootId())) return undefined;
  if (!isAlive(owner.pid) || (await isZombie(owner.pid))) return undefined;
  // A container that starts anew gives its processes the numbers of before.
  const isSame = owner.started === undefined || owner.started === (await startOf(owner.pid));
  return isSame ? owner.pid : undefined;
}

async function readOwner(path: string): Promise<Owner | undefined> {
  for (let tries = 0; tries < 2; tries++) {
    const text = await readFile(path, 'latin1').catch(() => undefined);
    if (text === undefined) return undefined;
    if (text !== '') return parseOwner(text.slice(0, TEXT_CEILING).split('\n', 1)[0] ?? '');
    await sleep(WRITING_MS);
  }
  return undefined;
}

function parseOwner(line: string): Owner | undefined {
  try {
    const { pid, boot, started } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (!Number.isInteger(pid) || typeof boot !== 'string') return undefined;
    return { pid: pid as number, boot, started: typeof started === 'string' ? started : undefined };
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
  return /^[ZX]$/.test((await factsOf(pid))[0] ?? '');
}

async function startOf(pid: number): Promise<string | undefined> {
  return (await factsOf(pid))[19];
}

/** What proc(5) says in a process' `stat` from its state, field 3, on: before it is a name, which may hold spaces. */
async function factsOf(pid: number): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
