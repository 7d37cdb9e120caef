// What a folder without a bag file is, for who wanted a bag there, and what to give instead.
import { Fault } from '../fault/fault.js';
import { findFolderKind, kindInWords, type FolderKind } from '../fault/folder-kind.js';

const nextOf: Record<Exclude<FolderKind, 'bag'>, (folder: string) => string> = {
  dataset: (folder) =>
    `Give a bag that it was built of, or look at it as a dataset: npx jackdaw dataset info ${folder}`,
  training: () => 'Give a bag, such as those that its dataset was built of.',
  model: () => 'Give a bag; `npx jackdaw replay BAG --model MODEL` shows what a model sees in one.',
  models: () => 'Give a bag; `npx jackdaw replay BAG --model MODEL` shows what one of them sees in it.',
  evaluation: () => 'Give a bag, such as those that its dataset was built of.',
  captures: (folder) => `Give one of the bags in it: ${folder}/room-…`,
  pictures: () => 'Give the bag that they were exported from.',
};

export async function notABag(where: string): Promise<Fault> {
  const kind = await findFolderKind(where);
  const expected = '.mcap or .db3 files, or either with .zstd';
  if (kind !== undefined && kind !== 'bag')
    return new Fault('bag/unreadable', {
      what: `This is ${kindInWords[kind]}, not a bag`,
      where,
      expected,
      next: nextOf[kind](where),
    });
  return new Fault('bag/unreadable', {
    what: 'The folder holds no bag file',
    where,
    expected,
    next: 'Name the folder that was recorded into; `npx jackdaw run` records into recordings/ where it is not told another.',
  });
}
