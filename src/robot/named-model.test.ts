// One way to name a model: by folder, by name, by name and version; and what is said where none is there.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../perception/model/model.js';
import { writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { findModelFolder } from './named-model.js';

describe('the name of a model', () => {
  const home = process.cwd();
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'named-'));
    for (const version of ['1.9.0', '1.10.0']) await writeTinyModel(join(root, 'models', 'mine', version));
    await mkdir(join(root, 'mine'));
    process.chdir(root);
  });
  after(async () => {
    process.chdir(home);
    await rm(root, { recursive: true });
  });

  const rows: readonly (readonly [string, string])[] = [
    ['mine', 'models/mine/1.10.0'],
    ['mine/1.9.0', 'models/mine/1.9.0'],
    ['mine/1.9.0/', 'models/mine/1.9.0'],
    ['models/mine', 'models/mine/1.10.0'],
    ['models/mine/1.9.0', 'models/mine/1.9.0'],
  ];
  for (const [named, folder] of rows)
    it(`when ${named} is said, then ${folder} is meant`, async () => {
      assert.equal(await findModelFolder(named), folder);
    });

  it('when the shipped model is named from elsewhere, then it is found', async () => {
    assert.match(await findModelFolder('obstacle-net/0.4.0'), /obstacle-net.0\.4\.0$/);
    assert.equal(await findModelFolder('obstacle-net'), await findModelFolder());
  });

  it('when a version is not there, then those that are there are listed', async () => {
    for (const named of ['mine/2.0.0', 'models/mine/2.0.0', './models/mine/2.0.0'])
      await assert.rejects(findModelFolder(named).then(loadModel), {
        code: 'model/missing',
        message: /Name one of the versions of mine: 1\.10\.0, 1\.9\.0\./,
      });
  });

  it('when a name is misspelt, then it is said which was meant, or which there are', async () => {
    const refused = (named: string, message: RegExp) =>
      assert.rejects(findModelFolder(named).then(loadModel), { code: 'model/missing', message });
    await refused('obstacle-nte', /Did you mean obstacle-net\?/);
    await refused('mien/1.9.0', /Did you mean mine\/1\.9\.0\?/);
    await refused('models/mien/1.9.0', /Did you mean models\/mine\/1\.9\.0\?/);
    await refused('kitchen', /There is no model kitchen.*mine, obstacle-net/s);
  });
});
