// Scans as Parquet, through themselves and on bytes that are none.
import assert from 'node:assert/strict';
import { Fault } from '../fault/fault.js';
import type { ScanRow } from './format.js';
import { encodeScanFile, readScanFile } from './scans.js';

const row = (imageId: number, ranges: number[]): ScanRow => ({
  imageId,
  stampNs: 1_700_000_000_123_456_789n,
  angleMin: Math.fround(-3.1),
  angleIncrement: 0.5,
  rangeMin: 0.125,
  rangeMax: 8,
  ranges: Float32Array.from(ranges),
});

describe('the scans of a dataset', () => {
  it('when rows are written and read, then they come back, no return and all', async () => {
    const rows = [row(1, [1.5, Infinity, NaN, 0.25]), row(2, []), row(7, [-Infinity])];
    assert.deepEqual(await readScanFile(encodeScanFile(rows), 'x'), rows);
  });

  it('when there are none, then the file is still one', async () => {
    assert.deepEqual(await readScanFile(encodeScanFile([]), 'x'), []);
  });

  it('when the bytes are something else or cut, then it is a Fault', async () => {
    const whole = encodeScanFile([row(1, [1, 2, 3])]);
    for (const bytes of [new Uint8Array(0), whole.subarray(0, 40), new Uint8Array(300)]) {
      await assert.rejects(
        readScanFile(bytes, 'x'),
        (thrown) => thrown instanceof Fault && thrown.code === 'dataset/corrupt',
      );
    }
  });
});
