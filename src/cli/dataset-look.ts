// jackdaw dataset check, info and sheet.
import type { Command } from 'commander';
import { splitNames, type Manifest, type SplitName } from '../dataset/format.js';
import type { Sample } from '../dataset/open.js';
import { parseSeed, parseWhole } from './arguments.js';
import { exitCodes } from './exit.js';
import { openProgress, printJson, printLine, printTable } from './print.js';
import type { Conclude } from './program.js';

export function addDatasetLook(dataset: Command, conclude: Conclude): void {
  dataset
    .command('check')
    .description('verify every digest, the splits and the statistics')
    .argument('<folder>', 'a dataset')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit code: 0 all is well · 1 something is not')
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { findings, images, manifest } = await check(folder);
      if (json === true)
        printJson({ images, findings, digest: manifest.digest, statistics: manifest.statistics });
      else {
        printStatistics(manifest);
        for (const finding of findings) printLine(finding);
        printLine(
          findings.length === 0 ? `${images} images, all as the manifest says` : 'The dataset is not sound.',
        );
      }
      conclude(findings.length === 0 ? exitCodes.ok : exitCodes.finding);
    });
  dataset
    .command('info')
    .description('what a dataset holds')
    .argument('<folder>', 'a dataset')
    .option('--json', 'print its manifest')
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { openDataset } = await import('../dataset/open.js');
      const { manifest } = await openDataset(folder);
      if (json === true) printJson(manifest);
      else printStatistics(manifest);
    });
  dataset
    .command('sheet')
    .description('a sheet of random samples with their labels, as PNG')
    .argument('<folder>', 'a dataset')
    .option('--out <file.png>', 'where', 'sheet.png')
    .option('--split <split>', splitNames.join(', '), 'train')
    .option('--count <n>', 'how many', parseWhole, 24)
    .option('--seed <n>', 'which', parseSeed, 1)
    .action(async (folder: string, flags: SheetFlags) => writeSheet(folder, flags));
}

async function check(folder: string) {
  const { checkDataset } = await import('../dataset/check.js');
  const { openDataset } = await import('../dataset/open.js');
  const { splits } = (await openDataset(folder)).manifest;
  const total = splitNames.reduce((sum, split) => sum + splits[split].images, 0);
  const progress = openProgress('images', total);
  try {
    return await checkDataset(folder, (done) => progress.update(done));
  } finally {
    progress.stop();
  }
}

interface SheetFlags {
  readonly out: string;
  readonly split: SplitName;
  readonly count: number;
  readonly seed: number;
}

async function writeSheet(folder: string, { out, split, count, seed }: SheetFlags): Promise<void> {
  const { openDataset } = await import('../dataset/open.js');
  const { renderSheet } = await import('../dataset/sheet.js');
  const { createRandom } = await import('../simulation/random.js');
  const { nodeDisk, replaceFile } = await import('../recording/disk.js');
  const dataset = await openDataset(folder);
  const left = [...(await dataset.readSamples(split))];
  const random = createRandom(seed);
  const chosen: Sample[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(left.splice(random.below(left.length), 1)[0]!);
  await replaceFile(nodeDisk, out, await renderSheet(chosen, dataset.manifest.classes));
  printLine(`${out}: ${chosen.length} of ${split}`);
}

function printStatistics({ splits, statistics, classes, sources, digest }: Manifest): void {
  const rows = (name: string, value: (split: SplitName) => string): string[] => [
    name,
    ...splitNames.map(value),
  ];
  printTable(
    ['', ...splitNames],
    [
      rows('images', (split) => String(splits[split].images)),
      rows('rooms', (split) => String(splits[split].rooms)),
      rows('scans', (split) => String(splits[split].scans)),
      ...classes.map((name) => rows(name, (split) => countText(statistics[split], name))),
      rows('without objects', (split) =>
        splits[split].images > 0 ? percent(statistics[split].emptyShare) : '',
      ),
      rows('under the LIDAR plane', (split) => percent(statistics[split].belowLidarShare)),
      rows('contrast below 16, 32', (split) => contrastText(statistics[split].contrastHistogram)),
      ...surfacesIn(statistics).map((surface) =>
        rows(`floor ${surface}`, (split) => String(statistics[split].imagesBySurface[surface] ?? 0)),
      ),
    ],
  );
  const kept = sources.reduce((sum, source) => sum + source.kept, 0);
  const frames = sources.reduce((sum, source) => sum + source.frames, 0);
  const duplicates = sources.reduce((sum, source) => sum + source.duplicates, 0);
  printLine(
    `${sources.length} bags, ${frames} images of which ${kept} are kept and ${duplicates} were near duplicates`,
  );
  printLine(`digest ${digest}`);
}

function surfacesIn(statistics: Manifest['statistics']): string[] {
  const names = splitNames.flatMap((split) => Object.keys(statistics[split].imagesBySurface));
  return [...new Set(names)].sort();
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
