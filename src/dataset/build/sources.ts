// What a dataset is made of: bags, one by one, with the digest of their bytes.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault, toFault } from '../../fault/fault.js';
import { findFolderKind, isPictureName, type FolderKind } from '../../fault/folder-kind.js';
import { listBagFiles } from '../../recording/bag-files.js';
import { notABag } from '../../recording/not-a-bag.js';
import { Problems } from '../../recording/problem.js';
import { refuseUnfinished } from '../capture/unfinished.js';

export interface BagSource {
  readonly path: string;
  /** Its last part, for people. */
  readonly name: string;
  /** Over the bytes of its files in order. */
  readonly sha256: string;
  /** Place of the given path that it came from. */
  readonly given: number;
}

export interface Sources {
  /** Each bag once, in order of their names. */
  readonly sources: readonly BagSource[];
  /** Bags left out because they are, byte for byte, another one of them. */
  readonly twins: readonly { readonly path: string; readonly of: string }[];
}

/** Every bag at or directly in the given paths. Throws bag/unreadable, and dataset/busy, dataset/incomplete for a capture that is not done. */
export async function listSources(paths: readonly string[]): Promise<Sources> {
  const bags = (
    await Promise.all(
      paths.map(async (path, given) => (await bagsAt(path)).map((bag) => ({ path: bag, given }))),
    )
  ).flat();
  const sourceBySha = new Map<string, BagSource>();
  const twins: Sources['twins'][number][] = [];
  for (const { path, given } of bags) {
    const sha256 = await digestOf(path);
    const known = sourceBySha.get(sha256);
    if (known !== undefined) twins.push({ path, of: known.path });
    else sourceBySha.set(sha256, { path, given, name: basename(path), sha256 });
  }
  const sources = [...sourceBySha.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { sources, twins };
}

/** The folders in them are their own. */
const foldersWithoutBags: ReadonlySet<FolderKind> = new Set(['dataset', 'training', 'model', 'models']);

/** A folder of bags (a capture) stands for the bags in it. */
async function bagsAt(path: string): Promise<string[]> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined && path.includes(',')) throw notSeparated(path);
  if (facts?.isDirectory() !== true) return [path];
  await refuseUnfinished(path);
  const entries = await readdir(path, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const kind = await findFolderKind(path);
  if (kind === 'pictures') throw onlyPictures(path, entries.filter(({ name }) => isPictureName(name)).length);
  if (kind !== undefined && foldersWithoutBags.has(kind)) throw await notABag(path);
  if (kind === 'bag' || folders.length === 0) return [path];
  return folders.map(({ name }) => join(path, name)).sort();
}

function notSeparated(path: string): Fault {
  return new Fault('bag/unreadable', {
    what: 'there is no such bag',
    where: path,
    next: `Separate bags by spaces: --from ${path.split(',').join(' ')}`,
  });
}

function onlyPictures(path: string, pictures: number): Fault {
  return new Fault('bag/unreadable', {
    what: 'these are pictures, not a bag',
    found: `${pictures} pictures`,
    expected: 'the bag that they were exported from',
    where: path,
    next: 'Give that bag with --from, and the labels of the pictures with --coco.',
  });
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
