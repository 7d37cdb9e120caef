// One evaluation: a model over a split of a dataset, every figure of it, and the worst frames.
import type { SplitName } from '../dataset/format.js';
import type { Dataset } from '../dataset/open.js';
import type { Engine } from '../perception/engine/engine.js';
import type { Model } from '../perception/model/model.js';
import { corruptionRuns, corruptionTable, type CorruptionRow } from './corruptions.js';
import { distanceTable, nominalCamera, type DistanceRow } from './distance.js';
import { figuresOf, type Curves, type Figures } from './figures.js';
import { judgeSamples } from './judge.js';
import type { JudgedFrame } from './judged.js';
import type { FrameOutcome } from './operating.js';
import { evenly, samplesOf } from './samples.js';
import { countSeen, type SeenInTraining } from './seen.js';
import { sharedNames, type SharedNames } from './shared.js';

export interface EvaluationOrder {
  readonly model: Model;
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly split: SplitName;
  readonly limit?: number | undefined;
  /** Of the bootstrap and of what is drawn for corruptions. */
  readonly seed: number;
  /** Judge at most so many pictures in every corruption too; absent: none. */
  readonly corrupted?: number | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Evaluation {
  readonly names: SharedNames;
  /** Undefined where the model does not say what it was trained on. */
  readonly seen: SeenInTraining | undefined;
  readonly figures: Figures;
  readonly curves: Curves;
  readonly frames: readonly JudgedFrame[];
  readonly outcomes: readonly FrameOutcome[];
  /** Undefined where the pictures are of cameras that are not ours. */
  readonly distance: readonly DistanceRow[] | undefined;
  readonly corruptions: readonly CorruptionRow[] | undefined;
}

/** Throws evaluation/no-data and the Faults of its parts: dataset/…, picture/…, engine/…. */
export async function evaluate(order: EvaluationOrder): Promise<Evaluation> {
  const { model, engine, dataset, split, seed, corrupted } = order;
  const { manifest } = model;
  const names = sharedNames(dataset.manifest, manifest);
  const { judged } = names;
  const samples = await samplesOf(dataset, split, order.limit);
  const some = corrupted === undefined ? [] : evenly(samples, corrupted);
  const total = samples.length + (some.length === 0 ? 0 : corruptionRuns(some.length));
  let done = 0;
  const onFrame = (): void => order.onProgress?.(++done, total);
  const judging = { manifest, engine, dataset: dataset.manifest, judged, onFrame };
  const frames = await judgeSamples(samples, judging);
  const { surfaces } = manifest;
  const { figures, curves, outcomes } = figuresOf(frames, { labels: judged, surfaces, seed });
  const camera = isOurs(dataset) ? nominalCamera() : undefined;
  return {
    names,
    seen: countSeen(frames, manifest.origin.rooms),
    figures,
    curves,
    frames,
    outcomes,
    distance: camera === undefined ? undefined : distanceTable(camera, frames, outcomes),
    corruptions: some.length === 0 ? undefined : await corruptionTable(some, { ...judging, seed }),
  };
}

function isOurs({ manifest }: Dataset): boolean {
  return manifest.sources.every(({ assets }) => assets !== 'foreign');
}
