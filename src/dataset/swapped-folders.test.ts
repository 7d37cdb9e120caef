// Folders of one kind where another was wanted: each refusal says what the folder is, and what to give.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { openBag } from '../recording/bag.js';
import { writeTinyDataset } from './testing/tiny-dataset.js';
import { listSources } from './build/sources.js';
import { openDataset } from './open.js';
import { isFault } from './testing/labelled.js';

describe('a folder of another kind', () => {
  let scratch = '';
  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'jackdaw-swapped-'));
    await writeTinyDataset(join(scratch, 'dataset'), { train: 1, validation: 0, test: 0 }, 3);
    await writeTinyModel(join(scratch, 'model'));
    for (const [folder, ...names] of [
      ['training', 'run.json', 'network.json'],
      ['captures', 'capture.json'],
      ['pictures', 'a.jpg'],
      ['models/1.0.0', 'manifest.json', 'model.onnx'],
    ] as const) {
      await mkdir(join(scratch, folder), { recursive: true });
      for (const name of names) await writeFile(join(scratch, folder, name), '{}');
    }
  });
  after(() => rm(scratch, { recursive: true }));

  const kinds = {
    model: 'a model',
    models: 'a folder of models',
    training: 'a training',
    captures: 'captured',
    pictures: 'of pictures',
  };
  for (const [folder, words] of Object.entries(kinds))
    it(`when ${folder} are given as a dataset, then that is said, and a next step`, async () => {
      const says = new RegExp(`this is [^,]*${words}[^]*next: `);
      await assert.rejects(openDataset(join(scratch, folder)), isFault('dataset/unreadable', says));
    });

  for (const [folder, words] of Object.entries({ ...kinds, dataset: 'a dataset' }))
    it(`when ${folder} are given as a bag, then that is said, and a next step`, async () => {
      const says = new RegExp(`${folder}: This is [^,]*${words}[^]*next: `);
      await assert.rejects(openBag(join(scratch, folder)), isFault('bag/unreadable', says));
    });

  for (const folder of ['dataset', 'training', 'model', 'models'])
    it(`when a ${folder} is given to a build, then no folder within it is named`, async () => {
      const says = new RegExp(`${folder}: This is a [^,]*${folder}, not a bag`);
      await assert.rejects(listSources([join(scratch, folder)]), isFault('bag/unreadable', says));
    });
});
