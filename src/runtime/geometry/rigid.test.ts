// Rigid transforms against their laws and a few turns known by heart.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Quaternion, Transform, Vector3 } from '../../message/messages.js';
import * as rigid from './rigid.js';

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const vector = fc.record({ x: coordinate, y: coordinate, z: coordinate });
const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
const turn = fc.tuple(angle, angle, angle).map(([r, p, y]) => rigid.quaternionFromRpy(r, p, y));
const transform = fc.record({ translation: vector, rotation: turn });

function near(a: Vector3, b: Vector3, tolerance = 1e-9): void {
  for (const axis of ['x', 'y', 'z'] as const) {
    assert.ok(Math.abs(a[axis] - b[axis]) <= tolerance, `${axis}: ${a[axis]} is not ${b[axis]}`);
  }
}

/** q and -q are the same turn. */
function sameTurn(a: Quaternion, b: Quaternion): void {
  const dot = a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
  assert.ok(Math.abs(Math.abs(dot) - 1) < 1e-9, `dot ${dot}`);
}

describe('rigid transforms', () => {
  it('when composed, then a point goes through one after the other', () => {
    fc.assert(
      fc.property(transform, transform, vector, (a, b, p) =>
        near(
          rigid.transformPoint(rigid.compose(a, b), p),
          rigid.transformPoint(a, rigid.transformPoint(b, p)),
          1e-8,
        ),
      ),
    );
  });

  it('when inverted, then a point comes back', () => {
    fc.assert(
      fc.property(transform, vector, (t, p) =>
        near(rigid.transformPoint(rigid.invert(t), rigid.transformPoint(t, p)), p, 1e-8),
      ),
    );
  });

  it('when the result is one of the arguments, then it is the same result', () => {
    fc.assert(
      fc.property(transform, transform, (a, b) => {
        const expected = rigid.compose(a, b);
        assert.deepEqual(rigid.compose(rigid.copyTransform(a), b, rigid.copyTransform(a)), expected);
        const first: Transform = rigid.copyTransform(a);
        assert.deepEqual(rigid.compose(first, b, first), expected);
        const second = rigid.copyTransform(b);
        assert.deepEqual(rigid.compose(a, second, second), expected);
        const itself = rigid.copyTransform(a);
        assert.deepEqual(rigid.invert(itself, itself), rigid.invert(a));
      }),
    );
  });

  it('when turned by 90° about z, then x becomes y and y becomes -x', () => {
    const q = rigid.quaternionFromYaw(Math.PI / 2);
    near(rigid.rotate(q, { x: 1, y: 0, z: 0 }), { x: 0, y: 1, z: 0 });
    near(rigid.rotate(q, { x: 0, y: 1, z: 0 }), { x: -1, y: 0, z: 0 });
  });

  it('when pitched by 90°, then x points down, as REP-103 has it', () => {
    near(rigid.rotate(rigid.quaternionFromRpy(0, Math.PI / 2, 0), { x: 1, y: 0, z: 0 }), {
      x: 0,
      y: 0,
      z: -1,
    });
  });

  it('when roll, pitch and yaw are given, then they turn about the fixed axes in that order', () => {
    fc.assert(
      fc.property(angle, angle, angle, vector, (roll, pitch, yaw, v) => {
        const stepwise = [
          rigid.quaternionFromRpy(roll, 0, 0),
          rigid.quaternionFromRpy(0, pitch, 0),
          rigid.quaternionFromRpy(0, 0, yaw),
        ].reduce((turned, q) => rigid.rotate(q, turned), v);
        near(rigid.rotate(rigid.quaternionFromRpy(roll, pitch, yaw), v), stepwise, 1e-8);
      }),
    );
  });

  it('when a yaw is made and read, then it is the same', () => {
    fc.assert(
      fc.property(angle, (yaw) =>
        assert.ok(Math.abs(rigid.yawOf(rigid.quaternionFromYaw(yaw)) - yaw) < 1e-9),
      ),
    );
  });

  it('when interpolated, then it goes the short way at even speed and keeps unit length', () => {
    fc.assert(
      fc.property(turn, turn, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, u) => {
        const q = rigid.slerp(a, b, u);
        assert.ok(Math.abs(Math.hypot(q.x, q.y, q.z, q.w) - 1) < 1e-12);
        const whole = angleBetween(a, b);
        assert.ok(Math.abs(angleBetween(a, q) - u * whole) < 1e-6);
      }),
    );
    sameTurn(rigid.slerp({ x: 0, y: 0, z: 0, w: 1 }, { x: 0, y: 0, z: 0, w: -1 }, 0.5), {
      x: 0,
      y: 0,
      z: 0,
      w: 1,
    });
  });

  it('when interpolated at the ends, then it is the ends', () => {
    fc.assert(
      fc.property(transform, transform, (a, b) => {
        near(rigid.interpolate(a, b, 0).translation, a.translation);
        near(rigid.interpolate(a, b, 1).translation, b.translation);
        sameTurn(rigid.interpolate(a, b, 0).rotation, a.rotation);
        sameTurn(rigid.interpolate(a, b, 1).rotation, b.rotation);
      }),
    );
  });
});

/** Radians, in [0, π]. */
function angleBetween(a: Quaternion, b: Quaternion): number {
  const { x, y, z, w } = rigid.multiply(rigid.conjugate(a), b);
  return 2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w));
}
