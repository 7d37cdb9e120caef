// A trained network as ONNX: batch norm folded into the convolutions, one fixed operator set, heads by their names.
import {
  attributeTypes,
  onnxTypes,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from '../../perception/model/onnx.js';
import { IMAGE, inputsOf, shapesOf, type HeadName, type Layer, type Network } from '../network.js';
import type { Tensor } from '../safetensors.js';

export const OPSET = 17;
const IR_VERSION = 8;
const heads: readonly HeadName[] = ['heat', 'box', 'free', 'surface'];

type Weights = ReadonlyMap<string, Tensor>;

/** The tensors are those of `tableOf(network)` by name. The same network and weights give the same model. */
export function toOnnx(network: Network, weights: Weights): OnnxModel {
  const parts = network.layers.map((layer) => partOf(network, layer, weights));
  const needsDoubling = network.layers.some(({ op }) => op === 'upsample');
  const { width, height } = network.input;
  const shapes = shapesOf(network);
  return {
    irVersion: IR_VERSION,
    producerName: 'jackdaw',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: {
      name: network.name,
      node: parts.flatMap(({ nodes }) => nodes),
      initializer: [
        ...parts.flatMap(({ tensors }) => tensors),
        ...(needsDoubling ? [floats(DOUBLE, [4], Float32Array.of(1, 1, 2, 2))] : []),
      ],
      input: [value(IMAGE, [1, 3, height, width])],
      output: heads.map((head) => {
        const { channels, height, width } = shapes.get(network.outputs[head])!;
        return value(head, head === 'surface' ? [1, channels] : [1, channels, height, width]);
      }),
    },
  };
}

/** Every operator of a graph, sorted. */
export function operatorsOf({ graph }: OnnxModel): string[] {
  return [...new Set((graph?.node ?? []).map(({ opType }) => opType))].sort();
}

const DOUBLE = 'upsample.scales';

interface Part {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
}

/** The name of what a layer puts out: that of its head, else its own, kept apart from the names of weights. */
function valueOf({ outputs }: Network, layer: string): string {
  if (layer === IMAGE) return IMAGE;
  return heads.find((head) => outputs[head] === layer) ?? `${layer}:out`;
}

function partOf(network: Network, layer: Layer, weights: Weights): Part {
  const output = valueOf(network, layer.name);
  const input = inputsOf(layer).map((from) => valueOf(network, from));
  switch (layer.op) {
    case 'conv':
    case 'depthwise':
      return activated(layer.activation, output, (plain) =>
        convolution(network, layer, weights, [input[0]!, plain]),
      );
    case 'add':
      return activated(layer.activation, output, (plain) => ({
        nodes: [{ opType: 'Add', input, output: [plain] }],
        tensors: [],
      }));
    case 'concat':
      return {
        nodes: [{ opType: 'Concat', input, output: [output], attribute: [int('axis', 1)] }],
        tensors: [],
      };
    case 'upsample':
      return { nodes: [resize(input[0]!, output)], tensors: [] };
    case 'weigh':
      return weigh(layer.name, weights, [input[0]!, output]);
    case 'pool':
      return {
        nodes: [
          { opType: 'GlobalAveragePool', input, output: [`${layer.name}:mean`] },
          { opType: 'Flatten', input: [`${layer.name}:mean`], output: [output], attribute: [int('axis', 1)] },
        ],
        tensors: [],
      };
    case 'dense':
      return dense(layer.name, weights, [input[0]!, output]);
  }
}

const operatorByActivation = { relu: 'Relu', softplus: 'Softplus', exp: 'Exp' } as const;

function activated(
  activation: keyof typeof operatorByActivation | undefined,
  output: string,
  make: (output: string) => Part,
): Part {
  if (activation === undefined) return make(output);
  const plain = `${output}:plain`;
  const { nodes, tensors } = make(plain);
  const opType = operatorByActivation[activation];
  return { nodes: [...nodes, { opType, input: [plain], output: [output] }], tensors };
}

type Convolution = Extract<Layer, { op: 'conv' | 'depthwise' }>;

function convolution(
  { norm }: Network,
  { name, op, kernel, stride, norm: isNormed }: Convolution,
  weights: Weights,
  [input, output]: readonly [string, string],
): Part {
  const weight = weights.get(`${name}.weight`)!;
  const { values, bias } = isNormed
    ? foldNorm(name, weights, norm.epsilon)
    : { values: weight.values, bias: weights.get(`${name}.bias`)!.values };
  const side = (kernel - 1) / 2;
  const node: OnnxNode = {
    opType: 'Conv',
    name,
    input: [input, `${name}.weight`, `${name}.bias`],
    output: [output],
    attribute: [
      int('group', op === 'depthwise' ? weight.shape[0]! : 1),
      ints('kernel_shape', [kernel, kernel]),
      ints('pads', [side, side, side, side]),
      ints('strides', [stride, stride]),
    ],
  };
  return {
    nodes: [node],
    tensors: [
      floats(`${name}.weight`, weight.shape, values),
      floats(`${name}.bias`, [weight.shape[0]!], bias),
    ],
  };
}

/** scale · (w * x - mean) / sqrt(variance + epsilon) + offset as one convolution with a bias. */
function foldNorm(
  name: string,
  weights: Weights,
  epsilon: number,
): { readonly values: Float32Array; readonly bias: Float32Array } {
  const read = (suffix: string): Float32Array => weights.get(`${name}.${suffix}`)!.values;
  const [scale, offset, mean, variance] = ['weight', 'bias', 'mean', 'variance'].map((part) =>
    read(`norm.${part}`),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const values = read('weight').slice();
  const perFilter = values.length / scale.length;
  const bias = new Float32Array(scale.length);
  for (let filter = 0; filter < scale.length; filter++) {
    const factor = scale[filter]! / Math.sqrt(variance[filter]! + epsilon);
    for (let i = filter * perFilter; i < (filter + 1) * perFilter; i++) values[i]! *= factor;
    bias[filter] = offset[filter]! - mean[filter]! * factor;
  }
  return { values, bias };
}

function weigh(name: string, weights: Weights, [input, output]: readonly [string, string]): Part {
  const { shape, values } = weights.get(`${name}.weight`)!;
  return {
    nodes: [{ opType: 'Mul', name, input: [input, `${name}.weight`], output: [output] }],
    tensors: [floats(`${name}.weight`, shape, values)],
  };
}

function dense(name: string, weights: Weights, [input, output]: readonly [string, string]): Part {
  const weight = weights.get(`${name}.weight`)!;
  const bias = weights.get(`${name}.bias`)!;
  const inputs = [input, `${name}.weight`, `${name}.bias`];
  return {
    nodes: [{ opType: 'Gemm', name, input: inputs, output: [output], attribute: [int('transB', 1)] }],
    tensors: [
      floats(`${name}.weight`, weight.shape, weight.values),
      floats(`${name}.bias`, bias.shape, bias.values),
    ],
  };
}

function resize(input: string, output: string): OnnxNode {
  return {
    opType: 'Resize',
    input: [input, '', DOUBLE],
    output: [output],
    attribute: [
      text('coordinate_transformation_mode', 'asymmetric'),
      text('mode', 'nearest'),
      text('nearest_mode', 'floor'),
    ],
  };
}

function int(name: string, i: number): OnnxAttribute {
  return { name, type: attributeTypes.int, i };
}
function ints(name: string, values: readonly number[]): OnnxAttribute {
  return { name, type: attributeTypes.ints, ints: values };
}
function text(name: string, s: string): OnnxAttribute {
  return { name, type: attributeTypes.string, s: new TextEncoder().encode(s) };
}
function floats(name: string, dims: readonly number[], values: Float32Array): OnnxTensor {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims, dataType: onnxTypes.float32, rawData };
}
function value(name: string, dims: readonly number[]): OnnxValue {
  const shape = { dim: dims.map((dimValue) => ({ dimValue })) };
  return { name, type: { tensorType: { elemType: onnxTypes.float32, shape } } };
}
