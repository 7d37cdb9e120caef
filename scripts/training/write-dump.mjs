// One gradient of the TypeScript chain as safetensors, for scripts/training/test_reference.py to compare with PyTorch.
// node scripts/training/write-dump.mjs FILE [--learner wasm|native] [--seed 4]      (after npm run build)
import { readFileSync, writeFileSync } from 'node:fs';
import { URL } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../../dist/simulation/random.js';
import { FLOOR_CELL } from '../../dist/training/labels.js';
import { judgeHeads } from '../../dist/training/loss.js';
import { parseNetwork } from '../../dist/training/network.js';
import { openLearner } from '../../dist/training/open-learner.js';
import { rateAt } from '../../dist/training/optimiser.js';
import { drawParameters, sliceOf, tableOf } from '../../dist/training/parameters.js';
import { recipeSections } from '../../dist/training/recipe.js';
import { encodeTensors } from '../../dist/training/safetensors.js';
import { clearTargets, createTargets, gridOf, writeTargets } from '../../dist/training/targets.js';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { learner: { type: 'string', default: 'wasm' }, seed: { type: 'string', default: '4' } },
});
const [file] = positionals;
const BATCH = 2;
const BOXES = 5;
const STEPS = 50;
const path = new URL('../../models/obstacle-net/network.json', import.meta.url);
const network = parseNetwork(readFileSync(path, 'utf8'), 'network.json');
const random = createRandom(7);
const { width, height } = network.input;

const pictures = Float32Array.from({ length: BATCH * height * width * 3 }, () => random.normal());
const targets = createTargets(gridOf(network), BATCH);
clearTargets(targets);
const labels = Array.from({ length: BATCH }, (_, index) => drawLabels(index));
labels.forEach((each, index) => writeTargets(targets, index, each));

const parameters = drawParameters(network, Number(flags.seed));
const gradient = new Float32Array(parameters.length);
const weights = recipeSections.loss.parse({});
const optimiser = recipeSections.optimiser.parse({});
const classWeights = Float32Array.from(network.classes, (_, i) => 0.5 + i / 7);
const learner = await openLearner(flags.learner, network);
learner.load(parameters);
let heads, judgement;
learner.descend(
  pictures,
  (found) => {
    heads = found;
    judgement = judgeHeads(found, targets, { weights, classWeights });
    return judgement.slopes;
  },
  gradient,
);
learner.close();

const { columns, rows, classes } = gridOf(network);
const plane = (channels) => [BATCH, channels, rows, columns];
const tensors = new Map();
const put = (name, shape, values) => tensors.set(name, { shape, values: Float32Array.from(values) });
put('pictures', [BATCH, height, width, 3], pictures);
put('targets.heat', plane(classes), targets.heat);
put('targets.box', plane(4), targets.box);
put('targets.boxWeight', [BATCH, rows, columns], targets.boxWeight);
put('targets.free', [BATCH, rows, columns], targets.free);
put('targets.surface', [BATCH], targets.surface);
put('classWeights', [classes], classWeights);
put(
  'labels.boxes',
  [BATCH, BOXES, 6],
  labels.flatMap(({ boxes }) => boxes.flatMap(Object.values)),
);
put(
  'labels.free',
  [BATCH, height / FLOOR_CELL, width / FLOOR_CELL],
  labels.flatMap(({ free }) => [...free]),
);
put(
  'rates',
  [STEPS],
  Array.from({ length: STEPS }, (_, step) => rateAt(step, STEPS, optimiser)),
);
for (const [head, channels] of Object.entries({ heat: classes, box: 4, free: 1 }))
  put(`heads.${head}`, plane(channels), heads[head]);
put('heads.surface', [BATCH, network.surfaces.length], heads.surface);
for (const [name, value] of Object.entries(judgement.losses)) put(`losses.${name}`, [1], [value]);
for (const parameter of tableOf(network).parameters) {
  put(`parameters.${parameter.name}`, parameter.shape, sliceOf(parameters, parameter));
  put(`gradient.${parameter.name}`, parameter.shape, sliceOf(gradient, parameter));
}
const metadata = {
  objects: String(targets.objects),
  weights: JSON.stringify(weights),
  optimiser: JSON.stringify(optimiser),
};
writeFileSync(file, encodeTensors({ tensors, metadata }));

function drawLabels(index) {
  const boxes = Array.from({ length: BOXES }, (_, i) => {
    const [left, top] = [random.between(0, width - 50), random.between(0, height - 50)];
    const [right, bottom] = [left + random.between(3, 50), top + random.between(6, 50)];
    return {
      classId: random.below(network.classes.length),
      left,
      top,
      right,
      bottom,
      hidden: i === BOXES - 1,
    };
  });
  const free = Uint8Array.from({ length: (width * height) / 4 }, (_, i) =>
    i % 96 < 5 ? 255 : random.below(255),
  );
  return { boxes, free, surface: index - 1 };
}
