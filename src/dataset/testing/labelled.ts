// Labels as a tool writes them for a small bag, the rules that keep them all, and how a refusal is recognised.
import assert from 'node:assert/strict';
import type { FaultCode } from '../../fault/codes.js';
import { Fault } from '../../fault/fault.js';
import type { BuildRules } from '../build/rules.js';

export const rules: BuildRules = {
  classes: ['box', 'chair'],
  shares: { train: 1, validation: 0, test: 0 },
  salt: 'test',
  everyMs: 0,
  hashBits: 0,
};

export const box = { id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 30, 20] };
export const images = [0, 1, 2].map((number) => ({ id: number + 1, file_name: `00000${number}.jpg` }));
export const coco = {
  images,
  annotations: [box],
  categories: [
    { id: 1, name: 'box' },
    { id: 2, name: 'chair' },
  ],
};

export const isFault =
  (code: FaultCode, text = /./) =>
  (thrown: unknown) => {
    assert.ok(thrown instanceof Fault, String(thrown));
    assert.equal(thrown.code, code);
    assert.match(thrown.message, text);
    return true;
  };
