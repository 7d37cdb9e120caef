// From the folder of a training to a published model: its weights, its operating point, and the learner that judges them.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Dataset } from '../../dataset/open.js';
import { Fault, toFault } from '../../fault/fault.js';
import type { NetworkOutputs } from '../../perception/engine/engine.js';
import type { Manifest } from '../../perception/model/manifest.js';
import type { Model } from '../../perception/model/model.js';
import type { Picture } from '../../picture/decode.js';
import { trainingProcess } from '../at-work.js';
import type { Learner } from '../learner.js';
import { parseNetwork, type Network } from '../network.js';
import { openLearner, type LearnerChoice } from '../open-learner.js';
import { progressOf, refuseUntrained, unfinished, type Progress } from '../progress.js';
import { goOn, readRun, runFiles } from '../run-folder.js';
import { decodeTensors } from '../safetensors.js';
import { decodeWeights } from '../weights.js';
import {
  OPERATING_POINT_FILE,
  parseOperatingPoint,
  unchosenPoint,
  type OperatingPoint,
} from './operating-point.js';
import { publishModel } from './publish.js';

export interface RunPublication {
  /** Folder of the training. */
  readonly run: string;
  /** models/<name>/<version>. */
  readonly out: string;
  readonly frames: readonly Picture[];
  readonly learner: LearnerChoice;
  /** The dataset as it was opened, to say by which generator its rooms were made; another one than was trained on is passed over. */
  readonly dataset?: Dataset['manifest'] | undefined;
  readonly readIndependently?: ((folder: string) => Promise<readonly string[]>) | undefined;
  /** Publish it though the training has not come to its end. */
  readonly unfinished?: boolean;
  /** Leave the operating point of the training out: for whoever is about to choose one. */
  readonly untuned?: boolean;
}

/** Throws training/bad-run, training/bad-tensors, training/bad-network and what `publishModel` throws. */
export async function publishRun(publication: RunPublication): Promise<Model> {
  const { run, out, frames, readIndependently } = publication;
  const identity = await readRun(run);
  const network = parseNetwork(await readText(run, runFiles.network), join(run, runFiles.network));
  const file = join(run, runFiles.weights);
  const bytes = await readBytes(file);
  const vector = decodeWeights(network, bytes, file);
  const { tensors, metadata } = decodeTensors(bytes, file);
  const progress = progressOf(identity, metadata);
  await refuseUntrained(run, progress);
  if (publication.untuned !== true && publication.unfinished !== true) await refuseUnfinished(run, progress);
  const weightsSha256 = createHash('sha256').update(bytes).digest('hex');
  const point =
    publication.untuned === true
      ? unchosenPoint(network.classes)
      : await readPoint(run, network, weightsSha256);
  const tunedOn = point.chosen?.datasetSha256;
  const learner = await openLearner(publication.learner, network);
  try {
    learner.load(vector);
    return await publishModel({
      network,
      weights: tensors,
      ...nameOf(out, network),
      origin: {
        trainer: metadata['trainer'] ?? 'jackdaw train (tfjs)',
        seed: identity.recipe.training.seed,
        ...progress,
        datasetSha256: identity.dataset,
        ...sourcesOf(publication.dataset, identity.dataset),
        ...(tunedOn === undefined || tunedOn === identity.dataset ? {} : { tunedSha256: tunedOn }),
        startSha256: identity.startSha256,
        rooms: identity.rooms,
        weightsSha256,
      },
      point,
      frames,
      predict: (input) => predictPlanes(learner, network, input),
      readIndependently,
      folder: out,
    });
  } finally {
    learner.close();
  }
}

