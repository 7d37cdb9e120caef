// jackdaw sim render: what the robot's camera sees, the room from above and what the LIDAR measures, as PNG.
import type { Command } from 'commander';
import { MODEL_NAMES, parseSeed } from './arguments.js';
import { printJson, printLine, printRemark } from './print.js';

interface RenderFlags {
  readonly out: string;
  readonly seed: number;
  readonly detect?: true;
  readonly model?: string;
  readonly json?: true;
}

export function addSimRender(sim: Command): void {
  sim
    .command('render')
    .description('camera picture with labels, plan and LIDAR plot as PNG')
    .argument('<file>', 'a Webots world')
    .option('--out <folder>', 'where to write camera.png, labels.png, plan.png and lidar.png', 'pictures')
    .option('--seed <n>', 'of the sensors’ noise', parseSeed, 1)
    .option('--detect', 'detections.png too: what the model sees')
    .option('--model <model>', `for --detect: ${MODEL_NAMES}; obstacle-net if absent`)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ npx jackdaw sim render sim/worlds/living-room.wbt --out pictures')
    .action(async (file: string, { out, seed, detect, model, json }: RenderFlags) => {
      const { renderWorld } = await import('../robot/world-pictures.js');
      const { files, missing } = await renderWorld(file, {
        folder: out,
        seed,
        detect: detect === true,
        model,
      });
      if (json === true) return printJson({ files, missing });
      for (const each of files) printLine(each);
      for (const each of missing) printRemark(each);
      if (missing.length > 0) printRemark(`"npx jackdaw sim check ${file}" lists what was skipped.`);
    });
}
