// All numbers of a network in one vector: which tensor lies where, under the names and in the layouts of PyTorch.
import { createRandom } from '../simulation/random.js';
import { shapesOf, type Layer, type Network, type Shape } from './network.js';

/** What a tensor is for: only weights decay, statistics are observed and not learned. */
export type Role = 'weight' | 'bias' | 'scale' | 'mean' | 'variance';

export interface Parameter {
  /** `<layer>.weight`, `.bias`, `.norm.weight`, `.norm.bias`, `.norm.mean`, `.norm.variance`. */
  readonly name: string;
  readonly layer: string;
  readonly op: Layer['op'];
  readonly role: Role;
  /** Convolutions [out, in, kernel, kernel], depthwise [channels, 1, kernel, kernel], dense [out, in], weigh [1, 1, height, width], else [channels]. */
  readonly shape: readonly number[];
  /** Place of its first number in the vector. */
  readonly offset: number;
  readonly length: number;
}

export interface ParameterTable {
  readonly parameters: readonly Parameter[];
  /** Numbers in all. */
  readonly length: number;
}

/** The tensors of a network in the order of its layers. */
export function tableOf(network: Network): ParameterTable {
  const shapes = shapesOf(network);
  const parameters: Parameter[] = [];
  let offset = 0;
  for (const layer of network.layers) {
    for (const [suffix, role, shape] of tensorsOf(layer, (from) => shapes.get(from)!)) {
      const length = shape.reduce((product, side) => product * side, 1);
      const name = `${layer.name}.${suffix}`;
      parameters.push({ name, layer: layer.name, op: layer.op, role, shape, offset, length });
      offset += length;
    }
  }
  return { parameters, length: offset };
}

/** A view, not a copy. */
export function sliceOf(vector: Float32Array, { offset, length }: Parameter): Float32Array {
  return vector.subarray(offset, offset + length);
}

/** Fresh weights: He's normal distribution for weights, 1 for scales and variances, the description's biases, else 0. */
export function drawParameters(network: Network, seed: number): Float32Array {
  const random = createRandom(seed);
  const { parameters, length } = tableOf(network);
  const layers = new Map(network.layers.map((layer) => [layer.name, layer]));
  const vector = new Float32Array(length);
  for (const parameter of parameters) {
    const values = sliceOf(vector, parameter);
    if (parameter.role === 'weight') {
      const deviation = Math.sqrt(gainOf(layers.get(parameter.layer)!) / fanIn(parameter.shape));
      for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
    } else if (parameter.role === 'scale' || parameter.role === 'variance') values.fill(1);
    else if (parameter.name === `${parameter.layer}.bias`)
      values.fill(initialBiasOf(layers.get(parameter.layer)!));
  }
  return vector;
}

type Tensor = readonly [suffix: string, role: Role, shape: readonly number[]];

function tensorsOf(layer: Layer, inputOf: (from: string) => Shape): readonly Tensor[] {
  switch (layer.op) {
    case 'conv': {
      const shape = [layer.filters, inputOf(layer.from).channels, layer.kernel, layer.kernel];
      return [['weight', 'weight', shape], ...rest(layer.norm, layer.filters)];
    }
    case 'depthwise': {
      const { channels } = inputOf(layer.from);
      return [['weight', 'weight', [channels, 1, layer.kernel, layer.kernel]], ...rest(layer.norm, channels)];
    }
    case 'dense':
      return [
        ['weight', 'weight', [layer.units, inputOf(layer.from).channels]],
        ['bias', 'bias', [layer.units]],
      ];
    case 'weigh': {
      const { height, width } = inputOf(layer.from);
      return [['weight', 'scale', [1, 1, height, width]]];
    }
    case 'add':
    case 'concat':
    case 'upsample':
    case 'pool':
      return [];
  }
}

function rest(norm: boolean, channels: number): readonly Tensor[] {
  if (!norm) return [['bias', 'bias', [channels]]];
  return [
    ['norm.weight', 'scale', [channels]],
    ['norm.bias', 'bias', [channels]],
    ['norm.mean', 'mean', [channels]],
    ['norm.variance', 'variance', [channels]],
  ];
}

/** Numbers of the input that one number of the output is a sum of. */
export function fanIn([, ...sides]: readonly number[]): number {
  return sides.reduce((product, side) => product * side, 1);
}

/** 2 where a ReLU takes half of the variance; heads without norm start small. */
function gainOf(layer: Layer): number {
  const head = layer.op === 'dense' || (layer.op === 'conv' && !layer.norm);
  return head ? 0.1 : 2;
}

function initialBiasOf(layer: Layer): number {
  return 'initialBias' in layer ? (layer.initialBias ?? 0) : 0;
}
