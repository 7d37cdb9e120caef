// jackdaw dataset build and merge.
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { BuildResult, Shard } from '../dataset/build/build.js';
import { datasetClasses, type Manifest } from '../dataset/format.js';
import { unlabelledClasses } from '../dataset/unlabelled.js';
import { parseWhole } from './arguments.js';
import { labelLine, suspicions } from './dataset-labels.js';
import { splitsLine, splitWarnings } from './dataset-splits.js';
import { exitCodes } from './exit.js';
import { counted, openProgress, printJson, printLine, printRemark, type Progress } from './print.js';
import type { Conclude } from './program.js';

interface BuildFlags {
  readonly from: readonly string[];
  readonly out: string;
  readonly shares: readonly [number, number, number];
  readonly salt: string;
  readonly every?: number;
  readonly hashBits?: number;
  readonly classes: readonly string[];
  readonly imageTopic?: string;
  readonly coco?: readonly string[];
  readonly shard?: Shard;
  readonly json?: true;
}

export function addDatasetBuild(dataset: Command, conclude: Conclude): void {
  dataset
    .command('build')
    .description('sample, deduplicate, label and split the images of recordings')
    .requiredOption('--from <bag...>', 'bags, or folders of bags such as a capture')
    .requiredOption('--out <folder>', 'a new folder')
    .addOption(
      new Option(
        '--shares <train,validation,test>',
        'how rooms are split, not pictures; each share above 0 gets a room',
      )
        .argParser(parseShares)
        .default([0.8, 0.1, 0.1] as const, '0.8,0.1,0.1'),
    )
    .option('--salt <text>', 'another one splits the rooms otherwise', 'jackdaw')
    .option(
      '--every <ms>',
      'leave out images of a room nearer in time (default: 250; with --coco 0: every labelled image is kept)',
      parseWhole,
    )
    .option(
      '--hash-bits <n>',
      'leave out images of a room that differ in fewer of 64 bits (default: 3; with --coco 0: none)',
      parseWhole,
    )
    .addOption(
      new Option('--classes <list>', 'all classes that labels may have')
        .argParser(parseNames)
        .default(datasetClasses, datasetClasses.join(',')),
    )
    .option('--image-topic <name>', 'the first image topic if left out')
    .option('--coco <file...>', 'labels from COCO files instead of ground-truth topics: one for each --from')
    .option(
      '--shard <i/n>',
      'only this part of the bags; `dataset merge` makes one dataset of all',
      parseShard,
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Interrupted, the same command goes on where it stopped. The same bags give the same digest, in one run or in shards.
With --coco, pictures that are not in the file are left out; those in it without boxes are pictures without obstacles.

Examples:
  $ npx jackdaw dataset build --from captures/rooms --out data/rooms
  $ npx jackdaw dataset build --from captures/proof --shares 0,0,1 --out data/proof
  $ npx jackdaw dataset build --from kitchen hall --coco kitchen.json hall.json \\
      --classes box,chair --shares 0.7,0.3,0 --out data/mine`,
    )
    .action(async (flags: BuildFlags) => {
      const result = await build(flags);
      if (flags.json === true) printJson(result);
      else printResult(result, flags.out);
      if ('labels' in result) for (const warning of suspicions(result.labels)) printRemark(warning);
      if (result.kind === 'dataset') warn(result.manifest);
      conclude(result.kind === 'interrupted' ? exitCodes.finding : exitCodes.ok);
    });
  dataset
    .command('merge')
    .description('one dataset of all shards: the same digest as in one run')
    .argument('<shard...>', 'folders that `dataset build --shard` made')
    .requiredOption('--out <folder>', 'a new folder')
    .option('--json', 'print one JSON object')
    .action(
      async (shards: readonly string[], { out, json }: { readonly out: string; readonly json?: true }) => {
        const { mergeShards } = await import('../dataset/build/merge.js');
        const manifest = await mergeShards(shards, out);
        if (json === true) printJson({ kind: 'dataset', manifest });
        else printManifest(manifest, out);
        warn(manifest);
      },
    );
}

async function build(flags: BuildFlags): Promise<BuildResult> {
  const { buildDataset } = await import('../dataset/build/build.js');
  const { settleSampling } = await import('../dataset/build/rules.js');
  const { abortOnSignals } = await import('./signals.js');
  const { from, out, shares, salt, every, hashBits, classes, imageTopic, coco, shard } = flags;
  const [train, validation, test] = shares;
  const sampling = settleSampling({ everyMs: every, hashBits, hasCoco: coco !== undefined });
  const signals = abortOnSignals();
  let progress: Progress | undefined;
  try {
    return await buildDataset({
      from,
      out,
      rules: { classes, shares: { train, validation, test }, salt, ...sampling },
      shard,
      imageTopic,
      cocoFiles: coco,
      signal: signals.signal,
      onBag(done, total) {
        progress ??= openProgress('bags', total);
        progress.update(done);
      },
      onRemark: printRemark,
    });
  } finally {
    progress?.stop();
    signals.stop();
  }
}

function printResult(result: BuildResult, out: string): void {
  switch (result.kind) {
    case 'dataset':
      if (result.wasThere) printLine('Nothing to do: the dataset is there and the same.');
      for (const use of result.labels) printLine(labelLine(use));
      printManifest(result.manifest, out);
      break;
    case 'shard':
      for (const use of result.labels) printLine(labelLine(use));
      printLine(
        `${out}: shard ${result.shard.index}/${result.shard.count}, ${counted(result.images, 'picture')}`,
      );
      break;
    case 'interrupted':
      printLine(`${out}: ${result.done} of ${result.total} bags; run the same command again`);
  }
}

function printManifest(manifest: Manifest, out: string): void {
  printLine(`${out}: ${splitsLine(manifest)}`);
  printLine(`digest ${manifest.digest}`);
}

function warn(manifest: Manifest): void {
  const unlabelled = unlabelledClasses(manifest).map((line) => `Warning: ${line}`);
  for (const warning of [...unlabelled, ...splitWarnings(manifest)]) printRemark(warning);
}

function parseShares(text: string): readonly [number, number, number] {
  const [train, validation, test, ...more] = text.split(',').map(Number);
  const all = [train, validation, test].every((share) => share !== undefined && share >= 0 && share <= 1);
  if (!all || more.length > 0)
    throw new InvalidArgumentError('Give three shares that add up to 1: 0.8,0.1,0.1');
  return [train!, validation!, test!];
}

function parseNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '') || new Set(names).size !== names.length)
    throw new InvalidArgumentError('Give different names, separated by commas: box,chair,dog');
  return names;
}

function parseShard(text: string): Shard {
  const [index, count] = text.split('/').map(Number);
  const fits =
    Number.isInteger(index) && Number.isInteger(count) && index! >= 1 && index! <= count! && count! <= 10_000;
  if (!fits) throw new InvalidArgumentError('Give which of how many: 1/4');
  return { index: index!, count: count! };
}
