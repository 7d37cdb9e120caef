// jackdaw replay: the very stages on a recording, compared with what they said then, drawn if asked for.
import { InvalidArgumentError, Option, type Command } from 'commander';
import { Fault } from '../fault/fault.js';
import type { Played } from '../robot/nodes/play-to-ros.js';
import { MODEL_NAMES, parsePace, parsePositive, collect } from './arguments.js';
import { exitCodes } from './exit.js';
import { printJson, printLine } from './print.js';
import type { Conclude } from './program.js';
import type { ReplayFlags, ReplayOutcome } from './replay-bag.js';
import { isExplained, modelLines } from './replay-models.js';
import type { Remap } from './replay-remap.js';

export function addReplay(program: Command, conclude: Conclude): void {
  program
    .command('replay')
    .description('feed a recording through stages and compare what they emit with what was recorded')
    .argument('<bag>', 'a bag folder, an .mcap or a .db3 file')
    .argument('[ros...]', 'with --transport ros: --ros-args and what follows goes to ROS')
    .option(
      '--stages <list>',
      'for example cluster,guard (if absent; with --model detect); modules with stages of your own too',
      parseList,
    )
    .option('--rate <max|factor>', 'as fast as it goes, or a factor of real time', parsePace, 'max')
    .option('--render <folder>', 'draw what the stages see as PNG')
    .option('--pictures <n>', 'how many, spread over the recording', parsePositive, 24)
    .option('--duration <seconds>', 'only the first part', parsePositive)
    .option(
      '--forward <m/s>',
      'where no commands were recorded, drive straight ahead at this speed',
      parsePositive,
      0.2,
    )
    .option('--model <model>', `what detect sees by: ${MODEL_NAMES}; obstacle-net if absent`)
    .option('--config <file.yaml>', 'settings of the stages')
    .option('--set <stage.setting=value>', 'one setting; may be given several times', collect)
    .option(
      '--remap <from:=to>',
      'a topic of the recording stands for one of ours; may be given several times',
      collectRemap,
    )
    .addOption(
      new Option(
        '--transport <where>',
        'publish every topic as it was recorded, as ros2 bag play does',
      ).choices(['ros']),
    )
    .addOption(
      new Option('--clock [hz]', 'with --transport: /clock from the recording, so often; 40 if not said')
        .preset('40')
        .argParser(parsePositive),
    )
    .option('--loop', 'with --transport: begin again at the end')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action(async (bag: string, ros: readonly string[], flags: ReplayFlags, command: Command) => {
      if (flags.transport === 'ros') {
        refuseForStagesOnly(givenOf(command, STAGES_ONLY));
        const { replayToRos } = await import('./replay-to-ros.js');
        printPlayed(await replayToRos(bag, flags, ros), flags.json === true);
        return conclude(exitCodes.ok);
      }
      refuseForRosOnly([...givenOf(command, ROS_ONLY), ...ros]);
      const { replay } = await import('./replay-bag.js');
      const outcome = await replay(bag, flags);
      if (flags.json === true) printJson(outcome);
      else for (const line of linesOf(outcome)) printLine(line);
      const isSound = outcome.same && outcome.undrawn === undefined;
      conclude(isSound ? exitCodes.ok : exitCodes.finding);
    });
}

/** Options that say something of the stages, none of which runs with --transport ros. */
const STAGES_ONLY = ['stages', 'render', 'pictures', 'forward', 'model', 'config', 'set'];
const ROS_ONLY = ['clock', 'loop'];

function givenOf(command: Command, names: readonly string[]): string[] {
  return names.filter((name) => command.getOptionValueSource(name) === 'cli').map((name) => `--${name}`);
}

function refuseForStagesOnly(given: readonly string[]): void {
  if (given.length === 0) return;
  throw new Fault('cli/usage', {
    what: `${given.join(' ')} is for stages, and with --transport ros none runs: the recording is published as it is.`,
    next: 'Leave that out and run the stages on ROS 2 (npx jackdaw node …), or leave out --transport.',
  });
}

function refuseForRosOnly(given: readonly string[]): void {
  if (given.length === 0) return;
  throw new Fault('cli/usage', {
    what: `${given.join(' ')} is for --transport ros.`,
    next: 'npx jackdaw replay BAG --transport ros --clock',
  });
}

