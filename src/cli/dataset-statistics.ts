// What jackdaw dataset info and check say of a dataset: its numbers as a table, without what has no labels.
import { splitNames, type Manifest, type SplitName } from '../dataset/format.js';
import type { Dataset } from '../dataset/open.js';
import { counted } from './print.js';

export interface StatisticsTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is true of all of it. */
  readonly lines: readonly string[];
}

/** A column for each split that has images; of what no image has a label, no row. */
export function statisticsTable(manifest: Manifest): StatisticsTable {
  const { splits, statistics, classes } = manifest;
  const shown = splitNames.filter((split) => splits[split].images > 0);
  const row = (name: string, value: (split: SplitName) => string): string[] => [name, ...shown.map(value)];
  const known = (name: string, value: (split: SplitName) => string): string[][] =>
    shown.some((split) => value(split) !== '') ? [row(name, value)] : [];
  return {
    head: ['', ...shown],
    rows: [
      row('images', (split) => String(splits[split].images)),
      row('rooms', (split) => String(splits[split].rooms)),
      row('scans', (split) => String(splits[split].scans)),
      ...classes.map((name) => row(name, (split) => countText(statistics[split], name))),
      row('without objects', (split) => percent(statistics[split].emptyShare)),
      ...known('under the LIDAR plane', (split) => percent(statistics[split].belowLidarShare)),
      ...known('contrast below 16, 32', (split) => contrastText(statistics[split].contrastHistogram)),
      ...surfaceNames(statistics).map((surface) =>
        row(`floor ${surface}`, (split) => String(statistics[split].imagesBySurface[surface] ?? 0)),
      ),
    ],
    lines: [sourcesLine(manifest), `digest ${manifest.digest}`],
  };
}

/** What pictures of other people's bags may have no labels of. Throws as reading samples does. */
export async function unlabelledLines(dataset: Dataset): Promise<string[]> {
  const { manifest } = dataset;
  const surfaces = surfaceNames(manifest.statistics).length === 0 ? ['floor surface: no labels'] : [];
  // Our own captures have a label of the free floor in every frame.
  if (manifest.sources.every(({ assets }) => assets !== 'foreign')) return surfaces;
  const samples = (await Promise.all(splitNames.map((split) => dataset.readSamples(split)))).flat();
  const labelled = samples.filter(({ image }) => image.free_space !== undefined).length;
  const floor = labelled === 0 ? 'no labels' : `labels of ${labelled} of ${samples.length} images`;
  return [`free floor: ${floor}`, ...surfaces];
}

function sourcesLine({ sources }: Manifest): string {
  const kept = sources.reduce((sum, source) => sum + source.kept, 0);
  const frames = sources.reduce((sum, source) => sum + source.frames, 0);
  const duplicates = sources.reduce((sum, source) => sum + source.duplicates, 0);
  return `${counted(sources.length, 'bag')}, ${counted(frames, 'image')} of which ${kept} are kept and ${duplicates} were near duplicates`;
}

/** None if no image has a label of its floor. */
function surfaceNames(statistics: Manifest['statistics']): string[] {
  const names = splitNames.flatMap((split) => Object.keys(statistics[split].imagesBySurface));
  return names.every((name) => name === 'unknown') ? [] : [...new Set(names)].sort();
}

function countText(
  { objectsByClass, ignoredByClass }: Manifest['statistics']['train'],
  name: string,
): string {
  const ignored = ignoredByClass[name] ?? 0;
  return `${objectsByClass[name] ?? 0}${ignored > 0 ? ` (+${ignored} ignored)` : ''}`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '' : `${(share * 100).toFixed(1)} %`;
}

/** Of 255 steps of brightness between an object and the floor around it. */
function contrastText(bins: readonly number[] | undefined): string {
  if (bins === undefined) return '';
  const total = bins.reduce((sum, count) => sum + count, 0);
  return `${percent(bins[0]! / total)}, ${percent((bins[0]! + bins[1]!) / total)}`;
}
