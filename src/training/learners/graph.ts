// The network on tfjs tensors: forward through the layers of its description, and back through them in reverse.
import * as tf from '@tensorflow/tfjs-core';
import { IMAGE, inputsOf, type HeadName, type Network } from '../network.js';
import { stepOf, type Step, type StepContext } from './steps.js';

export type HeadTensors = Readonly<Record<HeadName, tf.Tensor>>;

export interface Pass {
  readonly heads: HeadTensors;
  /** The derivatives by every learned parameter, by name, from those by the heads, which are disposed of. */
  readonly back: (slopes: HeadTensors) => Map<string, tf.Tensor>;
}

/** Runs the network on pictures [batch, height, width, 3]; all tensors belong to the caller's scope. */
export function runNetwork(network: Network, pictures: tf.Tensor4D, context: StepContext): Pass {
  const outputs = new Map<string, tf.Tensor>([[IMAGE, pictures]]);
  const steps = new Map<string, Step>();
  for (const layer of network.layers) {
    const step = stepOf(
      layer,
      inputsOf(layer).map((from) => outputs.get(from)!),
      context,
    );
    steps.set(layer.name, step);
    outputs.set(layer.name, step.y);
  }
  const { heat, box, free, surface } = network.outputs;
  const head = (name: string): tf.Tensor => outputs.get(name)!;
  return {
    heads: { heat: head(heat), box: head(box), free: head(free), surface: head(surface) },
    back: (slopes) => runBack(network, steps, slopes),
  };
}

function runBack(
  network: Network,
  steps: ReadonlyMap<string, Step>,
  heads: HeadTensors,
): Map<string, tf.Tensor> {
  const slopeByLayer = new Map<string, tf.Tensor>();
  const gather = (name: string, slope: tf.Tensor): void => {
    const before = slopeByLayer.get(name);
    slopeByLayer.set(name, before === undefined ? slope : tf.add(before, slope));
  };
  for (const head of Object.keys(heads) as HeadName[]) gather(network.outputs[head], heads[head]);
  const gradients = new Map<string, tf.Tensor>();
  for (const layer of network.layers.toReversed()) {
    const dy = slopeByLayer.get(layer.name);
    if (dy === undefined) continue;
    const { inputs, parameters } = steps.get(layer.name)!.back(dy);
    for (const [name, gradient] of parameters) gradients.set(name, gradient);
    inputsOf(layer).forEach((from, i) => {
      const slope = inputs[i];
      if (slope !== undefined) gather(from, slope);
    });
    slopeByLayer.delete(layer.name);
  }
  return gradients;
}
