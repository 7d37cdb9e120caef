// jackdaw bench learning: what more rooms are worth, and what the seed alone does: trainings of equal cost, judged alike.
import { Option, type Command } from 'commander';
import { learnerChoices, type LearnerChoice } from '../training/open-learner.js';
import { parseAtLeastOne, parseList, parseSeed } from './arguments.js';
import { printJson, printLine, printTable } from './print.js';

export interface LearningFlags {
  readonly data: string;
  readonly out: string;
  readonly rooms?: readonly number[];
  readonly seeds: readonly number[];
  readonly allSeeds?: true;
  readonly images?: number;
  readonly learner: LearnerChoice;
  readonly json?: true;
}

export function addBenchLearning(bench: Command): void {
  bench
    .command('learning')
    .description('what more rooms are worth: trainings of equal cost on part of them, judged on validation')
    .requiredOption('--data <folder>', 'a dataset, as `npx jackdaw dataset build` writes it')
    .requiredOption('--out <folder>', 'a folder for each training, learning.json and learning.svg')
    .option(
      '--rooms <list>',
      'numbers of rooms, rising; absent: an eighth, a quarter, a half and all of train',
      parseList(parseAtLeastOne),
    )
    .addOption(
      new Option(
        '--seeds <list>',
        'of the trainings; the first for every number of rooms, the others for the greatest',
      )
        .argParser(parseList(parseSeed))
        .default([1, 2, 3], '1,2,3'),
    )
    .option('--all-seeds', 'every seed for every number of rooms')
    .option(
      '--images <n>',
      'pictures passed through in each training; as `train --quick` if absent',
      parseAtLeastOne,
    )
    .addOption(new Option('--learner <kind>', 'that trains').choices(learnerChoices).default('auto'))
    .option('--json', 'print one JSON object')
    .addHelpText('after', notes)
    .action(async (flags: LearningFlags) => {
      const { compareTrainings } = await import('./bench-learning-work.js');
      const { figuresOf, gainText, learningTable } = await import('../evaluation/learning.js');
      const { withOwnSteps } = await import('./steps.js');
      const { report, picture } = await withOwnSteps((tools) => compareTrainings(flags, tools));
      if (flags.json === true) return printJson(report);
      for (const figure of figuresOf(report.points)) {
        const { head, rows } = learningTable(report.points, figure);
        printTable(head, rows);
        printLine('');
      }
      const gain = gainText(report.points);
      if (gain !== undefined) printLine(gain);
      printLine(`picture: ${picture}`);
    });
}

const notes = `
Fewer rooms are always among more, and the same whatever the seed. Every training is an \`npx jackdaw train --quick\` in a folder of its own, OUT/<rooms>-<seed>.
Interrupted, the same command goes on where it stopped; with more rooms or seeds it trains only what is missing.

Examples:
  $ npx jackdaw bench learning --data datasets/rooms --out runs/learning
  $ npx jackdaw bench learning --data datasets/rooms --out runs/learning --rooms 60,120,240 --all-seeds
  $ npx jackdaw bench learning --data datasets/rooms --out runs/seeds --rooms 240 --seeds 1,2,3,4,5    seeds alone`;
