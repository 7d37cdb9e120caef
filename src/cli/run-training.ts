// What jackdaw train does: settles the recipe, opens dataset and network, trains, sums up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataset } from '../dataset/open.js';
import { toFault } from '../fault/fault.js';
import { nodeDisk } from '../recording/disk.js';
import { readConfigFile } from '../runtime/config-file.js';
import { formatConfig } from '../runtime/config-table.js';
import { layerConfig, parseSetting, type Config, type Setting } from '../runtime/config.js';
import type { LearnerChoice } from '../training/open-learner.js';
import { overfitSettings, quickSettings, recipeSections } from '../training/recipe.js';
import { runFiles } from '../training/run-folder.js';
import { train, type TrainReport } from '../training/train.js';
import { abortOnSignals } from './signals.js';
import { openTrainStatus, validationText } from './train-status.js';

export interface TrainFlags {
  readonly data: string;
  readonly out: string;
  readonly learner: LearnerChoice;
  readonly network?: string;
  readonly resume?: true;
  readonly quick?: true;
  readonly overfit?: number;
  readonly images?: number;
  readonly seed?: number;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly printConfig?: true;
  readonly json?: true;
}

/** A step with the slow learner takes some seconds, and the checkpoint comes after it. */
const PATIENCE_MS = 60_000;

export async function printableRecipe(flags: TrainFlags): Promise<string> {
  return formatConfig(await readRecipe(flags));
}

/** Throws what its parts throw; whatever was saved before stays. */
export async function runTraining(flags: TrainFlags): Promise<TrainReport> {
  const { values: recipe } = await readRecipe(flags);
  // TensorFlow greets on standard error otherwise.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const network = readNetwork(flags.network);
  const dataset = await openDataset(flags.data);
  const signals = abortOnSignals(PATIENCE_MS);
  const status = openTrainStatus();
  try {
    const { out, learner, resume = false } = flags;
    const ways = { disk: nodeDisk, nowMs: () => performance.now(), signal: signals.signal, ...status.ways };
    return await train({ dataset, network, recipe, learner, out, resume }, ways);
  } finally {
    status.stop();
    signals.stop();
  }
}

export function describeTraining(
  { finished, step, steps, validation, ...rest }: TrainReport,
  out: string,
): string[] {
  const rate = `learner ${rest.learner}, ${rest.imagesPerSecond.toFixed(1)} pictures a second`;
  return [
    finished ? `${steps} steps, ${rate}` : `stopped at step ${step} of ${steps}; --resume goes on (${rate})`,
    ...(validation === undefined ? [] : [`validation: ${validationText(validation)}`]),
    `weights: ${join(out, runFiles.weights)}`,
    `course: ${join(out, runFiles.curves)}`,
  ];
}

async function readRecipe(flags: TrainFlags): Promise<Config<typeof recipeSections>> {
  const settings: Setting[] =
    flags.quick === true ? quickSettings.map((each) => ({ ...each, flag: '--quick' })) : [];
  if (flags.overfit !== undefined)
    settings.push(...overfitSettings(flags.overfit).map((each) => ({ ...each, flag: '--overfit' })));
  if (flags.images !== undefined)
    settings.push({ path: 'training.images', value: flags.images, flag: '--images' });
  if (flags.seed !== undefined) settings.push({ path: 'training.seed', value: flags.seed, flag: '--seed' });
  settings.push(...(flags.set ?? []).map((text) => parseSetting('--set', text)));
  const file = flags.config === undefined ? undefined : await readConfigFile(flags.config);
  return layerConfig(recipeSections, { file, settings });
}

/** The shipped description unless another is given. */
function readNetwork(file?: string): { readonly text: string; readonly where: string } {
  const shipped = fileURLToPath(new URL('../../models/obstacle-net/network.json', import.meta.url));
  const where = file ?? shipped;
  try {
    return { text: readFileSync(where, 'utf8'), where };
  } catch (thrown) {
    throw toFault(thrown, 'training/bad-network', {
      what: 'The description of the network cannot be read.',
      where,
    });
  }
}
