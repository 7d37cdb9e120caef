// Port learner: what computes the network and its gradient. Losses, optimiser and schedule are ours and the same for all.

import type { MatrixStack } from './learners/orthogonal.js';

/** The heads of a batch, planes by channel as in the exported model: [batch, channels, rows, columns]. */
export interface Heads {
  /** Logits, [batch, classes, rows, columns]. */
  readonly heat: Float32Array;
  /** Distances left, top, right, bottom in cells, at least 0: [batch, 4, rows, columns]. */
  readonly box: Float32Array;
  /** Logits, [batch, 1, rows, columns]. */
  readonly free: Float32Array;
  /** Logits, [batch, surfaces]. */
  readonly surface: Float32Array;
}

/** The derivative of the loss by each number of the heads, in their layout. */
export type Judge = (heads: Heads) => Heads;

/**
 * One learner at a time in a process. Parameters are one vector, as `tableOf` lays it out; pictures are float32
 * [batch, height, width, 3], normalised as the network's description says. Calls block until they are done.
 */
export interface Learner {
  readonly kind: LearnerKind;
  /** Copies the parameters; they hold until the next call. */
  load(parameters: Float32Array): void;
  /**
   * Forward as in training (statistics of the batch), `judge`, and back. Writes into `into`, the caller's, the gradient
   * of every learned number, and in the places of means and variances those of the batch (variance unbiased).
   */
  descend(pictures: Float32Array, judge: Judge, into: Float32Array): void;
  /** Forward with the running statistics; new arrays, the caller's. */
  predict(pictures: Float32Array): Heads;
  /**
   * Forward as `predict`, and writes into the places of means and variances of `into` those of what each norm is given
   * (variance unbiased); the rest of `into` is left as it is.
   */
  observe(pictures: Float32Array, into: Float32Array): void;
  /** Matrices [count, rows, columns] to orthogonal ones near them, singular values 0.7 to 1.2; a new array. */
  readonly orthogonalise: Orthogonalise;
  close(): void;
}

export type Orthogonalise = (matrices: Float32Array, stack: MatrixStack) => Float32Array;

/** `wasm` needs nothing; `native` is @tensorflow/tfjs-node, set up by `npm run setup:tfjs-node`. */
export const learnerKinds = ['wasm', 'native'] as const;
export type LearnerKind = (typeof learnerKinds)[number];
