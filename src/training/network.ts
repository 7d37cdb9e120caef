// The network's description: layers as data, from which every learner and the export build the same graph.
import { z } from 'zod';
import { Fault } from '../fault/fault.js';

/** No description is larger. */
const MAX_LAYERS = 400;
/** What layers name to read the picture itself: [3, height, width]. */
export const IMAGE = 'image';

const name = z.string().regex(/^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/, 'small letters, digits, dots, dashes');
const width = z.int().min(1).max(2048);
const kernel = z.literal([1, 3, 5, 7]);
const activation = z.literal(['relu', 'softplus', 'exp']).optional();

/** What both kinds of convolution say; padding is (kernel - 1) / 2 on every side. */
const convolution = {
  name,
  from: name,
  kernel,
  stride: z.literal([1, 2]),
  /** true: batch norm and no bias; false: a bias. */
  norm: z.boolean(),
  /** Before training, where there is a bias; 0 if absent. */
  initialBias: z.number().min(-20).max(20).optional(),
  activation,
};

const layerSchema = z.discriminatedUnion('op', [
  z.strictObject({ ...convolution, op: z.literal('conv'), filters: width }),
  z.strictObject({ ...convolution, op: z.literal('depthwise') }),
  z.strictObject({ name, op: z.literal('add'), from: z.tuple([name, name]), activation }),
  z.strictObject({ name, op: z.literal('concat'), from: z.array(name).min(2).max(8) }),
  /** Every cell becomes 2 x 2 of the same value. */
  z.strictObject({ name, op: z.literal('upsample'), from: name }),
  /** Every cell times a learned number of its own, the same for all channels; 1 before training: where to look. */
  z.strictObject({ name, op: z.literal('weigh'), from: name }),
  /** The mean over the plane: [channels, height, width] → [channels]. */
  z.strictObject({ name, op: z.literal('pool'), from: name }),
  z.strictObject({ name, op: z.literal('dense'), from: name, units: width }),
]);

const positive = z.number().positive();
const side = z.int().min(16).max(1024);

const networkSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name,
  /** Of bytes over 255, by channel (red, green, blue): value = (byte / 255 - mean) / std. */
  input: z.strictObject({
    width: side,
    height: side,
    mean: z.tuple([z.number(), z.number(), z.number()]),
    std: z.tuple([positive, positive, positive]),
  }),
  /** Input pixels per cell of heat, box and free. */
  stride: z.int().min(2).max(32),
  /** momentum: the share of the running mean and variance that a step keeps. */
  norm: z.strictObject({ epsilon: positive, momentum: z.number().min(0).max(1) }),
  classes: z.array(z.string().min(1)).min(1).max(64),
  surfaces: z.array(z.string().min(1)).min(1).max(64),
  layers: z.array(layerSchema).min(1).max(MAX_LAYERS),
  /** Which layers are the heads: logits, except that box holds distances in cells. */
  outputs: z.strictObject({ heat: name, box: name, free: name, surface: name }),
});

export type Network = z.output<typeof networkSchema>;
export type Layer = Network['layers'][number];
export type HeadName = keyof Network['outputs'];

