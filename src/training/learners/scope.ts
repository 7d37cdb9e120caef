// Work on tensors that leaves none behind.
import * as tf from '@tensorflow/tfjs-core';

/** Disposes of every tensor that `work` made; tf.tidy would look for tensors in every element of an array that it returns. */
export function inScope<T>(work: () => T): T {
  const engine = tf.engine();
  engine.startScope();
  try {
    return work();
  } finally {
    engine.endScope();
  }
}
