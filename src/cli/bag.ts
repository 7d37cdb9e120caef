// jackdaw bag: look into recordings, mend them, take things out, bring other robots' logs in.
import type { Command } from 'commander';
import type { BagInfo } from '../recording/info.js';
import { addBagImport } from './bag-import.js';
import { exitCodes } from './exit.js';
import { printJson, printLine, printTable } from './print.js';
import type { Conclude } from './program.js';

export function addBag(program: Command, conclude: Conclude): void {
  const bag = program.command('bag').description('look into recordings, mend them, export, import');
  addInfo(bag, conclude);
  addRecover(bag, conclude);
  addExport(bag);
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

interface ExportFlags {
  readonly scans?: string;
  readonly images?: string;
  readonly topic?: string;
}

function addExport(bag: Command): void {
  bag
    .command('export')
    .description('scans as CSV, pictures as files')
    .argument('<bag>', 'a bag folder, an .mcap or a .db3 file')
    .option('--scans <file.csv>', 'write a LaserScan topic; the header names every column with its unit')
    .option('--images <folder>', 'write a picture topic, with times.csv')
    .option('--topic <name>', '/scan or /camera/image_raw/compressed if absent')
    .addHelpText('after', '\nExample:\n  $ jackdaw bag export out --scans scans.csv --images pictures')
    .action(async (path: string, flags: ExportFlags, command: Command) => {
      if (flags.scans === undefined && flags.images === undefined) {
        command.error('error: say what to export: --scans FILE.csv, --images FOLDER, or both');
      }
      const { openBag } = await import('../recording/bag.js');
      const { exportImages, exportScans } = await import('../recording/export.js');
      const opened = await openBag(path);
      const tell = (
        what: string,
        to: string,
        { written, skipped }: { written: number; skipped: number },
      ): void => printLine(`${to}: ${written} ${what}${skipped > 0 ? `, ${skipped} skipped` : ''}`);
      if (flags.scans !== undefined) {
        tell('scans', flags.scans, await exportScans(opened, flags.topic ?? '/scan', flags.scans));
      }
      if (flags.images !== undefined) {
        const topic = flags.topic ?? '/camera/image_raw/compressed';
        tell('pictures', flags.images, await exportImages(opened, topic, flags.images));
      }
      await opened.close();
    });
}
