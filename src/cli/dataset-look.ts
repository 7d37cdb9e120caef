// jackdaw dataset check, info and sheet.
import { Option, type Command } from 'commander';
import { splitNames, type SplitName } from '../dataset/format.js';
import type { Dataset } from '../dataset/open.js';
import type { SheetSample } from '../dataset/sheet.js';
import { unlabelledClasses } from '../dataset/unlabelled.js';
import { Fault } from '../fault/fault.js';
import { parseAtLeastOne, parseSeed } from './arguments.js';
import { statisticsTable, unlabelledLines } from './dataset-statistics.js';
import { exitCodes } from './exit.js';
import { counted, openProgress, printJson, printLine, printTable } from './print.js';
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
        const { head, rows, lines } = statisticsTable(manifest);
        printTable(head, rows);
        for (const line of lines) printLine(line);
        for (const finding of findings) printLine(finding);
        printLine(
          findings.length === 0
            ? `${counted(images, 'image')}, all as the manifest says`
            : 'The dataset is not sound.',
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
      const dataset = await openDataset(folder);
      if (json === true) printJson(dataset.manifest);
      else {
        const { head, rows, lines } = statisticsTable(dataset.manifest);
        printTable(head, rows);
        const unlabelled = [...(await unlabelledLines(dataset)), ...unlabelledClasses(dataset.manifest)];
        for (const line of [...unlabelled, ...lines]) printLine(line);
      }
    });
  dataset
    .command('sheet')
    .description('a sheet of random samples with their labels, as PNG')
    .argument('<folder>', 'a dataset')
    .option('--out <file.png>', 'where', 'sheet.png')
    .addOption(new Option('--split <name>', 'of one split; of all if absent').choices(splitNames))
    .option('--count <n>', 'how many, drawn from them', parseAtLeastOne, 24)
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
  readonly split?: SplitName;
  readonly count: number;
  readonly seed: number;
}

async function writeSheet(folder: string, { out, split, count, seed }: SheetFlags): Promise<void> {
  await admitSheet(out);
  const { openDataset } = await import('../dataset/open.js');
  const { writeOutput } = await import('../recording/output.js');
  const { renderSheet } = await import('../dataset/sheet.js');
  const { isVisibilityKnown } = await import('../dataset/visibility.js');
  const { createRandom } = await import('../simulation/random.js');
  const dataset = await openDataset(folder);
  const splits = split === undefined ? splitNames : [split];
  const samples = await Promise.all(
    splits.map(async (each) =>
      (await dataset.readSamples(each)).map((sample) => ({ ...sample, split: each })),
    ),
  );
  const everything = samples.flat();
  const left = [...everything];
  if (left.length === 0) throw emptySplit(dataset, split);
  const random = createRandom(seed);
  const chosen: SheetSample[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(left.splice(random.below(left.length), 1)[0]!);
  const known = isVisibilityKnown(dataset.manifest, everything);
  const names = { classes: dataset.manifest.classes, isVisibilityKnown: known };
  await writeOutput(out, await renderSheet(chosen, names));
  const counts = splits.map((each) => [each, chosen.filter((one) => one.split === each).length] as const);
  const told = counts.filter(([, count]) => count > 0).map(([each, count]) => `${count} of ${each}`);
  printLine(`${out}: ${told.join(', ')}`);
}

function emptySplit({ folder, manifest }: Dataset, split: SplitName | undefined): Fault {
  const others = splitNames.filter((name) => manifest.splits[name].images > 0);
  return new Fault('dataset/empty-split', {
    what: split === undefined ? 'the dataset has no images' : `the split ${split} has no images`,
    found: splitNames.map((name) => `${name} ${manifest.splits[name].images}`).join(', '),
    where: folder,
    next: others.length === 0 ? 'Build the dataset again.' : `Give --split ${others.join(' or ')}.`,
  });
}

async function admitSheet(path: string): Promise<void> {
  const { admitFile } = await import('../recording/output.js');
  const { isPng } = await import('../picture/mark.js');
  await admitFile({ path, flag: '--out', ending: '.png', what: 'a PNG picture', isOfKind: isPng });
}
