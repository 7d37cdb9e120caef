// What walks, followed from scan to scan: how much room it gets, and where it is said to be.
import assert from 'node:assert/strict';
import { beam, type Sweep } from '../runtime/geometry/sweep.js';
import { Movers, type MoverOptions } from './movers.js';

const options: MoverOptions = { moverMps: 1.1, moverStopS: 0.5, moverHoldMs: 700, rimM: 0.13 };
const pose = { x: 0, y: 0, yaw: 0, mirrored: false };
const SCAN_NS = 100_000_000n;

/** Two beams on somebody at x, one after each other on a wall that stands. */
function scanOf(x: number, moves = true): { readonly sweep: Sweep; readonly moving: Uint8Array } {
  const kind = [beam.hit, beam.hit, beam.hit];
  const sweep = { count: 3, x: [x, x, 3], y: [-0.05, 0.05, 1], kind } as unknown as Sweep;
  return { sweep, moving: moves ? Uint8Array.of(1, 1, 0) : new Uint8Array(3) };
}

function walk(
  from: number,
  stepM: number,
  scans: number,
): { readonly movers: Movers; readonly last: bigint } {
  const movers = new Movers();
  for (let i = 0; i < scans; i++) {
    const { sweep, moving } = scanOf(from + i * stepM);
    movers.follow(sweep, moving, BigInt(i) * SCAN_NS);
  }
  return { movers, last: BigInt(scans - 1) * SCAN_NS };
}

describe('movers', () => {
  it('when somebody walks up, then it is too near before it is there, and said to be where it should be by now', () => {
    const { movers, last } = walk(1.4, -0.1, 9);
    const nearby = movers.tooNear(pose, last + 2n * SCAN_NS, options);
    assert.ok(Math.abs(nearby!.distanceM - 0.6) < 0.01, 'the distance is that of the last sight');
    assert.ok(Math.abs(nearby!.at.x - 0.4) < 0.05, `${nearby!.at.x}`);
    assert.ok(Math.abs(nearby!.speedMps - 1.3) < 0.1, `${nearby!.speedMps}`);
  });

  it('when somebody has just been noticed, then it is where it was seen', () => {
    const { movers, last } = walk(0.5, -0.1, 1);
    assert.deepEqual(movers.tooNear(pose, last + SCAN_NS, options)!.at, { x: 0.5, y: 0 });
  });

  it('when somebody stops, then it is where the newest scan still sees it, and too near as before', () => {
    const { movers, last } = walk(1.2, -0.1, 6);
    const { sweep, moving } = scanOf(0.65, false);
    movers.follow(sweep, moving, last + SCAN_NS);
    const { at } = movers.tooNear(pose, last + 3n * SCAN_NS, options)!;
    assert.ok(Math.abs(at.x - 0.65) < 1e-9, `${at.x}`);
  });

  it('when somebody is out of sight, then it is too near for a while, and not taken to walk on for ever', () => {
    const { movers, last } = walk(0.2, 0.1, 6);
    const { sweep, moving } = scanOf(2.9, false);
    movers.follow(sweep, moving, last + SCAN_NS);
    const { at } = movers.tooNear(pose, last + 7n * SCAN_NS, { ...options, rimM: 0.5 })!;
    assert.ok(Math.abs(at.x - 1.1) < 0.05, `${at.x}`);
  });

  it('when something seemed to move for two scans and is gone, then nothing is too near', () => {
    const { movers, last } = walk(0.6, -0.1, 2);
    assert.ok(movers.tooNear(pose, last + SCAN_NS, options) !== undefined);
    const { sweep, moving } = scanOf(2.9, false);
    movers.follow(sweep, moving, last + SCAN_NS);
    assert.equal(movers.tooNear(pose, last + SCAN_NS, options), undefined);
  });

  it('when somebody is far, or was seen long ago, then nothing is too near', () => {
    const far = walk(2.5, -0.1, 4);
    assert.equal(far.movers.tooNear(pose, far.last, options), undefined);
    const { movers, last } = walk(0.8, -0.1, 4);
    assert.ok(movers.tooNear(pose, last + 8n * SCAN_NS, options) !== undefined);
    assert.equal(movers.tooNear(pose, last + 10n * SCAN_NS, options), undefined);
  });
});
