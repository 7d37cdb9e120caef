// First weights from a published model: what fits is taken, and norms are set so that the network says what the model says.
import { Fault } from '../fault/fault.js';
import { lookalikes } from '../fault/nearest.js';
import type { Model } from '../perception/model/model.js';
import { decodeOnnx, floatsOf } from '../perception/model/onnx.js';
import { inputsOf, type HeadName, type Network } from './network.js';
import { drawParameters, fanIn, sliceOf, tableOf, type Parameter } from './parameters.js';

export interface FirstWeights {
  readonly parameters: Float32Array;
  /** Layers that say what they say in the model; the others are drawn. */
  readonly taken: readonly string[];
  readonly drawn: readonly string[];
  /** Heads with nothing drawn before them: of these the network says what the model says. */
  readonly knows: readonly HeadName[];
  /** Classes and surfaces that the model does not know. */
  readonly newNames: readonly string[];
  /** Those of them that only look different from one that the model knows: name here, name there. */
  readonly alike: readonly (readonly [string, string])[];
}

interface Known {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Takes every layer that has the same name and size in the model; of the heads that name classes and surfaces, the rows
 * of those that both know. In a model norms are folded into convolutions, so they are unfolded by `settleNorms`.
 * Throws training/bad-start if nothing fits.
 */
export function takeWeights(model: Model, network: Network, seed: number): FirstWeights {
  const parameters = drawParameters(network, seed);
  const known = readTensors(model);
  const rows = rowsByLayer(model, network);
  const table = tableOf(network).parameters;
  const layers = [...new Set(table.map(({ layer }) => layer))];
  const [taken, drawn]: [string[], string[]] = [[], []];
  for (const layer of layers) {
    const tensors = table.filter((each) => each.layer === layer);
    const fits = takeLayer(parameters, tensors, { known, rows: rows.get(layer), network });
    if (fits !== undefined) (fits ? taken : drawn).push(layer);
  }
  if (taken.length > 0)
    return {
      parameters,
      taken,
      drawn,
      knows: headsWithout(network, drawn),
      newNames: newNames(model, network),
      alike: alikeNames(model, network),
    };
  throw new Fault('training/bad-start', {
    what: 'No layer of the model fits the network.',
    where: model.folder,
    found: [...known.keys()].slice(0, 6).join(', '),
    expected: `layers of ${network.name}: ${layers.slice(0, 6).join(', ')} …`,
    next: 'Start from a model of the same description, or train without --from.',
  });
}

/**
 * Gives the norms of `layers` the statistics that were observed, and scales and offsets that undo it: the network says
 * what it said before, and now in training too, where norms go by the statistics of the batch.
 */
export function settleNorms(
  network: Network,
  layers: readonly string[],
  { parameters, observed }: { readonly parameters: Float32Array; readonly observed: Float32Array },
): void {
  const { epsilon } = network.norm;
  for (const norm of normsOf(network, layers)) {
    const [scale, offset, mean, variance] = norm.map((each) => sliceOf(parameters, each)) as Four;
    const [, , seenMean, seenVariance] = norm.map((each) => sliceOf(observed, each)) as Four;
    for (let c = 0; c < scale.length; c++) {
      const slope = scale[c]! / Math.sqrt(variance[c]! + epsilon);
      offset[c]! += slope * (seenMean[c]! - mean[c]!);
      scale[c] = slope * Math.sqrt(seenVariance[c]! + epsilon);
      mean[c] = seenMean[c]!;
      variance[c] = seenVariance[c]!;
    }
  }
}

type Four = [scale: Float32Array, offset: Float32Array, mean: Float32Array, variance: Float32Array];

/** By layer: its norm's scale, offset, mean and variance. */
function normsOf(network: Network, layers: readonly string[]): Parameter[][] {
  const { parameters } = tableOf(network);
  return layers
    .map((layer) =>
      parameters.filter((each) => each.layer === layer && each.name.startsWith(`${layer}.norm.`)),
    )
    .filter((norm) => norm.length > 0);
}

function readTensors({ network }: Model): ReadonlyMap<string, Known> {
  const tensors = decodeOnnx(network).graph?.initializer ?? [];
  return new Map(
    tensors.flatMap((tensor) => {
      const values = floatsOf(tensor);
      return values === undefined ? [] : [[tensor.name ?? '', { shape: tensor.dims ?? [], values }] as const];
    }),
  );
}

/** Heads that no such layer leads to. */
function headsWithout({ layers, outputs }: Network, without: readonly string[]): HeadName[] {
  const touched = new Set(without);
  // Layers read earlier ones only.
  for (const layer of layers) if (inputsOf(layer).some((from) => touched.has(from))) touched.add(layer.name);
  return (Object.keys(outputs) as HeadName[]).filter((head) => !touched.has(outputs[head]));
}

function newNames({ manifest }: Model, { classes, surfaces }: Network): string[] {
  return [
    ...classes.filter((name) => !manifest.labels.includes(name)),
    ...surfaces.filter((name) => !manifest.surfaces.includes(name)),
  ];
}

function alikeNames({ manifest }: Model, { classes }: Network): (readonly [string, string])[] {
  const free = manifest.labels.filter((label) => !classes.includes(label));
  return classes
    .filter((name) => !manifest.labels.includes(name))
    .flatMap((name) => free.flatMap((label) => lookalikes([name, label])));
}

/** For layers whose rows have names: by row of the network, the model's row of that name, or -1. */
function rowsByLayer({ manifest }: Model, network: Network): ReadonlyMap<string, readonly number[]> {
  return new Map([
    [network.outputs.heat, network.classes.map((name) => manifest.labels.indexOf(name))],
    [network.outputs.surface, network.surfaces.map((name) => manifest.surfaces.indexOf(name))],
  ]);
}

interface Source {
  readonly known: ReadonlyMap<string, Known>;
  readonly rows: readonly number[] | undefined;
  readonly network: Network;
}

function takeLayer(
  vector: Float32Array,
  tensors: readonly Parameter[],
  { known, rows, network }: Source,
): boolean | undefined {
  const weight = tensors.find(({ role }) => role === 'weight');
  if (weight === undefined) return takeScale(vector, tensors[0]!, known);
  const bias = tensors.find(({ role }) => role === 'bias')!;
  const from = { weight: known.get(`${weight.layer}.weight`), bias: known.get(`${weight.layer}.bias`) };
  if (from.weight === undefined || from.bias === undefined) return false;
  const shape = rows === undefined ? weight.shape : [from.bias.values.length, ...weight.shape.slice(1)];
  if (from.weight.shape.join() !== shape.join()) return false;
  const order = rows ?? Array.from({ length: weight.shape[0]! }, (_, row) => row);
  if (order.every((row) => row < 0)) return false;
  copyRows(from.weight.values, sliceOf(vector, weight), order);
  copyRows(from.bias.values, sliceOf(vector, bias), order);
  const [norm] = normsOf(network, [weight.layer]);
  if (norm !== undefined) unfold(vector, weight, norm, network.norm.epsilon);
  return true;
}

/** What weighs cells. A model without it weighs them all by 1, as a fresh one does: nothing is taken, and nothing drawn. */
function takeScale(vector: Float32Array, scale: Parameter, known: Source['known']): boolean | undefined {
  const from = known.get(scale.name);
  if (from === undefined) return undefined;
  if (from.shape.join() !== scale.shape.join()) return false;
  sliceOf(vector, scale).set(from.values);
  return true;
}

/** Row by row of `to`, unless nothing is known of it. */
function copyRows(from: Float32Array, to: Float32Array, order: readonly number[]): void {
  const length = to.length / order.length;
  order.forEach((row, i) => {
    if (row >= 0) to.set(from.subarray(row * length, (row + 1) * length), i * length);
  });
}

/**
 * Filters get the length of fresh ones, so that a step of the optimiser turns them as far; the norm behind them, for
 * now one that only scales, takes it back.
 */
function unfold(vector: Float32Array, weight: Parameter, norm: readonly Parameter[], epsilon: number): void {
  const values = sliceOf(vector, weight);
  const [scale, , mean, variance] = norm.map((each) => sliceOf(vector, each)) as Four;
  const inputs = fanIn(weight.shape);
  mean.fill(0);
  variance.fill(1 - epsilon);
  for (let filter = 0; filter < scale.length; filter++) {
    const row = values.subarray(filter * inputs, (filter + 1) * inputs);
    // He's: the mean square of a number is 2 / inputs. A filter that says nothing stays as it is.
    const longer = Math.SQRT2 / Math.max(1e-6, Math.hypot(...row));
    for (let i = 0; i < inputs; i++) row[i]! *= longer;
    scale[filter] = 1 / longer;
  }
}