/** Channels, height, width; a vector has height and width 1. */
export interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Parses a description and checks that its layers fit. Throws Fault training/bad-network with every problem found. */
export function parseNetwork(text: string, where: string): Network {
  const result = networkSchema.safeParse(parseJson(text, where));
  if (!result.success) {
    throw badNetwork(
      where,
      result.error.issues.map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`),
    );
  }
  const problems: string[] = [];
  const shapes = inferShapes(result.data, problems);
  problems.push(...headProblems(result.data, shapes));
  if (problems.length > 0) throw badNetwork(where, problems);
  return result.data;
}

/** The same description for other classes: its heat map gets as many planes. */
export function withClasses(network: Network, classes: readonly string[]): Network {
  const layers = network.layers.map((layer) =>
    layer.name === network.outputs.heat && layer.op === 'conv'
      ? { ...layer, filters: classes.length }
      : layer,
  );
  return { ...network, classes: [...classes], layers };
}

/** What each layer puts out, by its name, and the image. */
export function shapesOf(network: Network): ReadonlyMap<string, Shape> {
  return inferShapes(network, []);
}

/** The layers that a layer reads. */
export function inputsOf(layer: Layer): readonly string[] {
  return typeof layer.from === 'string' ? [layer.from] : layer.from;
}

function inferShapes(network: Network, problems: string[]): Map<string, Shape> {
  const { width, height } = network.input;
  const shapes = new Map<string, Shape>([[IMAGE, { channels: 3, height, width }]]);
  for (const layer of network.layers) {
    const inputs = inputsOf(layer).map((from) => shapes.get(from));
    if (shapes.has(layer.name)) problems.push(`layer ${layer.name}: the name is taken`);
    if (inputs.some((shape) => shape === undefined)) {
      problems.push(
        `layer ${layer.name}: reads ${inputsOf(layer).join(', ')}; only earlier layers can be read`,
      );
      continue;
    }
    const shape = shapeOf(layer, inputs as Shape[]);
    if (typeof shape === 'string') problems.push(`layer ${layer.name}: ${shape}`);
    else shapes.set(layer.name, shape);
  }
  return shapes;
}

/** The shape, or what does not fit. */
function shapeOf(layer: Layer, inputs: readonly Shape[]): Shape | string {
  const [first] = inputs as [Shape];
  const samePlane = inputs.every(({ height, width }) => height === first.height && width === first.width);
  switch (layer.op) {
    case 'conv':
      return { channels: layer.filters, ...strided(first, layer.stride) };
    case 'depthwise':
      return { channels: first.channels, ...strided(first, layer.stride) };
    case 'add':
      if (!samePlane || inputs.some(({ channels }) => channels !== first.channels))
        return 'what is added has different shapes';
      return first;
    case 'concat':
      if (!samePlane) return 'what is joined has different planes';
      return { ...first, channels: inputs.reduce((sum, { channels }) => sum + channels, 0) };
    case 'upsample':
      return { channels: first.channels, height: first.height * 2, width: first.width * 2 };
    case 'weigh':
      return first;
    case 'pool':
      return { channels: first.channels, height: 1, width: 1 };
    case 'dense':
      if (first.height !== 1 || first.width !== 1) return 'reads a plane; a pool must come before';
      return { channels: layer.units, height: 1, width: 1 };
  }
}

function strided({ height, width }: Shape, stride: number): Pick<Shape, 'height' | 'width'> {
  return { height: Math.ceil(height / stride), width: Math.ceil(width / stride) };
}

function headProblems(network: Network, shapes: ReadonlyMap<string, Shape>): string[] {
  const { input, stride, classes, surfaces, outputs } = network;
  const plane = { height: input.height / stride, width: input.width / stride };
  const expected: Record<HeadName, Shape> = {
    heat: { channels: classes.length, ...plane },
    box: { channels: 4, ...plane },
    free: { channels: 1, ...plane },
    surface: { channels: surfaces.length, height: 1, width: 1 },
  };
  return (Object.keys(expected) as HeadName[]).flatMap((head) => {
    const shape = shapes.get(outputs[head]);
    const wanted = describe(expected[head]);
    if (shape === undefined) return [`output ${head}: there is no layer ${outputs[head]}`];
    return describe(shape) === wanted ? [] : [`output ${head}: is ${describe(shape)}, expected ${wanted}`];
  });
}

function describe({ channels, height, width }: Shape): string {
  return `${channels} x ${height} x ${width}`;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw badNetwork(where, [thrown instanceof Error ? thrown.message : 'not JSON']);
  }
}

function badNetwork(where: string, problems: readonly string[]): Fault {
  return new Fault('training/bad-network', {
    what: 'The description of a network cannot be used.',
    where,
    found: problems.join('\n            '),
    expected: 'layers as docs/training.md describes them, each reading earlier ones',
    next: 'Mend the description, or take models/obstacle-net/network.json.',
  });
}
