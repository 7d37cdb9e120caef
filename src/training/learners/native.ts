// The native learner: tfjs on @tensorflow/tfjs-node from .native/, with TensorFlow's fused batch norm forward and back.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { Fault, toFault } from '../../fault/fault.js';
import type { Learner } from '../learner.js';
import type { Network } from '../network.js';
import type { Kernels } from './kernels.js';
import { TfjsLearner } from './tfjs.js';

const SET_UP = 'npm run setup:tfjs-node';
/** Where scripts/setup-tfjs-node.mjs puts it. */
const home = fileURLToPath(new URL('../../../.native/tfjs-node/', import.meta.url));

export function isNativeThere(): boolean {
  return existsSync(join(home, 'recipe.json'));
}

/** Throws Fault training/learner-missing with the command that sets it up. */
export async function openNative(network: Network): Promise<Learner> {
  loadNative();
  await tf.setBackend('tensorflow');
  return new TfjsLearner('native', network, nativeKernels(tf.backend() as unknown as NodeBackend));
}

/** Its copy of tfjs-core shares engine and registries with ours: both keep them on the global object. */
function loadNative(): void {
  if (!isNativeThere()) {
    throw new Fault('training/learner-missing', {
      what: 'The native learner is not set up.',
      expected: '@tensorflow/tfjs-node in .native/tfjs-node',
      next: `Run \`${SET_UP}\`, or train with --learner wasm, which needs nothing.`,
    });
  }
  try {
    // Else it warns of every kernel that both copies register.
    tf.enableProdMode();
    createRequire(join(home, 'package.json'))('@tensorflow/tfjs-node');
  } catch (thrown) {
    throw toFault(thrown, 'training/learner-missing', {
      what: 'The native learner cannot be loaded.',
      expected: 'a build for this version of Node and this machine',
      next: `Remove .native/tfjs-node and run \`${SET_UP}\` again, or train with --learner wasm.`,
    });
  }
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What we use of tfjs-node's backend beyond tfjs: TensorFlow's eager operations by name. */
interface NodeBackend {
  readonly binding: Readonly<
    Record<'TF_ATTR_TYPE' | 'TF_ATTR_FLOAT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>
  >;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

function nativeKernels(backend: NodeBackend): Kernels {
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const float = (name: string): Attribute => ({ name, type: TF_ATTR_TYPE, value: TF_FLOAT });
  const normAttributes = (epsilon: number): Attribute[] => [
    float('T'),
    float('U'),
    { name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: TF_ATTR_BOOL, value: true },
  ];

  function rectifyBack(dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
    return backend.executeMultipleOutputs('ReluGrad', [float('T')], [dy, y], 1)[0] as tf.Tensor4D;
  }

  return {
    rectifyBack,
    normalise(x, scale, offset, { epsilon, rectify }) {
      const attributes = normAttributes(epsilon);
      const none = tf.tensor1d([]);
      const made = backend.executeMultipleOutputs(
        'FusedBatchNormV3',
        attributes,
        [x, scale, offset, none, none],
        6,
      );
      const [normed, mean, variance, ...reserve] = made as [
        tf.Tensor4D,
        tf.Tensor1D,
        tf.Tensor1D,
        ...tf.Tensor[],
      ];
      const y = rectify ? tf.relu(normed) : normed;
      return {
        y,
        mean,
        variance,
        back(dy) {
          const slope = rectify ? rectifyBack(dy, y) : dy;
          const inputs = [slope, x, scale, ...reserve];
          const [dx, dScale, dOffset] = backend.executeMultipleOutputs(
            'FusedBatchNormGradV3',
            attributes,
            inputs,
            5,
          );
          return [dx as tf.Tensor4D, dScale as tf.Tensor1D, dOffset as tf.Tensor1D];
        },
      };
    },
  };
}
