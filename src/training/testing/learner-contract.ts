// What every learner promises, checked on a network that has each kind of layer: gradients, statistics, prediction.
import assert from 'node:assert/strict';
import { createRandom } from '../../simulation/random.js';
import type { Heads, Learner } from '../learner.js';
import type { MatrixStack } from '../learners/orthogonal.js';
import { parseNetwork, type Network } from '../network.js';
import { drawParameters, sliceOf, tableOf, type Parameter } from '../parameters.js';

/** Small, with a 5 x 5 kernel and every operation and activation of the description. */
export const everyLayer: Network = parseNetwork(
  JSON.stringify({
    schemaVersion: 1,
    name: 'every-layer',
    input: { width: 48, height: 32, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    stride: 4,
    norm: { epsilon: 0.001, momentum: 0.9 },
    classes: ['a', 'b'],
    surfaces: ['s', 't', 'u'],
    layers: [
      {
        name: 'stem',
        op: 'conv',
        from: 'image',
        filters: 4,
        kernel: 3,
        stride: 2,
        norm: true,
        activation: 'relu',
      },
      { name: 'down', op: 'depthwise', from: 'stem', kernel: 5, stride: 2, norm: true, activation: 'relu' },
      { name: 'odd', op: 'conv', from: 'down', filters: 5, kernel: 1, stride: 1, norm: true },
      {
        name: 'wide',
        op: 'conv',
        from: 'odd',
        filters: 5,
        kernel: 3,
        stride: 2,
        norm: true,
        activation: 'softplus',
      },
      { name: 'deep', op: 'depthwise', from: 'wide', kernel: 3, stride: 1, norm: false, activation: 'relu' },
      { name: 'up', op: 'upsample', from: 'deep' },
      { name: 'sum', op: 'add', from: ['odd', 'up'], activation: 'relu' },
      { name: 'both', op: 'concat', from: ['sum', 'odd'] },
      {
        name: 'heat',
        op: 'conv',
        from: 'both',
        filters: 2,
        kernel: 1,
        stride: 1,
        norm: false,
        initialBias: -1,
      },
      {
        name: 'box',
        op: 'conv',
        from: 'both',
        filters: 4,
        kernel: 3,
        stride: 1,
        norm: false,
        activation: 'exp',
      },
      { name: 'free', op: 'conv', from: 'sum', filters: 1, kernel: 1, stride: 1, norm: false },
      { name: 'gaze', op: 'weigh', from: 'wide' },
      { name: 'pool', op: 'pool', from: 'gaze' },
      { name: 'surface', op: 'dense', from: 'pool', units: 3 },
    ],
    outputs: { heat: 'heat', box: 'box', free: 'free', surface: 'surface' },
  }),
  'every-layer',
);

const BATCH = 3;

export interface Sample {
  readonly parameters: Float32Array;
  readonly pictures: Float32Array;
  /** What the heads are weighed with to one number. */
  readonly weights: Heads;
}

/** Statistics and biases that are not 0 and 1, so that a mistake with them shows. */
export function drawSample(network: Network, seed: number): Sample {
  const random = createRandom(seed);
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  const { width, height } = network.input;
  const cells = (width / network.stride) * (height / network.stride);
  const parameters = drawParameters(network, seed);
  for (const { role, offset, length } of tableOf(network).parameters) {
    for (let i = offset; i < offset + length && role !== 'weight'; i++)
      parameters[i]! += random.between(0, 0.5);
  }
  return {
    parameters,
    pictures: normals(BATCH * 3 * width * height),
    weights: {
      heat: normals(BATCH * network.classes.length * cells),
      box: normals(BATCH * 4 * cells),
      free: normals(BATCH * cells),
      surface: normals(BATCH * network.surfaces.length),
    },
  };
}

/** The gradient of the weighed sum of the heads, and that sum. */
export function descend(
  learner: Learner,
  sample: Sample,
): { readonly gradient: Float32Array; readonly sum: number } {
  const gradient = new Float32Array(sample.parameters.length);
  let sum = 0;
  learner.load(sample.parameters);
  learner.descend(
    sample.pictures,
    (heads) => {
      sum = weigh(heads, sample.weights);
      return sample.weights;
    },
    gradient,
  );
  return { gradient, sum };
}

function weigh(heads: Heads, weights: Heads): number {
  let sum = 0;
  for (const name of ['heat', 'box', 'free', 'surface'] as const) {
    assert.equal(heads[name].length, weights[name].length, name);
    heads[name].forEach((value, i) => (sum += value * weights[name][i]!));
  }
  return sum;
}

/** Central difference along a random direction of one tensor, against the gradient along it. */
function compareAlong(learner: Learner, sample: Sample, parameter: Parameter, gradient: Float32Array): void {
  const random = createRandom(parameter.offset + 1);
  const direction = Float32Array.from({ length: parameter.length }, () => random.normal());
  const length = Math.hypot(...direction);
  // Small, since a step across the bend of a ReLU is an error of the difference, not of the gradient.
  const step = 1e-3;
  const shifted = (by: number): number => {
    const parameters = sample.parameters.slice();
    sliceOf(parameters, parameter).forEach(
      (value, i, all) => (all[i] = value + (by * direction[i]!) / length),
    );
    return descend(learner, { ...sample, parameters }).sum;
  };
  const numeric = (shifted(step) - shifted(-step)) / (2 * step);
  const slice = sliceOf(gradient, parameter);
  const analytic = slice.reduce((sum, value, i) => sum + (value * direction[i]!) / length, 0);
  const scale = Math.hypot(...slice) + 0.6;
  assert.ok(
    Math.abs(numeric - analytic) < 0.05 * scale,
    `${parameter.name}: ${analytic}, numerically ${numeric}`,
  );
}

export function itIsALearner(open: (network: Network) => Promise<Learner>): void {
  let learner: Learner;
  before(async () => {
    learner = await open(everyLayer);
  });
  after(() => learner.close());

  it('when it descends, then every gradient is the numeric one', () => {
    const sample = drawSample(everyLayer, 11);
    const { gradient } = descend(learner, sample);
    for (const parameter of tableOf(everyLayer).parameters) {
      if (parameter.role !== 'mean' && parameter.role !== 'variance')
        compareAlong(learner, sample, parameter, gradient);
    }
  });

  it('when it descends twice over the same, then it says the same', () => {
    const sample = drawSample(everyLayer, 12);
    const first = descend(learner, sample);
    const second = descend(learner, sample);
    first.gradient.forEach((value, i) =>
      assert.ok(Math.abs(value - second.gradient[i]!) <= 1e-4 * Math.abs(value) + 1e-5),
    );
  });

  it('when it descends, then the statistics of the batch lie in the places of the running ones', () => {
    const sample = drawSample(everyLayer, 13);
    const { gradient } = descend(learner, sample);
    const expected = stemStatistics(sample);
    for (const [suffix, values] of Object.entries(expected)) {
      const parameter = tableOf(everyLayer).parameters.find(({ name }) => name === `stem.norm.${suffix}`)!;
      sliceOf(gradient, parameter).forEach((value, c) =>
        assert.ok(
          Math.abs(value - values[c]!) < 1e-3 * Math.abs(values[c]!) + 1e-3,
          `${suffix} ${c}: ${value}, expected ${values[c]}`,
        ),
      );
    }
  });

  it('when the running statistics are those of the batch, then a prediction is what training saw', () => {
    const sample = drawSample(everyLayer, 14);
    const { gradient } = descend(learner, sample);
    const parameters = sample.parameters.slice();
    let trained: Heads | undefined;
    for (const parameter of tableOf(everyLayer).parameters) {
      if (parameter.role === 'mean' || parameter.role === 'variance')
        sliceOf(parameters, parameter).set(sliceOf(gradient, parameter));
    }
    learner.descend(sample.pictures, (heads) => ((trained = heads), sample.weights), gradient);
    learner.load(parameters);
    const predicted = learner.predict(sample.pictures);
    for (const name of ['heat', 'box', 'free', 'surface'] as const) {
      // Training normalises by the biased variance, running ones are unbiased: n / (n - 1) apart, n from 72 on.
      predicted[name].forEach((value, i) =>
        assert.ok(Math.abs(value - trained![name][i]!) < 0.1, `${name} ${i}: ${value}, ${trained![name][i]}`),
      );
    }
    assert.ok(predicted.box.every((value) => value >= 0));
  });

  it('when it observes, then it writes what each norm is given, and nothing else', () =>
    checkObserved(learner));

  it('when it orthogonalises, then what has length keeps its directions at about unit length', () => {
    checkOrthogonal(learner, { count: 3, rows: 4, columns: 18 });
    checkOrthogonal(learner, { count: 1, rows: 18, columns: 4 });
  });

  it('when there is nothing to orthogonalise, then nothing comes of it', () => {
    const nothing = learner.orthogonalise(new Float32Array(12), { count: 1, rows: 3, columns: 4 });
    assert.deepEqual([...nothing], Array<number>(12).fill(0));
  });
}

/** Orthogonal to each other and about of unit length are the rows of a wide matrix and the columns of a tall one. */
function checkOrthogonal(learner: Learner, stack: MatrixStack): void {
  const { count, rows, columns } = stack;
  const random = createRandom(rows);
  const given = Float32Array.from({ length: count * rows * columns }, () => 30 * random.normal());
  const made = learner.orthogonalise(given, stack);
  const lines = Math.min(rows, columns);
  const at = (values: Float32Array, k: number, line: number, i: number): number =>
    values[k * rows * columns + (rows <= columns ? line * columns + i : i * columns + line)]!;
  for (let k = 0; k < count; k++) {
    for (let a = 0; a < lines; a++) {
      let along = 0;
      for (let b = 0; b < lines; b++) {
        let dot = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) dot += at(made, k, a, i) * at(made, k, b, i);
        assert.ok(
          a === b ? dot > 0.4 && dot < 1.5 : Math.abs(dot) < 0.4,
          `matrix ${k}, ${a} and ${b}: ${dot}`,
        );
      }
      for (let i = 0; i < Math.max(rows, columns); i++) along += at(made, k, a, i) * at(given, k, a, i);
      assert.ok(along > 0, `matrix ${k}, ${a} turned about`);
    }
  }
}

