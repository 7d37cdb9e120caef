// What jackdaw evaluate does: find the model, run it over the split, write and log what was found.
import { join } from 'node:path';
import { openDataset, type Dataset } from '../dataset/open.js';
import { evaluate, type Evaluation } from '../evaluation/evaluate.js';
import { checkFolder, evaluationFiles, writeFolder } from '../evaluation/folder.js';
import type { Figures } from '../evaluation/figures.js';
import { admitLog, appendToLog, logOf, type LogEntry } from '../evaluation/log.js';
import { classHead, classRows } from '../evaluation/report.js';
import { seenText, seenWarning } from '../evaluation/seen.js';
import { leftOutLines } from '../evaluation/shared.js';
import { headlineRows, noInterval } from '../evaluation/texts.js';
import { loadModel, type Model } from '../perception/model/model.js';
import { nodeDisk } from '../recording/disk.js';
import { findModelFolder } from '../robot/named-model.js';
import type { EvaluateFlags } from './evaluate.js';
import { withEngine, withProgress } from './judging.js';
import { printRemark } from './print.js';

/** Pictures that are spoiled in every way where nobody says how many. */
const CORRUPTED = 300;

export interface Evaluated {
  readonly metrics: unknown;
  readonly headline: readonly (readonly string[])[];
  /** Why there is no interval. */
  readonly noInterval: string | undefined;
  /** Where it was judged in rooms that it was trained in. */
  readonly warning: string | undefined;
  /** What was not judged, in words. */
  readonly leftOut: readonly string[];
  readonly classes: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly report: string;
  readonly log: string;
}

export async function runEvaluation(flags: EvaluateFlags): Promise<Evaluated> {
  const { data, out, split, limit, seed, corruptions } = flags;
  await checkFolder(nodeDisk, out);
  if (flags.log !== undefined) await admitLog(flags.log);
  if (await nodeDisk.exists(join(out, evaluationFiles.metrics)))
    printRemark(`${out} holds an earlier evaluation: it will be replaced (its line in the log stays).`);
  const dataset = await openDataset(data);
  const folder = await findModelFolder(flags.model);
  const model = await loadModel(folder);
  const evaluation = await withEngine(model, (engine) =>
    withProgress('evaluating', (onProgress) =>
      evaluate({
        ...{ model, engine, dataset, split, limit, seed, onProgress },
        corrupted: corruptions === true ? CORRUPTED : corruptions,
      }),
    ),
  );
  const { figures, distance, corruptions: spoiled, names, seen } = evaluation;
  const identity = identify({ model, dataset, split, evaluation });
  const metrics = { ...identity, seed, ...figures, distance, corruptions: spoiled };
  const { name, version } = model.manifest;
  await writeFolder(evaluation, metrics, {
    ...{ disk: nodeDisk, folder: out, title: `${name} ${version} on ${split}` },
    facts: [...factsOf(identity, figures), ['seen in training', seenText(seen, figures)]],
  });
  const log = flags.log ?? logOf(folder);
  await appendToLog(log, entryOf(identity, evaluation));
  return {
    metrics,
    headline: headlineRows(figures),
    noInterval: noInterval(figures),
    warning: seenWarning(seen, figures),
    leftOut: names.leftOut === undefined ? [] : leftOutLines(names.leftOut),
    classes: { head: classHead, rows: classRows(figures) },
    report: join(out, evaluationFiles.report),
    log,
  };
}

type Identity = Pick<LogEntry, 'model' | 'dataset' | 'split' | 'judged' | 'leftOut' | 'seenInTraining'>;

interface Judged {
  readonly model: Model;
  readonly dataset: Dataset;
  readonly split: string;
  readonly evaluation: Evaluation;
}

function identify({ model, dataset: { manifest }, split, evaluation }: Judged): Identity {
  const { names, seen } = evaluation;
  const { name, version, network } = model.manifest;
  return {
    model: { name, version, sha256: network.sha256 },
    dataset: {
      digest: manifest.digest,
      assets: [...new Set(manifest.sources.map(({ assets }) => assets))].sort(),
    },
    split,
    judged: names.judged,
    ...(names.leftOut === undefined ? {} : { leftOut: names.leftOut }),
    ...(seen === undefined ? {} : { seenInTraining: seen }),
  };
}

function factsOf(
  { model, dataset, split, judged, leftOut }: Identity,
  { images, rooms }: Figures,
): [string, string][] {
  return [
    ['model', `${model.name} ${model.version}`],
    ['network', model.sha256],
    ['dataset', dataset.digest],
    ['split', `${split}: ${images} images of ${rooms} rooms, assets: ${dataset.assets.join(', ')}`],
    ['classes', [`${judged.join(', ')}.`, ...(leftOut === undefined ? [] : leftOutLines(leftOut))].join(' ')],
  ];
}

function entryOf(identity: Identity, { figures, distance }: Evaluation): LogEntry {
  const { images, rooms, map50, map, surfaceAccuracy, ece, freeIou, macro, ghostsPerImage } = figures;
  const known = { map50, map, surfaceAccuracy, ece, freeIou, ghostsPerImage };
  const measured = Object.entries(known).filter((each): each is [string, number] => each[1] !== undefined);
  const goodDistances = distance?.reduce((sum, { count, good }) => sum + count * (good ?? 0), 0);
  const distances = distance?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return {
    time: new Date().toISOString(),
    ...identity,
    ...{ images, rooms },
    figures: {
      ...Object.fromEntries(measured),
      ...{ precision: macro.precision, recall: macro.recall, f1: macro.f1 },
      ...(goodDistances === undefined || distances === 0
        ? {}
        : { distanceWithin20: goodDistances / distances }),
    },
    intervals: figures.intervals,
  };
}
