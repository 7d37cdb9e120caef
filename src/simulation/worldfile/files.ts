// The disk as world files see it: bounded, text only, never the network.
import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { Fault, toFault } from '../../fault/fault.js';

/** What reading a world needs from outside. */
export interface Files {
  /** The file's text (UTF-8); throws a Fault `world/unreadable` or `world/limit`. */
  readText(path: string, maxBytes: number): string;
  /** The path with links resolved, if it is a file; undefined otherwise. */
  findFile(path: string): string | undefined;
  /** As `findFile` for folders; without a slash at the end. */
  findFolder(path: string): string | undefined;
}

export const diskFiles: Files = { readText, findFile, findFolder };

function findFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function findFolder(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function readText(path: string, maxBytes: number): string {
  let handle: number | undefined;
  try {
    // A pipe or a device would never end or block: only plain files are read.
    if (!statSync(path).isFile()) throw new Fault('world/unreadable', { what: `"${path}" is not a file.` });
    handle = openSync(path, 'r');
    const { size } = fstatSync(handle);
    if (size > maxBytes) throw tooLarge(path, size, maxBytes);
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let count = -1; length < size && count !== 0; length += count) {
      count = readSync(handle, bytes, length, size - length, length);
    }
    return new TextDecoder().decode(bytes.subarray(0, length));
  } catch (thrown) {
    throw toFault(thrown, 'world/unreadable', {
      what: `The file "${path}" cannot be read.`,
      next: 'Check the path and its permissions.',
    });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function tooLarge(path: string, size: number, maxBytes: number): Fault {
  return new Fault('world/limit', {
    what: 'The file is too large.',
    found: `${size} bytes`,
    expected: `at most ${maxBytes} bytes`,
    where: `${path}:1:1`,
  });
}