/** A version is taken for good, and should not be by what a training comes to on its way. */
async function refuseUnfinished(run: string, progress: Progress | undefined): Promise<void> {
  const cut = unfinished(progress ?? {});
  if (cut === undefined) return;
  const pid = await trainingProcess(run);
  throw new Fault('training/bad-run', {
    what: 'The training has not come to its end.',
    where: run,
    found:
      pid === undefined
        ? cut
        : `it runs, process ${pid}: step ${progress!.trainedSteps} of ${progress!.plannedSteps}`,
    next: `${pid === undefined ? goOn(run) : 'Wait for its end'}. Or publish it as it is: --unfinished`,
  });
}

/** models/<name>/<version>; a folder that lies alone has the network's name. */
function nameOf(out: string, { name }: Network): { readonly name: string; readonly version: string } {
  const folder = resolve(out);
  const above = basename(dirname(folder));
  return { name: /^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/.test(above) ? above : name, version: basename(folder) };
}

/** What its rooms are made of; and by which generator, if all were made by one. */
function sourcesOf(
  dataset: RunPublication['dataset'],
  trainedOn: string,
): Pick<Manifest['origin'], 'assets' | 'generatorSha256'> {
  if (dataset?.digest !== trainedOn) return {};
  const assets = [...new Set(dataset.sources.map((source) => source.assets))].sort();
  const [generator, ...others] = new Set(dataset.sources.map((source) => source.generator));
  return { assets, generatorSha256: others.length === 0 ? generator : undefined };
}

/** Learners take pixels, [height, width, 3]; engines take planes, [3, height, width]. */
function predictPlanes(learner: Learner, { input }: Network, planes: Float32Array): NetworkOutputs {
  const plane = input.width * input.height;
  const pixels = Float32Array.from(
    { length: 3 * plane },
    (_, i) => planes[(i % 3) * plane + Math.floor(i / 3)]!,
  );
  return learner.predict(pixels);
}

/** Until somebody has chosen thresholds on validation, the model says so in its card. */
async function readPoint(run: string, network: Network, weightsSha256: string): Promise<OperatingPoint> {
  const where = join(run, OPERATING_POINT_FILE);
  let text: string;
  try {
    text = await readFile(where, 'utf8');
  } catch {
    return unchosenPoint(network.classes);
  }
  const point = parsePoint(text, network, where);
  if (point.chosen === undefined || point.chosen.weightsSha256 === weightsSha256) return point;
  throw new Fault('training/bad-operating-point', {
    what: 'The thresholds were chosen for other weights: the training has gone on since.',
    where,
    next: `Choose them again: npx jackdaw models tune --run ${run} --data DATASET. Or remove the file, to export without.`,
  });
}

function parsePoint(text: string, { classes }: Network, where: string): OperatingPoint {
  try {
    return parseOperatingPoint(JSON.parse(text), classes, where);
  } catch (thrown) {
    throw toFault(thrown, 'training/bad-operating-point', {
      what: 'The operating point is not JSON.',
      where,
    });
  }
}

async function readText(run: string, file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(join(run, file)));
}

async function readBytes(where: string): Promise<Uint8Array> {
  try {
    return await readFile(where);
  } catch (thrown) {
    throw await badRun(where, thrown);
  }
}

async function badRun(where: string, thrown: unknown): Promise<Fault> {
  const isAbsent = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
  if (isAbsent && basename(where) === runFiles.weights) return noWeights(dirname(where));
  return toFault(thrown, 'training/bad-run', {
    what: 'The folder is not that of a training with weights.',
    where,
    expected: `${runFiles.run}, ${runFiles.network} and ${runFiles.weights}, as \`npx jackdaw train\` writes them`,
    next: 'Train first, or name another folder with --run.',
  });
}

async function noWeights(run: string): Promise<Fault> {
  const pid = await trainingProcess(run);
  return new Fault('training/bad-run', {
    what: `The training has no weights yet: it ${pid === undefined ? 'ended before anything was' : `runs (process ${pid}), and nothing is`} saved.`,
    where: run,
    next: pid === undefined ? goOn(run) : 'Wait: weights are saved every minute.',
  });
}
