// A training becomes a published model, or nothing does: parity on golden frames, bad trainings, what the manifest says.
import type { Dataset } from '../../dataset/open.js';
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from '../../fault/fault.js';
import { openEngine } from '../../perception/engine/engine.js';
import { checkGolden } from '../../perception/model/golden.js';
import { loadModel } from '../../perception/model/model.js';
import type { Picture } from '../../picture/decode.js';
import { createRandom } from '../../simulation/random.js';
import { writeRandomRun } from '../testing/random-run.js';
import { parseNetwork } from '../network.js';
import { unfinished } from '../progress.js';
import { decodeTensors, encodeTensors } from '../safetensors.js';
import { OPERATING_POINT_FILE, unchosenPoint } from './operating-point.js';
import { publishModel } from './publish.js';
import { publishRun, type RunPublication } from './publish-run.js';

/** Every operation that a description may have, at the smallest size. */
const description = JSON.stringify({
  schemaVersion: 1,
  name: 'small',
  input: { width: 48, height: 32, mean: [0.5, 0.4, 0.3], std: [0.25, 0.2, 0.3] },
  stride: 8,
  norm: { epsilon: 0.001, momentum: 0.9 },
  classes: ['box', 'shoe'],
  surfaces: ['wood', 'tile', 'carpet'],
  layers: [
    {
      name: 'stem',
      op: 'conv',
      from: 'image',
      filters: 8,
      kernel: 3,
      stride: 2,
      norm: true,
      activation: 'relu',
    },
    { name: 'deep', op: 'depthwise', from: 'stem', kernel: 5, stride: 2, norm: true, activation: 'relu' },
    {
      name: 'eighth',
      op: 'conv',
      from: 'deep',
      filters: 8,
      kernel: 3,
      stride: 2,
      norm: true,
      activation: 'relu',
    },
    { name: 'side', op: 'conv', from: 'eighth', filters: 8, kernel: 1, stride: 1, norm: true },
    { name: 'sum', op: 'add', from: ['eighth', 'side'], activation: 'relu' },
    { name: 'sixteenth', op: 'depthwise', from: 'sum', kernel: 3, stride: 2, norm: true, activation: 'relu' },
    { name: 'up', op: 'upsample', from: 'sixteenth' },
    { name: 'joined', op: 'concat', from: ['sum', 'up'] },
    { name: 'heat', op: 'conv', from: 'joined', filters: 2, kernel: 1, stride: 1, norm: false },
    {
      name: 'box.out',
      op: 'conv',
      from: 'joined',
      filters: 4,
      kernel: 1,
      stride: 1,
      norm: false,
      activation: 'exp',
    },
    { name: 'free.out', op: 'conv', from: 'joined', filters: 1, kernel: 3, stride: 1, norm: false },
    { name: 'gaze', op: 'weigh', from: 'sixteenth' },
    { name: 'pooled', op: 'pool', from: 'gaze' },
    { name: 'surface.out', op: 'dense', from: 'pooled', units: 3 },
  ],
  outputs: { heat: 'heat', box: 'box.out', free: 'free.out', surface: 'surface.out' },
});

function noise(seed: number): Picture {
  const random = createRandom(seed);
  return { width: 60, height: 45, rgb: Uint8Array.from({ length: 60 * 45 * 3 }, () => random.below(256)) };
}

const hasCode =
  (code: string) =>
  (fault: Fault): boolean =>
    fault.code === code;

