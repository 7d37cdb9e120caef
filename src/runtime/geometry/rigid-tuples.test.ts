// The forms of rigid transforms agree: tuples and typed arrays against objects.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Transform } from '../../message/messages.js';
import { composeFrame, FRAME_STRIDE, writeFrame } from './rigid-arrays.js';
import { apply, compose, inverse, normalise, relative, type Pose, type Vector } from './rigid-tuples.js';
import * as rigid from './rigid.js';

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const vector = fc.tuple(coordinate, coordinate, coordinate);
const turn = fc
  .tuple(coordinate, coordinate, coordinate, coordinate)
  .filter((q) => Math.hypot(...q) > 1e-3)
  .map(normalise);
const pose = fc.record({ position: vector, orientation: turn });

function objectOf({ position, orientation }: Pose): Transform {
  const [x, y, z] = position;
  const [qx, qy, qz, qw] = orientation;
  return { translation: { x, y, z }, rotation: { x: qx, y: qy, z: qz, w: qw } };
}

function assertNear(found: Vector, expected: Vector): void {
  found.forEach((value, axis) => assert.ok(Math.abs(value - expected[axis]!) < 1e-8, `axis ${axis}`));
}

/** A point through a frame of twelve numbers. */
function applyFrame(frame: Float64Array, [x, y, z]: Vector): Vector {
  const row = (at: number, offset: number): number =>
    frame[at]! * x + frame[at + 1]! * y + frame[at + 2]! * z + frame[offset]!;
  return [row(0, 9), row(3, 10), row(6, 11)];
}

describe('rigid transforms in three forms', () => {
  it('when tuples and objects are composed and inverted, then points go to the same places', () => {
    fc.assert(
      fc.property(pose, pose, vector, (a, b, point) => {
        const [x, y, z] = point;
        const through = rigid.transformPoint(rigid.compose(objectOf(a), objectOf(b)), { x, y, z });
        assertNear(apply(compose(a, b), point), [through.x, through.y, through.z]);
        assertNear(apply(inverse(a), apply(a, point)), point);
        assertNear(apply(compose(a, relative(a, b)), point), apply(b, point));
      }),
    );
  });

  it('when typed arrays are composed, then points go where the tuples send them', () => {
    fc.assert(
      fc.property(pose, pose, vector, (outer, inner, point) => {
        const poses = Float64Array.of(...outer.position, ...outer.orientation);
        const local = new Float64Array(FRAME_STRIDE);
        writeFrame(local, 0, inner.position, inner.orientation);
        const both = new Float64Array(FRAME_STRIDE);
        composeFrame(poses, 0, local, 0, both, 0);
        assertNear(applyFrame(both, point), apply(compose(outer, inner), point));
      }),
    );
  });

  it('when a quaternion has no length, then it turns nothing', () => {
    assert.deepEqual(normalise([0, 0, 0, 0]), [0, 0, 0, 1]);
  });
});
