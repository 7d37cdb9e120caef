// Files that live in memory: for tests, and for worlds made in code that nobody wrote down.
import { Fault } from '../../fault/fault.js';
import type { Files } from './files.js';

/** `textByPath` has absolute paths with forward slashes. */
export function memoryFiles(textByPath: Readonly<Record<string, string>>): Files {
  const files = new Map(Object.entries(textByPath));
  return {
    findFile: (path) => (files.has(path) ? path : undefined),
    findFolder: (path) => path.replace(/\/$/, ''),
    readText: (path, maxBytes) => {
      const text = files.get(path);
      if (text === undefined)
        throw new Fault('world/unreadable', { what: `The file "${path}" cannot be read.` });
      if (text.length > maxBytes)
        throw new Fault('world/limit', { what: 'The file is too large.', where: `${path}:1:1` });
      return text;
    },
  };
}
