// Weights on disk: the vector of parameters as named tensors, checked against the network when read.
import { Fault } from '../fault/fault.js';
import type { Network } from './network.js';
import { sliceOf, tableOf } from './parameters.js';
import { decodeTensors, encodeTensors, type Tensor } from './safetensors.js';

/** As safetensors, with free text beside. */
export function encodeWeights(
  network: Network,
  parameters: Float32Array,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const tensors = new Map<string, Tensor>();
  for (const parameter of tableOf(network).parameters) {
    tensors.set(parameter.name, { shape: parameter.shape, values: sliceOf(parameters, parameter) });
  }
  return encodeTensors({ tensors, metadata: { network: network.name, ...metadata } });
}

/** The vector of parameters, the caller's. Throws training/bad-tensors if a tensor is missing, foreign or of another shape. */
export function decodeWeights(network: Network, bytes: Uint8Array, where: string): Float32Array {
  const { tensors } = decodeTensors(bytes, where);
  const { parameters, length } = tableOf(network);
  const vector = new Float32Array(length);
  const problems: string[] = [];
  for (const parameter of parameters) {
    const tensor = tensors.get(parameter.name);
    if (tensor?.shape.join() === parameter.shape.join()) sliceOf(vector, parameter).set(tensor.values);
    else
      problems.push(
        `${parameter.name}: ${tensor === undefined ? 'missing' : `shape ${tensor.shape.join(' x ')}`}`,
      );
  }
  const known = new Set(parameters.map(({ name }) => name));
  for (const name of tensors.keys()) if (!known.has(name)) problems.push(`${name}: not of this network`);
  if (problems.length === 0) return vector;
  throw new Fault('training/bad-tensors', {
    what: `The weights are not those of ${network.name}.`,
    where,
    found: problems.slice(0, 10).join('\n            '),
    next: 'Give the network.json that they were trained with.',
  });
}
