// jackdaw train: from a dataset to a network's weights, resumable, with its course as lines and as a picture.
import { Option, type Command } from 'commander';
import { learnerChoices } from '../training/open-learner.js';
import { MODEL_NAMES, collect, parseSeed, parseWhole } from './arguments.js';
import { exitCodes } from './exit.js';
import { printJson, printLine } from './print.js';
import type { Conclude } from './program.js';
import type { TrainFlags } from './run-training.js';

export function addTrain(program: Command, conclude: Conclude): void {
  program
    .command('train')
    .description('train the network on a dataset; interrupted, it goes on with --resume')
    .requiredOption('--data <folder>', 'a dataset, as `npx jackdaw dataset build` writes it')
    .requiredOption('--out <folder>', 'where weights, checkpoint, metrics and curves go')
    .addOption(
      new Option('--learner <kind>', 'native: set up by `npm run setup:tfjs-node`; wasm needs nothing')
        .choices(learnerChoices)
        .default('auto'),
    )
    .option(
      '--network <file.json>',
      'the network’s description; models/obstacle-net/network.json for the dataset’s classes if absent',
    )
    .option(
      '--from <model>',
      `start from the weights of a published model, as far as they fit: ${MODEL_NAMES}`,
    )
    .option('--resume', 'go on from the last checkpoint in --out')
    .addOption(new Option('--quick', 'a first result in ten minutes').conflicts('overfit'))
    .option('--overfit <n>', 'learn n pictures by heart and be asked for them: checks the chain', parseWhole)
    .option('--images <n>', 'pictures passed through in all (training.images)', parseWhole)
    .option('--seed <n>', 'of first weights, order and augmentation (training.seed)', parseSeed)
    .option('--config <file.yaml>', 'settings of the training')
    .option('--set <section.setting=value>', 'one setting; may be given several times', collect)
    .option('--print-config', 'print every setting and where it comes from, and end')
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', examples)
    .action(async (flags: TrainFlags) => {
      const { describeTraining, printableRecipe, runTraining } = await import('./run-training.js');
      if (flags.printConfig === true) return printLine(await printableRecipe(flags));
      const report = await runTraining(flags);
      if (flags.json === true) printJson({ out: flags.out, ...report });
      else for (const line of describeTraining(report, flags.out)) printLine(line);
      conclude(report.finished ? exitCodes.ok : exitCodes.finding);
    });
}

const examples = `
A checkpoint is saved every minute, and at Ctrl-C, which ends with exit code 1. --resume goes on with the settings it began with.

Examples:
  $ npx jackdaw train --data datasets/rooms --out runs/first --quick    a first result in ten minutes
  $ npx jackdaw train --data datasets/rooms --out runs/full             the full training
  $ npx jackdaw train --data datasets/rooms --out runs/full --resume    go on with it, whatever it began with
  $ npx jackdaw train --data mine --out runs/mine --from obstacle-net    it knows something already
  $ npx jackdaw train --data mine --out runs/mine --set optimiser.learningRate=0.001
  $ npx jackdaw train --data mine --out runs/check --overfit 16 --learner wasm
  $ npx jackdaw train --data mine --out runs/mine --print-config        all settings`;
