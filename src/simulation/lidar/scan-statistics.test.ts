// The statistics of scans, on scans made to have known ones.
import assert from 'node:assert/strict';
import { createRandom } from '../random.js';
import { scanStatistics } from './scan-statistics.js';

const STEP = Math.PI / 360;

/** 360 beams onto a wall 2 m ahead, as far as it is within 5 m; `change` sees angle and range. */
function wall(change: (range: number, beam: number) => number): number[] {
  return Array.from({ length: 360 }, (_, beam) => {
    const range = 2 / Math.cos((beam - 179.5) * STEP);
    return change(Math.min(range, 5), beam);
  });
}

describe('scanStatistics', () => {
  it('when a wall is noisy, then the noise is found whatever the angle of the wall', () => {
    const random = createRandom(3);
    const scans = Array.from({ length: 200 }, () => wall((range) => range + 0.01 * random.normal()));
    const { wallNoise } = scanStatistics(scans, STEP);
    const near = wallNoise.find(({ fromM }) => fromM === 2);
    assert.ok(near !== undefined && near.windows > 1000);
    assert.ok(near.noiseM > 0.007 && near.noiseM < 0.0105, `${near.noiseM}`);
  });

  it('when single beams are lost before a wall, then they count as lost alone; a gap counts as a run', () => {
    const scan = wall((range, beam) => (beam === 180 || (beam > 200 && beam <= 210) ? Infinity : range));
    const { lostShare, isolatedLossShare, runLossShare, beams } = scanStatistics([scan], STEP);
    assert.equal(lostShare * beams, 11);
    assert.equal(isolatedLossShare * beams, 1);
    assert.equal(runLossShare * beams, 10);
  });

  it('when a post stands before the wall, then it has two edges, and a range in between is a mixed one', () => {
    const clean = wall((range, beam) => (beam >= 170 && beam < 190 ? 1 : range));
    const mixed = clean.map((range, beam) => (beam === 190 ? 1.5 : range));
    assert.deepEqual(edgesOf(clean), { edges: 2, mixedShare: 0 });
    assert.deepEqual(edgesOf(mixed), { edges: 2, mixedShare: 0.5 });
  });
});

function edgesOf(scan: readonly number[]): { edges: number; mixedShare: number } {
  const { edges, mixedShare } = scanStatistics([scan], STEP);
  return { edges, mixedShare };
}
