// jackdaw models tune and export as typed: what they say of a dataset that is not that of the training.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../perception/model/manifest.js';
import { nodeDisk } from '../recording/disk.js';
import { takeOver } from '../recording/owner.js';
import { publishRun } from '../training/export/publish-run.js';
import { decodeTensors, encodeTensors } from '../training/safetensors.js';
import { writeRandomRun } from '../training/testing/random-run.js';
import { writeTinyDataset } from '../dataset/testing/tiny-dataset.js';
import { typed } from './testing/typed.js';

const NETWORK = fileURLToPath(new URL('../../models/obstacle-net/network.json', import.meta.url));

describe('tuning and exporting', function () {
  this.timeout(60_000);
  let folder = '';
  let [run, data] = ['', ''];
  let digest = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-tune-'));
    [run, data] = [join(folder, 'run'), join(folder, 'data')];
    digest = (await writeTinyDataset(data, { train: 1, validation: 2, test: 0 }, 3)).manifest.digest;
    await writeRandomRun(run, readFileSync(NETWORK, 'utf8'), 3);
  });
  after(() => rm(folder, { recursive: true }));

  /** Of the random run, which names a dataset that nobody has. */
  async function trainedOn(dataset: string): Promise<void> {
    const about = join(run, 'run.json');
    await writeFile(about, JSON.stringify({ ...JSON.parse(await readFile(about, 'utf8')), dataset }));
  }
  const published = (out: string): Manifest =>
    JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;

  it('when the dataset is another than that of the training, then both warn, and the model names it', async () => {
    const tuned = await typed('models', 'tune', '--run', run, '--data', data);
    assert.equal(tuned.fault, undefined);
    assert.match(tuned.err, /^Warning: .*data \(digest .*\) is not the dataset that .*run was trained on/m);
    const out = join(folder, 'small', '0.1.0');
    const { err } = await typed('models', 'export', '--run', run, '--data', data, '--out', out);
    assert.match(err, /^Warning: .*is not the dataset that .*the card cannot say/m);
    assert.equal(published(out).origin.tunedSha256, digest);
    assert.match((await typed('models', 'info', out)).out, new RegExp(`tuned on another +${digest}`));
  });

  it('when there is no validation, then tune says what to do without, and export works and does not advise to tune', async () => {
    const alone = join(folder, 'alone');
    await writeTinyDataset(alone, { train: 2, validation: 0, test: 0 }, 3);
    const { fault } = await typed('models', 'tune', '--run', run, '--data', alone);
    assert.equal(fault?.code, 'evaluation/no-data');
    assert.match(fault?.next ?? '', /Export without tuning.*models look.*--shares/);
    const [out, plain] = [join(folder, 'alone', '0.1.0'), join(folder, 'plain')];
    await writeRandomRun(plain, readFileSync(NETWORK, 'utf8'), 3);
    const { err } = await typed('models', 'export', '--run', plain, '--data', alone, '--out', out);
    assert.match(err, /without validation there is nothing to tune on.*models look .*0\.1\.0/);
    assert.doesNotMatch(err, /models tune/);
    assert.deepEqual(new Set(published(out).decoding.thresholds), new Set([0.3]));
    const judged = await typed(
      'evaluate',
      '--model',
      out,
      '--data',
      alone,
      '--split',
      'validation',
      '--out',
      out + 'e',
    );
    assert.match(judged.fault?.next ?? '', /more rooms, or give --split train;/);
  });

  it('when it is the same, then nobody warns', async () => {
    await trainedOn(digest);
    const tuned = await typed('models', 'tune', '--run', run, '--data', data);
    const out = join(folder, 'small', '0.2.0');
    const { err, fault } = await typed('models', 'export', '--run', run, '--data', data, '--out', out);
    assert.deepEqual([tuned.fault, fault], [undefined, undefined]);
    assert.doesNotMatch(tuned.err + err, /Warning/);
    assert.equal(published(out).origin.tunedSha256, undefined);
    assert.ok(existsSync(join(run, 'operating-point.json')));
  });

  it('when it is exported, then evaluate says of the same pictures what tune said', async () => {
    await trainedOn(digest);
    const tuned = await typed('models', 'tune', '--run', run, '--data', data);
    const [out, into] = [join(folder, 'small', '0.3.0'), join(folder, 'judged')];
    await typed('models', 'export', '--run', run, '--data', data, '--out', out);
    const judged = ['--data', data, '--split', 'validation', '--out', into];
    const evaluated = await typed('evaluate', '--model', out, ...judged);
    assert.deepEqual([tuned.fault, evaluated.fault], [undefined, undefined]);
    const { map50, macro } = JSON.parse(readFileSync(join(into, 'metrics.json'), 'utf8')) as {
      readonly map50: number;
      readonly macro: { readonly f1: number };
    };
    const { metrics } = published(out);
    assert.equal(typeof map50, 'number');
    assert.deepEqual([metrics['validation.mAP@0.5'], metrics['validation.macroF1']], [map50, macro.f1]);
  });

  it('when the dataset has a test split only, then golden frames are of it, and check finds a model without any', async () => {
    const proof = join(folder, 'proof');
    await writeTinyDataset(proof, { train: 0, validation: 0, test: 1 }, 3);
    const plain = join(folder, 'unproven');
    await writeRandomRun(plain, readFileSync(NETWORK, 'utf8'), 3);
    const out = join(folder, 'proven', '0.1.0');
    const { fault } = await typed('models', 'export', '--run', plain, '--data', proof, '--out', out);
    assert.equal(fault, undefined);
    assert.ok(published(out).golden.frames.length > 0);
    const fine = await typed('models', 'check', out);
    assert.match(fine.out, /^\d+ golden frames, .*all as they must be/m);
    await publishRun({ run: plain, out: join(folder, 'proven', '0.2.0'), frames: [], learner: 'wasm' });
    const bare = await typed('models', 'check', join(folder, 'proven', '0.2.0'));
    assert.match(bare.out, /^It has no golden frames: nothing was checked/m);
    assert.doesNotMatch(bare.out, /all as they must be/);
    assert.equal(bare.code, 1);
  });

  it('when the training was clearly better before its end, then export says so', async () => {
    const worse = join(folder, 'worse');
    await writeRandomRun(worse, readFileSync(NETWORK, 'utf8'), 3);
    const exported = async (version: string, ...course: readonly number[]): Promise<string> => {
      const lines = course.map((map50, step) =>
        JSON.stringify({ kind: 'validation', step, images: step, map50 }),
      );
      await writeFile(join(worse, 'metrics.jsonl'), `${lines.join('\n')}\n`);
      const out = join(folder, 'worse', version);
      return (await typed('models', 'export', '--run', worse, '--data', data, '--out', out)).err;
    };
    assert.match(
      await exported('0.1.0', 0.635, 0.4),
      /better before: mAP@0\.5 0\.635 at step 0, which is the model it started from; .*0\.400 at step 1/,
    );
    assert.doesNotMatch(await exported('0.2.0', 0.42, 0.4), /better before/);
  });

  it('when the training still runs, then tune and export say so, and nothing that it ended', async () => {
    const running = join(folder, 'running');
    await writeRandomRun(running, readFileSync(NETWORK, 'utf8'), 3);
    await takeOver(nodeDisk, join(running, '.training'));
    const [about, weights] = ['run.json', 'weights.safetensors'].map((file) => join(running, file));
    const description = JSON.parse(readFileSync(about!, 'utf8')) as object;
    const recipe = { training: { seed: 3, images: 320, batch: 32 } };
    await writeFile(about!, JSON.stringify({ ...description, dataset: digest, recipe }));
    const { tensors } = decodeTensors(await readFile(weights!), 'weights');
    const came = (step: number): Promise<void> =>
      writeFile(weights!, encodeTensors({ tensors, metadata: { step: String(step) } }));
    const tune = ['models', 'tune', '--run', running, '--data', data] as const;
    const out = join(folder, 'running', '0.1.0');
    const publish = ['models', 'export', '--run', running, '--data', data, '--out', out] as const;
    await came(0);
    assert.match(String((await typed(...tune)).fault), /it runs, process \d+[^]*Wait/);
    await came(4);
    const tuned = await typed(...tune);
    assert.match(tuned.err, /still runs \(process \d+\), and this is of step 4 of 10, as last saved/);
    assert.match(
      String((await typed(...publish)).fault),
      /it runs, process \d+: step 4 of 10[^]*--unfinished/,
    );
    assert.doesNotMatch(tuned.err + (await typed(...publish, '--unfinished')).err, /did not end/);
    await rm(weights!);
    assert.match(String((await typed(...tune)).fault), /it runs[^]*Wait/);
  });
});
