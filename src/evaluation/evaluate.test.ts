// Whole evaluations of a network nobody trained, on a small dataset: what is written, logged and refused.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '../dataset/open.js';
import type { Fault } from '../fault/fault.js';
import { openEngine, type Engine } from '../perception/engine/engine.js';
import type { Model } from '../perception/model/model.js';
import { nodeDisk } from '../recording/disk.js';
import { publishRun } from '../training/export/publish-run.js';
import { writeRandomRun } from '../training/testing/random-run.js';
import { writeTinyDataset } from '../dataset/testing/tiny-dataset.js';
import { corruptions } from './corruptions.js';
import { nominalCamera, floorDistance } from './distance.js';
import { evaluate, type EvaluationOrder } from './evaluate.js';
import { checkFolder, writeFolder } from './folder.js';
import { appendToLog } from './log.js';
import { leftOutLines } from './shared.js';
import { noInterval } from './texts.js';

const NETWORK = fileURLToPath(new URL('../../models/obstacle-net/network.json', import.meta.url));

const hasCode =
  (code: string) =>
  (fault: Fault): boolean =>
    fault.code === code;

describe('evaluating a model', function () {
  this.timeout(60_000);
  let folder: string;
  let dataset: Dataset;
  let model: Model;
  let engine: Engine;
  let order: EvaluationOrder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jackdaw-evaluate-'));
    dataset = await writeTinyDataset(join(folder, 'data'), { train: 1, validation: 1, test: 6 }, 3);
    const run = await writeRandomRun(join(folder, 'run'), readFileSync(NETWORK, 'utf8'), 3);
    const frames = [{ width: 48, height: 36, rgb: new Uint8Array(48 * 36 * 3).fill(90) }];
    model = await publishRun({ run, out: join(folder, 'model', '1.0.0'), frames, learner: 'wasm' });
    engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: 20_000 });
    order = { model, engine, dataset, split: 'test', seed: 1 };
  });
  after(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('when it is done twice, then figures and intervals are the same, and all images are judged', async () => {
    const [one, other] = [await evaluate(order), await evaluate(order)];
    assert.deepEqual(one.figures, other.figures);
    assert.equal(one.figures.images, 6);
    const objects = one.figures.classes.reduce((sum, each) => sum + each.objects, 0);
    assert.equal(objects, one.frames.flatMap(({ truths }) => truths.filter(({ ignore }) => !ignore)).length);
    assert.ok(objects > 0);
  });

  it('when it is written, then report, metrics, plots and worst frames are there, and can be written again', async () => {
    const out = join(folder, 'out');
    const evaluation = await evaluate({ ...order, corrupted: 1 });
    assert.equal(evaluation.corruptions?.length, 1 + 3 * corruptions.length);
    const options = { disk: nodeDisk, folder: out, title: 'a <model>', facts: [] };
    for (let time = 0; time < 2; time++) {
      await checkFolder(nodeDisk, out);
      await writeFolder(evaluation, { ...evaluation.figures }, options);
    }
    const metrics = JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')) as { images: number };
    assert.equal(metrics.images, 6);
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    assert.match(report, /a &#60;model&#62;/);
    assert.match(report, /<svg /);
    assert.match(report, /data:image\/png;base64,/);
    assert.ok((await nodeDisk.list(join(out, 'worst'))).includes('01.png'));
  });

  it('when the folder holds something else, then nothing is written there', async () => {
    await assert.rejects(checkFolder(nodeDisk, join(folder, 'data')), hasCode('cli/output'));
  });

  it('when a split is empty, an image is another, or no class is known, then each is a Fault', async () => {
    const empty = await writeTinyDataset(join(folder, 'empty'), { train: 1, validation: 1, test: 0 }, 3);
    await assert.rejects(evaluate({ ...order, dataset: empty }), hasCode('evaluation/no-data'));
    const spoiled = await writeTinyDataset(join(folder, 'spoiled'), { train: 1, validation: 1, test: 1 }, 3);
    const [sample] = await spoiled.readSamples('test');
    writeFileSync(sample!.imagePath, readFileSync(sample!.imagePath).subarray(0, 200));
    await assert.rejects(evaluate({ ...order, dataset: spoiled }), hasCode('dataset/corrupt'));
    const manifest = { ...dataset.manifest, classes: dataset.manifest.classes.map((_, i) => `dog ${i}`) };
    await assert.rejects(
      evaluate({ ...order, dataset: { ...dataset, manifest } }),
      (fault: Fault) => fault.code === 'evaluation/no-data' && /none of the classes/.test(fault.message),
    );
  });

  it('when all pictures are of one room, then there is no interval, and the report says why', async () => {
    const oneRoom: Dataset = {
      ...dataset,
      readSamples: async (split) =>
        (await dataset.readSamples(split)).map((sample) => ({
          ...sample,
          image: { ...sample.image, room: 'hall' },
        })),
    };
    const [some, none] = [await evaluate(order), await evaluate({ ...order, dataset: oneRoom })];
    assert.ok(Object.keys(some.figures.intervals).length > 0);
    assert.equal(noInterval(some.figures), undefined);
    assert.deepEqual(none.figures.intervals, {});
    assert.match(noInterval(none.figures) ?? '', /^No 95 % interval: all 6 pictures are of one room/);
    const options = { disk: nodeDisk, folder: join(folder, 'one-room'), title: 'one', facts: [] };
    await writeFolder(none, { ...none.figures }, options);
    assert.match(readFileSync(join(folder, 'one-room', 'report.html'), 'utf8'), /No 95 % interval/);
  });

  it('when dataset and model share some classes, then those are judged, and the others are left out and named', async () => {
    const named = (classes: readonly string[]): Dataset => ({
      ...dataset,
      manifest: { ...dataset.manifest, classes: [...classes] },
    });
    const { classes } = dataset.manifest;
    const renamed = classes.map((name) => (name === 'ball' ? 'dog' : name === 'shoe' ? 'cat' : name));
    const [whole, part] = [await evaluate(order), await evaluate({ ...order, dataset: named(renamed) })];
    const judged = classes.filter((name) => name !== 'ball' && name !== 'shoe');
    assert.deepEqual(part.names, {
      judged,
      leftOut: { model: ['ball', 'shoe'], dataset: ['dog', 'cat'], surfaces: [] },
    });
    assert.equal(whole.names.leftOut, undefined);
    assert.deepEqual(leftOutLines(part.names.leftOut), [
      'Left out: dog, cat (not known to the model).',
      'Left out: ball, shoe (not among the classes of the dataset: nobody labelled it).',
    ]);
    const byLabel = new Map(whole.figures.classes.map((each) => [each.label, each]));
    assert.deepEqual(
      part.figures.classes,
      judged.map((label) => byLabel.get(label)),
      'as when all are judged',
    );
    assert.deepEqual(part.figures.confusion.names, [...judged, 'none']);
    for (const { truths, found, chosen } of part.frames) {
      assert.ok(truths.every(({ classId, ignore }) => classId >= 0 || ignore));
      assert.ok([...found, ...chosen].every(({ classId }) => classId >= 0 && classId < judged.length));
    }
    assert.ok(part.figures.ghostsPerImage <= whole.figures.ghostsPerImage);
  });

  it('when evaluations are logged, then each is a line and none is lost; where it cannot be, that is a Fault', async () => {
    const file = join(folder, 'evaluations.jsonl');
    const entry = {
      time: '2026-01-01T00:00:00.000Z',
      model: { name: 'small', version: '1', sha256: 'a' },
      dataset: { digest: 'b', assets: ['heldout'] },
      ...{ split: 'test', judged: ['box'], images: 1, rooms: 1, figures: {}, intervals: {} },
    };
    for (const version of ['1', '2']) await appendToLog(file, { ...entry, split: version });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { split: string }).split),
      ['1', '2'],
    );
    await assert.rejects(appendToLog(folder, entry), hasCode('evaluation/write-failed'));
  });

  it('when a box ends lower in the picture, then the thing is nearer; on the border it is not judged', () => {
    const camera = nominalCamera()!;
    const size = { width: 320, height: 240 };
    const ending = (bottom: number) => ({ classId: 0, score: 1, left: 150, right: 170, top: 0, bottom });
    const [near, far] = [200, 150].map((bottom) => floorDistance(camera, ending(bottom), size)!);
    assert.ok(near! > 0.1 && near! < far! && far! < 3, `${near}, ${far}`);
    assert.equal(floorDistance(camera, ending(239), size), undefined);
  });
});
