// Whole trainings on a small dataset: learning, going on as if never stopped, and every way to fail.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SplitName } from '../dataset/format.js';
import type { Dataset } from '../dataset/open.js';
import { knownRooms, noteRooms, type TrainedRooms } from '../perception/model/trained-rooms.js';
import { beginWork, endWork } from '../recording/at-work.js';
import { nodeDisk, type Disk } from '../recording/disk.js';
import { layerConfig } from '../runtime/config/config.js';
import { training } from './at-work.js';
import { publishRun } from './export/publish-run.js';
import { decodeWeights } from './weights.js';
import { parseNetwork } from './network.js';
import { recipeSections, type Recipe } from './recipe.js';
import { decodeTensors, encodeTensors } from './safetensors.js';
import { writeTinyDataset } from '../dataset/testing/tiny-dataset.js';
import { train, type TrainOrder, type TrainWays } from './train.js';

/** A network small enough that a step takes some ten milliseconds. */
const network = {
  where: 'small.json',
  text: JSON.stringify({
    schemaVersion: 1,
    name: 'small',
    input: { width: 96, height: 72, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    stride: 8,
    norm: { epsilon: 0.001, momentum: 0.9 },
    classes: ['box', 'chair', 'table', 'plant', 'ball', 'cone', 'shoe', 'person'],
    surfaces: ['wood', 'tile', 'carpet', 'concrete'],
    layers: [
      {
        name: 'a',
        op: 'conv',
        from: 'image',
        filters: 8,
        kernel: 3,
        stride: 2,
        norm: true,
        activation: 'relu',
      },
      { name: 'b', op: 'depthwise', from: 'a', kernel: 3, stride: 2, norm: true, activation: 'relu' },
      { name: 'c', op: 'conv', from: 'b', filters: 16, kernel: 1, stride: 1, norm: true, activation: 'relu' },
      { name: 'd', op: 'depthwise', from: 'c', kernel: 3, stride: 2, norm: true, activation: 'relu' },
      { name: 'e', op: 'conv', from: 'd', filters: 32, kernel: 1, stride: 1, norm: true, activation: 'relu' },
      { name: 'heat', op: 'conv', from: 'e', filters: 8, kernel: 1, stride: 1, norm: false, initialBias: -3 },
      {
        name: 'box',
        op: 'conv',
        from: 'e',
        filters: 4,
        kernel: 1,
        stride: 1,
        norm: false,
        activation: 'softplus',
      },
      { name: 'free', op: 'conv', from: 'e', filters: 1, kernel: 1, stride: 1, norm: false },
      { name: 'pool', op: 'pool', from: 'e' },
      { name: 'surface', op: 'dense', from: 'pool', units: 4 },
    ],
    outputs: { heat: 'heat', box: 'box', free: 'free', surface: 'surface' },
  }),
};

function recipe(...settings: readonly (readonly [path: string, value: unknown])[]): Recipe {
  const basics = [
    ['training.batch', 8],
    ['optimiser.learningRate', 0.01],
    ['training.images', 8 * 24],
    ['training.validateEvery', 8 * 10],
  ] as const;
  const all = [...basics, ...settings].map(([path, value]) => ({ path, value, flag: '--set' }));
  return layerConfig(recipeSections, { settings: all }).values;
}

const quiet: TrainWays = { disk: nodeDisk, nowMs: () => performance.now() };

describe('a training', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'jackdaw-train-'));
  let dataset: Dataset;
  let runs = 0;
  const order = (values: Recipe = recipe(), out = join(folder, `run-${runs++}`)): TrainOrder => ({
    ...{ dataset, network, recipe: values, learner: 'wasm', out, resume: false },
  });
  before(async () => {
    dataset = await writeTinyDataset(join(folder, 'data'), { train: 20, validation: 6, test: 0 }, 5);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('when it runs, then the loss falls, and weights, metrics and curves are there', async () => {
    const losses: number[] = [];
    const given = order();
    const report = await train(given, { ...quiet, onStep: ({ total }) => losses.push(total) });
    assert.equal(report.finished, true);
    assert.equal(report.step, 24);
    assert.ok(losses.at(-1)! < 0.9 * losses[0]!, losses.join(' '));
    const parsed = parseNetwork(network.text, network.where);
    const weights = decodeWeights(parsed, readFileSync(join(given.out, 'weights.safetensors')), 'weights');
    assert.ok(weights.every(Number.isFinite));
    assert.match(readFileSync(join(given.out, 'curves.svg'), 'utf8'), /mAP@0\.5/);
    const kinds = readFileSync(join(given.out, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    assert.deepEqual(kinds, ['step', 'validation', 'step', 'validation', 'step', 'validation']);
  });

  it('when it is interrupted and goes on, then not one bit differs from one that was not', async () => {
    const whole = order();
    await train(whole, quiet);
    const parted = order();
    const stop = new AbortController();
    const onStep = (): void => stop.abort();
    const first = await train(parted, { ...quiet, onStep, signal: stop.signal });
    assert.equal(first.finished, false);
    assert.equal(first.step, 10);
    const second = await train({ ...parted, resume: true }, quiet);
    assert.equal(second.finished, true);
    for (const file of ['weights.safetensors', 'checkpoint.safetensors'])
      assert.deepEqual(readFileSync(join(parted.out, file)), readFileSync(join(whole.out, file)), file);
  });

  it('when it is told to stop while pictures are loaded, then nothing is written', async () => {
    const given = order();
    const stop = new AbortController();
    const onLoad = (done: number): void => (done === 3 ? stop.abort() : undefined);
    const report = await train(given, { ...quiet, onLoad, signal: stop.signal });
    assert.deepEqual([report.begun, report.finished, report.step], [false, false, 0]);
    assert.deepEqual(readdirSync(given.out), []);
  });

  it('when a validation begins, then what was learned is saved: it may take long, and be ended by force', async () => {
    const given = order();
    const saved: number[] = [];
    const atValidation: number[] = [];
    const onValidation = ({ step }: { step: number }): void => {
      assert.equal(saved.at(-1), step);
      const { metadata } = decodeTensors(
        readFileSync(join(given.out, 'checkpoint.safetensors')),
        'checkpoint',
      );
      atValidation.push(Number(metadata['step']));
    };
    await train(given, { ...quiet, onSave: (step) => saved.push(step), onValidation });
    assert.deepEqual(atValidation, [10, 20, 24]);
  });

  it('when the seed differs, then so do the weights', async () => {
    const [one, other] = [
      order(recipe(['training.images', 16])),
      order(recipe(['training.images', 16], ['training.seed', 2])),
    ];
    await train(one, quiet);
    await train(other, quiet);
    assert.notDeepEqual(
      readFileSync(join(one.out, 'weights.safetensors')),
      readFileSync(join(other.out, 'weights.safetensors')),
    );
  });

  it('when only some rooms are asked for, then their pictures are learned from, now and when it goes on', async () => {
    const images: number[] = [];
    const ways: TrainWays = { ...quiet, onBegin: (begin) => images.push(begin.images) };
    const given = order(recipe(['training.images', 16], ['training.rooms', 5]));
    await train(given, ways);
    await train({ ...given, resume: true }, ways);
    assert.deepEqual(images, [5, 5]);
    const more = { ...given, recipe: recipe(['training.images', 16], ['training.rooms', 6]), resume: true };
    await assert.rejects(train(more, quiet), {
      code: 'training/bad-run',
      message: /training\.rooms 5, now 6/,
    });
    await assert.rejects(train(order(recipe(['training.rooms', 21])), quiet), {
      code: 'dataset/few-rooms',
      found: '20 rooms',
    });
  });

  it('when the loss becomes no number, then it stops, says what to try, and the last checkpoint stays', async () => {
    const given = order();
    const stop = new AbortController();
    await train(given, { ...quiet, onStep: () => stop.abort(), signal: stop.signal });
    const path = join(given.out, 'checkpoint.safetensors');
    const poisoned = decodeTensors(readFileSync(path), path);
    poisoned.tensors.get('parameters')!.values[5] = Number.NaN;
    writeFileSync(path, encodeTensors(poisoned));
    const before = [path, join(given.out, 'weights.safetensors')].map((file) => readFileSync(file));
    await assert.rejects(train({ ...given, resume: true }, quiet), {
      code: 'training/diverged',
      message: /step 10.*optimiser\.learningRate=0\.0033/s,
    });
    assert.deepEqual(
      [path, join(given.out, 'weights.safetensors')].map((file) => readFileSync(file)),
      before,
    );
  });

  it('when the disk is full, then a fault says so and the checkpoint before is whole', async () => {
    const given = order();
    let checkpoints = 0;
    const filling: Disk = {
      ...nodeDisk,
      async create(path) {
        if (path.includes('checkpoint') && ++checkpoints > 1)
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        return nodeDisk.create(path);
      },
    };
    await assert.rejects(train(given, { ...quiet, disk: filling }), {
      code: 'training/write-failed',
      message: /disk is full/,
    });
    const report = await train({ ...given, resume: true }, quiet);
    assert.equal(report.finished, true);
  });

  it('when the folder holds a training, then only --resume goes on, and only with the same settings', async () => {
    const given = order(recipe(['training.images', 16]));
    await assert.rejects(train({ ...given, resume: true }, quiet), { code: 'training/bad-run' });
    await train(given, quiet);
    await assert.rejects(train(given, quiet), { code: 'training/bad-run', message: /--resume/ });
    const changed = { ...given, recipe: recipe(['training.images', 32]), resume: true };
    await assert.rejects(train(changed, quiet), {
      code: 'training/bad-run',
      message: /training\.images 16, now 32/,
    });
    writeFileSync(join(given.out, 'checkpoint.safetensors'), 'torn');
    await assert.rejects(train({ ...given, resume: true }, quiet), { code: 'training/bad-tensors' });
  });

  it('when a training runs in the folder, then no other begins there or goes on; after it, or after a crash, one does', async () => {
    const given = order(recipe(['training.images', 16]));
    const refuse = (resume: boolean) =>
      assert.rejects(train({ ...given, resume }, quiet), {
        code: 'training/busy',
        message: new RegExp(`is running in this folder[^]*process ${process.pid}`),
      });
    await nodeDisk.makeFolder(given.out);
    await beginWork(nodeDisk, given.out, training);
    await refuse(false);
    await endWork(nodeDisk, given.out, training);
    const marker = join(given.out, '.training');
    let isMarked = false;
    await train(given, { ...quiet, onStep: () => (isMarked = existsSync(marker)) });
    assert.equal(isMarked, true);
    await beginWork(nodeDisk, given.out, training);
    await refuse(true);
    await endWork(nodeDisk, given.out, training);
    assert.equal(existsSync(marker), false);
    writeFileSync(marker, '{"pid":1,"boot":"of another day"}\n');
    await train({ ...given, resume: true }, quiet);
  });

  it('when two begin in a folder at once, then one trains and the other is refused', async () => {
    const given = order(recipe(['training.images', 16]));
    const ends = await Promise.allSettled([train(given, quiet), train(given, quiet)]);
    assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const refusal = ends.find((end) => end.status === 'rejected');
    // While the other trains, or when it has just come to its end.
    assert.match(
      String(refusal?.reason),
      new RegExp(`process ${process.pid}[^]*--resume|holds a training already`),
    );
  });

  it('when it starts from a model, then it knows what the model knows, and only goes on from the same', async () => {
    const before: number[] = [];
    const parent = order(recipe(['optimiser.averageDecay', 0.5]));
    await train(parent, { ...quiet, onStep: ({ total }) => before.push(total) });
    const publication = { run: parent.out, frames: [], learner: 'wasm' } as const;
    const from = await publishRun({ ...publication, out: join(folder, 'small', '0.1.0') });
    assert.equal(from.manifest.origin.startSha256, undefined);
    const child = { ...order(recipe(['training.images', 8 * 10], ['optimiser.learningRate', 1e-6])), from };
    const after: number[] = [];
    await train(child, { ...quiet, onStep: ({ total }) => after.push(total) });
    assert.ok(after[0]! < (before[0]! + before.at(-1)!) / 2, `${after.join()} after ${before.join()}`);
    const stop = new AbortController();
    const unsettled = { ...child, out: join(folder, 'unsettled') };
    const onBegin = (): void => stop.abort();
    const stopped = await train(unsettled, { ...quiet, onBegin, signal: stop.signal });
    assert.deepEqual([stopped.begun, stopped.step], [true, 0]);
    assert.deepEqual(readdirSync(unsettled.out).sort(), ['network.json', 'run.json'], 'to begin anew');
    const grandchild = await publishRun({
      ...publication,
      run: child.out,
      out: join(folder, 'small', '0.2.0'),
    });
    assert.equal(grandchild.manifest.origin.startSha256, from.manifest.network.sha256);
    await assert.rejects(train({ ...child, from: undefined, resume: true }, quiet), {
      code: 'training/bad-run',
      message: /another start/,
    });
  });

  it('when it learned from rooms, then run and model note them, and those of the model it started from', async () => {
    const few = recipe(['training.images', 16], ['training.rooms', 3]);
    const noted = ({ out }: TrainOrder): TrainedRooms =>
      (JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { rooms: TrainedRooms }).rooms;
    const roomsOf = async (data: Dataset, split: SplitName): Promise<string[]> =>
      (await data.readSamples(split)).map(({ image }) => image.room);
    const other = await writeTinyDataset(join(folder, 'other'), { train: 2, validation: 30, test: 0 }, 9);
    // Its pictures and so its rooms count from 1 again: others of the same names.
    const renamed: Dataset = {
      ...other,
      readSamples: async (split) =>
        (await other.readSamples(split)).map((sample) => ({
          ...sample,
          image: { ...sample.image, room: `other ${sample.image.room}` },
        })),
    };
    const parent = order(few);
    await train(parent, quiet);
    const own = knownRooms(noted(parent), await roomsOf(dataset, 'train'));
    assert.equal(own.size, 3);
    assert.deepEqual(noted(parent), noteRooms(own), 'only those of training.rooms, none of validation');

    const publication = { frames: [], learner: 'wasm' } as const;
    const out = join(folder, 'rooms', '0.1.0');
    const from = await publishRun({ ...publication, run: parent.out, out });
    assert.deepEqual(from.manifest.origin.rooms, noted(parent));
    const child = { ...order(recipe(['training.images', 16])), dataset: renamed, from };
    await train(child, quiet);
    assert.deepEqual(noted(child), noteRooms([...own, ...(await roomsOf(renamed, 'train'))]));

    const { rooms: _, ...origin } = from.manifest.origin;
    const older = { ...from, manifest: { ...from.manifest, origin } };
    const grandchild = { ...child, from: older, out: join(folder, 'grandchild') };
    await train(grandchild, quiet);
    const alone = noteRooms(await roomsOf(renamed, 'train'));
    assert.deepEqual(noted(grandchild), { ...alone, partial: true }, 'what an older model saw is not known');
  });

  it('when nobody labelled the floor, then it must start from a model, which teaches it', async () => {
    const boxesAlone = await writeTinyDataset(join(folder, 'boxes'), { train: 8, validation: 2, test: 0 }, 4);
    const readAll = boxesAlone.readSamples.bind(boxesAlone);
    Object.assign(boxesAlone, {
      readSamples: async (split: 'train') =>
        (await readAll(split)).map((sample) => ({
          ...sample,
          image: { ...sample.image, free_space: undefined, surface: 'unknown' },
        })),
    });
    const given = { ...order(recipe(['training.images', 16])), dataset: boxesAlone };
    await assert.rejects(train(given, quiet), { code: 'training/no-data', message: /--from/ });
    const parent = order(recipe(['training.images', 16]));
    await train(parent, quiet);
    const publication = { run: parent.out, frames: [], learner: 'wasm' } as const;
    const from = await publishRun({ ...publication, out: join(folder, 'teacher', '0.1.0') });
    let quietHeads: readonly string[] = [];
    const report = await train(
      { ...given, from },
      { ...quiet, onBegin: (begin) => (quietHeads = begin.unlabelled) },
    );
    assert.deepEqual(quietHeads, ['free', 'surface']);
    assert.equal(report.validation?.freeIou, undefined);
    const [start, step] = readFileSync(join(given.out, 'metrics.jsonl'), 'utf8')
      .split('\n', 2)
      .map(
        (line) => JSON.parse(line) as { readonly kind: string; readonly step: number; readonly free: number },
      );
    assert.deepEqual([start!.kind, start!.step], ['validation', 0], 'what the start is worth');
    assert.ok(step!.free > 0, 'the floor is learned');
  });

  it('when no picture has a box, then it is refused; when a class has none, then it is named', async () => {
    const boxless = await writeTinyDataset(join(folder, 'boxless'), { train: 8, validation: 2, test: 0 }, 4);
    const readAll = boxless.readSamples.bind(boxless);
    let kept: number[] = [];
    const readSamples = async (split: 'train') =>
      (await readAll(split)).map((sample) => ({
        ...sample,
        annotations: sample.annotations.filter(({ category_id }) => kept.includes(category_id)),
      }));
    Object.assign(boxless, { readSamples });
    const small = ['training.images', 16] as const;
    const given = { ...order(recipe(small)), dataset: boxless };
    await assert.rejects(train(given, quiet), {
      code: 'training/no-data',
      message: /No picture to learn from has a box[^]*dataset info[^]*loss\.heat=0/,
    });
    assert.deepEqual(readdirSync(given.out), []);
    const floorAlone = { ...order(recipe(small, ['loss.heat', 0])), dataset: boxless };
    assert.equal((await train(floorAlone, quiet)).finished, true);
    const [some] = (await readAll('train')).flatMap(({ annotations }) => annotations);
    kept = [some!.category_id];
    let unseen: readonly string[] = [];
    await train(given, { ...quiet, onBegin: (begin) => (unseen = begin.unseen) });
    assert.deepEqual(
      unseen,
      boxless.manifest.classes.filter((_, i) => !kept.includes(i + 1)),
    );
  });

  it('when a minute has passed, then what was learned is saved, whatever is due', async () => {
    const given = order(recipe(['training.validateEvery', 1e6], ['training.images', 8 * 20]));
    let nowMs = 0;
    let saved = 0;
    const onStep = (): void => {
      const { metadata } = decodeTensors(
        readFileSync(join(given.out, 'checkpoint.safetensors')),
        'checkpoint',
      );
      saved = Number(metadata['step']);
    };
    await train(given, { ...quiet, nowMs: () => (nowMs += 5_000), onStep });
    assert.ok(saved > 0 && saved < 20, `${saved}`);
  });

  it('when a training that is at its end goes on, then nothing changes', async () => {
    const given = order(recipe(['training.images', 16]));
    const first = await train(given, quiet);
    const files = ['metrics.jsonl', 'weights.safetensors'].map((file) => join(given.out, file));
    const before = files.map((file) => readFileSync(file));
    const second = await train({ ...given, resume: true }, quiet);
    assert.deepEqual(second.validation, first.validation);
    assert.deepEqual(
      files.map((file) => readFileSync(file)),
      before,
    );
  });

  it('when the folder cannot be made, then that is said before pictures are loaded', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    let loaded = 0;
    const given = { ...order(), out: join(file, 'run') };
    await assert.rejects(train(given, { ...quiet, onLoad: () => loaded++ }), {
      code: 'training/write-failed',
      message: /give another folder to --out/,
    });
    assert.equal(loaded, 0);
  });

  it('when the folder is that of a dataset, then it is refused', async () => {
    const given = { ...order(), out: join(folder, 'data') };
    await assert.rejects(train(given, quiet), { code: 'training/bad-run', message: /dataset or a model/ });
  });

  it('when a split is empty or memory does not suffice, then a fault says what to do', async () => {
    const empty = await writeTinyDataset(join(folder, 'empty'), { train: 2, validation: 0, test: 0 }, 1);
    await assert.rejects(train({ ...order(), dataset: empty }, quiet), {
      code: 'training/no-data',
      message: /validation/,
    });
    const many = await writeTinyDataset(join(folder, 'many'), { train: 2, validation: 1, test: 0 }, 1);
    const [sample] = await dataset.readSamples('train');
    Object.assign(many, { readSamples: async () => Array.from({ length: 5_000 }, () => sample) });
    const small = order(recipe(['training.memoryMb', 64]));
    await assert.rejects(train({ ...small, dataset: many }, quiet), {
      code: 'training/too-much-data',
      message: /memoryMb/,
    });
  });
});
