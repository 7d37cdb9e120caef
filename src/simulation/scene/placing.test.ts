// Tests of nested places: quaternions against matrices, scales along the way.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rotate, type Quaternion, type Vector } from '../../runtime/geometry/rigid-tuples.js';
import { compose, multiply, nest, turnOf, unscaled } from './placing.js';

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
const vector = fc.tuple(coordinate, coordinate, coordinate);
const rotation = fc.tuple(coordinate, coordinate, coordinate, coordinate);

function assertNear(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, place) =>
    assert(Math.abs(value - expected[place]!) < 1e-9, `${found.join(' ')} is not ${expected.join(' ')}`),
  );
}

/** Rodrigues' formula, independent of quaternions. */
function rotateAbout([ax, ay, az, angle]: Quaternion, v: Vector): Vector {
  const length = Math.hypot(ax, ay, az);
  const [x, y, z] = [ax / length, ay / length, az / length];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = (x * v[0] + y * v[1] + z * v[2]) * (1 - cos);
  return [
    v[0] * cos + (y * v[2] - z * v[1]) * sin + x * along,
    v[1] * cos + (z * v[0] - x * v[2]) * sin + y * along,
    v[2] * cos + (x * v[1] - y * v[0]) * sin + z * along,
  ];
}

describe('placing', () => {
  it('when a vector is turned about an axis of any length, then it agrees with the formula of Rodrigues', () => {
    fc.assert(
      fc.property(rotation, vector, (turn, v) => {
        fc.pre(Math.hypot(turn[0], turn[1], turn[2]) > 1e-3);
        assertNear(rotate(turnOf(turn), v), rotateAbout(turn, v));
      }),
    );
  });

  it('when the axis is zero, then nothing turns', () => {
    assertNear(turnOf([0, 0, 0, 1]), [0, 0, 0, 1]);
  });

  it('when turns and poses are combined, then that is doing one after the other', () => {
    fc.assert(
      fc.property(rotation, rotation, vector, vector, (a, b, at, v) => {
        const [first, second] = [turnOf(a), turnOf(b)];
        assertNear(rotate(multiply(first, second), v), rotate(first, rotate(second, v)));
        const outer = { position: at, orientation: first };
        const point = compose(outer, { position: v, orientation: second });
        const turned = rotate(first, v);
        assertNear(point.position, [turned[0] + at[0], turned[1] + at[1], turned[2] + at[2]]);
      }),
    );
  });

  it('when scales are nested, then they multiply and move what is inside', () => {
    const still: Quaternion = [0, 0, 0, 1];
    const outer = nest(unscaled, { position: [1, 0, 0], orientation: still }, [2, 3, 4]);
    const inner = nest(outer, { position: [1, 1, 1], orientation: still }, [1, 1, 0.5]);
    assertNear(inner.pose.position, [3, 3, 4]);
    assertNear(inner.scale, [2, 3, 2]);
  });
});
