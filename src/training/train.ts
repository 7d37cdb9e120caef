// A training from a dataset to weights: opens, loads, fits, validates, saves; the whole of `jackdaw train`.
import { createHash } from 'node:crypto';
import type { Dataset } from '../dataset/open.js';
import type { Model } from '../perception/model/model.js';
import { noteRooms, withStart } from '../perception/model/trained-rooms.js';
import type { Disk } from '../recording/disk.js';
import { Batches, countClasses } from './batches.js';
import { loadExamples } from './examples.js';
import { settleNorms, takeWeights, type FirstWeights } from './first-weights.js';
import { fit, stepsOf } from './fit.js';
import { bestValidation, lastValidation, type StepEntry, type ValidationEntry } from './journal.js';
import type { Example } from './labels.js';
import type { Learner } from './learner.js';
import { weighClasses } from './loss.js';
import { parseNetwork, type Network } from './network.js';
import { openLearner, type LearnerChoice } from './open-learner.js';
import { Optimiser, startLearning, type LearningState } from './optimiser.js';
import { drawParameters } from './parameters.js';
import type { Recipe } from './recipe.js';
import { RunFolder, type RunDescription } from './run-folder.js';
import { checkFloorIsTaught, quietHeads, teach, unlabelled, type QuietHead } from './teach.js';
import { checkBoxesAreThere, unseenClasses } from './unseen.js';
import { validate } from './validate.js';

export interface TrainOrder {
  readonly dataset: Dataset;
  /** The description as text: its digest is that of the bytes. */
  readonly network: { readonly text: string; readonly where: string };
  readonly recipe: Recipe;
  /** The model whose weights are the first ones; else they are drawn. */
  readonly from?: Model | undefined;
  readonly learner: LearnerChoice;
  readonly out: string;
  readonly resume: boolean;
}

export interface TrainWays {
  readonly disk: Disk;
  /** Milliseconds; for rates only. */
  readonly nowMs: () => number;
  readonly signal?: AbortSignal;
  readonly onLoad?: (done: number, total: number) => void;
  readonly onBegin?: (begin: {
    readonly learner: string;
    readonly images: number;
    readonly step: number;
    readonly steps: number;
    readonly first?: FirstWeights | undefined;
    /** Heads that no picture has a label for. */
    readonly unlabelled: readonly QuietHead[];
    /** Classes that no picture has a box of. */
    readonly unseen: readonly string[];
    /** It was to go on, but had not come to a checkpoint. */
    readonly isAnew: boolean;
  }) => void;
  readonly onStep?: (entry: StepEntry, steps: number) => void;
  /** Everything up to this step is on the disk. */
  readonly onSave?: (step: number) => void;
  readonly onValidation?: (entry: ValidationEntry) => void;
}

export interface TrainReport {
  readonly learner: string;
  readonly steps: number;
  readonly step: number;
  /** false: it was told to stop while pictures were loaded, and nothing was written. */
  readonly begun: boolean;
  readonly finished: boolean;
  readonly imagesPerSecond: number;
  /** train: on pictures that it learned from. */
  readonly validatedOn: Recipe['training']['validateOn'];
  /** The last; undefined if it was interrupted before one was due. */
  readonly validation: ValidationEntry | undefined;
  /** The validation with the highest mAP; what is exported is the last all the same. */
  readonly best: ValidationEntry | undefined;
}

/** Throws what its parts throw; whatever was saved before stays. */
export async function train(order: TrainOrder, ways: TrainWays): Promise<TrainReport> {
  const network = parseNetwork(order.network.text, order.network.where);
  const folder = openFolder(order, network, ways.disk);
  try {
    return await trainIn(folder, network, order, ways);
  } finally {
    await folder.leave();
  }
}

