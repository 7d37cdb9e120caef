// Pictures of a dataset that was half copied: the file is named, and what to do.
import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyDataset } from './testing/tiny-dataset.js';
import { openDataset } from './open.js';
import { readPicture } from './read-picture.js';
import { isFault } from './testing/labelled.js';

describe('a picture of a dataset', () => {
  let folder = '';
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'jackdaw-picture-'))));
  after(() => rm(folder, { recursive: true }));

  it('when it is missing, then the dataset is unreadable, and dataset check is the next step', async () => {
    await assert.rejects(
      readPicture(join(folder, 'gone.jpg')),
      isFault('dataset/unreadable', /gone\.jpg: [^]*next: .*npx jackdaw dataset check/),
    );
  });

  it('when a text stands in its place, then it is named', async () => {
    const path = join(folder, 'text.jpg');
    await writeFile(path, 'a note');
    await assert.rejects(
      readPicture(path),
      isFault('picture/undecodable', /text\.jpg: bytes are neither JPEG nor PNG[^]*next: .*dataset check/),
    );
  });

  it('when the manifest was cut short, then a next step is said', async () => {
    const data = join(folder, 'cut');
    await writeTinyDataset(data, { train: 1, validation: 0, test: 0 }, 3);
    await truncate(join(data, 'manifest.json'), 100);
    await assert.rejects(openDataset(data), isFault('dataset/corrupt', /manifest\.json: [^]*next: .*again/));
  });
});
