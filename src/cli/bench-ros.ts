// jackdaw bench ros: pictures and scans through our adapter, bare rclnodejs and rclpy, in turn; and our detector beside rclpy's.
import { Option, type Command } from 'commander';
import type { Arm, Payload } from '../runtime/ros/bench.js';
import { parseAtLeastOne } from './arguments.js';
import type { Amount } from './bench-ros-work.js';
import { machineFacts } from './machine.js';
import { printJson, printLine, printRemark, printTable } from './print.js';
import { abortOnSignals } from './signals.js';

const parts = ['trips', 'received', 'detected', 'idle'] as const;
type Part = (typeof parts)[number];
type Role = 'echo' | 'receive' | 'trips' | 'idle';

interface RosFlags {
  readonly rounds?: number;
  readonly trips?: number;
  readonly only?: Part;
  readonly quick?: true;
  readonly json?: true;
  /** Set by this command for the processes it starts: `echo:ARM:PAYLOAD`, `trips:…:COUNT`, `receive:…:COUNT`, `idle`. */
  readonly part?: string;
}

const thorough: Amount = { rounds: 3, trips: 300, received: { image: 90, scan: 120 }, shown: 120 };
const quick: Amount = { rounds: 1, trips: 100, received: { image: 45, scan: 60 }, shown: 45 };
const IDLE_SECONDS = 5;

export function addBenchRos(bench: Command): void {
  bench
    .command('ros')
    .description(
      'a 640x480 picture and a scan over ROS: round trips and reception by our adapter, bare rclnodejs and rclpy; pictures to detections by our node and one in rclpy; an idle node',
    )
    .option('--rounds <n>', `each of them in turn, so often (default: ${thorough.rounds})`, parseAtLeastOne)
    .option('--trips <n>', `in each round (default: ${thorough.trips})`, parseAtLeastOne)
    .addOption(new Option('--only <part>', 'one part of it').choices(parts))
    .option('--quick', 'shorter runs, rougher figures; without it, about three minutes')
    .option('--json', 'print one JSON object')
    .addOption(new Option('--part <which>').hideHelp())
    .action(async (flags: RosFlags) => {
      if (flags.part !== undefined) return playPart(flags.part);
      const machine = machineFacts();
      if (machine.load > 0.5)
        printRemark(
          `The machine is busy (load ${machine.load}): latencies mean little, ratios and processor time more.`,
        );
      const figures = await measureUntilStopped(flags);
      if (figures === undefined) return printRemark('Stopped: no figures.');
      if (flags.json === true) return printJson({ machine, ...figures });
      printTable(
        ['figure', 'value'],
        Object.entries(flatten(figures)).map(([name, value]) => [name, value.toPrecision(4)]),
      );
    });
}

async function playPart(part: string): Promise<void> {
  const { echo, idleShare, reception, roundTrips } = await import('../runtime/ros/bench.js');
  const [role, arm, payload, count] = part.split(':') as [Role, Arm, Payload, string];
  if (role === 'echo') return echo(arm, payload);
  const answer = {
    receive: () => reception(arm, payload, Number(count)),
    trips: () => roundTrips(arm, payload, Number(count)),
    idle: async () => ({ percent: await idleShare(IDLE_SECONDS) }),
  }[role];
  printLine(JSON.stringify(await answer()));
}

/** Undefined if a signal ended it. */
async function measureUntilStopped(flags: RosFlags) {
  const signals = abortOnSignals();
  try {
    return await measure(flags, signals.signal);
  } catch (thrown) {
    if (signals.signal.aborted) return undefined;
    throw thrown;
  } finally {
    signals.stop();
  }
}

async function measure({ only, ...flags }: RosFlags, signal: AbortSignal) {
  const { measureIdle, measureReception, measureTrips } = await import('./bench-ros-work.js');
  const { measureSeen } = await import('./bench-ros-seen.js');
  const { rounds, trips, ...usual } = flags.quick === true ? quick : thorough;
  const amount: Amount = { ...usual, rounds: flags.rounds ?? rounds, trips: flags.trips ?? trips };
  const isWanted = (part: Part): boolean => only === undefined || only === part;
  return {
    ...(isWanted('trips') ? await measureTrips(amount, signal) : {}),
    ...(isWanted('received') ? { received: await measureReception(amount, signal) } : {}),
    ...(isWanted('detected') ? { detected: await measureSeen(amount, signal) } : {}),
    ...(isWanted('idle') ? { idlePercent: await measureIdle(signal) } : {}),
  };
}

function flatten(value: object, prefix = ''): Record<string, number> {
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) =>
    typeof inner === 'number' ? { [prefix + name]: inner } : flatten(inner as object, `${prefix}${name} `),
  );
  return Object.assign({}, ...entries) as Record<string, number>;
}
