// What a dataset does not say is taken from the model that the training starts from, lest it be forgotten (Li and Hoiem, 2016).
import { Fault } from '../fault/fault.js';
import { sigmoid } from '../perception/model/logistic.js';
import { FLOOR_CELL, FULL_FLOOR, type Example } from './labels.js';
import type { Learner } from './learner.js';
import type { Network } from './network.js';
import { gridOf, type Grid } from './targets.js';
import { picturesOf } from './validate.js';

/** Heads that labels by hand seldom have anything for: boxes are drawn, floors are not painted. */
export const quietHeads = ['free', 'surface'] as const;
export type QuietHead = (typeof quietHeads)[number];

/** The heads that no picture has a label for. */
export function unlabelled(examples: readonly Example[]): readonly QuietHead[] {
  const heads: QuietHead[] = [];
  if (examples.every(({ free }) => free === undefined)) heads.push('free');
  if (examples.every(({ surface }) => surface < 0)) heads.push('surface');
  return heads;
}

/** Throws training/no-data where the floor would be left to chance: on board its end is an obstacle, whatever it is. */
export function checkFloorIsTaught(where: string, isTaught: boolean, weight: number): void {
  if (isTaught || weight === 0) return;
  throw new Fault('training/no-data', {
    what: 'No picture of the dataset says where free floor is, and nothing else teaches it.',
    where,
    found: 'boxes alone; a robot would stop for a floor that nobody learned, or drive into what ends it',
    expected: 'free floor in the labels, or a model to take it from',
    next: 'Start from a model that knows it: --from obstacle-net. For boxes alone, not to drive by: --set loss.free=0.',
  });
}

export interface TeachOptions {
  readonly network: Network;
  /** Heads that the learner's weights say what the model says of. */
  readonly knows: readonly QuietHead[];
  readonly batch: number;
  /** A surface is taken from the model if it is so sure of it, 0..1. */
  readonly surfaceThreshold: number;
  readonly pause: () => Promise<void>;
  /** Once aborted, the rest is left as it is: nobody will learn it. */
  readonly signal?: AbortSignal | undefined;
}

/** The learner holds the model's weights. Pictures whose floor is labelled keep it; surfaces are taken only if none has one. */
export async function teach(
  learner: Learner,
  examples: readonly Example[],
  { network, knows, batch, surfaceThreshold, pause, signal }: TeachOptions,
): Promise<readonly Example[]> {
  const wantsFloor = knows.includes('free') && examples.some(({ free }) => free === undefined);
  const wantsSurface = knows.includes('surface') && unlabelled(examples).includes('surface');
  if (!wantsFloor && !wantsSurface) return examples;
  const taught: Example[] = [];
  for (let from = 0; from < examples.length; from += batch) {
    if (signal?.aborted === true) return examples;
    const part = examples.slice(from, from + batch);
    const heads = learner.predict(picturesOf(part, network));
    const [cells, surfaces] = [heads.free.length / part.length, network.surfaces.length];
    part.forEach((example, i) => {
      const logits = heads.free.subarray(i * cells, (i + 1) * cells);
      const names = heads.surface.subarray(i * surfaces, (i + 1) * surfaces);
      taught.push({
        ...example,
        free: example.free ?? (wantsFloor ? sharesOf(logits, gridOf(network)) : undefined),
        surface: wantsSurface ? surest(names, surfaceThreshold) : example.surface,
      });
    });
    await pause();
  }
  return taught;
}

/** Every cell's probability, over the finer cells that floor is kept in. */
function sharesOf(logits: Float32Array, { columns, rows, stride }: Grid): Uint8Array {
  const side = stride / FLOOR_CELL;
  const width = columns * side;
  return Uint8Array.from({ length: width * rows * side }, (_, at) => {
    const cell = Math.floor(at / width / side) * columns + Math.floor((at % width) / side);
    return Math.round(FULL_FLOOR * sigmoid(logits[cell]!));
  });
}

/** By softmax; -1: none is sure enough. */
function surest(logits: Float32Array, threshold: number): number {
  const top = Math.max(...logits);
  const sum = logits.reduce((total, x) => total + Math.exp(x - top), 0);
  return 1 / sum >= threshold ? logits.indexOf(top) : -1;
}
