// What is said where a command is given a bag, a training, a dataset or a model that is not there.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../dataset/open.js';
import type { Fault } from '../fault/fault.js';
import { loadModel } from '../perception/model/model.js';
import { openBag } from '../recording/bag.js';
import { readRun } from '../training/run-folder.js';

describe('what is not there', () => {
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'absent-'));
    await mkdir(join(root, 'kitchen'));
  });
  after(() => rm(root, { recursive: true }));

  it('when there is no such bag, training, dataset or model, then each says what was meant, or what next', async () => {
    const openers = [openBag, readRun, openDataset, loadModel];
    for (const open of openers) {
      const says = (text: RegExp) => (fault: Fault) => {
        assert.match(fault.next ?? '', text, open.name);
        assert.doesNotMatch(fault.message, /ENOENT/);
        return true;
      };
      await assert.rejects(open(join(root, 'kitchn')), says(/Did you mean .*kitchen\?/));
      await assert.rejects(open(join(root, 'bathroom')), says(/Name|Make/));
    }
  });
});
