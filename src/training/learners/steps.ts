// One layer at a time on tfjs tensors, forward and back: what every learner that stands on tfjs computes.
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../network.js';
import type { Kernels } from './kernels.js';

export type Tensors = ReadonlyMap<string, tf.Tensor>;

/** What a layer made, and the way back through it. */
export interface Step {
  readonly y: tf.Tensor;
  /** By input, in the order of `from`; nothing where the input is the picture. */
  back(dy: tf.Tensor): { readonly inputs: readonly (tf.Tensor | undefined)[]; readonly parameters: Tensors };
}

export interface StepContext {
  readonly kernels: Kernels;
  readonly epsilon: number;
  /** `learn`: norms by the statistics of the batch. Else by the running ones, and there is no way back. */
  readonly mode: 'learn' | 'predict' | 'observe';
  /** By the names of the parameter table, in tfjs layouts. */
  readonly tensors: Tensors;
  /** Where a norm leaves the statistics of the batch, when it learns or observes. */
  readonly observed: Map<string, tf.Tensor>;
}

type Convolution = Extract<Layer, { op: 'conv' | 'depthwise' }>;

export function stepOf(layer: Layer, inputs: readonly tf.Tensor[], context: StepContext): Step {
  const x = inputs[0] as tf.Tensor4D;
  switch (layer.op) {
    case 'conv':
    case 'depthwise':
      return convolution(layer, x, context);
    case 'add':
      return add(layer, inputs, context);
    case 'concat':
      return concat(inputs);
    case 'upsample':
      return upsample(x);
    case 'weigh':
      return weigh(layer, x, context);
    case 'pool':
      return pool(x);
    case 'dense':
      return dense(layer, x, context);
  }
}

function convolution(layer: Convolution, x: tf.Tensor4D, context: StepContext): Step {
  const weight = context.tensors.get(`${layer.name}.weight`) as tf.Tensor4D;
  const padded = layer.stride === 1 ? x : padFor(x, layer.kernel);
  const pad = layer.stride === 1 ? 'same' : 'valid';
  const raw = (layer.op === 'conv' ? tf.conv2d : tf.depthwiseConv2d)(padded, weight, layer.stride, pad);
  const after = finish(layer, raw, context);
  const name = layer.op === 'conv' ? 'Conv2DBackprop' : 'DepthwiseConv2dNativeBackprop';
  const attributes = { strides: [layer.stride, layer.stride], pad, dilations: [1, 1], dataFormat: 'NHWC' };
  return {
    y: after.y,
    back(dy) {
      const { dx: slope, parameters } = after.back(dy as tf.Tensor4D);
      const byWeight = { filterShape: weight.shape, ...attributes };
      parameters.set(`${layer.name}.weight`, runKernel(`${name}Filter`, { x: padded, dy: slope }, byWeight));
      if (layer.from === 'image') return { inputs: [undefined], parameters };
      const byInput = { inputShape: padded.shape, ...attributes };
      const wide = runKernel(`${name}Input`, { dy: slope, filter: weight }, byInput) as tf.Tensor4D;
      return { inputs: [layer.stride === 1 ? wide : cropTo(wide, x, layer.kernel)], parameters };
    },
  };
}

/** At stride 2 "same" is not symmetric in TensorFlow: (kernel - 1) / 2 zeros before, and behind what is still read. */
function padFor(x: tf.Tensor4D, kernel: number): tf.Tensor4D {
  const before = (kernel - 1) / 2;
  const behind = (side: number): number => Math.max(0, before - 1 + (side % 2));
  const [, height, width] = x.shape;
  return tf.pad(x, [
    [0, 0],
    [before, behind(height)],
    [before, behind(width)],
    [0, 0],
  ]);
}

function cropTo(wide: tf.Tensor4D, x: tf.Tensor4D, kernel: number): tf.Tensor4D {
  const before = (kernel - 1) / 2;
  return tf.slice(wide, [0, before, before, 0], x.shape);
}

interface Finish {
  readonly y: tf.Tensor;
  back(dy: tf.Tensor4D): { readonly dx: tf.Tensor; readonly parameters: Map<string, tf.Tensor> };
}

/** What follows a convolution: norm or bias, and an activation. */
function finish(layer: Convolution, x: tf.Tensor4D, context: StepContext): Finish {
  if (!layer.norm) return biased(layer, x, context);
  return context.mode === 'learn' ? normedByBatch(layer, x, context) : normedByRunning(layer, x, context);
}

function biased(layer: Convolution, x: tf.Tensor4D, { tensors, kernels }: StepContext): Finish {
  const name = `${layer.name}.bias`;
  const sum = tf.add<tf.Tensor4D>(x, tensors.get(name)!);
  const { y, back } = activate(sum, layer.activation, kernels);
  return {
    y,
    back(dy) {
      const dx = back(dy);
      return { dx, parameters: new Map([[name, tf.sum(dx, [0, 1, 2])]]) };
    },
  };
}

