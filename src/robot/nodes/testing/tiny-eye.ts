// A model for the nodes of a suite to see by, in a folder that lasts as long as its tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyModel } from '../../../perception/model/testing/tiny-model.js';

/** To be called in a `describe`; gives the arguments with which a node of its tests finds the model. */
export function giveTinyModel(): () => string[] {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-ros-'));
    await writeTinyModel(join(folder, 'tiny'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => ['--ros-args', '-p', `vision.model:=${join(folder, 'tiny')}`];
}
