// Tests of polygon cutting: the triangles cover the polygon exactly, each in its winding.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clipEars, fan } from './triangulate.js';

/** Any simple polygon around its centre: corners by angle, at any distance; in a plane tilted in space. */
const star = fc
  .tuple(
    fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 3, maxLength: 30 }),
    fc.integer({ min: 0, max: 2 }),
    fc.boolean(),
  )
  .map(([radii, axis, reversed]) => {
    const corners = radii.map((radius, corner) => {
      const angle = (2 * Math.PI * corner) / radii.length;
      const flat = [radius * Math.cos(angle), radius * Math.sin(angle)];
      return [0, 1, 2].map((place) => (place === axis ? 0.5 : flat[(place - axis + 2) % 3]!));
    });
    return Float64Array.from((reversed ? corners.toReversed() : corners).flat());
  });

function crossOf(points: Float64Array, a: number, b: number, c: number): [number, number, number] {
  const [u, v] = [b, c].map((corner) =>
    [0, 1, 2].map((axis) => points[corner * 3 + axis]! - points[a * 3 + axis]!),
  );
  return [
    u![1]! * v![2]! - u![2]! * v![1]!,
    u![2]! * v![0]! - u![0]! * v![2]!,
    u![0]! * v![1]! - u![1]! * v![0]!,
  ];
}

/** Twice the area vector of each triangle. */
function normalsOf(points: Float64Array, triangles: readonly number[]): [number, number, number][] {
  const normals: [number, number, number][] = [];
  for (let place = 0; place < triangles.length; place += 3) {
    normals.push(crossOf(points, triangles[place]!, triangles[place + 1]!, triangles[place + 2]!));
  }
  return normals;
}

describe('clipEars', () => {
  it('when any simple polygon is cut, then the triangles have its area, and none is turned over', () => {
    fc.assert(
      fc.property(star, (points) => {
        const polygon = Array.from({ length: points.length / 3 }, (_, corner) => corner);
        const triangles = clipEars(points, polygon);
        assert.equal(triangles.length, (polygon.length - 2) * 3);
        const sum = [0, 1, 2].map((axis) =>
          normalsOf(points, fan(polygon.length)).reduce((total, n) => total + n[axis]!, 0),
        );
        const area = Math.hypot(...sum);
        const pieces = normalsOf(points, triangles);
        const covered = pieces.reduce((total, normal) => total + Math.hypot(...normal), 0);
        assert(Math.abs(covered - area) < 1e-9 * Math.max(1, area), `${covered} is not ${area}`);
        for (const normal of pieces)
          assert(normal.reduce((dot, n, axis) => dot + n * sum[axis]!, 0) >= -1e-12);
      }),
      { seed: 8 },
    );
  });

  it('when a polygon crosses itself, then it still becomes triangles', () => {
    const bow = Float64Array.from([0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 0]);
    assert.equal(clipEars(bow, [0, 1, 2, 3]).length, 6);
  });
});
