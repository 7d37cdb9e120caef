// jackdaw bench approach: is what stands ahead known, and well enough placed, before the robot is too near to it?
import { Option, type Command } from 'commander';
import type { ApproachReport, ApproachShare } from '../robot/safety/approach-report.js';
import { parseAtLeastOne, parsePositive, parseWhole } from './arguments.js';
import { exitCodes } from './exit.js';
import { printJson, printLine, printTable } from './print.js';
import type { Conclude } from './program.js';
import {
  checkLog,
  addHinderedFlags,
  findModel,
  hindrancesOf,
  logTrial,
  seedOf,
  withDriving,
  type HinderedFlags,
} from './safety-drives.js';

interface ApproachFlags extends HinderedFlags {
  readonly arm: 'model' | 'oracle' | 'floor-colour';
  readonly approaches: number;
  readonly hazards: number;
  readonly perRoom: number;
  readonly maxRooms: number;
  readonly speed: number;
  readonly json?: true;
}

export function addBenchApproach(bench: Command, conclude: Conclude): void {
  const approach = bench
    .command('approach')
    .description('straight ways up to single things: confirmed and placed before the front is 0.40 m away?')
    .addOption(
      new Option('--arm <name>', 'what the robot sees by')
        .choices(['model', 'oracle', 'floor-colour'])
        .default('model'),
    )
    .option('--approaches <n>', 'at least', parseWhole, 300)
    .option('--hazards <n>', 'of them, at least, to what no LIDAR beam returns from', parseWhole, 100)
    .option('--per-room <n>', 'at most', parseWhole, 6)
    .option('--max-rooms <n>', 'no more rooms than these', parseAtLeastOne, 400)
    .option('--speed <m/s>', 'of the robot', parsePositive, 0.2);
  addHinderedFlags(approach)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code: 0 the bound holds · 1 otherwise; docs/safety.md says what is measured and how.\n\nExamples:\n  $ npx jackdaw bench approach --arm oracle --approaches 60 --hazards 20\n  $ npx jackdaw bench approach --json > approach.json',
    )
    .action(async (flags: ApproachFlags) => {
      const { report, ...circumstances } = await measure(flags);
      if (flags.json === true) printJson({ ...circumstances, ...report });
      else print(report);
      conclude(report.unmet.length === 0 ? exitCodes.ok : exitCodes.finding);
    });
}

async function measure(flags: ApproachFlags) {
  await checkLog(flags);
  const { benchApproaches } = await import('../robot/safety/approach-bench.js');
  const { reportApproaches } = await import('../robot/safety/approach-report.js');
  const { generatorDigest } = await import('../simulation/rooms/digest.js');
  const { arm, approaches, hazards, perRoom, maxRooms, speed: speedMps, workers } = flags;
  const model = arm === 'model' ? await findModel(flags.model, true) : undefined;
  const seed = seedOf(flags, model);
  const hindrances = hindrancesOf(flags);
  return withDriving({ model, workers, what: 'approaches', total: approaches }, async (tools) => {
    const order = { arm, seed, approaches, hazards, perRoom, maxRooms, speedMps, hindrances };
    const found = await benchApproaches(order, tools);
    const report = reportApproaches(found.approaches, { approaches, hazards, seed });
    const circumstances = { rooms: found.rooms, hindrances, generator: generatorDigest() };
    const { missed: _missed, listedOutOfView: _listed, ...figures } = report;
    await logTrial(model, { bench: 'approach', seed, figures: { ...circumstances, ...figures } }, flags);
    return { arm, seed, ...circumstances, model: model?.sha256, report };
  });
}

function print(report: ApproachReport): void {
  const { hazards, others, startedOutOfView, byClass, missed, unmet } = report;
  printTable(
    ['approaches to', 'driven', 'known in time', 'share'],
    [
      ['everything', ...rowOf(report)],
      ['what no beam returns from', ...rowOf(hazards)],
      ['the rest', ...rowOf(others)],
      ['out of view at first', ...rowOf(startedOutOfView)],
      ...Object.entries(byClass).map(([name, share]) => [name, ...rowOf(share)]),
    ],
  );
  printLine(`Share: ${report.share}, 95 % of such rooms give ${report.lower95} to ${report.upper95}.`);
  printLine(
    `Distance at 0.40 m is off by ${report.errorMedian} of it (median), ${report.error90} (90th percentile).`,
  );
  for (const { seed, object, turnRad, distanceError } of missed.slice(0, 10)) {
    const what =
      distanceError === undefined ? 'not known' : `placed ${Math.round(100 * distanceError)} % off`;
    printLine(`room ${seed}, ${object}, after a turn of ${turnRad.toFixed(2)} rad: ${what}`);
  }
  for (const each of unmet) printLine(`Does not hold: ${each}`);
}

function rowOf({ approaches, found, share }: ApproachShare): string[] {
  return [String(approaches), String(found), share.toFixed(3)];
}
