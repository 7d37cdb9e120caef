// jackdaw evaluate: a model over a split of a dataset; every figure as a table, as JSON and as a report.
import { Option, type Command } from 'commander';
import type { SplitName } from '../dataset/format.js';
import { MODEL_NAMES, parseSeed, parseWhole } from './arguments.js';
import { printJson, printLine, printRemark, printTable } from './print.js';

export interface EvaluateFlags {
  readonly model?: string;
  readonly data: string;
  readonly out: string;
  readonly split: SplitName;
  readonly limit?: number;
  readonly seed: number;
  readonly corruptions?: number | true;
  readonly log?: string;
  readonly json?: true;
}

export const splitOption = (split: SplitName): Option =>
  new Option('--split <name>', 'of the dataset').choices(['train', 'validation', 'test']).default(split);

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('how good a model is on a split of a dataset, with intervals; every evaluation is logged')
    .option('--model <model>', `${MODEL_NAMES}; obstacle-net if absent`)
    .requiredOption('--data <folder>', 'a dataset, as `npx jackdaw dataset build` writes it')
    .requiredOption(
      '--out <folder>',
      'for metrics.json, report.html, plots/ and worst/; an earlier evaluation there is replaced',
    )
    .addOption(splitOption('test'))
    .option('--limit <n>', 'judge n images, evenly from the whole split', parseWhole)
    .option('--corruptions [n]', 'judge n of them (300) dark, blurred, dirty … too: 22 runs each', parseWhole)
    .option('--seed <n>', 'of the intervals and of what is drawn for --corruptions', parseSeed, 1)
    .option(
      '--log <file>',
      'that the evaluation is added to; evaluations.jsonl beside the versions if absent',
    )
    .option('--json', 'print metrics.json')
    .addHelpText('after', examples)
    .action(async (flags: EvaluateFlags) => {
      const { runEvaluation } = await import('./evaluate-work.js');
      const evaluated = await runEvaluation(flags);
      const { metrics, warning, headline, noInterval, leftOut, classes, report, log } = evaluated;
      if (warning !== undefined) printRemark(warning);
      if (flags.json === true) return printJson(metrics);
      printTable(['', 'value', '95 %'], headline);
      if (noInterval !== undefined) printLine(noInterval);
      printLine('');
      printTable(classes.head, classes.rows);
      for (const line of leftOut) printLine(line);
      printLine('');
      printLine(`report: ${report}`);
      printLine(`logged: ${log}`);
    });
}

const examples = `
docs/evaluation.md says what each figure is. Judged are the classes that model and dataset both have by name; the others are
left out, and said.

Examples:
  $ npx jackdaw evaluate --model mine/1.0.0 --data datasets/proof --out evaluations/proof
  $ npx jackdaw evaluate --data datasets/rooms --split validation --limit 300 --out evaluations/look --log evaluations/look.jsonl
  $ npx jackdaw evaluate --model mine --data datasets/proof --out evaluations/proof --corruptions`;
