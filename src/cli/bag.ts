// jackdaw bag: look into recordings, mend them, take things out, bring other robots' logs in.
import type { Command } from 'commander';
import type { BagInfo } from '../recording/info.js';
import { addBagExport } from './bag-export.js';
import { addBagImport } from './bag-import.js';
import { exitCodes } from './exit.js';
import { printJson, printLine, printTable } from './print.js';
import type { Conclude } from './program.js';

export function addBag(program: Command, conclude: Conclude): void {
  const bag = program.command('bag').description('look into recordings, mend them, export, import');
  addInfo(bag, conclude);
  addRecover(bag, conclude);
  addBagExport(bag);
  addBagImport(bag);
}

function addInfo(bag: Command, conclude: Conclude): void {
  bag
    .command('info')
    .description('topics, counts, rates, gaps, and what is wrong with it')
    .argument('<bag>', 'a bag folder, an .mcap or a .db3 file')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit code: 0 the bag is sound · 1 it was read, and something is wrong with it')
    .action(async (path: string, { json }: { json?: true }) => {
      const { openBag } = await import('../recording/bag.js');
      const { describeBag } = await import('../recording/info.js');
      const opened = await openBag(path);
      const info = await describeBag(opened);
      await opened.close();
      if (json === true)
        printJson({ ...info, startTime: info.startTime?.toString(), topics: info.topics.map(plainTopic) });
      else printInfo(info);
      conclude(Object.keys(info.problemCounts).length === 0 ? exitCodes.ok : exitCodes.finding);
    });
}

/** JSON has no 64-bit integers: times are texts. */
function plainTopic(topic: BagInfo['topics'][number]): object {
  return { ...topic, longestGapAt: topic.longestGapAt?.toString() };
}

function printInfo(info: BagInfo): void {
  const size = (info.bytes / 1e6).toFixed(1);
  printLine(`${info.path}: ${info.files.length} ${info.files.length === 1 ? 'file' : 'files'}, ${size} MB`);
  printLine(
    `${info.messages} messages in ${info.durationSeconds.toFixed(1)} s, from ${info.startTime ?? 'nothing'} ns on`,
  );
  printLine('');
  const number = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '–';
  printTable(
    ['topic', 'type', 'messages', 'Hz', 'longest gap s', 'gaps', 'lost'],
    info.topics.map((topic) => [
      topic.name,
      topic.type,
      String(topic.messages),
      number(topic.rateHz, 1),
      number(topic.longestGapSeconds, 3),
      String(topic.gaps),
      String(topic.lost),
    ]),
  );
  for (const [kind, count] of Object.entries(info.problemCounts)) printLine(`problem: ${count} x ${kind}`);
  printProblems(info.problems);
}

function printProblems(problems: BagInfo['problems']): void {
  for (const { kind, where, detail } of problems) printLine(`  ${kind}: ${where}: ${detail}`);
}

function addRecover(bag: Command, conclude: Conclude): void {
  bag
    .command('recover')
    .description('copy every readable message of a torn bag into a new one; the old one stays')
    .argument('<bag>', 'a bag folder, or an .mcap, .partial or .db3 file')
    .requiredOption('--out <folder>', 'the new bag')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code: 0 nothing was lost · 1 recovered, something is missing · 3 nothing can be read',
    )
    .action(async (path: string, { out, json }: { out: string; json?: true }) => {
      const { recoverBag } = await import('../recording/recover.js');
      const recovery = await recoverBag(path, out);
      if (json === true) printJson({ ...recovery, out });
      else {
        const loss = recovery.kind === 'complete' ? 'nothing is missing' : 'something is missing';
        printLine(`${out}: ${recovery.messages} messages, ${loss}`);
        printProblems(recovery.problems);
      }
      conclude(recovery.kind === 'complete' ? exitCodes.ok : exitCodes.finding);
    });
}
