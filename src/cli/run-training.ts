// What jackdaw train does: settles the recipe, opens dataset and network, trains, sums up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataset, type Dataset } from '../dataset/open.js';
import { toFault } from '../fault/fault.js';
import { loadModel } from '../perception/model/model.js';
import { findModelFolder } from '../robot/named-model.js';
import { nodeDisk } from '../recording/disk.js';
import { readConfigFile } from '../runtime/config/file.js';
import { formatConfig } from '../runtime/config/table.js';
import { layerConfig, parseSetting, type Config, type Setting } from '../runtime/config/config.js';
import { hasFallen, type ValidationEntry } from '../training/journal.js';
import { parseNetwork, withClasses } from '../training/network.js';
import type { LearnerChoice } from '../training/open-learner.js';
import { fromSettings, overfitSettings, quickSettings, recipeSections } from '../training/recipe.js';
import { readRun, runFiles, START_ONE, type RunDescription } from '../training/run-folder.js';
import { train, type TrainOrder, type TrainReport } from '../training/train.js';
import { abortOnSignals } from './signals.js';
import { openTrainStatus, validationText } from './train-status.js';

export interface TrainFlags {
  readonly data: string;
  readonly out: string;
  readonly learner: LearnerChoice;
  readonly network?: string;
  readonly from?: string;
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
  const begun = flags.resume === true ? await readRun(flags.out, START_ONE) : undefined;
  const { values: recipe } = await readRecipe(flags, begun);
  // TensorFlow greets on standard error otherwise.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const dataset = await openDataset(flags.data);
  const network = readNetwork(flags, dataset);
  const status = openTrainStatus();
  const signals = abortOnSignals(PATIENCE_MS, () => status.end(forcedEnd(status.saved(), flags)));
  signals.signal.addEventListener('abort', () => status.end(STOPPING));
  try {
    const { out, learner, resume = false } = flags;
    const start = flags.from ?? begun?.startFolder;
    const from = start === undefined ? undefined : await loadModel(await findModelFolder(start));
    const ways = { disk: nodeDisk, nowMs: () => performance.now(), signal: signals.signal, ...status.ways };
    return await train({ dataset, network, recipe, from, learner, out, resume }, ways);
  } finally {
    status.stop();
    signals.stop();
  }
}

const STOPPING =
  'Stopping: the step at hand is ended and saved. A third Ctrl-C, or one more after five seconds, would not wait for that.';

/** The last word of a training that did not end in time. */
export function forcedEnd(
  saved: { readonly step: number; readonly steps: number } | undefined,
  { out, data }: Pick<TrainFlags, 'out' | 'data'>,
): string {
  if (saved === undefined) return 'Ended by force before anything was saved: give the same command again.';
  const what = saved.step === 0 ? 'nothing yet' : `step ${saved.step} of ${saved.steps}`;
  return `Ended by force. Saved: ${what}. Go on: npx jackdaw train --resume --data ${data} --out ${out}`;
}

export function describeTraining(
  { begun, finished, step, steps, validation, ...rest }: TrainReport,
  out: string,
): string[] {
  if (!begun) return ['stopped while the pictures were loaded: give the same command again'];
  const judgedOn = rest.validatedOn === 'train' ? 'on pictures that it learned' : 'validation';
  const rate = `learner ${rest.learner}, ${rest.imagesPerSecond.toFixed(1)} pictures a second`;
  return [
    finished ? `${steps} steps, ${rate}` : `stopped at step ${step} of ${steps}; --resume goes on (${rate})`,
    ...(validation === undefined
      ? []
      : [`${judgedOn}${atStep(validation, step)}: ${validationText(validation)}`]),
    ...fallen(validation, rest.best),
    ...(step === 0
      ? []
      : [`weights: ${join(out, runFiles.weights)}`, `course: ${join(out, runFiles.curves)}`]),
  ];
}

/** Where the last judgement is of an earlier step than the one it came to. */
function atStep(validation: ValidationEntry, step: number): string {
  return validation.step === step ? '' : ` at step ${validation.step}`;
}

/** What to do about a network that was better some while ago: it learns its pictures by heart. */
function fallen(last: ValidationEntry | undefined, best: ValidationEntry | undefined): string[] {
  if (!hasFallen(last, best)) return [];
  if (best.step === 0)
    return [
      `The model that it started from is better on these validation pictures: mAP@0.5 ${best.map50.toFixed(3)}. Keep that one, or train anew with more pictures or a smaller optimiser.learningRate.`,
    ];
  return [
    `It was better at step ${best.step}: mAP@0.5 ${best.map50.toFixed(3)}. Since then it learns these pictures by heart: end at --images ${best.images}, or give it more pictures.`,
  ];
}

/** A training that goes on has the settings that it began with; others that are given with it are refused later. */
async function readRecipe(flags: TrainFlags, begun?: RunDescription): Promise<Config<typeof recipeSections>> {
  const settings: Setting[] = [];
  if (flags.from !== undefined && begun === undefined)
    settings.push(...fromSettings.map((each) => ({ ...each, flag: '--from' })));
  if (flags.quick === true) settings.push(...quickSettings.map((each) => ({ ...each, flag: '--quick' })));
  if (flags.overfit !== undefined)
    settings.push(...overfitSettings(flags.overfit).map((each) => ({ ...each, flag: '--overfit' })));
  if (flags.images !== undefined)
    settings.push({ path: 'training.images', value: flags.images, flag: '--images' });
  if (flags.seed !== undefined) settings.push({ path: 'training.seed', value: flags.seed, flag: '--seed' });
  settings.push(...(flags.set ?? []).map((text) => parseSetting('--set', text)));
  const began = begun && { name: join(flags.out, runFiles.run), text: JSON.stringify(begun.recipe) };
  const file = flags.config === undefined ? began : await readConfigFile(flags.config);
  return layerConfig(recipeSections, { file, settings, seeAll: '--print-config shows all' });
}

/** The shipped description, for the classes of the dataset, unless another is given or was begun with. */
function readNetwork(
  { network: given, resume, out }: TrainFlags,
  { manifest }: Dataset,
): TrainOrder['network'] {
  const file = given ?? (resume === true ? join(out, runFiles.network) : undefined);
  if (file !== undefined) return { text: readDescription(file), where: file };
  const where = fileURLToPath(new URL('../../models/obstacle-net/network.json', import.meta.url));
  const text = readDescription(where);
  const network = parseNetwork(text, where);
  const same =
    network.classes.length === manifest.classes.length &&
    manifest.classes.every((name) => network.classes.includes(name));
  if (same) return { text, where };
  return { text: `${JSON.stringify(withClasses(network, manifest.classes), undefined, 2)}\n`, where };
}

function readDescription(where: string): string {
  try {
    return readFileSync(where, 'utf8');
  } catch (thrown) {
    throw toFault(thrown, 'training/bad-network', {
      what: 'The description of the network cannot be read.',
      where,
    });
  }
}
