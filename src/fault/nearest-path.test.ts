// Did you mean, of paths: a misspelt name, a misspelt folder above it, and nothing where nothing is near.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nearestPath } from './nearest-path.js';

describe('the nearest path', () => {
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'nearest-'));
    await mkdir(join(root, 'kitchen'));
    await mkdir(join(root, 'runs', 'mine'), { recursive: true });
  });
  after(() => rm(root, { recursive: true }));

  it('when a name is misspelt, or a folder above it, then what is there is meant; else nothing', async () => {
    assert.equal(await nearestPath(join(root, 'kitchn')), join(root, 'kitchen'));
    assert.equal(await nearestPath(join(root, 'run', 'mine')), join(root, 'runs', 'mine'));
    assert.equal(await nearestPath(join(root, 'bathroom')), undefined);
    assert.equal(await nearestPath(join(root, 'nowhere', 'mine')), undefined);
  });
});
