// The learner that needs nothing: tfjs on WebAssembly, with the gradient kernels that it lacks.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { toFault } from '../../fault/fault.js';
import type { Learner } from '../learner.js';
import type { Network } from '../network.js';
import type { Kernels } from './kernels.js';
import { TfjsLearner } from './tfjs.js';
import { heapOf, registerGradientKernels, type Heap } from './wasm-kernels.js';
import { normBack, normForward, type Plane } from './norm.js';

/** Throws Fault training/learner-missing if the module cannot be loaded. */
export async function openWasm(network: Network): Promise<Learner> {
  try {
    const resolve = createRequire(import.meta.url).resolve;
    wasm.setWasmPaths(join(dirname(resolve('@tensorflow/tfjs-backend-wasm')), '/'));
    await tf.setBackend('wasm');
  } catch (thrown) {
    throw toFault(thrown, 'training/learner-missing', {
      what: 'The WebAssembly backend of tfjs cannot be loaded.',
      next: 'Run `npm ci` again.',
    });
  }
  registerGradientKernels();
  return new TfjsLearner('wasm', network, wasmKernels(heapOf(tf.backend())));
}

/** Norm and ReLU as single passes over the module's memory: tfjs would take a dozen kernels for each. */
function wasmKernels(heap: Heap): Kernels {
  return {
    normalise(x, scale, offset, { epsilon, rectify }) {
      const channels = x.shape[3];
      const plane: Plane = { rows: x.size / channels, channels, epsilon, rectify };
      const y = heap.make<tf.Tensor4D>(x.shape);
      const [mean, variance, inverse] = [0, 1, 2].map(() =>
        heap.make<tf.Tensor1D>([channels]),
      ) as Three<tf.Tensor1D>;
      normForward(plane, heap.views({ x, scale, offset, y, mean, variance, inverse }));
      return {
        y,
        mean,
        variance,
        back(dy) {
          const dx = heap.make<tf.Tensor4D>(x.shape);
          const dScale = heap.make<tf.Tensor1D>([channels]);
          const dOffset = heap.make<tf.Tensor1D>([channels]);
          normBack(plane, heap.views({ dy, x, scale, y, mean, inverse, dx, dScale, dOffset }));
          return [dx, dScale, dOffset];
        },
      };
    },
    rectifyBack(dy, y) {
      const dx = heap.make<tf.Tensor4D>(dy.shape);
      const views = heap.views({ dy, y, dx });
      for (let i = 0; i < dx.size; i++) views.dx[i] = views.y[i]! > 0 ? views.dy[i]! : 0;
      return dx;
    },
  };
}

type Three<T> = [T, T, T];
