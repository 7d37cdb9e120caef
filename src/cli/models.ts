// jackdaw models: publish what was trained, check it, look into it.
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import type { Manifest } from '../perception/model/manifest.js';
import { learnerChoices, type LearnerChoice } from '../training/open-learner.js';
import { MODEL_NAMES, parsePositive, parseSeed, parseShare, parseWhole } from './arguments.js';
import { exitCodes } from './exit.js';
import type { CardFlags } from './models-card.js';
import type { LookFlags } from './models-look.js';
import type { MakeFlags } from './models-make.js';
import { printJson, printLine, printRemark, printTable } from './print.js';
import type { Conclude } from './program.js';

export interface ExportFlags {
  readonly run: string;
  readonly out: string;
  readonly data?: string;
  readonly frames?: string;
  readonly unfinished?: true;
  readonly learner: LearnerChoice;
  readonly python?: string;
  readonly json?: true;
}

export function addModels(program: Command, conclude: Conclude): void {
  const models = program.command('models').description('publish, check and look into models');
  addTune(models);
  addExport(models);
  addCheck(models, conclude);
  addLook(models, conclude);
  addMake(models);
  addCard(models);
  addInfo(models, conclude);
}

const pythonOption = (): Option =>
  new Option(
    '--python <interpreter>',
    'of an environment with scripts/parity/requirements.txt: the independent reading; .venv-parity if it is there',
  );

function addExport(models: Command): void {
  models
    .command('export')
    .description(
      'from a training to models/<name>/<version>, if trainer, runtime and an independent reading agree',
    )
    .requiredOption('--run <folder>', 'a training, as `npx jackdaw train` writes it')
    .requiredOption('--out <folder>', 'the model to be; its last part is the version')
    .addOption(
      new Option(
        '--data <folder>',
        'the dataset of the training: golden frames are of its validation (of another split where that is empty), and the card says what it is made of',
      ).conflicts('frames'),
    )
    .option('--frames <folder>', 'golden frames: JPEG or PNG files')
    .option('--unfinished', 'though the training has not come to its end')
    .addOption(new Option('--learner <kind>', 'that judges').choices(learnerChoices).default('wasm'))
    .addOption(pythonOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx jackdaw models export --run runs/full --data datasets/rooms --out models/obstacle-net/1.0.0',
    )
    .action(async (flags: ExportFlags) => {
      const { exportModel } = await import('./models-work.js');
      const { folder, manifest, readings } = await exportModel(flags);
      const { golden, network } = manifest;
      if (flags.json === true)
        return printJson({ folder, sha256: network.sha256, frames: golden.frames.length, readings });
      printLine(`${folder}: ${(network.bytes / 1e6).toFixed(2)} MB, SHA-256 ${network.sha256}`);
      printLine(`${golden.frames.length} golden frames on which these agree: ${readings.join(', ')}.`);
    });
}

export interface TuneFlags {
  readonly run: string;
  readonly data: string;
  readonly learner: LearnerChoice;
  readonly ghosts: number;
  readonly earlyEnds: number;
  readonly limit?: number;
  readonly json?: true;
}

