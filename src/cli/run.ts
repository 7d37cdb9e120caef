// jackdaw run: the robot drives in a simulated room, watched on one line, recorded and summed up at the end.
import { Option, type Command } from 'commander';
import { MODEL_NAMES, collect, parsePace, parsePositive, parseSeed } from './arguments.js';
import { exitCodeOf, exitCodes } from './exit.js';
import { printJson, printLine, printRemark } from './print.js';
import type { Conclude } from './program.js';
import type { RunFlags } from './run-robot.js';

export function addRun(program: Command, conclude: Conclude): void {
  const run = program.command('run');
  refuseBoth(run, 'record', 'no-record');
  refuseBoth(run, 'model', 'no-model');
  run
    .description('drive in a simulated room: explore, avoid, record')
    .addOption(new Option('--world <file.wbt>', 'a world to drive in').conflicts('scenario'))
    .option('--scenario <file.json>', 'a scenario: world, start, seconds, and what must hold')
    .option('--seed <n>', 'of the room and of all chance; 1 if absent', parseSeed)
    .option('--headless', 'no status line')
    .option('--duration <seconds>', "on the run's clock; without it until Ctrl-C", parsePositive)
    .option(
      '--rate <real|max|factor>',
      'real time, as fast as it goes, or a factor of real time',
      parsePace,
      'real',
    )
    .option('--record <folder>', 'the bag to write; recordings/… if absent')
    .option('--no-record', 'write no bag')
    .option('--stages <module>', 'a JavaScript module with stages of your own, beside or in place of ours')
    .option('--no-camera', 'LIDAR only')
    .option('--model <model>', `what the camera sees by: ${MODEL_NAMES}; obstacle-net if absent`)
    .option('--no-model', 'the camera only looks')
    .option('--config <file.yaml>', 'settings of the stages')
    .option('--set <stage.setting=value>', 'one setting; may be given several times', collect)
    .option('--print-config', 'print every setting and where it comes from, and end')
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', examples)
    .action(async (flags: RunFlags) => {
      const { prepareRun, executeRun } = await import('./run-robot.js');
      const plan = await prepareRun(flags);
      if (flags.printConfig === true) return printLine(plan.configText);
      if (flags.headless !== true) printRemark(plan.announcement);
      const { summary, lines, unmet, unrecorded } = await executeRun(plan, flags);
      if (flags.json === true) printJson(summary);
      else for (const line of lines) printLine(line);
      if (unrecorded !== undefined) conclude(exitCodeOf(unrecorded.code));
      else conclude(unmet.length > 0 ? exitCodes.finding : exitCodes.ok);
    });
}

/** Of two flags for one thing commander lets the last one win, without a word. */
function refuseBoth(command: Command, one: string, other: string): void {
  const said = new Set<string>();
  for (const name of [one, other]) {
    command.on(`option:${name}`, () => {
      if (said.add(name).size > 1) command.error(`error: --${one} and --${other}: say one of them`);
    });
  }
}

const examples = `
Examples:
  $ npx jackdaw run                                        a generated room, in real time, until Ctrl-C
  $ npx jackdaw run --seed 7 --duration 60 --rate max      a minute as fast as it goes, always the same
  $ npx jackdaw run --world sim/worlds/office.wbt          a curated world
  $ npx jackdaw run --scenario sim/scenarios/office.json   a world with conditions; exit code 1 if they do not hold
  $ npx jackdaw run --stages timid.mjs                     with the stage of the README's short program
  $ npx jackdaw run --set guard.maxLinearMps=0.15          slower
  $ npx jackdaw run --print-config                         all settings
  $ npx jackdaw run --config my.yaml                       kill -HUP reads it again: live settings (docs/settings.md) change at once`;
