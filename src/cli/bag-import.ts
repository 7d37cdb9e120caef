// jackdaw bag import: logs of other robots become bags.
import type { Command } from 'commander';
import type { CarmenReport } from '../recording/carmen/import.js';
import { parsePositive } from './arguments.js';
import { printJson, printLine } from './print.js';

interface ImportFlags {
  readonly out: string;
  readonly rangeMax?: number;
  readonly laserHeight?: number;
  readonly json?: true;
}

export function addBagImport(bag: Command): void {
  bag
    .command('import')
    .description("turn another robot's log into a bag: scan, odom, tf")
    .command('carmen')
    .description('a CARMEN log (FLASER, ODOM, ROBOTLASER1), plain or gzipped')
    .argument('<log>', 'the log, .log or .log.gz')
    .requiredOption('--out <folder>', 'the new bag')
    .option('--range-max <metres>', 'ranges from here on mean no return; 81 if absent', parsePositive)
    .option('--laser-height <metres>', 'over the floor, which logs do not say; 0.17 if absent', parsePositive)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ npx jackdaw bag import carmen robot.log.gz --out real')
    .action(async (log: string, { out, json, ...options }: ImportFlags) => {
      const { importCarmen } = await import('../recording/carmen/import.js');
      const report = await importCarmen(log, out, options);
      if (json === true) printJson({ ...report, scansByBeams: Object.fromEntries(report.scansByBeams) });
      else for (const line of linesOf(report, out)) printLine(line);
    });
}

function linesOf(report: CarmenReport, out: string): string[] {
  const { ranges, twists } = report;
  const beams = [...report.scansByBeams].map(([count, scans]) => `${scans} of ${count} beams`).join(', ');
  const share = (count: number): string => `${((100 * count) / Math.max(1, ranges.beams)).toFixed(1)} %`;
  return [
    `${out}: ${report.scans} scans (${beams}) and ${report.odometry} odometry readings in ${report.durationSeconds.toFixed(0)} s`,
    `  between scans ${report.medianScanPeriodSeconds.toFixed(2)} s, at most ${report.longestScanGapSeconds.toFixed(2)} s`,
    `  ranges: ${share(ranges.noReturn)} without return, ${share(ranges.tooNear)} too near, ${share(ranges.unknown)} unknown`,
    ...(report.poseJumps > 0 ? [`  ${report.poseJumps} jumps of the pose`] : []),
    ...odd({ ...report.counts }),
    `  velocities: ${twists}`,
  ];
}

/** Everything odd that was counted, one line each. */
function odd(counts: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(counts)
    .filter(([, count]) => typeof count === 'number' && count > 0)
    .map(
      ([what, count]) =>
        `  ${what.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${String(count)}`,
    );
}
