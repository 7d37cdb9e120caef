// People on paths.
import assert from 'node:assert/strict';
import { poseAt } from './example-room.js';
import { yawOf } from '../../runtime/geometry/rigid-tuples.js';
import { Walker } from './walker.js';

const SQUARE = { points: [[0, 0], [2, 0], [2, 2], [0, 2]], speed: 1 } as const; // prettier-ignore

describe('a walker', () => {
  it('when it has gone once around, then it is where it started', () => {
    const walker = new Walker(SQUARE, poseAt(0, 0, 0.9));
    for (let step = 0; step < 1600; step++) walker.step(0.005, undefined);
    assert.ok(Math.hypot(walker.x, walker.y) < 1e-9);
    assert.equal(walker.pose().position[2], 0.9);
  });

  it('when it starts beside its path, then it joins at the nearest point', () => {
    const walker = new Walker(SQUARE, poseAt(1.5, -0.3, 0));
    assert.deepEqual([walker.x, walker.y], [1.5, 0]);
  });

  it('when it turns a corner, then it faces the new way soon, without a jump', () => {
    const walker = new Walker(SQUARE, poseAt(1.9, 0, 0));
    let last = 0;
    for (let step = 0; step < 200; step++) {
      walker.step(0.005, undefined);
      const yaw = yawOf(walker.pose().orientation);
      assert.ok(Math.abs(yaw - last) <= 0.0201);
      last = yaw;
    }
    assert.ok(Math.abs(last - Math.PI / 2) < 1e-6);
  });

  it('when the robot stands in front, then it waits, and goes on when the robot has gone', () => {
    const walker = new Walker(SQUARE, poseAt(0, 0, 0));
    for (let step = 0; step < 100; step++) walker.step(0.005, { x: 0.9, y: 0.1 });
    const waitedAt = walker.x;
    assert.ok(walker.waiting && waitedAt > 0.2 && waitedAt < 0.4);
    walker.step(0.005, { x: 0.9, y: 1.5 });
    assert.ok(!walker.waiting && walker.x > waitedAt);
  });

  it('when the robot is close behind, then it walks on', () => {
    const walker = new Walker(SQUARE, poseAt(0.5, 0, 0));
    walker.step(0.005, { x: 0.2, y: 0 });
    assert.ok(!walker.waiting);
  });

  it('when points of the path fall together, then it still walks', () => {
    const walker = new Walker({ points: [[0, 0], [0, 0], [1, 0]], speed: 1 }, poseAt(0, 0, 0)); // prettier-ignore
    for (let step = 0; step < 100; step++) walker.step(0.005, undefined);
    assert.ok(Math.abs(walker.x - 0.5) < 1e-9);
  });
});