/** What the norms are given is what training gave them, if the running statistics are those of the batch. */
function checkObserved(learner: Learner): void {
  const sample = drawSample(everyLayer, 15);
  const { gradient } = descend(learner, sample);
  const parameters = sample.parameters.slice();
  const statistics = tableOf(everyLayer).parameters.filter(
    ({ role }) => role === 'mean' || role === 'variance',
  );
  for (const each of statistics) sliceOf(parameters, each).set(sliceOf(gradient, each));
  learner.load(parameters);
  const observed = new Float32Array(parameters.length).fill(7);
  learner.observe(sample.pictures, observed);
  for (const each of statistics) {
    sliceOf(observed, each).forEach((value, i) => {
      const expected = sliceOf(gradient, each)[i]!;
      // Deeper ones follow norms whose variance is n / (n - 1) apart, n from 72 on.
      assert.ok(
        Math.abs(value - expected) < 0.05 * Math.abs(expected) + 0.02,
        `${each.name} ${i}: ${value}, ${expected}`,
      );
    });
    observed.fill(7, each.offset, each.offset + each.length);
  }
  assert.ok(observed.every((value) => value === 7));
}

/** Mean and unbiased variance of the stem's convolution, by plain loops: symmetric padding is part of the promise. */
function stemStatistics({ parameters, pictures }: Sample): { mean: number[]; variance: number[] } {
  const { width, height } = everyLayer.input;
  const weight = sliceOf(
    parameters,
    tableOf(everyLayer).parameters.find(({ name }) => name === 'stem.weight')!,
  );
  const values = Array.from({ length: 4 }, () => [] as number[]);
  for (let n = 0; n < BATCH; n++) {
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        for (let out = 0; out < 4; out++) values[out]!.push(convolveAt(n, y, x, out));
      }
    }
  }
  const mean = values.map((all) => all.reduce((sum, value) => sum + value, 0) / all.length);
  const variance = values.map(
    (all, c) => all.reduce((sum, value) => sum + (value - mean[c]!) ** 2, 0) / (all.length - 1),
  );
  return { mean, variance };

  function convolveAt(n: number, y: number, x: number, out: number): number {
    let sum = 0;
    for (let k = 0; k < 27; k++) {
      const [channel, v, u] = [Math.floor(k / 9), y + (Math.floor(k / 3) % 3) - 1, x + (k % 3) - 1];
      if (v < 0 || v >= height || u < 0 || u >= width) continue;
      sum += weight[out * 27 + k]! * pictures[((n * height + v) * width + u) * 3 + channel]!;
    }
    return sum;
  }
}
