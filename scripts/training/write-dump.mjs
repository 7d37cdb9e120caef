// One gradient of the TypeScript chain, two steps of its optimiser, an object that it cuts out and patches that it lays, as safetensors, for the tests of scripts/training to compare with.
// node scripts/training/write-dump.mjs FILE [--learner wasm|native] [--network FILE] [--seed 4]      (after npm run build)
import { readFileSync, writeFileSync } from 'node:fs';
import { URL } from 'node:url';
import { parseArgs } from 'node:util';
import { encodeRle } from '../../dist/dataset/rle.js';
import { createRandom } from '../../dist/simulation/random.js';
import { cutOut } from '../../dist/training/cutouts.js';
import { FLOOR_CELL, FULL_FLOOR, UNKNOWN_FLOOR } from '../../dist/training/labels.js';
import { judgeHeads } from '../../dist/training/loss.js';
import { sharesOf } from '../../dist/training/mask-shares.js';
import { parseNetwork } from '../../dist/training/network.js';
import { openLearner } from '../../dist/training/open-learner.js';
import { Optimiser, rateAt, startLearning } from '../../dist/training/optimiser.js';
import { drawParameters, sliceOf, tableOf } from '../../dist/training/parameters.js';
import { Patcher } from '../../dist/training/patches.js';
import { recipeSections } from '../../dist/training/recipe.js';
import { encodeTensors } from '../../dist/training/safetensors.js';
import { clearTargets, createTargets, gridOf, writeTargets } from '../../dist/training/targets.js';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    learner: { type: 'string', default: 'wasm' },
    network: { type: 'string' },
    seed: { type: 'string', default: '4' },
  },
});
const [file] = positionals;
const BATCH = 2;
const BOXES = 5;
const STEPS = 50;
const PATCHES = 100;
/** Of the second step's gradient, times that of the first: long enough to be clipped, which the first is not. */
const SECOND_LENGTH = 4;
/** From the picture that the object is cut out of to the network's input. */
const SHRINK = 0.6;
const path = flags.network ?? new URL('../../models/obstacle-net/network.json', import.meta.url);
const description = readFileSync(path, 'utf8');
const network = parseNetwork(description, String(path));
const random = createRandom(7);
const { width, height } = network.input;

const pictures = Float32Array.from({ length: BATCH * height * width * 3 }, () => random.normal());
const targets = createTargets(gridOf(network), BATCH);
clearTargets(targets);
const labels = Array.from({ length: BATCH }, (_, index) => drawLabels(index));
labels.forEach((each, index) => writeTargets(targets, index, each));

const parameters = drawParameters(network, Number(flags.seed));
const gradient = new Float32Array(parameters.length);
const recipe = Object.fromEntries(
  Object.entries(recipeSections).map(([name, section]) => [name, section.parse({})]),
);
const classWeights = Float32Array.from(network.classes, (_, i) => 0.5 + i / 7);
const learner = await openLearner(flags.learner, network);
learner.load(parameters);
let heads, judgement;
learner.descend(
  pictures,
  (found) => {
    heads = found;
    judgement = judgeHeads(found, targets, { weights: recipe.loss, classWeights });
    return judgement.slopes;
  },
  gradient,
);
const second = backwards(gradient);
const stepped = startLearning(parameters.slice());
const optimiser = new Optimiser(network, recipe.optimiser, learner.orthogonalise);
[gradient, second].forEach((each, step) =>
  optimiser.step(stepped, each, rateAt(step, STEPS, recipe.optimiser)),
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
  Array.from({ length: STEPS }, (_, step) => rateAt(step, STEPS, recipe.optimiser)),
);
for (const [head, channels] of Object.entries({ heat: classes, box: 4, free: 1 }))
  put(`heads.${head}`, plane(channels), heads[head]);
