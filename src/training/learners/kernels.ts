// What a tfjs backend does for the network beyond tfjs's own operations: norm and ReLU in one step, forward and back.
import type * as Tfjs from '@tensorflow/tfjs-core';

export interface NormOptions {
  readonly epsilon: number;
  /** A ReLU follows: it is part of the same step, forward and back. */
  readonly rectify: boolean;
}

export interface Normed {
  readonly y: Tfjs.Tensor4D;
  readonly mean: Tfjs.Tensor1D;
  /** Unbiased. */
  readonly variance: Tfjs.Tensor1D;
  /** The derivatives by x, scale and offset from that by y. */
  back(dy: Tfjs.Tensor4D): readonly [dx: Tfjs.Tensor4D, dScale: Tfjs.Tensor1D, dOffset: Tfjs.Tensor1D];
}

/** Tensors made belong to the scope (`tf.tidy`) of the caller, who keeps the arguments until `back` was called. */
export interface Kernels {
  /** Batch norm over batch, rows and columns of [batch, height, width, channels] with the statistics of the batch. */
  normalise(x: Tfjs.Tensor4D, scale: Tfjs.Tensor1D, offset: Tfjs.Tensor1D, options: NormOptions): Normed;
  /** dy where y is above 0, else 0. */
  rectifyBack(dy: Tfjs.Tensor4D, y: Tfjs.Tensor4D): Tfjs.Tensor4D;
}
