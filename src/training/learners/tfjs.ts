// A learner on tfjs, whatever its backend: parameters to tensors, forward, judge, back, gradient to one vector.
import * as tf from '@tensorflow/tfjs-core';
import type { Heads, Judge, Learner, LearnerKind } from '../learner.js';
import type { HeadName, Network } from '../network.js';
import { sliceOf, tableOf, type Parameter } from '../parameters.js';
import { runNetwork, type HeadTensors } from './graph.js';
import type { Kernels } from './kernels.js';
import { channelsLast, fromTfjs, planesFirst, tfjsShape, toTfjs, type Shape4 } from './layout.js';
import { orthogonalise } from './orthogonal.js';
import { inScope } from './scope.js';
import type { StepContext } from './steps.js';

export class TfjsLearner implements Learner {
  readonly kind: LearnerKind;
  readonly orthogonalise = orthogonalise;
  readonly #network: Network;
  readonly #kernels: Kernels;
  readonly #parameters: readonly Parameter[];
  readonly #tensors = new Map<string, tf.Tensor>();

  /** The backend of `kernels` is the current one of tfjs and stays so until `close`. */
  constructor(kind: LearnerKind, network: Network, kernels: Kernels) {
    this.kind = kind;
    this.#network = network;
    this.#kernels = kernels;
    this.#parameters = tableOf(network).parameters;
  }

  load(parameters: Float32Array): void {
    this.close();
    for (const parameter of this.#parameters) {
      const values = toTfjs(sliceOf(parameters, parameter), parameter);
      this.#tensors.set(parameter.name, tf.keep(tf.tensor(values, tfjsShape(parameter))));
    }
  }

  descend(pictures: Float32Array, judge: Judge, into: Float32Array): void {
    inScope(() => {
      const context = this.#context('learn');
      const { heads, back } = runNetwork(this.#network, this.#toTensor(pictures), context);
      const gradients = back(slopeTensors(judge(readHeads(heads)), heads));
      for (const parameter of this.#parameters) {
        const tensor = gradients.get(parameter.name) ?? context.observed.get(parameter.name)!;
        fromTfjs(tensor.dataSync<'float32'>(), parameter, sliceOf(into, parameter));
      }
    });
  }

  predict(pictures: Float32Array): Heads {
    return inScope(() => {
      const { heads } = runNetwork(this.#network, this.#toTensor(pictures), this.#context('predict'));
      return readHeads(heads);
    });
  }

  observe(pictures: Float32Array, into: Float32Array): void {
    inScope(() => {
      const context = this.#context('observe');
      runNetwork(this.#network, this.#toTensor(pictures), context);
      for (const parameter of this.#parameters) {
        const tensor = context.observed.get(parameter.name);
        if (tensor !== undefined) sliceOf(into, parameter).set(tensor.dataSync<'float32'>());
      }
    });
  }

  close(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  #context(mode: StepContext['mode']): StepContext {
    const { epsilon } = this.#network.norm;
    return { kernels: this.#kernels, epsilon, mode, tensors: this.#tensors, observed: new Map() };
  }

  #toTensor(pictures: Float32Array): tf.Tensor4D {
    const { height, width } = this.#network.input;
    return tf.tensor4d(pictures, [pictures.length / (3 * height * width), height, width, 3]);
  }
}

function readHeads(heads: HeadTensors): Heads {
  const read = (name: HeadName): Float32Array => {
    const values = heads[name].dataSync<'float32'>();
    const { shape } = heads[name];
    return shape.length === 4 ? planesFirst(values, shape as unknown as Shape4) : values;
  };
  return { heat: read('heat'), box: read('box'), free: read('free'), surface: read('surface') };
}

function slopeTensors(slopes: Heads, heads: HeadTensors): HeadTensors {
  const write = (name: HeadName): tf.Tensor => {
    const { shape } = heads[name];
    const values = shape.length === 4 ? channelsLast(slopes[name], shape as unknown as Shape4) : slopes[name];
    return tf.tensor(values, shape);
  };
  return { heat: write('heat'), box: write('box'), free: write('free'), surface: write('surface') };
}