async function trainIn(
  folder: RunFolder,
  network: Network,
  order: TrainOrder,
  ways: TrainWays,
): Promise<TrainReport> {
  const first = order.from && takeWeights(order.from, network, order.recipe.training.seed);
  const resumed = await (order.resume ? folder.resume(order.recipe) : folder.prepare());
  const { examples: labelled, held } = await load(order, network, ways);
  const stopped = (begun: boolean): TrainReport =>
    reportOf({ order, folder, step: resumed?.step ?? 0, begun });
  const isStopped = (): boolean => ways.signal?.aborted === true;
  if (isStopped()) return stopped(false);
  const unseen = unseenClasses(labelled, network.classes);
  checkBoxesAreThere(order.dataset.folder, unseen.length < network.classes.length, order.recipe.loss.heat);
  const silent = unlabelled(labelled);
  const isFloorTaught = !silent.includes('free') || first?.knows.includes('free') === true;
  checkFloorIsTaught(order.dataset.folder, isFloorTaught, order.recipe.loss.free);
  const learner = await openLearner(order.learner, network);
  try {
    if (!order.resume) await folder.begin({ run: describeRun(order, labelled), network: order.network.text });
    const steps = stepsOf(order.recipe);
    ways.onBegin?.({
      ...{ learner: learner.kind, images: labelled.length, step: resumed?.step ?? 0, steps, first },
      ...{ unlabelled: silent, unseen, isAnew: order.resume && resumed === undefined },
    });
    const examples = first ? await learnFrom(first, labelled, { order, ways, network, learner }) : labelled;
    const batches = new Batches(network, examples, order.recipe);
    if (first !== undefined && resumed === undefined)
      await settleFirst(first, { network, learner, batches, isStopped });
    // What is not settled yet must not be gone on with.
    if (first !== undefined && resumed === undefined && isStopped()) return stopped(true);
    const parameters = first?.parameters ?? drawParameters(network, order.recipe.training.seed);
    const state = resumed ?? startLearning(parameters);
    await learn(state, { order, ways, network, folder, learner, batches, examples, held });
    return { ...reportOf({ order, folder, step: state.step, begun: true }), learner: learner.kind };
  } finally {
    learner.close();
  }
}

interface Stand {
  readonly order: TrainOrder;
  readonly folder: RunFolder;
  readonly step: number;
  readonly begun: boolean;
}

function reportOf({ order, folder, step, begun }: Stand): TrainReport {
  const steps = stepsOf(order.recipe);
  return {
    ...{ learner: order.learner, steps, step, begun, finished: step >= steps },
    imagesPerSecond: medianRate(folder),
    validatedOn: order.recipe.training.validateOn,
    validation: lastValidation(folder.entries),
    best: bestValidation(folder.entries),
  };
}

function openFolder(
  { out, dataset, recipe, network, from }: TrainOrder,
  parsed: Network,
  disk: Disk,
): RunFolder {
  const identity = {
    dataset: dataset.manifest.digest,
    network: digestOf(network.text),
    recipe: digestOf(JSON.stringify(recipe)),
    start: from?.manifest.network.sha256 ?? '',
  };
  return new RunFolder({ disk, folder: out, network: parsed, identity });
}

function describeRun(
  { dataset, network, recipe, from }: TrainOrder,
  examples: readonly Example[],
): RunDescription {
  const own = noteRooms(examples.map(({ room }) => room));
  return {
    schemaVersion: 1,
    dataset: dataset.manifest.digest,
    networkSha256: digestOf(network.text),
    ...(from && { startSha256: from.manifest.network.sha256, startFolder: from.folder }),
    rooms: from === undefined ? own : withStart(own, from.manifest.origin.rooms),
    recipe,
  };
}

/** The pictures, with what only the model knows of them. */
async function learnFrom(
  { parameters, knows: heads }: FirstWeights,
  examples: readonly Example[],
  { order, ways, network, learner }: Pick<Parts, 'order' | 'ways' | 'network' | 'learner'>,
): Promise<readonly Example[]> {
  learner.load(parameters);
  const { surfaceThreshold } = order.from!.manifest.decoding;
  const { batch } = order.recipe.training;
  const knows = quietHeads.filter((head) => heads.includes(head));
  const { signal } = ways;
  return teach(learner, examples, { network, knows, batch, surfaceThreshold, pause: breathe, signal });
}

