// Findings of one kind are told once or thrice, not a hundred times.
import assert from 'node:assert/strict';
import { Findings } from './findings.js';

describe('what a check found', () => {
  it('when many findings are of one kind, then the first few stand for all, and others are not crowded out', () => {
    const findings = new Findings();
    for (let i = 1; i <= 99; i++) findings.note(`train: a scan of no image, ${i}`);
    findings.note('images/train/a b1.jpg: not the picture the dataset was made with');
    assert.deepEqual(findings.lines(), [
      'train: a scan of no image, 1',
      'train: a scan of no image, 2',
      'train: a scan of no image, 3',
      '… and 96 more like the last',
      'images/train/a b1.jpg: not the picture the dataset was made with',
    ]);
  });
});
