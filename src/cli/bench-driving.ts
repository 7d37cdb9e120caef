// jackdaw bench driving: many rooms in a row; does the robot get about, and does it touch what its LIDAR can see?
import type { Command } from 'commander';
import type { RoomResult } from '../robot/campaign.js';
import { parseAtLeastOne, parsePositive, parseSeed } from './arguments.js';
import { exitCodes } from './exit.js';
import { openProgress, printJson, printLine, printTable } from './print.js';
import type { Conclude } from './program.js';

interface DrivingFlags {
  readonly rooms: number;
  readonly seconds: number;
  readonly seed: number;
  readonly minDistance: number;
  readonly json?: true;
}

export function addBenchDriving(bench: Command, conclude: Conclude): void {
  bench
    .command('driving')
    .description('drive through generated rooms: distance, and collisions with what the LIDAR can see')
    .option('--rooms <n>', 'how many', parseAtLeastOne, 20)
    .option('--seconds <s>', 'in each', parsePositive, 60)
    .option('--seed <n>', 'of the first room; the others count up', parseSeed, 1)
    .option('--min-distance <m>', 'to be driven in each room', parsePositive, 5)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code: 0 every room was driven and nothing visible was touched in motion · 1 otherwise',
    )
    .action(async (flags: DrivingFlags) => {
      const { rooms, short, touched } = await drive(flags);
      if (flags.json === true) printJson({ rooms, short, touched });
      else printRooms(rooms, short, touched);
      conclude(short.length + touched.length === 0 ? exitCodes.ok : exitCodes.finding);
    });
}

interface Verdict {
  readonly rooms: readonly RoomResult[];
  /** Seeds of rooms in which the robot did not get far enough. */
  readonly short: readonly number[];
  /** Seeds of rooms in which it touched, in motion, what its LIDAR could see. */
  readonly touched: readonly number[];
}

async function drive({ rooms: count, seconds, seed, minDistance }: DrivingFlags): Promise<Verdict> {
  const { avoidable, driveCampaign } = await import('../robot/campaign.js');
  const { stageSchemas } = await import('../robot/stages.js');
  const { openSystemClock } = await import('../runtime/clock.js');
  const { layerConfig } = await import('../runtime/config/config.js');
  const { abortOnSignals } = await import('./signals.js');
  const progress = openProgress('rooms', count);
  const signals = abortOnSignals();
  try {
    const rooms = await driveCampaign({
      rooms: count,
      seconds,
      seed,
      settings: layerConfig(stageSchemas).values,
      clock: openSystemClock(),
      signal: signals.signal,
      onRoom: (done) => progress.update(done),
    });
    return {
      rooms,
      short: rooms.filter(({ distanceM }) => distanceM < minDistance).map((room) => room.seed),
      touched: rooms.filter((room) => avoidable(room).length > 0).map((room) => room.seed),
    };
  } finally {
    progress.stop();
    signals.stop();
  }
}

function printRooms(rooms: Verdict['rooms'], short: Verdict['short'], touched: Verdict['touched']): void {
  const count = ({ collisions }: RoomResult, visible: boolean, moving: boolean): string =>
    String(collisions.filter((each) => each.lidarVisible === visible && each.robotMoving === moving).length);
  printTable(
    ['room', 'metres', 'm²', 'hit unseen', 'hit seen', 'was hit', 'x real time'],
    rooms.map((room) => [
      String(room.seed),
      room.distanceM.toFixed(1),
      room.areaM2.toFixed(1),
      count(room, false, true),
      count(room, true, true),
      String(room.collisions.filter(({ robotMoving }) => !robotMoving).length),
      room.realTimeFactor.toFixed(0),
    ]),
  );
  const metres = rooms.reduce((sum, { distanceM }) => sum + distanceM, 0);
  printLine(`${rooms.length} rooms, ${metres.toFixed(0)} m`);
  if (short.length > 0) printLine(`Did not get far enough in: ${short.join(', ')}`);
  if (touched.length > 0) printLine(`Touched what the LIDAR can see, in motion, in: ${touched.join(', ')}`);
}
