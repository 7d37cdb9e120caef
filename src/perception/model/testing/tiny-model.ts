// A real model small enough to reason about: one convolution that finds what is red, floor that is green, a surface by blue.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE, MANIFEST_SCHEMA, parseManifest, type Manifest } from '../manifest.js';
import { sha256Of } from '../model.js';
import {
  attributeTypes,
  encodeOnnx,
  onnxTypes,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxTensor,
  type OnnxValue,
} from '../onnx.js';

export const tinySize = { width: 48, height: 32, stride: 8 } as const;
const COLUMNS = tinySize.width / tinySize.stride;
const ROWS = tinySize.height / tinySize.stride;
const CELL = tinySize.stride ** 2;

/** Channels of the one convolution: heat of `red` and `blue`, four sides of a box, free. */
const weightsByChannel: readonly (readonly [red: number, green: number, blue: number, bias: number])[] = [
  [20, -20, -20, -5],
  [-20, -20, 20, -5],
  [0, 0, 0, 1],
  [0, 0, 0, 1],
  [0, 0, 0, 1],
  [0, 0, 0, 1],
  [-10, 20, -10, -5],
];

export function tinyNetwork(): OnnxModel {
  const weight = new Float32Array(weightsByChannel.length * 3 * CELL);
  weightsByChannel.forEach((channel, filter) => {
    for (let input = 0; input < 3; input++) {
      weight.fill(channel[input]! / CELL, (filter * 3 + input) * CELL, (filter * 3 + input + 1) * CELL);
    }
  });
  const bias = Float32Array.from(weightsByChannel, (channel) => channel[3]);
  const conv = (name: string, from: number, to: number): OnnxTensor[] => [
    floats(`${name}.weight`, [to - from, 3, 8, 8], weight.subarray(from * 3 * CELL, to * 3 * CELL)),
    floats(`${name}.bias`, [to - from], bias.subarray(from, to)),
  ];
  const convNode = (name: string, output: string) => ({
    opType: 'Conv',
    input: ['image', `${name}.weight`, `${name}.bias`],
    output: [output],
    attribute: [ints('kernel_shape', [8, 8]), ints('strides', [8, 8])],
  });
  return {
    irVersion: 8,
    producerName: 'jackdaw-tests',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'tiny',
      node: [
        convNode('heat', 'heat'),
        convNode('box', 'sides'),
        { opType: 'Relu', input: ['sides'], output: ['box'] },
        convNode('free', 'free'),
        { opType: 'GlobalAveragePool', input: ['image'], output: ['mean'] },
        { opType: 'Flatten', input: ['mean'], output: ['flat'] },
        {
          opType: 'Gemm',
          input: ['flat', 'surface.weight'],
          output: ['surface'],
          attribute: [{ name: 'transB', type: attributeTypes.int, i: 1 }],
        },
      ],
      initializer: [
        ...conv('heat', 0, 2),
        ...conv('box', 2, 6),
        ...conv('free', 6, 7),
        floats('surface.weight', [2, 3], Float32Array.of(0, 0, 8, 0, 8, 0)),
      ],
      input: [value('image', [1, 3, tinySize.height, tinySize.width])],
      output: [
        value('heat', [1, 2, ROWS, COLUMNS]),
        value('box', [1, 4, ROWS, COLUMNS]),
        value('free', [1, 1, ROWS, COLUMNS]),
        value('surface', [1, 2]),
      ],
    },
  };
}

/** Describes those bytes; `change` is laid over it before it is checked. */
export function tinyManifest(network: Uint8Array, change: Record<string, unknown> = {}): Manifest {
  return parseManifest({ ...plainManifest(network), ...change }, 'tiny');
}

function plainManifest(network: Uint8Array) {
  return {
    schema: MANIFEST_SCHEMA,
    name: 'tiny',
    version: '1.0.0',
    network: {
      file: 'model.onnx',
      sha256: sha256Of(network),
      bytes: network.length,
      opset: 17,
      operators: ['Conv', 'Flatten', 'Gemm', 'GlobalAveragePool', 'Relu'],
    },
    input: {
      name: 'image',
      width: tinySize.width,
      height: tinySize.height,
      layout: 'NCHW',
      colour: 'rgb',
      resize: 'stretch-bilinear',
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    outputs: { stride: tinySize.stride, heat: 'heat', box: 'box', free: 'free', surface: 'surface' },
    labels: ['red', 'blue'],
    surfaces: ['sea', 'meadow'],
    decoding: {
      thresholds: [0.5, 0.5],
      iouSameClass: 0.5,
      iouAnyClass: 0.8,
      maxDetections: 50,
      freeThreshold: 0.5,
      surfaceThreshold: 0.6,
    },
    origin: { trainer: 'by hand', seed: 0, weightsSha256: '0'.repeat(64) },
    metrics: {},
    golden: { frames: [], tolerances: { logits: 1e-3, iou: 0.99, score: 0.005 } },
    reference: {},
  };
}

/** Writes a folder that loads; `network` and `change` make it one that does not. */
export async function writeTinyModel(
  folder: string,
  { network = encodeOnnx(tinyNetwork()), change = {} }: { network?: Uint8Array; change?: object } = {},
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), network);
  await writeFile(join(folder, MANIFEST_FILE), JSON.stringify({ ...plainManifest(network), ...change }));
  return folder;
}

export function floats(name: string, dims: readonly number[], values: Float32Array): OnnxTensor {
  return { name, dims, dataType: onnxTypes.float32, rawData: bytesOf(values) };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}

function ints(name: string, values: readonly number[]): OnnxAttribute {
  return { name, type: attributeTypes.ints, ints: values };
}

function value(name: string, dims: readonly number[]): OnnxValue {
  const shape = { dim: dims.map((dimValue) => ({ dimValue })) };
  return { name, type: { tensorType: { elemType: onnxTypes.float32, shape } } };
}
