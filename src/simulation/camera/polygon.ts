// A facet as a polygon in the picture: cut at the near plane, then projected.
import type { Facets } from './facets.js';
import type { Pinhole } from './pinhole.js';

export class PolygonClipper {
  /** Pixels; valid up to `count` after `project` returned true. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  count = 0;
  readonly #facets: Facets;
  readonly #pinhole: Pinhole;
  readonly #near: number;

  /** near: metres, above 0. */
  constructor(facets: Facets, pinhole: Pinhole, near: number) {
    this.#facets = facets;
    this.#pinhole = pinhole;
    this.#near = near;
    let most = 0;
    const { cornerStarts } = facets;
    for (let i = 0; i + 1 < cornerStarts.length; i++)
      most = Math.max(most, cornerStarts[i + 1]! - cornerStarts[i]!);
    // Cutting a convex polygon by one plane adds at most one corner.
    this.xs = new Float64Array(most + 1);
    this.ys = new Float64Array(most + 1);
  }

  /** points: the optical-frame vertices of the facet's shape, whose first is vertexStart. False: all behind, or off the picture. */
  project(facet: number, vertexStart: number, points: Float64Array): boolean {
    const { corners, cornerStarts } = this.#facets;
    const end = cornerStarts[facet + 1]!;
    this.count = 0;
    let previous = (corners[end - 1]! - vertexStart) * 3;
    for (let i = cornerStarts[facet]!; i < end; i++) {
      const current = (corners[i]! - vertexStart) * 3;
      const before = points[current + 2]! >= this.#near;
      if (before !== points[previous + 2]! >= this.#near) this.#addCut(points, previous, current);
      if (before) this.#add(points[current]!, points[current + 1]!, points[current + 2]!);
      previous = current;
    }
    return this.count >= 3 && this.#meetsPicture();
  }

  /** The point of the edge on the near plane, reckoned from the same end whichever facet asks. */
  #addCut(points: Float64Array, a: number, b: number): void {
    const [from, to] = points[a + 2]! < points[b + 2]! ? [a, b] : [b, a];
    const share = (this.#near - points[from + 2]!) / (points[to + 2]! - points[from + 2]!);
    const x = points[from]! + share * (points[to]! - points[from]!);
    const y = points[from + 1]! + share * (points[to + 1]! - points[from + 1]!);
    this.#add(x, y, this.#near);
  }

  #add(x: number, y: number, z: number): void {
    const { focal, centerX, centerY } = this.#pinhole;
    this.xs[this.count] = (x * focal) / z + centerX;
    this.ys[this.count] = (y * focal) / z + centerY;
    this.count++;
  }

  #meetsPicture(): boolean {
    const { width } = this.#pinhole;
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < this.count; i++) {
      const x = this.xs[i]!;
      if (x < low) low = x;
      if (x > high) high = x;
    }
    return high > 0 && low < width;
  }
}
