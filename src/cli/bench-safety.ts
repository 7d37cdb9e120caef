// jackdaw bench safety: does the camera make the robot hit less than its LIDAR alone? The same rooms by every arm.
import type { Command } from 'commander';
import type { ArmName } from '../robot/safety/arm-names.js';
import type { ArmReport, RatioReport, SafetyReport } from '../robot/safety/report.js';
import { parseArms, parseAtLeastOne, parsePositive, parseWhole } from './arguments.js';
import { exitCodes } from './exit.js';
import { printJson, printLine, printRemark, printTable } from './print.js';
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

interface SafetyFlags extends HinderedFlags {
  readonly rooms: number;
  readonly seconds: number;
  readonly arms?: readonly ArmName[];
  readonly collisions: number;
  readonly maxRooms: number;
  readonly json?: true;
}

export function addBenchSafety(bench: Command, conclude: Conclude): void {
  const safety = bench
    .command('safety')
    .description('collisions per 100 m with and without the camera, in rooms of held-out assets');
  addHinderedFlags(safety)
    .option(
      '--rooms <n>',
      'at least, and as many more at a time as --collisions asks for',
      parseAtLeastOne,
      12,
    )
    .option('--seconds <s>', 'in each, by each arm', parsePositive, 60)
    .option(
      '--arms <names>',
      'lidar, oracle, model, floor-colour, slow; absent: all, model where there is one',
      parseArms,
    )
    .option('--collisions <n>', 'go on with more rooms until the lidar arm has had so many', parseWhole, 0)
    .option('--max-rooms <n>', 'but with no more than these', parseAtLeastOne, 600)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code: 0 all bounds hold · 1 otherwise; docs/safety.md says what is measured and how.\n\nExamples:\n  $ npx jackdaw bench safety --arms lidar,oracle\n  $ npx jackdaw bench safety --rooms 40 --collisions 150 --json > safety.json',
    )
    .action(async (flags: SafetyFlags) => {
      const { report, ...circumstances } = await measure(flags);
      if (flags.json === true) printJson({ ...circumstances, ...report });
      else print(report);
      conclude(report.unmet.length === 0 ? exitCodes.ok : exitCodes.finding);
    });
}

async function measure(flags: SafetyFlags) {
  await checkLog(flags);
  const { driveBench } = await import('../robot/safety/bench.js');
  const { reportOf } = await import('../robot/safety/report.js');
  const { generatorDigest } = await import('../simulation/rooms/digest.js');
  const { wanderConfig } = await import('../driving/wander-config.js');
  const needsModel = flags.arms?.includes('model');
  const model = needsModel === false ? undefined : await findModel(flags.model, needsModel === true);
  const arms = flags.arms ?? armsWith(model !== undefined);
  const seed = seedOf(flags, model);
  const hindrances = hindrancesOf(flags);
  const { rooms, seconds, collisions, maxRooms, workers } = flags;
  const order = {
    arms,
    rooms,
    seconds,
    seed,
    collisions,
    maxRooms,
    hindrances,
    cruiseMps: wanderConfig.parse({}).speedMps,
  };
  return withDriving({ model, workers, what: 'drives', total: rooms * arms.length }, async (tools) => {
    const drives = await driveBench(order, tools);
    const report = reportOf(drives, { seed, unknownClass: flags.unknown });
    const circumstances = { hindrances, generator: generatorDigest() };
    const { hits: _hits, falseStops: _falseStops, faults: _faults, ...figures } = report;
    await logTrial(model, { bench: 'safety', seed, figures: { ...circumstances, ...figures } }, flags);
    return { seed, ...circumstances, model: model?.sha256, report };
  });
}

function armsWith(model: boolean): readonly ArmName[] {
  return model
    ? ['lidar', 'oracle', 'model', 'floor-colour', 'slow']
    : ['lidar', 'oracle', 'floor-colour', 'slow'];
}

function print(report: SafetyReport): void {
  const { arms, unmet, ratioOf, over, unknown, rooms, hits, falseStops, faults } = report;
  const head = [
    'arm',
    'metres',
    'm/s',
    'collisions',
    'per 100 m',
    'over lidar',
    'up to (95 %)',
    'false stops per 100 m',
  ];
  printTable(
    head,
    Object.entries(arms).map(([name, arm]) => [name, ...rowOf(arm)]),
  );
  printLine(`${rooms} rooms.`);
  for (const [name, { byClass }] of Object.entries(arms))
    if (Object.keys(byClass).length > 0)
      printLine(
        `${name} hit: ${Object.entries(byClass)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(', ')}`,
      );
  for (const { seed, atSeconds, object } of hits.slice(0, 10))
    printLine(`${ratioOf ?? 'lidar'}, room ${seed}, ${atSeconds.toFixed(1)} s: ${object}`);
  for (const { seed, atSeconds, why, offM } of falseStops.slice(0, 10))
    printLine(
      `${ratioOf ?? 'lidar'}, room ${seed}, ${atSeconds.toFixed(1)} s: stopped for ${why}, ${offM.toFixed(2)} m from anything`,
    );
  for (const fault of faults.slice(0, 5)) printRemark(fault);
  const own = ratioOf === undefined ? undefined : arms[ratioOf];
  if (own !== undefined && arms.lidar !== undefined)
    printLine(`${ratioOf} over lidar: ${ratioText(own, 'the LIDAR alone')}`);
  for (const [arm, found] of Object.entries(over))
    printLine(`${ratioOf} over ${arm}: ${ratioText(found, arm)}`);
  if (unknown !== undefined)
    printLine(
      `${ratioOf} over lidar, ${unknown.class} alone: ${ratioText(unknown, `the LIDAR alone with ${unknown.class}`)}`,
    );
  for (const each of unmet) printLine(`Does not hold: ${each}`);
}

/** `other`: the arm that it is compared with. */
export function ratioText({ ratio, ratioUpper95, tooFew }: Partial<RatioReport>, other: string): string {
  if (ratio === undefined) return `no collision of ${other}: no ratio`;
  if (ratioUpper95 !== undefined) return `${ratio}, with 95 % certainty at most ${ratioUpper95}`;
  return `${ratio}; ${tooFew ?? 'no bound'}`;
}

function rowOf(arm: ArmReport): string[] {
  return [
    arm.metres.toFixed(0),
    arm.meanSpeed.toFixed(3),
    String(arm.collisions),
    arm.collisionsPer100m.toFixed(2),
    arm.ratio?.toFixed(3) ?? '',
    arm.ratioUpper95?.toFixed(3) ?? '',
    arm.falseStopsPer100m.toFixed(2),
  ];
}
