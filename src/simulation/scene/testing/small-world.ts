// Small worlds for tests of the scene: built from text, with files in memory.
import assert from 'node:assert/strict';
import { memoryFiles } from '../../worldfile/memory-files.js';
import { parseWorld } from '../../worldfile/parse.js';
import { defaultLoadOptions, sceneOf } from '../load.js';
import type { Scene, Solid } from '../scene.js';

/** The scene of a world's text without its header; `files` by absolute path, the world itself is in `/w`. */
export function buildText(body: string, files: Readonly<Record<string, string>> = {}): Scene {
  const options = { ...defaultLoadOptions, files: memoryFiles(files), simFolder: '/sim' };
  return sceneOf(parseWorld(`#VRML_SIM R2025a utf8\n${body}`, '/w/a.wbt'), '/w/a.wbt', options);
}

export function solidOf(scene: Scene, name: string): Solid {
  const found = scene.solids.find((candidate) => candidate.name === name);
  assert(found !== undefined, `no solid "${name}"`);
  return found;
}

export function assertNear(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, place) => {
    assert(Math.abs(value - expected[place]!) < 1e-9, `${found.join(' ')} is not ${expected.join(' ')}`);
  });
}
