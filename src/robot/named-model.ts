// Which model is meant: a folder, a name, a name and a version, or none for the one that is shipped.
import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../fault/fault.js';
import { nearestOf } from '../fault/nearest.js';
import { nearestPath } from '../fault/nearest-path.js';
import { MANIFEST_FILE } from '../perception/model/manifest.js';

/** Where shipped versions of our network lie. */
const SHIPPED = fileURLToPath(new URL('../../models/obstacle-net', import.meta.url));

/** Where names are looked for, in this order. */
const ROOTS = ['models', dirname(SHIPPED)] as const;

/** Folder of the newest version of a model that is shipped; undefined if there is none. */
export function findShippedModel(): Promise<string | undefined> {
  return findNewest(SHIPPED);
}

/** Folder of the newest version in `root`, models/<name>, that has a manifest; undefined if there is none. */
async function findNewest(root: string): Promise<string | undefined> {
  const versions = (await namesIn(root)).filter((name) => /^\d+(\.\d+)*$/.test(name)).sort(byVersion);
  for (const version of versions.reverse()) {
    const folder = join(root, version);
    if (await isModel(folder)) return folder;
  }
  return undefined;
}

/**
 * The folder of a model: itself or its newest version, `mine` or `mine/1.0.0` in models/, or the shipped model where nothing
 * is named. What is in a folder that is there is judged by who loads it. Throws model/missing.
 */
export async function findModelFolder(named?: string): Promise<string> {
  if (named === undefined) return shipped();
  if (await isModel(named)) return named;
  const newest = await findNewest(named);
  if (newest !== undefined) return newest;
  const [name = '', version, ...more] = named.replace(/\/+$/, '').split('/');
  const hasName = /^[a-z0-9][a-z0-9._-]*$/i.test(name) && more.length === 0;
  if (hasName && (await namesIn(named)).length === 0)
    return version === undefined ? inRoots(name) : inRoots(name, version);
  return named;
}

async function shipped(): Promise<string> {
  const folder = await findShippedModel();
  if (folder !== undefined) return folder;
  throw new Fault('model/missing', {
    what: 'There is no model to see by: none was named, and none is shipped.',
    next: 'Name one (--model; of a ROS node vision.model), or make one: docs/train-your-own.md.',
  });
}

/** Throws model/missing if no root has the name; a version that is not there is left to who loads it. */
async function inRoots(name: string, version?: string): Promise<string> {
  for (const root of ROOTS) {
    const folder = join(root, name);
    const newest = await findNewest(folder);
    if (newest !== undefined) return version === undefined ? newest : plainly(join(folder, version));
  }
  throw await unknown(name, version);
}

async function unknown(name: string, version: string | undefined): Promise<Fault> {
  const named = version === undefined ? name : join(name, version);
  const known = new Set((await Promise.all(ROOTS.map(namesOfModels))).flat());
  const near = nearestOf(name, [...known]);
  const meant = near === undefined ? await nearestPath(named) : join(near, version ?? '');
  return new Fault('model/missing', {
    what: `There is no model ${named}.`,
    expected: `a folder with ${MANIFEST_FILE}, or one of the names in models/: ${[...known].join(', ') || 'none yet'}`,
    next:
      meant === undefined
        ? 'Name one of these, or make one: docs/train-your-own.md.'
        : `Did you mean ${meant}?`,
  });
}

async function namesOfModels(root: string): Promise<string[]> {
  const names = await namesIn(root);
  const newest = await Promise.all(names.map((name) => findNewest(join(root, name))));
  return names.filter((_, i) => newest[i] !== undefined);
}

async function isModel(folder: string): Promise<boolean> {
  return (await namesIn(folder)).includes(MANIFEST_FILE);
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** From where the command was given, if that is not up and away. */
function plainly(folder: string): string {
  const near = relative('.', folder);
  return near.startsWith('..') ? folder : near;
}

/** 1.10 is newer than 1.9. */
function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
