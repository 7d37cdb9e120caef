// What a dataset is made of: bags, one by one, with the digest of their bytes.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { toFault } from '../../fault/fault.js';
import { listBagFiles } from '../../recording/bag-files.js';
import { Problems } from '../../recording/problem.js';

export interface BagSource {
  readonly path: string;
  /** Its last part, for people. */
  readonly name: string;
  /** Over the bytes of its files in order. */
  readonly sha256: string;
  /** Place of the given path that it came from. */
  readonly given: number;
}

/** Every bag at or directly in the given paths, in order of their names. Throws bag/unreadable. */
export async function listSources(paths: readonly string[]): Promise<BagSource[]> {
  const bags = (
    await Promise.all(
      paths.map(async (path, given) => (await bagsAt(path)).map((bag) => ({ path: bag, given }))),
    )
  ).flat();
  const sources: BagSource[] = [];
  for (const { path, given } of bags)
    sources.push({ path, given, name: basename(path), sha256: await digestOf(path) });
  const bySha = new Map(sources.map((source) => [source.sha256, source]));
  return [...bySha.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A folder of bags (a capture) stands for the bags in it. */
async function bagsAt(path: string): Promise<string[]> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isDirectory() !== true) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const holdsFiles = entries.some(({ name }) => name.endsWith('.mcap') || name === 'metadata.yaml');
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  if (holdsFiles || folders.length === 0) return [path];
  return folders.map(({ name }) => join(path, name)).sort();
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const { paths } = await listBagFiles(path, new Problems());
  for (const file of paths) {
    try {
      for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
    } catch (thrown) {
      throw toFault(thrown, 'bag/unreadable', { what: 'a file of the bag cannot be read', where: file });
    }
  }
  return hash.digest('hex');
}
