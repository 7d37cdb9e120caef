// The disk as recordings need it: files that grow, atomic replacement, durable names. Tests put a worse one in its place.
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Disk {
  /** Makes the folder and its parents; an existing one is left as it is. */
  makeFolder(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  list(folder: string): Promise<readonly string[]>;
  /** A new, empty file; fails if there is one. */
  create(path: string): Promise<DiskFile>;
  /** For reading at any place; fails if it is not a plain file. */
  openToRead(path: string): Promise<SourceFile>;
  /** Renames within a folder and makes the new name durable. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file if it exists. */
  remove(path: string): Promise<void>;
}

/** A file that is read. Its size is that at opening. */
export interface SourceFile {
  readonly bytes: number;
  /** New bytes, the caller's; fewer than asked only at the end of the file. */
  read(offset: number, count: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface DiskFile {
  /** Appends; like the system call it may write less than it was given, and says how much. */
  write(pieces: readonly Uint8Array[]): Promise<number>;
  /** Returns when the content is on the medium. */
  sync(): Promise<void>;
  /** Cuts the file; the next write appends there. */
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** Step by step: Node's own recursive mkdir never returns where a file system refuses new folders with ENOENT (/proc). */
async function makeFolder(path: string): Promise<void> {
  if ((await lackOfParent(path)) === undefined) return;
  const parent = dirname(path);
  if (parent !== path && !(await isThere(parent))) await makeFolder(parent);
  // Again, also where the parent was there: another process may have made it since.
  const lack = await lackOfParent(path);
  if (lack !== undefined) throw lack;
}

/** Makes one folder, or finds it there: undefined. Else what the system says where it finds no parent; throws what else it says. */
async function lackOfParent(path: string): Promise<Error | undefined> {
  try {
    await mkdir(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return thrown as Error;
    if (code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw thrown;
  }
  return undefined;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

export const nodeDisk: Disk = {
  makeFolder,
  exists: isThere,
  list: (folder) => readdir(folder),
  create: createFile,
  openToRead,
  async rename(from, to) {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  remove: (path) => rm(path, { force: true }),
};

async function createFile(path: string): Promise<DiskFile> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants;
  const handle = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
  return {
    async write(pieces) {
      const { bytesWritten } = await handle.writev(pieces as Uint8Array[]);
      return bytesWritten;
    },
    sync: () => handle.datasync(),
    truncate: (bytes) => handle.truncate(bytes),
    close: () => handle.close(),
  };
}

async function openToRead(path: string): Promise<SourceFile> {
  const handle = await open(path, constants.O_RDONLY);
  const facts = await handle.stat();
  if (!facts.isFile()) {
    await handle.close();
    throw new Error(`${path} is not a plain file`);
  }
  return {
    bytes: facts.size,
    async read(offset, count) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(count, facts.size - offset)));
      let filled = 0;
      while (filled < bytes.byteLength) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.byteLength - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

/** Without it the rename itself may be lost with the power. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all of it, however often the disk writes less than asked. */
export async function writeAll(file: DiskFile, pieces: readonly Uint8Array[]): Promise<void> {
  let rest = pieces.filter((piece) => piece.byteLength > 0);
  while (rest.length > 0) rest = without(rest, await file.write(rest));
}

/** A file that appears whole or not at all: written beside, synced, renamed; of a failure nothing is left. */
export async function replaceFile(disk: Disk, path: string, content: Uint8Array): Promise<void> {
  const beside = `${path}.new`;
  await disk.remove(beside);
  const file = await disk.create(beside);
  try {
    try {
      await writeAll(file, [content]);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(beside, path);
  } catch (thrown) {
    await disk.remove(beside).catch(() => undefined);
    throw thrown;
  }
}

function without(pieces: readonly Uint8Array[], written: number): Uint8Array[] {
  if (written === 0) throw new Error('the disk wrote nothing and reported no error');
  let left = written;
  for (const [i, piece] of pieces.entries()) {
    if (left < piece.byteLength) return [piece.subarray(left), ...pieces.slice(i + 1)];
    left -= piece.byteLength;
  }
  return [];
}
