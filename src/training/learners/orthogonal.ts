// The orthogonal matrices nearest to given ones, roughly and fast: what the optimiser Muon steps along.
import * as tf from '@tensorflow/tfjs-core';
import { inScope } from './scope.js';

/** Of equal shape, one after the other. */
export interface MatrixStack {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

const ROUNDS = 5;
/** Of the odd polynomial that sends every singular value of (0, 1] near 1: Jordan and others, Muon, 2024. */
const [LINEAR, CUBIC, QUINTIC] = [3.4445, -4.775, 2.0315];
const SMALLEST_NORM = 1e-7;

/**
 * Newton-Schulz rounds on [count, rows, columns]: singular vectors stay, all singular values that are not tiny come
 * to 0.7 to 1.2. On the current backend of tfjs; the result is the caller's.
 */
export function orthogonalise(values: Float32Array, { count, rows, columns }: MatrixStack): Float32Array {
  return inScope(() => {
    const isTall = rows > columns;
    const given = tf.tensor3d(values, [count, rows, columns]);
    const norms = tf.maximum(tf.norm(given, 'euclidean', [1, 2], true), SMALLEST_NORM);
    let x = tf.div<tf.Tensor3D>(isTall ? tf.transpose(given, [0, 2, 1]) : given, norms);
    const identity = tf.mul(tf.eye(Math.min(rows, columns)), LINEAR);
    for (let round = 0; round < ROUNDS; round++) {
      const gram = tf.matMul(x, x, false, true);
      const bent = tf.add(tf.mul(gram, CUBIC), tf.mul(tf.matMul(gram, gram), QUINTIC));
      x = tf.matMul(tf.add<tf.Tensor3D>(bent, identity), x);
    }
    return (isTall ? tf.transpose(x, [0, 2, 1]) : x).dataSync<'float32'>();
  });
}