/** Batches that the norms of a model's weights are settled by. */
const SETTLING_BATCHES = 8;

async function settleFirst(
  { parameters, taken }: FirstWeights,
  {
    network,
    learner,
    batches,
    isStopped,
  }: Pick<Parts, 'network' | 'learner' | 'batches'> & { readonly isStopped: () => boolean },
): Promise<void> {
  const [mean, seen] = [new Float32Array(parameters.length), new Float32Array(parameters.length)];
  learner.load(parameters);
  for (let step = 0; step < SETTLING_BATCHES && !isStopped(); step++) {
    learner.observe((await batches.at(step)).pictures, seen);
    seen.forEach((value, i) => (mean[i]! += value / SETTLING_BATCHES));
    await breathe();
  }
  settleNorms(network, taken, { parameters, observed: mean });
}

async function load({ dataset, recipe }: TrainOrder, network: Network, { onLoad, signal }: TrainWays) {
  const ceilingBytes = recipe.training.memoryMb * 1e6;
  const common = { network, ceilingBytes, onExample: onLoad, signal };
  const { rooms, trainImages, validationImages, validateOn } = recipe.training;
  // The smaller split first: whoever has none should not wait for the other.
  const held =
    validateOn === 'validation'
      ? await loadExamples(dataset, 'validation', { ...common, limit: validationImages })
      : undefined;
  const examples = await loadExamples(dataset, 'train', {
    ...common,
    rooms,
    limit: trainImages,
    cutouts: recipe.augment.paste > 0,
  });
  return { examples, held: held ?? examples.slice(0, validationImages) };
}

interface Parts {
  readonly order: TrainOrder;
  readonly ways: TrainWays;
  readonly network: Network;
  readonly folder: RunFolder;
  readonly learner: Learner;
  readonly batches: Batches;
  readonly examples: readonly Example[];
  readonly held: readonly Example[];
}

async function learn(state: LearningState, parts: Parts): Promise<void> {
  const { order, ways, network, folder, learner, batches, examples } = parts;
  const { recipe } = order;
  const judge = async (now: LearningState): Promise<void> => {
    const entry = await look(now, parts);
    folder.note(entry);
    ways.onValidation?.(entry);
  };
  // What a start model is worth here, beside which all that follows is seen.
  if (order.from !== undefined && state.step === 0) await judge(state);
  await fit(state, {
    learner,
    recipe,
    batchAt: (step) => breathe().then(() => batches.at(step)),
    optimiser: new Optimiser(network, recipe.optimiser, learner.orthogonalise),
    classWeights: weighClasses(countClasses(examples, network.classes.length), recipe.loss.classBalance),
    nowMs: ways.nowMs,
    signal: ways.signal,
    async report(entry) {
      folder.note(entry);
      ways.onStep?.(entry, stepsOf(recipe));
    },
    async checkpoint(now, why) {
      // Before the look: with a slow learner that takes minutes, and whoever ends it by force must not lose what was learned.
      await folder.save(now);
      ways.onSave?.(now.step);
      if (why !== 'due') return;
      await judge(now);
      await folder.saveCourse();
    },
  });
}

async function look(
  state: LearningState,
  { learner, network, held, order }: Parts,
): Promise<ValidationEntry> {
  const { batch } = order.recipe.training;
  learner.load(state.average);
  const { map50, surfaceAccuracy, freeIou } = await validate(learner, network, held, {
    batch,
    pause: breathe,
  });
  return {
    kind: 'validation',
    step: state.step,
    images: state.step * batch,
    map50,
    surfaceAccuracy,
    freeIou,
  };
}

/** Steps block: signals and timers get their turn here. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function medianRate({ entries }: RunFolder): number {
  const rates = entries
    .flatMap((entry) => (entry.kind === 'step' ? [entry.imagesPerSecond] : []))
    .sort((a, b) => a - b);
  return rates[Math.floor(rates.length / 2)] ?? 0;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
