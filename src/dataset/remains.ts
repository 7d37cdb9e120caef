// What a folder without a manifest is, and what to do with it: a bag, pictures, a shard, a build that is not done, or was refused.
import { readdir } from 'node:fs/promises';
import { Fault } from '../fault/fault.js';
import { findFolderKind, isBagName, kindInWords, type FolderKind } from '../fault/folder-kind.js';
import { nearestPath } from '../fault/nearest-path.js';
import { readOrder, type BuildOrder } from './build/order.js';
import { ORDER_FILE } from './format.js';

const BUILD = 'npx jackdaw dataset build --from BAG --out DIR';

/** For who wanted a dataset there: dataset/unreadable, dataset/incomplete. */
export async function notADataset(folder: string): Promise<Fault> {
  const names = await readdir(folder).catch((thrown: unknown) => thrown as NodeJS.ErrnoException);
  if (!Array.isArray(names)) return notAFolder(folder, names);
  const order = names.includes(ORDER_FILE) ? await readOrder(folder) : undefined;
  if (order !== undefined) return unfinished(folder, order);
  const bag = names.find((name) => name === 'metadata.yaml' || isBagName(name));
  if (bag !== undefined) return isBag(folder, bag);
  const kind = await findFolderKind(folder);
  if (kind !== undefined && kind !== 'bag' && kind !== 'dataset') return isOther(folder, kind);
  return new Fault('dataset/incomplete', {
    what: 'the folder holds no finished dataset',
    found: names.length === 0 ? 'nothing' : `${names.slice(0, 5).join(', ')}, no manifest.json`,
    where: folder,
    next: `Make one with \`${BUILD}\`, into a new folder.`,
  });
}

async function notAFolder(path: string, { code }: NodeJS.ErrnoException): Promise<Fault> {
  if (code === 'ENOTDIR' && isBagName(path)) return isBag(path, path);
  const near = code === 'ENOENT' ? await nearestPath(path) : undefined;
  return new Fault('dataset/unreadable', {
    what: code === 'ENOTDIR' ? 'this is a file, not a dataset' : 'there is no such dataset',
    where: path,
    next: near === undefined ? `Make one with \`${BUILD}\`.` : `Did you mean ${near}?`,
  });
}

const nextOf: Record<Exclude<FolderKind, 'bag' | 'dataset'>, (folder: string) => string> = {
  model: () => 'Give a folder that `npx jackdaw dataset build` made; a model is given as --model.',
  models: () =>
    'Give a folder that `npx jackdaw dataset build` made; one of these models is given as --model.',
  training: () => 'Give the dataset that it was trained on; a training is given as --run.',
  evaluation: () => 'Give the dataset that was evaluated on.',
  captures: (folder) => `Make a dataset of it: npx jackdaw dataset build --from ${folder} --out DIR`,
  pictures: () =>
    'Make a dataset of the bag that they were exported from, with their labels: npx jackdaw dataset build --from BAG --coco labels.json --out DIR',
};

/** For who wanted a dataset where something else of ours is. */
export function isOther(where: string, kind: keyof typeof nextOf): Fault {
  return new Fault('dataset/unreadable', {
    what: `this is ${kindInWords[kind]}, not a dataset`,
    expected: 'a folder that `npx jackdaw dataset build` made',
    where,
    next: nextOf[kind](where),
  });
}

function isBag(path: string, found: string): Fault {
  return new Fault('dataset/unreadable', {
    what: 'this is a bag, not a dataset',
    found,
    expected: 'a folder that `npx jackdaw dataset build` made',
    where: path,
    next: `Make a dataset of it, with its labels: npx jackdaw dataset build --from ${path} --coco labels.json --out DIR. \`npx jackdaw bag info\` says what is in a bag.`,
  });
}

function unfinished(where: string, { shard, refused }: BuildOrder): Fault {
  if (refused !== undefined) {
    return new Fault('dataset/incomplete', {
      what: 'the folder holds no finished dataset: its build was refused',
      found: refused,
      where,
      next: 'Mend that and build again, into this folder or another: a changed command begins anew here.',
    });
  }
  return new Fault('dataset/incomplete', {
    what:
      shard === undefined
        ? 'the folder holds no finished dataset: its build was interrupted'
        : `the folder holds shard ${shard.index}/${shard.count} of a dataset`,
    where,
    next:
      shard === undefined
        ? 'Give the command that it was begun with again: it goes on where it stopped. For another one, remove the folder.'
        : 'When all shards are built, make one dataset of them: npx jackdaw dataset merge SHARD… --out DIR',
  });
}
