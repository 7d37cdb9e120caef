// Cases for compare_coco.py: random images, and a model on a dataset if both are named.
// node --import tsx scripts/evaluation/write-cases.mjs CASES.json [MODEL DATASET [SPLIT [LIMIT]]]
import { writeFileSync } from 'node:fs';
import { openDataset } from '../../src/dataset/open.ts';
import { COCO_OVERLAPS } from '../../src/evaluation/judged.ts';
import { judgeSamples } from '../../src/evaluation/judge.ts';
import { samplesOf } from '../../src/evaluation/samples.ts';
import { openEngine } from '../../src/perception/engine/engine.ts';
import { loadModel } from '../../src/perception/model/model.ts';
import { createRandom } from '../../src/simulation/random.ts';
import { meanAveragePrecision } from '../../src/training/score/average-precision.ts';

const CLASSES = 4;
const [out, model, data, split = 'test', limit] = process.argv.slice(2);
const cases = Array.from({ length: 12 }, (_, i) => drawCase(i + 1));
if (data !== undefined) cases.push(await judgedCase());
writeFileSync(out, JSON.stringify(cases));

function caseOf(name, images, classes) {
  const map50 = meanAveragePrecision(images, classes);
  return { name, classes, images, map50, map: meanAveragePrecision(images, classes, COCO_OVERLAPS) };
}

/** Objects of which some are ignored; detections near them, twice, of the wrong class, and anywhere; scores with ties. */
function drawCase(seed) {
  const random = createRandom(seed);
  const box = () => {
    const [left, top] = [random.between(0, 280), random.between(0, 200)];
    return { left, top, right: left + random.between(5, 80), bottom: top + random.between(5, 80) };
  };
  const near = ({ left, top, right, bottom }) => {
    const off = (side) => random.normal() * 0.08 * side;
    const [width, height] = [right - left, bottom - top];
    return {
      left: left + off(width),
      top: top + off(height),
      right: right + off(width),
      bottom: bottom + off(height),
    };
  };
  const score = () => Math.round(random.next() * 50) / 50;
  const images = Array.from({ length: 40 }, () => {
    const truths = Array.from({ length: random.below(7) }, () => ({
      ...box(),
      classId: random.below(CLASSES),
      ignore: random.next() < 0.25,
    }));
    const about = truths.flatMap((truth) =>
      Array.from({ length: random.below(3) }, () => ({
        ...near(truth),
        classId: random.next() < 0.9 ? truth.classId : random.below(CLASSES),
        score: score(),
      })),
    );
    const anywhere = Array.from({ length: random.below(4) }, () => ({
      ...box(),
      classId: random.below(CLASSES),
      score: score() / 2,
    }));
    return { truths, found: [...about, ...anywhere] };
  });
  return caseOf(`random ${seed}`, images, CLASSES);
}

async function judgedCase() {
  const loaded = await loadModel(model);
  const dataset = await openDataset(data);
  const samples = await samplesOf(dataset, split, limit === undefined ? undefined : Number(limit));
  const engine = await openEngine({ kind: 'onnx-runtime', model: loaded, threads: 1, deadlineMs: 60_000 });
  try {
    const { manifest } = loaded;
    const frames = await judgeSamples(samples, { manifest, engine, dataset: dataset.manifest });
    const images = frames.map(({ truths, found }) => ({ truths, found }));
    return caseOf(`${manifest.name} ${manifest.version} on ${split}`, images, manifest.labels.length);
  } finally {
    await engine.close();
  }
}
