// The gradient kernels of the WebAssembly backend against numeric gradients: convolutions are linear, so those are exact.
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom, type Random } from '../../simulation/random.js';
import { everyLayer } from '../testing/learner-contract.js';
import { openWasm } from './wasm.js';

type Shape = [number, number, number, number];

interface Case {
  readonly op: 'Conv2D' | 'DepthwiseConv2dNative';
  readonly input: Shape;
  readonly filter: Shape;
  readonly stride: number;
  readonly pad: 'same' | 'valid';
}

const cases: readonly Case[] = [
  { op: 'Conv2D', input: [2, 4, 5, 3], filter: [1, 1, 3, 4], stride: 1, pad: 'same' },
  { op: 'Conv2D', input: [2, 5, 4, 2], filter: [3, 3, 2, 3], stride: 1, pad: 'same' },
  { op: 'Conv2D', input: [1, 7, 8, 2], filter: [3, 3, 2, 3], stride: 2, pad: 'valid' },
  { op: 'Conv2D', input: [1, 6, 8, 2], filter: [3, 3, 2, 2], stride: 2, pad: 'same' },
  { op: 'DepthwiseConv2dNative', input: [2, 4, 5, 3], filter: [3, 3, 3, 1], stride: 1, pad: 'same' },
  { op: 'DepthwiseConv2dNative', input: [2, 5, 6, 2], filter: [5, 5, 2, 1], stride: 1, pad: 'same' },
  { op: 'DepthwiseConv2dNative', input: [1, 7, 8, 3], filter: [3, 3, 3, 1], stride: 2, pad: 'valid' },
  { op: 'DepthwiseConv2dNative', input: [1, 9, 6, 2], filter: [5, 5, 2, 1], stride: 2, pad: 'same' },
];

function draw(shape: readonly number[], random: Random): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
}

function forward(
  { op, input, filter, stride, pad }: Case,
  x: Float32Array,
  weight: Float32Array,
): tf.Tensor4D {
  const [values, kernel] = [tf.tensor4d(x, input), tf.tensor4d(weight, filter)];
  return op === 'Conv2D'
    ? tf.conv2d(values, kernel, stride, pad)
    : tf.depthwiseConv2d(values, kernel, stride, pad);
}

/** The derivative of the weighed sum of the outputs by one number, from the sum with it one higher and one lower. */
function numeric(values: Float32Array, at: number, sumWith: (values: Float32Array) => number): number {
  const [more, less] = [values.slice(), values.slice()];
  more[at]! += 1;
  less[at]! -= 1;
  return (sumWith(more) - sumWith(less)) / 2;
}

describe('the gradient kernels of the WebAssembly backend', () => {
  before(async () => void (await openWasm(everyLayer)));

  for (const each of cases) {
    const { op, input, filter, stride, pad } = each;
    it(`when ${op} ${filter.join('x')} has stride ${stride}, ${pad}, then both gradients are the numeric ones`, () => {
      const random = createRandom(filter[0] * 100 + input[1]);
      const [x, weight] = [draw(input, random), draw(filter, random)];
      const shape = forward(each, x, weight).shape;
      const dy = draw(shape, random);
      const sum = (a: Float32Array, b: Float32Array): number =>
        forward(each, a, b)
          .dataSync<'float32'>()
          .reduce((total, value, i) => total + value * dy[i]!, 0);
      const attributes = { strides: [stride, stride], pad, dilations: [1, 1], dataFormat: 'NHWC' };
      const slope = tf.tensor(dy, shape);
      const run = (name: string, inputs: Record<string, tf.Tensor>, more: object): Float32Array =>
        read(tf.engine().runKernel(name, inputs, { ...attributes, ...more }));
      const byFilter = run(
        `${op}BackpropFilter`,
        { x: tf.tensor(x, input), dy: slope },
        { filterShape: filter },
      );
      const byInput = run(
        `${op}BackpropInput`,
        { dy: slope, filter: tf.tensor(weight, filter) },
        { inputShape: input },
      );
      byFilter.forEach((value, i) =>
        near(
          value,
          numeric(weight, i, (changed) => sum(x, changed)),
          `filter ${i}`,
        ),
      );
      byInput.forEach((value, i) =>
        near(
          value,
          numeric(x, i, (changed) => sum(changed, weight)),
          `input ${i}`,
        ),
      );
    });
  }
});

function read(tensor: unknown): Float32Array {
  return (tensor as tf.Tensor).dataSync<'float32'>();
}

function near(value: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(value - expected) < 1e-3 * Math.max(1, Math.abs(expected)),
    `${what}: ${value}, numerically ${expected}`,
  );
}
