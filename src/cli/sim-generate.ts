// jackdaw sim generate: a furnished room from a seed, as a Webots world.
import { Option, type Command } from 'commander';
import type { RoomOptions } from '../simulation/rooms/generate.js';
import { assetSets } from '../simulation/rooms/kit.js';
import { layouts } from '../simulation/rooms/layouts.js';
import { parseCounts, parseSeed, parseSize } from './arguments.js';
import { printJson, printLine } from './print.js';

interface GenerateFlags {
  readonly seed: number;
  readonly out: string;
  readonly layout?: NonNullable<RoomOptions['layout']>;
  readonly size?: readonly [number, number];
  readonly obstacles?: NonNullable<RoomOptions['counts']>;
  readonly density?: number;
  readonly assets?: NonNullable<RoomOptions['assets']>;
  readonly variety?: NonNullable<RoomOptions['variety']>;
  readonly json?: true;
}

/** What every world file begins with. */
const WORLD_HEAD = '#VRML_SIM';

export function addSimGenerate(sim: Command): void {
  sim
    .command('generate')
    .description('write a furnished room: the same seed gives the same bytes')
    .requiredOption('--seed <n>', 'everything not said otherwise is drawn from it', parseSeed)
    .requiredOption('--out <file.wbt>', 'where to write the world')
    .addOption(new Option('--layout <layout>', 'shape of the floor').choices(layouts))
    .option('--size <WxD>', 'metres, for example 6x4.5', parseSize)
    .option('--obstacles <list>', 'how many of a class, for example box=3,shoe=2,person=1', parseCounts)
    .option('--density <factor>', 'loose obstacles relative to the usual number, 0 to 4', Number)
    .addOption(
      new Option('--assets <set>', 'heldout: things and surfaces that no training shows').choices(assetSets),
    )
    .addOption(
      new Option('--variety <how>', 'wide: light, colours and camera vary as for learning').choices([
        'plain',
        'wide',
      ]),
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx jackdaw sim generate --seed 7 --out room.wbt\n  $ npx jackdaw sim generate --seed 3 --layout rooms --size 8x6 --obstacles person=2,ball=4 --out flat.wbt',
    )
    .action(async (flags: GenerateFlags) => {
      await admitWorld(flags.out);
      const { generateRoom } = await import('../simulation/rooms/generate.js');
      const { difficultyOf } = await import('../simulation/rooms/proof.js');
      const { writeOutput } = await import('../recording/output.js');
      const { text, start, reach, scene } = generateRoom(roomOptions(flags));
      const { things, unseen } = difficultyOf(scene);
      await writeOutput(flags.out, Buffer.from(text));
      const [x, y] = start.at;
      if (flags.json === true)
        printJson({
          file: flags.out,
          seed: flags.seed,
          start: { x, y, yaw: start.yawRad },
          reach,
          things,
          unseen,
        });
      else {
        const share = `${Math.round(reach.share * 100)} % of the free floor is reachable`;
        printLine(`${flags.out}: ${share}, the robot starts at ${x.toFixed(2)}, ${y.toFixed(2)}`);
        printLine(`${things} things in its way, of which its LIDAR sees nothing of ${unseen}`);
      }
    });
}

function roomOptions(flags: GenerateFlags): RoomOptions {
  const { seed, out, layout, size, obstacles, density, assets, variety } = flags;
  return {
    seed,
    file: out,
    ...(layout === undefined ? {} : { layout }),
    ...(size === undefined ? {} : { widthM: size[0], depthM: size[1] }),
    ...(obstacles === undefined ? {} : { counts: obstacles }),
    density,
    assets,
    variety,
  };
}

async function admitWorld(path: string): Promise<void> {
  const { admitFile } = await import('../recording/output.js');
  const isOfKind = (head: Uint8Array): boolean => Buffer.from(head).toString('latin1').startsWith(WORLD_HEAD);
  await admitFile({ path, flag: '--out', ending: '.wbt', what: 'a Webots world', isOfKind });
}
