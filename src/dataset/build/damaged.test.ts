// Bags that were cut short, given to a build: what they are, and how to save what is in them.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBag } from '../../recording/bag.js';
import { isFault } from '../testing/labelled.js';
import { writeBag } from '../testing/small-bags.js';
import { readContents } from './contents.js';

describe('a bag that was cut short', () => {
  let scratch = '';
  before(async () => (scratch = await mkdtemp(join(tmpdir(), 'jackdaw-cut-'))));
  after(() => rm(scratch, { recursive: true }));

  it('when no image of it can be read, then it is called cut short, and bag recover is the next step', async () => {
    const folder = await writeBag({ folder: join(scratch, 'kcut'), seed: 1 });
    const file = (await readdir(folder)).find((name) => name.endsWith('.mcap'))!;
    await truncate(join(folder, file), 200);
    const bag = await openBag(folder);
    await assert.rejects(
      readContents(bag, {}),
      isFault('dataset/no-images', /cut short[^]*next: .*npx jackdaw bag recover .*kcut --out/),
    );
    await bag.close();
  });

  it('when a sqlite file is none, then a next step is said', async () => {
    const path = join(scratch, 'cut.db3');
    await writeFile(path, 'SQLite');
    await assert.rejects(openBag(path), isFault('bag/unreadable', /cut\.db3: [^]*next: +Copy the bag again/));
  });
});