describe('publishing a model', () => {
  let folder: string;
  let publication: RunPublication;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-publish-'));
    const run = await writeRandomRun(join(folder, 'run'), description, 5);
    publication = { run, out: join(folder, 'small', '1.2.0'), frames: [noise(1), noise(2)], learner: 'wasm' };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('when trainer and runtime agree on all operations, then the model is there, loads, and gives what it must', async () => {
    const model = await publishRun(publication);
    assert.deepEqual((await readdir(publication.out)).sort(), [
      'card.md',
      'golden',
      'manifest.json',
      'model.onnx',
    ]);
    const { manifest } = await loadModel(publication.out);
    assert.deepEqual(manifest, model.manifest);
    assert.equal(manifest.version, '1.2.0');
    assert.equal(manifest.origin.seed, 5);
    assert.equal(manifest.origin.trainer, 'chance');
    assert.deepEqual(manifest.network.operators, [
      'Add',
      'Concat',
      'Conv',
      'Exp',
      'Flatten',
      'Gemm',
      'GlobalAveragePool',
      'Mul',
      'Relu',
      'Resize',
    ]);
    const engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: 10_000 });
    try {
      assert.deepEqual(await checkGolden(model, engine), []);
    } finally {
      await engine.close();
    }
  });

  it('when the same training is exported again, then it is the same network, byte for byte', async () => {
    const first = await publishRun(publication);
    const second = await publishRun({ ...publication, out: join(folder, 'small', '1.2.1') });
    assert.equal(second.manifest.network.sha256, first.manifest.network.sha256);
  });

  it('when a golden answer is another, then the check says which', async () => {
    const model = await publishRun(publication);
    const file = join(publication.out, 'golden', '002.json');
    const kept = JSON.parse(await readFile(file, 'utf8')) as { outputs: { heat: string } };
    const heat = Buffer.from(kept.outputs.heat, 'base64');
    heat.writeFloatLE(heat.readFloatLE(8) + 0.01, 8);
    await writeFile(
      file,
      JSON.stringify({ ...kept, outputs: { ...kept.outputs, heat: heat.toString('base64') } }),
    );
    const engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: 10_000 });
    try {
      assert.match((await checkGolden(model, engine)).join(), /^002\.png: heat differs by 0\.0100/);
    } finally {
      await engine.close();
    }
  });

  it('when the trainer says something else than the runtime, then nothing is published', async () => {
    const { manifest } = await publishRun(publication);
    const weights = decodeTensors(
      await readFile(join(publication.run, 'weights.safetensors')),
      'run',
    ).tensors;
    const network = parseNetwork(description, 'small');
    const cells = 6 * 4;
    const silent = {
      heat: new Float32Array(2 * cells),
      box: new Float32Array(4 * cells),
      free: new Float32Array(cells),
      surface: new Float32Array(3),
    };
    const { origin } = manifest;
    const point = unchosenPoint(network.classes);
    const out = join(folder, 'small', '2.0.0');
    const frames = [noise(1)];
    await assert.rejects(
      publishModel({
        network,
        name: 'small',
        weights,
        version: '2.0.0',
        origin,
        point,
        frames,
        predict: () => silent,
        folder: out,
      }),
      (fault: Fault) =>
        fault.code === 'model/parity' && fault.found?.includes('trainer, 001.png: heat differs') === true,
    );
    assert.deepEqual(await readdir(join(folder, 'small')), ['1.2.0']);
  });

  it('when the independent reading disagrees, then nothing is published and nothing is left beside', async () => {
    const readIndependently = async (): Promise<string[]> => ['001.png: heat differs by 3'];
    await assert.rejects(publishRun({ ...publication, readIndependently }), hasCode('model/parity'));
    assert.deepEqual(await readdir(join(folder, 'small')), []);
  });

  it('when there is a model already, then it stays as it is', async () => {
    await publishRun(publication);
    const before = await readFile(join(publication.out, 'manifest.json'), 'utf8');
    const run = await writeRandomRun(join(folder, 'other'), description, 6);
    await assert.rejects(publishRun({ ...publication, run }), hasCode('model/exists'));
    assert.equal(await readFile(join(publication.out, 'manifest.json'), 'utf8'), before);
  });

  it('when thresholds were chosen, then the manifest has them; when they are not for every class, then that is a Fault', async () => {
    const file = join(publication.run, OPERATING_POINT_FILE);
    const thresholds = { box: 0.4, shoe: 0.25 };
    const calibration = { shoe: { scale: 1.5, offset: -0.2 } };
    await writeFile(file, JSON.stringify({ thresholds, calibration, metrics: { 'mAP@0.5': 0.71 } }));
    const { manifest } = await publishRun(publication);
    assert.deepEqual(manifest.decoding.thresholds, [0.4, 0.25]);
    assert.deepEqual(manifest.decoding.calibration, { scale: [1, 1.5], offset: [0, -0.2] });
    const card = await readFile(join(publication.out, 'card.md'), 'utf8');
    assert.match(card, /mAP@0\.5: 0\.71/);
    assert.doesNotMatch(card, /Nobody chose/);
    await writeFile(file, JSON.stringify({ thresholds: { box: 0.4 } }));
    const again = { ...publication, out: join(folder, 'small', '1.3.0') };
    await assert.rejects(publishRun(again), hasCode('training/bad-operating-point'));
  });

  it('when thresholds were chosen for other weights, then that is a Fault; on another dataset, then it is named', async () => {
    const file = join(publication.run, OPERATING_POINT_FILE);
    const { origin } = (await publishRun({ ...publication, untuned: true })).manifest;
    assert.match(await readFile(join(publication.out, 'card.md'), 'utf8'), /## Thresholds\n\*\*Nobody chose/);
    const chosen = { weightsSha256: origin.weightsSha256, datasetSha256: 'd'.repeat(64) };
    const point = { thresholds: { box: 0.4, shoe: 0.25 } };
    const publish = async (version: string, from: typeof chosen) => {
      await writeFile(file, JSON.stringify({ ...point, chosen: from }));
      const out = join(folder, 'small', version);
      const { manifest } = await publishRun({ ...publication, out });
      return { tunedSha256: manifest.origin.tunedSha256, card: await readFile(join(out, 'card.md'), 'utf8') };
    };
    const same = await publish('2.0.0', chosen);
    assert.equal(same.tunedSha256, undefined);
    assert.match(same.card, /^## On validation$/m);
    const other = await publish('2.1.0', { ...chosen, datasetSha256: 'f'.repeat(64) });
    assert.equal(other.tunedSha256, 'f'.repeat(64));
    assert.match(other.card, /^## On validation of another dataset$[^]*`f{64}`/m);
    await assert.rejects(
      publish('2.2.0', { ...chosen, weightsSha256: 'e'.repeat(64) }),
      (fault: Fault) =>
        fault.code === 'training/bad-operating-point' &&
        /has gone on since[^]*models tune --run/.test(fault.message),
    );
  });

  it('when the dataset of the training is there, then the manifest names what made its rooms; another dataset says nothing', async () => {
    const source = { name: 'room-1', generator: 'e'.repeat(64), assets: 'standard' };
    const dataset = { digest: 'd'.repeat(64), sources: [source, source] } as unknown as Dataset['manifest'];
    const { manifest } = await publishRun({ ...publication, dataset });
    assert.equal(manifest.origin.generatorSha256, 'e'.repeat(64));
    const other = { ...dataset, digest: 'c'.repeat(64) };
    const again = await publishRun({ ...publication, dataset: other, out: join(folder, 'small', '1.3.0') });
    assert.equal(again.manifest.origin.generatorSha256, undefined);
  });

  it('when it was trained on recordings of others, then the card says so and does not speak of simulated rooms', async () => {
    const source = { name: 'kitchen', assets: 'foreign' };
    const dataset = { digest: 'd'.repeat(64), sources: [source] } as unknown as Dataset['manifest'];
    const out = join(folder, 'kitchens', '0.1.0');
    const { manifest } = await publishRun({ ...publication, dataset, out });
    assert.deepEqual(manifest.origin.assets, ['foreign']);
    assert.equal(manifest.name, 'kitchens', 'models/<name>/<version>');
    const card = await readFile(join(out, 'card.md'), 'utf8');
    assert.match(card, /^# kitchens 0\.1\.0$/m);
    assert.match(card, /Trained on recordings of others/);
    assert.doesNotMatch(card, /simulated/);
  });

  it('when a training did not end, then manifest and card say how far it came; of one that learned nothing nothing is published', async () => {
    const { run } = publication;
    const [weights, about] = [join(run, 'weights.safetensors'), join(run, 'run.json')];
    const description = JSON.parse(await readFile(about, 'utf8')) as object;
    const recipe = { training: { seed: 5, images: 2000, batch: 32 } };
    await writeFile(about, JSON.stringify({ ...description, recipe }));
    const { tensors } = decodeTensors(await readFile(weights), 'run');
    const at = async (step: string, version: string, ways: Partial<RunPublication> = {}) => {
      await writeFile(weights, encodeTensors({ tensors, metadata: { step } }));
      return publishRun({ ...publication, ...ways, out: join(folder, 'small', version) });
    };
    await assert.rejects(
      at('20', '1.0.0'),
      (fault: Fault) =>
        fault.code === 'training/bad-run' && /step 20 of 63[^]*--unfinished/.test(fault.message),
    );
    const cut = await at('20', '1.0.0', { unfinished: true });
    assert.equal(cut.manifest.origin.trainedSteps, 20);
    assert.equal(cut.manifest.origin.plannedSteps, 63);
    assert.equal(unfinished(cut.manifest.origin), 'the training did not end: step 20 of 63');
    assert.match(await readFile(join(folder, 'small', '1.0.0', 'card.md'), 'utf8'), /step 20 of 63/);
    const whole = await at('63', '1.1.0');
    assert.equal(unfinished(whole.manifest.origin), undefined);
    assert.match(await readFile(join(folder, 'small', '1.1.0', 'card.md'), 'utf8'), /^\| steps \| 63 \|$/m);
    await assert.rejects(
      at('0', '1.2.0'),
      (fault: Fault) => fault.code === 'training/bad-run' && /step 0 of 63[^]*--resume/.test(fault.message),
    );
    assert.deepEqual((await readdir(join(folder, 'small'))).sort(), ['1.0.0', '1.1.0']);
  });

  it('when the folder is no training, or its weights are half written, then each is a Fault', async () => {
    await assert.rejects(publishRun({ ...publication, run: folder }), hasCode('training/bad-run'));
    const file = join(publication.run, 'weights.safetensors');
    await writeFile(file, (await readFile(file)).subarray(0, 500));
    await assert.rejects(publishRun(publication), hasCode('training/bad-tensors'));
  });
});
