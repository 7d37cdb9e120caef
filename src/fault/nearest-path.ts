// Did you mean, of files and folders: what stands beside a place where nothing is.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nearestOf } from './nearest.js';

/** The path that a person most likely meant by one that is not there, a misspelt folder above it too; undefined if none is near enough. */
export async function nearestPath(path: string): Promise<string | undefined> {
  const above = dirname(path);
  const names = await readdir(above).catch(() => undefined);
  if (names === undefined && above !== path) {
    const folder = await nearestPath(above);
    return folder === undefined ? undefined : nearestIn(folder, basename(path));
  }
  return nearestIn(above, basename(path), names);
}

async function nearestIn(
  folder: string,
  word: string,
  names?: readonly string[],
): Promise<string | undefined> {
  const near = nearestOf(word, names ?? (await readdir(folder).catch(() => [])));
  return near === undefined ? undefined : join(folder, near);
}