function addTune(models: Command): void {
  models
    .command('tune')
    .description(
      'choose thresholds and calibration of a training on validation; `export` puts them into the model',
    )
    .requiredOption('--run <folder>', 'a training; operating-point.json is written into it')
    .requiredOption(
      '--data <folder>',
      'the dataset: its split validation is used. Another than that of the training is warned of, and named in the model',
    )
    .option('--ghosts <n>', 'detections where nothing is, an image: at most so many', parsePositive, 0.05)
    .option(
      '--early-ends <share>',
      'of the columns of the floor mask that end where the floor goes on: at most so many',
      parseShare,
      0.01,
    )
    .option('--limit <n>', 'use n images, evenly from the whole split', parseWhole)
    .addOption(new Option('--learner <kind>', 'that judges').choices(learnerChoices).default('wasm'))
    .option('--json', 'print the operating point')
    .addHelpText('after', '\nExample:\n  $ npx jackdaw models tune --run runs/full --data datasets/rooms')
    .action(async (flags: TuneFlags) => {
      const { tuneRun } = await import('./models-tune.js');
      const { headlineRows, noInterval } = await import('../evaluation/texts.js');
      const { file, point, figures } = await tuneRun(flags);
      if (flags.json === true) return printJson(point);
      const { calibration } = point;
      printTable(
        ['class', 'threshold', 'scale', 'offset'],
        Object.entries(point.thresholds).map(([label, threshold]) => [
          label,
          threshold.toFixed(3),
          calibration?.[label]?.scale.toFixed(2) ?? '',
          calibration?.[label]?.offset.toFixed(2) ?? '',
        ]),
      );
      printLine(`free floor from a probability of ${point.freeThreshold}`);
      printLine('');
      printTable(['on validation', 'value', '95 %'], headlineRows(figures));
      const why = noInterval(figures);
      if (why !== undefined) printLine(why);
      printLine('');
      printLine(`written: ${file}`);
    });
}

function addLook(models: Command, conclude: Conclude): void {
  models
    .command('look')
    .description('what a model sees in pictures: photographs of your own floor, for example')
    .argument('<model>', MODEL_NAMES)
    .requiredOption('--pictures <folder>', 'JPEG and PNG files')
    .option('--render <folder>', 'write each picture with boxes and the free floor in green, as PNG')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx jackdaw models look obstacle-net --pictures photographs --render seen\n\nExit code: 0 all were looked at · 1 some cannot be read, and are named',
    )
    .action(async (folder: string, flags: LookFlags) => {
      const { lookAtPictures, summaryOf } = await import('./models-look.js');
      const looked = await lookAtPictures(folder, flags);
      for (const { file, why } of looked.bad) printRemark(`${join(flags.pictures, file)}: ${why}`);
      conclude(looked.bad.length === 0 ? exitCodes.ok : exitCodes.finding);
      if (flags.json === true) return printJson(looked);
      printTable(
        ['picture', 'floor', 'sees'],
        looked.pictures.map(({ file, surface, found }) => [
          file,
          surface ?? '',
          found.map((each) => `${each.class} ${each.score.toFixed(2)}`).join(', '),
        ]),
      );
      printLine(summaryOf(looked));
    });
}

function stepsOfOrigin({ trainedSteps, plannedSteps }: Manifest['origin']): string {
  return trainedSteps === undefined ? '' : `, step ${trainedSteps} of ${plannedSteps}`;
}

interface CheckFlags {
  readonly python?: string;
  readonly json?: true;
}

function addCheck(models: Command, conclude: Conclude): void {
  models
    .command('check')
    .description('load a model as a robot would, and run its golden frames')
    .argument('<model>', MODEL_NAMES)
    .addOption(pythonOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code: 0 it gives what it must give · 1 it does not, or has no golden frames · 3 it is not to be used at all',
    )
    .action(async (folder: string, { python, json }: CheckFlags) => {
      const { checkModel } = await import('./models-work.js');
      const { frames, problems, readings } = await checkModel(folder, python);
      if (json === true) printJson({ folder, frames, problems, readings });
      else {
        for (const problem of problems) printLine(problem);
        if (frames > 0)
          printLine(
            `${frames} golden frames, read by ${readings.join(', ')}: ${problems.length === 0 ? 'all as they must be.' : `${problems.length} differences.`}`,
          );
      }
      conclude(problems.length === 0 ? exitCodes.ok : exitCodes.finding);
    });
}