function printPlayed(played: Played, asJson: boolean): void {
  if (asJson) return printJson(played);
  for (const [topic, count] of Object.entries(played.messages)) printLine(`  ${topic}: ${count} published`);
  for (const [topic, why] of Object.entries(played.left)) printLine(`  ${topic}: not published, ${why}`);
}

const examples = `
Examples:
  $ npx jackdaw replay out                                       cluster and guard, compared with the recording
  $ npx jackdaw replay out --stages cluster,guard,wander,arbitrate
  $ npx jackdaw replay out --stages detect --render pictures     what the camera's model sees, drawn over its frames
  $ npx jackdaw replay out --model mine                          how what this model sees compares with what the recording's saw
  $ npx jackdaw replay real --stages cluster,guard --render pictures
  $ npx jackdaw replay kitchen --stages detect --render pictures --remap /front/image_raw:=camera/image_raw
  $ npx jackdaw replay out --transport ros --clock               for rviz and nodes with use_sim_time
  $ npx jackdaw replay out --transport ros --loop --ros-args -r /scan:=/front/scan
Where no camera/image_raw was recorded, the first other topic with pictures is taken for it, and that is said.
Exit code: 0 what was recorded is what the stages say now · 1 it differs, or --render drew nothing. By another model than the
recording's, what differs in what it sees is what was asked for: 0`;

function parseList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Give names separated by commas.');
  return names;
}

function collectRemap(text: string, before: readonly Remap[] = []): readonly Remap[] {
  const [from = '', to = '', ...more] = text.split(':=');
  if (from === '' || to === '' || more.length > 0)
    throw new InvalidArgumentError('Give FROM:=TO, such as /front/image_raw:=camera/image_raw');
  return [...before, { from, to: to.startsWith('/') ? to : `/${to}` }];
}

function linesOf(outcome: ReplayOutcome): string[] {
  const { topics, told, faults, notes, models } = outcome;
  const lines = [
    `${outcome.seconds.toFixed(1)} s replayed in ${outcome.wallSeconds.toFixed(2)} s (${outcome.realTimeFactor.toFixed(0)} times real time)`,
    ...Object.entries(topics).map(([topic, each]) => `  ${topic}: ${topicLine(each)}`),
    ...told.map((each) => `  differs: ${each}`),
    ...notes,
    ...faults.map((fault) => `fault: ${fault}`),
    ...(models === undefined ? [] : modelLines(models)),
  ];
  const compared = Object.values(topics).some(({ recorded }) => recorded > 0);
  if (outcome.pictures.length > 0)
    lines.push(`${outcome.pictures.length} pictures, the first: ${outcome.pictures[0]}`);
  if (!compared) lines.push('The recording holds nothing to compare with.');
  else lines.push(verdict(outcome));
  if (outcome.undrawn !== undefined) lines.push(outcome.undrawn);
  return lines;
}

function verdict({ same, models }: ReplayOutcome): string {
  if (models === undefined) return same ? 'The same as recorded.' : 'Not the same as recorded.';
  const { apartBy, otherThings, otherSurface, pictures } = models;
  if (!isExplained(models)) return 'Not the same as recorded: more differs than compressed pictures explain.';
  if (!same) return 'Not the same as recorded, in what does not depend on what the camera sees.';
  if (apartBy === 'model') return 'Two models were compared.';
  const alike = pictures - Math.max(otherThings, otherSurface);
  return `As recorded, as far as compressed pictures can tell: the same was seen in ${alike} of ${pictures}.`;
}

function topicLine(topic: ReplayOutcome['topics'][string]): string {
  const parts = [`${topic.replayed} emitted`, `${topic.recorded} recorded`, `${topic.equal} equal`];
  if (topic.different > 0) parts.push(`${topic.different} different`);
  if (topic.missing > 0) parts.push(`${topic.missing} missing`);
  if (topic.extra > 0) parts.push(`${topic.extra} extra`);
  if (topic.excused > 0) parts.push(`${topic.excused} not compared`);
  return parts.join(', ');
}
