// jackdaw node: our stages as ROS 2 nodes, with the arguments every ROS node takes.
import type { Command } from 'commander';
import { Fault } from '../fault/fault.js';
import { nearestOf } from '../fault/nearest.js';
import { nodeKinds, nodeNames, type NodeName } from '../robot/nodes/table.js';
import type { Place } from '../robot/place.js';
import { parseSeed } from './arguments.js';
import { exitCodes } from './exit.js';
import { printRemark } from './print.js';
import type { Conclude } from './program.js';
import { ROS_ARGS } from './ros-arguments.js';

interface NodeFlags {
  readonly world?: string;
  readonly seed: number;
}

/** A launch sends SIGTERM 5 s after SIGINT: by then we have gone. Nearly all of it, for a recorder waits for its disk. */
const ROS_PATIENCE_MS = 4500;

export function addNode(program: Command, conclude: Conclude): void {
  program
    .command('node')
    .description(`run stages as a ROS 2 node: ${nodeNames.join(', ')}`)
    .argument('<name>', 'which node')
    .argument('[ros...]', `${ROS_ARGS} and what follows goes to ROS: -r, -p, --params-file, --log-level`)
    .option('--world <file.wbt>', 'where a simulator is; a generated room if absent')
    .option('--seed <n>', 'of the generated room and of all chance', parseSeed, 1)
    .allowUnknownOption()
    .addHelpText('after', examples)
    .action(async (name: string, rest: readonly string[], flags: NodeFlags) => {
      const found = nodeNames.find((each) => each === name);
      if (found === undefined) throw unknownNode(name);
      if (rest.length > 0 && rest[0] !== ROS_ARGS) throw unknownArgument(rest[0]!);
      await run(found, rest, flags);
      conclude(exitCodes.ok);
    });
}

async function run(name: NodeName, rosArguments: readonly string[], flags: NodeFlags): Promise<void> {
  const { runNode } = await import('../robot/nodes/run.js');
  const { openGeneratedRoom, openWorldFile } = await import('../robot/place.js');
  const { openSystemClock } = await import('../runtime/clock.js');
  const { abortOnSignals } = await import('./signals.js');
  const findPlace = (world: string, seed: number): Place =>
    world === '' ? openGeneratedRoom({ seed }) : openWorldFile(world);
  let shut = (): void => undefined;
  const signals = abortOnSignals(ROS_PATIENCE_MS, () => shut());
  try {
    await runNode({
      name,
      rosArguments,
      clock: openSystemClock(),
      signal: signals.signal,
      start: { seed: flags.seed, place: () => findPlace(flags.world ?? '', flags.seed) },
      findPlace,
      startedAt: new Date().toISOString().slice(0, 19).replace(/[T:]/g, '-'),
      onOpen: (close) => (shut = close),
      onReady: (fullName) => printRemark(`${fullName} is up.`),
    });
  } finally {
    signals.stop();
  }
}

function unknownNode(name: string): Fault {
  const nearest = nearestOf(name, nodeNames);
  return new Fault('cli/usage', {
    what: `There is no node ${name}${nearest === undefined ? '.' : `; did you mean ${nearest}?`}`,
    expected: nodeNames.map((each) => `${each} (${nodeKinds[each].does})`).join(', '),
    ...(nearest === undefined ? {} : { next: `npx jackdaw node ${nearest}` }),
  });
}

function unknownArgument(argument: string): Fault {
  return new Fault('cli/usage', {
    what: `${argument} is not an option of jackdaw node.`,
    next: `Arguments for ROS stand behind ${ROS_ARGS}.`,
  });
}

const examples = `
Examples:
  $ npx jackdaw node simulator                                            a robot in a generated room, on /scan, /odom, /tf, /cmd_vel
  $ npx jackdaw node robot --ros-args -r scan:=front/scan -r __ns:=/robot1
  $ npx jackdaw node guard --ros-args --params-file guard.yaml            parameters are the settings of docs/settings.md

In a shell where ROS 2 is sourced and rclnodejs is installed (npx jackdaw doctor).`;