function addMake(models: Command): void {
  models
    .command('make')
    .description('all of it: capture, dataset, training, tuning, export, proof in held-out rooms, card')
    .requiredOption('--out <folder>', 'the model to be: models/<name>/<version>')
    .option('--work <folder>', 'for captures, dataset, training and proof; 3 GB', 'runs/make')
    .option('--seed <n>', 'of rooms and training', parseSeed, 1)
    .addOption(new Option('--learner <kind>', 'that trains').choices(learnerChoices).default('auto'))
    .option('--quick', 'a first model in half an hour: 500 rooms, a short training, a short proof')
    .addHelpText(
      'after',
      '\nEvery step is shown as the command it is. Interrupted, the same command goes on where it stopped.\n\nExample:\n  $ npx jackdaw models make --out models/obstacle-net/1.0.0 --work runs/first',
    )
    .action(async (flags: MakeFlags) => {
      const { makeModel } = await import('./models-make.js');
      const { withOwnSteps } = await import('./steps.js');
      await withOwnSteps((tools) => makeModel(flags, tools));
      printLine(`${flags.out} is made and proven; its card says how good it is.`);
    });
}

function addCard(models: Command): void {
  models
    .command('card')
    .description('write the card anew, with what was measured on held-out assets')
    .argument('<model>', MODEL_NAMES)
    .option('--evaluation <file>', 'metrics.json of `npx jackdaw evaluate`')
    .option('--approach <file>', 'what `npx jackdaw bench approach --json` printed')
    .option('--safety <file>', 'what `npx jackdaw bench safety --json` printed')
    .option(
      '--photographs <file>',
      'what `npx jackdaw models look --json` printed of photographs without obstacles',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ npx jackdaw models card models/obstacle-net/1.0.0 --evaluation evaluations/proof/metrics.json --safety safety.json',
    )
    .action(async (model: string, flags: CardFlags) => {
      const { writeCard } = await import('./models-card.js');
      printLine(`written: ${await writeCard(model, flags)}`);
    });
}

function addInfo(models: Command, conclude: Conclude): void {
  models
    .command('info')
    .description('what a model is: input, labels, thresholds, where it comes from')
    .argument('<model>', MODEL_NAMES)
    .option('--json', 'print its manifest')
    .addHelpText('after', '\nExit code: 0 its network is as it says · 1 it is not')
    .action(async (model: string, { json }: { readonly json?: true }) => {
      const { loadModel, readManifest } = await import('../perception/model/model.js');
      const { findModelFolder } = await import('../robot/named-model.js');
      const { toFault } = await import('../fault/fault.js');
      const folder = await findModelFolder(model);
      const manifest = await readManifest(folder);
      await loadModel(folder).catch((thrown: unknown) => {
        const { what, where, found } = toFault(thrown, 'model/unreadable', {
          what: 'The network cannot be read.',
          where: folder,
        });
        printRemark(
          `Warning: this model is not to be used. ${what} (${[where ?? folder, found].filter((part) => part !== undefined).join(': ')}.) Copy its folder again, manifest and network together.`,
        );
        conclude(exitCodes.finding);
      });
      if (json === true) return printJson(manifest);
      const { name, version, network, input, labels, surfaces, decoding, origin, metrics } = manifest;
      printTable(
        [`${name} ${version}`, ''],
        [
          [
            'network',
            `${(network.bytes / 1e6).toFixed(2)} MB, operator set ${network.opset}, ${network.sha256}`,
          ],
          ['input', `${input.width} x ${input.height}`],
          [
            'thresholds',
            labels.map((label, i) => `${label} ${decoding.thresholds[i]!.toFixed(2)}`).join(', '),
          ],
          ['surfaces', surfaces.join(', ')],
          ['trained by', `${origin.trainer}, seed ${origin.seed}${stepsOfOrigin(origin)}`],
          ['dataset', origin.datasetSha256 ?? 'not recorded'],
          ...(origin.tunedSha256 === undefined ? [] : [['tuned on another', origin.tunedSha256]]),
          ...Object.entries(metrics).map(([figure, value]) => [figure, String(Number(value.toFixed(4)))]),
        ],
      );
    });
}
