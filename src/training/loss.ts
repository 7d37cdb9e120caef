// The loss of a batch and its derivative by every number of the heads: plain loops, the same for all learners.
import { boxLoss, type Distances } from './loss-box.js';
import type { Heads } from './learner.js';
import type { Recipe } from './recipe.js';
import type { Targets } from './targets.js';

/** Each part before its weight; `total` is the weighted sum. */
export interface Losses {
  readonly total: number;
  readonly heat: number;
  readonly giou: number;
  readonly l1: number;
  readonly free: number;
  readonly surface: number;
}

export interface LossOptions {
  readonly weights: Recipe['loss'];
  /** By class; their mean is 1. */
  readonly classWeights: Float32Array;
}

export interface Judgement {
  readonly losses: Losses;
  readonly slopes: Heads;
}

/** Heads and targets are only read; the slopes are new. */
export function judgeHeads(
  heads: Heads,
  targets: Targets,
  { weights, classWeights }: LossOptions,
): Judgement {
  const slopes: Heads = {
    heat: new Float32Array(heads.heat.length),
    box: new Float32Array(heads.box.length),
    free: new Float32Array(heads.free.length),
    surface: new Float32Array(heads.surface.length),
  };
  const heat = heatLoss(heads.heat, targets, { slopes: slopes.heat, weight: weights.heat, classWeights });
  const { giou, l1 } = boxesLoss(heads.box, targets, { slopes: slopes.box, weights });
  const free = freeLoss(heads.free, targets.free, { slopes: slopes.free, weight: weights.free });
  const surface = surfaceLoss(heads.surface, targets.surface, {
    slopes: slopes.surface,
    weight: weights.surface,
  });
  const total =
    weights.heat * heat +
    weights.giou * giou +
    weights.l1 * l1 +
    weights.free * free +
    weights.surface * surface;
  return { losses: { total, heat, giou, l1, free, surface }, slopes };
}

/**
 * Focal loss with soft targets (Li et al., Generalized Focal Loss, 2020: the quality focal loss, beta 2), per object:
 * (y - p)² times the cross-entropy of p with y, nothing where the target is below 0. Cells around a centre teach too.
 */
function heatLoss(
  logits: Float32Array,
  { heat, batch, grid, objects }: Targets,
  into: { readonly slopes: Float32Array; readonly weight: number; readonly classWeights: Float32Array },
): number {
  const cells = grid.rows * grid.columns;
  const share = 1 / Math.max(1, objects);
  let loss = 0;
  for (let plane = 0, at = 0; plane < batch * grid.classes; plane++) {
    const classWeight = into.classWeights[plane % grid.classes]! * share;
    for (const end = at + cells; at < end; at++) {
      const y = heat[at]!;
      if (y < 0) continue;
      const x = logits[at]!;
      const p = 1 / (1 + Math.exp(-x));
      const off = p - y;
      const entropy = softplus(x) - y * x;
      loss += classWeight * off * off * entropy;
      into.slopes[at] = into.weight * classWeight * off * (2 * p * (1 - p) * entropy + off * off);
    }
  }
  return loss;
}

/** log(1 + exp(x)) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function boxesLoss(
  answers: Float32Array,
  { box, boxWeight, batch, grid, objects }: Targets,
  { slopes, weights }: { readonly slopes: Float32Array; readonly weights: Recipe['loss'] },
): { giou: number; l1: number } {
  const cells = grid.rows * grid.columns;
  const sum = { giou: 0, l1: 0 };
  const slope = new Float64Array(4);
  for (let index = 0; index < batch; index++) {
    for (let cell = 0; cell < cells; cell++) {
      const share = boxWeight[index * cells + cell]! / Math.max(1, objects);
      if (share === 0) continue;
      const at = index * 4 * cells + cell;
      slope.fill(0);
      const each = boxLoss(
        sidesAt(answers, at, cells),
        sidesAt(box, at, cells),
        { giouWeight: weights.giou * share, l1Weight: weights.l1 * share },
        slope,
      );
      sum.giou += share * each.giou;
      sum.l1 += share * each.l1;
      for (let side = 0; side < 4; side++) slopes[at + side * cells] = slope[side]!;
    }
  }
  return sum;
}

function sidesAt(planes: Float32Array, at: number, cells: number): Distances {
  return [planes[at]!, planes[at + cells]!, planes[at + 2 * cells]!, planes[at + 3 * cells]!];
}

/** Cross-entropy with the share of free floor, over the cells where it is known. */
function freeLoss(
  logits: Float32Array,
  truth: Float32Array,
  { slopes, weight }: { readonly slopes: Float32Array; readonly weight: number },
): number {
  let known = 0;
  for (const value of truth) if (value >= 0) known++;
  const share = 1 / Math.max(1, known);
  let loss = 0;
  for (let at = 0; at < truth.length; at++) {
    const y = truth[at]!;
    if (y < 0) continue;
    const x = logits[at]!;
    loss += share * (softplus(x) - y * x);
    slopes[at] = weight * share * (1 / (1 + Math.exp(-x)) - y);
  }
  return loss;
}

/** Cross-entropy over the pictures whose surface is known. */
function surfaceLoss(
  logits: Float32Array,
  truth: Int32Array,
  { slopes, weight }: { readonly slopes: Float32Array; readonly weight: number },
): number {
  const surfaces = logits.length / truth.length;
  let known = 0;
  for (const value of truth) if (value >= 0) known++;
  const share = 1 / Math.max(1, known);
  let loss = 0;
  truth.forEach((right, index) => {
    if (right < 0) return;
    const row = logits.subarray(index * surfaces, (index + 1) * surfaces);
    const top = Math.max(...row);
    const sum = row.reduce((total, x) => total + Math.exp(x - top), 0);
    loss += share * (Math.log(sum) + top - row[right]!);
    row.forEach((x, i) => {
      slopes[index * surfaces + i] = weight * share * (Math.exp(x - top) / sum - (i === right ? 1 : 0));
    });
  });
  return loss;
}

/** More for what is rarer: (mean count / count)^balance, at most 4 times apart from the mean, then their mean made 1. */
export function weighClasses(counts: readonly number[], balance: number): Float32Array {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const raw = counts.map((count) => Math.min(4, Math.max(0.25, (mean / Math.max(1, count)) ** balance)));
  const scale = counts.length / raw.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(raw, (weight) => weight * scale);
}