put('heads.surface', [BATCH, network.surfaces.length], heads.surface);
for (const [name, value] of Object.entries(judgement.losses)) put(`losses.${name}`, [1], [value]);
for (const parameter of tableOf(network).parameters) {
  put(`parameters.${parameter.name}`, parameter.shape, sliceOf(parameters, parameter));
  put(`gradient.${parameter.name}`, parameter.shape, sliceOf(gradient, parameter));
  if (parameter.role === 'mean' || parameter.role === 'variance') continue;
  put(`second.${parameter.name}`, parameter.shape, sliceOf(second, parameter));
  put(`stepped.${parameter.name}`, parameter.shape, sliceOf(stepped.parameters, parameter));
}
const annotation = drawAnnotation();
const bytes = Uint8Array.from({ length: height * width * 3 }, () => random.below(256));
const [left, top, across, down] = annotation.bbox.map((each) => each * SHRINK);
const box = { classId: 2, left, top, right: left + across, bottom: top + down, hidden: false };
const cutout = cutOut(annotation, box, bytes, network.input);
const cells = { width: width / FLOOR_CELL, height: height / FLOOR_CELL };
put('cutout.picture', [height, width, 3], bytes);
put('cutout.box', [6], Object.values(box));
put('cutout.place', [2], [cutout.left, cutout.top]);
put('cutout.pixels', [cutout.height, cutout.width, 3], cutout.pixels);
put('cutout.cover', [cutout.height, cutout.width], cutout.cover);
put('cutout.shares', [cells.height, cells.width], sharesOf(annotation.segmentation, cells, FULL_FLOOR));
const [room, ...others] = Array.from({ length: 3 }, drawRoom);
put(
  'patches.pictures',
  [3, height, width, 3],
  [room, ...others].flatMap(({ pixels }) => [...pixels]),
);
put(
  'patches.free',
  [3, cells.height, cells.width],
  [room, ...others].flatMap(({ free }) => [...free]),
);
const draws = [];
new Patcher(network.input, [{ ...room, free: undefined }, ...others]).lay(room, PATCHES, noting(draws));
put('patches.laid', [height, width, 3], room.pixels);
const metadata = {
  network: description,
  annotation: JSON.stringify(annotation),
  patches: JSON.stringify({ count: PATCHES, draws }),
  objects: String(targets.objects),
  recipe: JSON.stringify(recipe),
};
writeFileSync(file, encodeTensors({ tensors, metadata }));

/** Another gradient: along the same one twice, any momentum gives a matrix the same direction. */
function backwards(slopes) {
  const other = slopes.map((slope) => SECOND_LENGTH * slope);
  for (const parameter of tableOf(network).parameters) sliceOf(other, parameter).reverse();
  return other;
}

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

/** A slanted object with holes in a picture of another size than the network's. */
function drawAnnotation() {
  const [across, down] = [width / SHRINK, height / SHRINK];
  const bbox = [41, 51, 91, 70];
  const mask = Uint8Array.from({ length: across * down }, (_, i) => {
    const [x, y] = [(i % across) - bbox[0], Math.floor(i / across) - bbox[1]];
    const inside = y >= 0 && y < bbox[3] && x >= y / 4 && x < bbox[2] - y / 5;
    return inside && random.next() < 0.9 ? 1 : 0;
  });
  return { bbox, visible_fraction: 1, truncation: 0, segmentation: encodeRle(mask, across, down) };
}

/** Nine tenths of its cells are free, of the others some are unknown. */
function drawRoom() {
  const pixels = Uint8Array.from({ length: height * width * 3 }, () => random.below(256));
  const free = Uint8Array.from({ length: cells.width * cells.height }, () =>
    random.next() < 0.9 ? FULL_FLOOR : UNKNOWN_FLOOR - random.below(40),
  );
  return { pixels, free };
}

/** Chance whose draws, all from 0 to 1, are kept. */
function noting(draws) {
  const next = () => {
    draws.push(random.next());
    return draws.at(-1);
  };
  const between = (low, high) => low + (high - low) * next();
  return { next, between, below: (count) => Math.floor(count * next()) };
}
