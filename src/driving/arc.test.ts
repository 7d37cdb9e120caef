// The geometry of driving: contact times against a step-by-step simulation, corridors, ramps and zones.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { identityPlanar, moveAlong } from '../runtime/geometry/planar.js';
import { clearanceGrows, timeToContact } from './arc.js';
import { corridorLength } from './corridor.js';
import { ramp } from './ramp.js';
import { isInside, outlineOf, reachOf, type ZoneShape } from './zones.js';

function points(...at: readonly (readonly [number, number])[]) {
  return {
    count: at.length,
    x: Float64Array.from(at, ([x]) => x),
    y: Float64Array.from(at, ([, y]) => y),
  };
}

const within = (low: number, high: number) =>
  fc.integer({ min: 0, max: 10_000 }).map((part) => low + ((high - low) * part) / 10_000);

describe('the time to a contact', () => {
  it('when it is compared with driving step by step, then they agree', () => {
    const radius = 0.13;
    fc.assert(
      fc.property(within(-1, 1), within(-1, 1), within(-0.3, 0.3), within(-2, 2), (x, y, linear, angular) => {
        fc.pre(Math.hypot(x, y) > radius + 0.005 && Math.abs(linear) > 0.01);
        const seconds = timeToContact(x, y, linear, angular, radius);
        const gapAt = (t: number): number => {
          const pose = moveAlong(identityPlanar, linear, angular, t);
          return Math.hypot(pose.x - x, pose.y - y) - radius;
        };
        if (seconds < 20) assert.ok(Math.abs(gapAt(seconds)) < 1e-6, `gap ${gapAt(seconds)} at ${seconds} s`);
        // Nothing touches before: not even nearly.
        for (let t = 0; t < Math.min(seconds, 6) - 0.02; t += 0.02)
          assert.ok(gapAt(t) > -1e-6, `touches already at ${t} s`);
      }),
      { numRuns: 300 },
    );
  });

  it('when the robot only turns, or touches and leaves, then there is none', () => {
    assert.equal(timeToContact(0.14, 0, 0, 2, 0.13), Infinity);
    assert.equal(timeToContact(0.1, 0, -0.1, 0, 0.13), Infinity);
    assert.equal(timeToContact(0.1, 0, 0.1, 0, 0.13), 0);
  });
});

describe('clearance', () => {
  it('when driving leaves the nearest point, then it grows, else not', () => {
    assert.equal(clearanceGrows(points([0.12, 0]), -0.07, 0, 0.3), true);
    assert.equal(clearanceGrows(points([0.12, 0]), 0.07, 0, 0.3), false);
    assert.equal(clearanceGrows(points([0.12, 0], [-0.12, 0]), -0.07, 0, 0.3), false);
  });
});

describe('a corridor', () => {
  it('when a point lies in it, then it ends a radius before, and points beside do not matter', () => {
    const around = points([1, 0], [0.5, 0.25], [-0.5, 0]);
    assert.ok(Math.abs(corridorLength(around, 0, 0.2, 3) - 0.8) < 1e-9);
    assert.equal(corridorLength(around, -Math.PI / 2, 0.2, 3), 3);
  });

  it('when a point is nearer than the corridor is wide, then leaving it and passing by is free', () => {
    const wall = points([0, 0.15], [-0.05, 0.15]);
    assert.equal(corridorLength(wall, -Math.PI / 2, 0.2, 1), 1);
    assert.equal(corridorLength(wall, 0, 0.2, 1), 1);
    assert.ok(corridorLength(wall, Math.PI / 2, 0.2, 1) < 0.05);
  });
});

describe('a ramp', () => {
  const limits = { speedUp: 1, brake: 2 };
  it('when speeding up, braking or turning round, then it keeps to its limits and ends at the goal', () => {
    assert.equal(ramp(0, 1, limits, 0.1), 0.1);
    assert.equal(ramp(0.95, 1, limits, 0.1), 1);
    assert.equal(ramp(1, 0, limits, 0.1), 0.8);
    assert.equal(ramp(0.1, -1, limits, 0.1), 0);
    assert.equal(ramp(-0.5, 0.5, limits, 0.1), -0.3);
  });
});

describe('zones', () => {
  const triangle: ZoneShape = {
    kind: 'polygon',
    pointsM: [
      [0, -1],
      [2, 0],
      [0, 1],
    ],
  };
  it('when points lie in and out of a polygon, then it tells them apart', () => {
    assert.equal(isInside(triangle, 0.5, 0), true);
    assert.equal(isInside(triangle, 1.5, 0.5), false);
    assert.equal(isInside(triangle, -0.1, 0), false);
    assert.equal(reachOf(triangle), 2);
  });

  it('when a circle is drawn, then its outline lies on it', () => {
    const circle: ZoneShape = { kind: 'circle', radiusM: 0.3 };
    for (const [x, y] of outlineOf(circle)) assert.ok(Math.abs(Math.hypot(x, y) - 0.3) < 1e-12);
    assert.equal(isInside(circle, 0.2, 0.2), true);
    assert.equal(isInside(circle, 0.25, 0.25), false);
  });
});
