// Which images of a split are judged: all, or some evenly from the whole.
import { splitNames, type SplitName } from '../dataset/format.js';
import type { Dataset, Sample } from '../dataset/open.js';
import { Fault } from '../fault/fault.js';

/** Throws evaluation/no-data for an empty split, and what a broken dataset throws. */
export async function samplesOf(
  dataset: Dataset,
  split: SplitName,
  limit: number | undefined,
): Promise<readonly Sample[]> {
  const samples = evenly(await dataset.readSamples(split), limit);
  if (samples.length > 0) return samples;
  throw emptySplit(dataset, split);
}

function emptySplit({ folder, manifest: { splits } }: Dataset, split: SplitName): Fault {
  const others = splitNames.filter((name) => splits[name].images > 0);
  return new Fault('evaluation/no-data', {
    what: `The split ${split} of the dataset has no images.`,
    where: folder,
    found: splitNames.map((name) => `${name} ${splits[name].images}`).join(', '),
    next:
      'Build the dataset of more rooms' +
      (others.length === 0
        ? '.'
        : `, or give --split ${others.join(' or ')}; of pictures that it was trained on a model knows too much.`),
  });
}

export function evenly<T>(all: readonly T[], limit = all.length): readonly T[] {
  if (all.length <= limit) return all;
  return Array.from({ length: limit }, (_, i) => all[Math.floor((i * all.length) / limit)]!);
}