function normedByBatch(layer: Convolution, x: tf.Tensor4D, context: StepContext): Finish {
  const { kernels, epsilon, tensors, observed } = context;
  const [scaleName, offsetName] = [`${layer.name}.norm.weight`, `${layer.name}.norm.bias`];
  const [scale, offset] = [tensors.get(scaleName), tensors.get(offsetName)] as [tf.Tensor1D, tf.Tensor1D];
  const rectify = layer.activation === 'relu';
  const normed = kernels.normalise(x, scale, offset, { epsilon, rectify });
  observed.set(`${layer.name}.norm.mean`, normed.mean);
  observed.set(`${layer.name}.norm.variance`, normed.variance);
  const { y, back } = activate(normed.y, rectify ? undefined : layer.activation, kernels);
  return {
    y,
    back(dy) {
      const [dx, dScale, dOffset] = normed.back(back(dy));
      return {
        dx,
        parameters: new Map([
          [scaleName, dScale],
          [offsetName, dOffset],
        ]),
      };
    },
  };
}

function normedByRunning(layer: Convolution, x: tf.Tensor4D, context: StepContext): Finish {
  const of = (suffix: string) => context.tensors.get(`${layer.name}.norm.${suffix}`) as tf.Tensor1D;
  if (context.mode === 'observe') observe(layer.name, x, context.observed);
  const y = tf.batchNorm4d(x, of('mean'), of('variance'), of('bias'), of('weight'), context.epsilon);
  return { y: activate(y, layer.activation, context.kernels).y, back: noWayBack };
}

function observe(layer: string, x: tf.Tensor4D, observed: Map<string, tf.Tensor>): void {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const count = x.size / x.shape[3];
  observed.set(`${layer}.norm.mean`, mean);
  observed.set(`${layer}.norm.variance`, tf.mul(variance, count / Math.max(1, count - 1)));
}

function noWayBack(): never {
  throw new Error('a prediction has no way back');
}

interface Activated {
  readonly y: tf.Tensor4D;
  readonly back: (dy: tf.Tensor4D) => tf.Tensor4D;
}

function activate(x: tf.Tensor4D, activation: Convolution['activation'], kernels: Kernels): Activated {
  if (activation === undefined) return { y: x, back: (dy) => dy };
  if (activation === 'relu') {
    const y = tf.relu(x);
    return { y, back: (dy) => kernels.rectifyBack(dy, y) };
  }
  if (activation === 'exp') {
    const y = tf.exp(x);
    return { y, back: (dy) => tf.mul(dy, y) };
  }
  // softplus(x) = log(1 + exp(x)) without overflow; its derivative is sigmoid(x).
  const y = tf.add<tf.Tensor4D>(tf.relu(x), tf.log(tf.add(tf.exp(tf.neg(tf.abs(x))), 1)));
  return { y, back: (dy) => tf.mul(dy, tf.sigmoid(x)) };
}

function add(layer: Extract<Layer, { op: 'add' }>, inputs: readonly tf.Tensor[], context: StepContext): Step {
  const sum = tf.add<tf.Tensor4D>(inputs[0]!, inputs[1]!);
  const { y, back } = activate(sum, layer.activation, context.kernels);
  return {
    y,
    back(dy) {
      const dx = back(dy as tf.Tensor4D);
      return { inputs: [dx, dx], parameters: new Map() };
    },
  };
}

function concat(inputs: readonly tf.Tensor[]): Step {
  const channels = inputs.map(({ shape }) => shape[3]!);
  return {
    y: tf.concat([...inputs], 3),
    back: (dy) => ({ inputs: tf.split(dy, channels, 3), parameters: new Map() }),
  };
}

function upsample(x: tf.Tensor4D): Step {
  const [batch, height, width, channels] = x.shape;
  return {
    y: tf.image.resizeNearestNeighbor(x, [2 * height, 2 * width]),
    back(dy) {
      const rows = tf.sum(tf.reshape(dy, [batch * height, 2, 2 * width * channels]), 1);
      const cells = tf.sum(tf.reshape(rows, [batch * height * width, 2, channels]), 1);
      return { inputs: [tf.reshape(cells, x.shape)], parameters: new Map() };
    },
  };
}

function weigh(layer: Extract<Layer, { op: 'weigh' }>, x: tf.Tensor4D, { tensors }: StepContext): Step {
  const name = `${layer.name}.weight`;
  const [, height, width] = x.shape;
  const weight = tf.reshape(tensors.get(name)!, [1, height, width, 1]);
  return {
    y: tf.mul(x, weight),
    back(dy) {
      const slope = tf.reshape(tf.sum(tf.mul(dy, x), [0, 3]), [1, 1, height, width]);
      return { inputs: [tf.mul(dy, weight)], parameters: new Map([[name, slope]]) };
    },
  };
}

function pool(x: tf.Tensor4D): Step {
  const [batch, height, width, channels] = x.shape;
  return {
    y: tf.mean(x, [1, 2]),
    back(dy) {
      const share = tf.div(tf.reshape(dy, [batch, 1, 1, channels]), height * width);
      return { inputs: [tf.tile(share, [1, height, width, 1])], parameters: new Map() };
    },
  };
}

function dense(layer: Extract<Layer, { op: 'dense' }>, x: tf.Tensor, { tensors }: StepContext): Step {
  const weight = tensors.get(`${layer.name}.weight`) as tf.Tensor2D;
  const input = x as tf.Tensor2D;
  return {
    y: tf.add(tf.matMul(input, weight), tensors.get(`${layer.name}.bias`)!),
    back: (dy) => ({
      inputs: [tf.matMul(dy, weight, false, true)],
      parameters: new Map<string, tf.Tensor>([
        [`${layer.name}.weight`, tf.matMul(input, dy, true)],
        [`${layer.name}.bias`, tf.sum(dy, 0)],
      ]),
    }),
  };
}

function runKernel(name: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
}
