// A triangle mesh as a beam meets it: the nearest crossing of a ray, and the mesh's section with a plane.
import { BOX_STRIDE, BoxTree } from './box-tree.js';

/** Barycentric slack, so that a beam through a shared edge or corner cannot slip between two triangles. */
const EDGE_SLACK = 1e-12;

export class TriangleTree {
  readonly triangleCount: number;
  readonly centre: readonly [number, number, number];
  readonly halfExtents: readonly [number, number, number];
  /** The triangle of the last crossing found by `nearest`. */
  hitTriangle = -1;
  /** Nine numbers per triangle: first corner, then the two sides that leave it. */
  readonly #corners: Float64Array;
  readonly #tree: BoxTree;
  readonly #ray = new Float64Array(6);
  readonly #crossTriangle = (triangle: number, limit: number): number => this.#cross(triangle, limit);

  /** Both arrays are copied; see Geometry for their layout. */
  constructor(vertices: Float64Array, triangles: Uint32Array) {
    this.triangleCount = Math.floor(triangles.length / 3);
    this.#corners = cornersOf(vertices, triangles, this.triangleCount);
    const boxes = boxesOf(this.#corners, this.triangleCount);
    this.#tree = new BoxTree(
      boxes,
      Int32Array.from({ length: this.triangleCount }, (_, i) => i),
    );
    const { centre, half } = boundsOf(boxes);
    this.centre = centre;
    this.halfExtents = half;
  }

  /** Distance of the nearest crossing under `limit` along a ray in the mesh's frame, or `limit`. */
  nearest(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, limit: number): number {
    const ray = this.#ray;
    ray[0] = ox;
    ray[1] = oy;
    ray[2] = oz;
    ray[3] = dx;
    ray[4] = dy;
    ray[5] = dz;
    return this.#tree.nearest(ox, oy, oz, dx, dy, dz, limit, this.#crossTriangle);
  }

  /** Calls `take` for every triangle that may meet the plane n·p = offset of the mesh's frame. */
  meeting(nx: number, ny: number, nz: number, offset: number, take: (triangle: number) => void): void {
    this.#tree.meeting(nx, ny, nz, offset, take);
  }

  /** Coordinate `axis` of corner 0, 1 or 2 of a triangle. */
  corner(triangle: number, corner: number, axis: number): number {
    const at = triangle * 9 + axis;
    return corner === 0 ? this.#corners[at]! : this.#corners[at]! + this.#corners[at + corner * 3]!;
  }

  /** Unit normal of a triangle into `out`. */
  normal(triangle: number, out: Float64Array): void {
    const c = this.#corners;
    const at = triangle * 9;
    const x = c[at + 4]! * c[at + 8]! - c[at + 5]! * c[at + 7]!;
    const y = c[at + 5]! * c[at + 6]! - c[at + 3]! * c[at + 8]!;
    const z = c[at + 3]! * c[at + 7]! - c[at + 4]! * c[at + 6]!;
    const length = Math.hypot(x, y, z);
    out[0] = x / length;
    out[1] = y / length;
    out[2] = z / length;
  }

  /** Möller and Trumbore, 1997, from either side. */
  #cross(triangle: number, limit: number): number {
    const c = this.#corners;
    const ray = this.#ray;
    const at = triangle * 9;
    const ax = c[at + 3]!;
    const ay = c[at + 4]!;
    const az = c[at + 5]!;
    const bx = c[at + 6]!;
    const by = c[at + 7]!;
    const bz = c[at + 8]!;
    const dx = ray[3]!;
    const dy = ray[4]!;
    const dz = ray[5]!;
    const px = dy * bz - dz * by;
    const py = dz * bx - dx * bz;
    const pz = dx * by - dy * bx;
    const inverse = 1 / (ax * px + ay * py + az * pz);
    const sx = ray[0]! - c[at]!;
    const sy = ray[1]! - c[at + 1]!;
    const sz = ray[2]! - c[at + 2]!;
    const u = (sx * px + sy * py + sz * pz) * inverse;
    if (!(u >= -EDGE_SLACK && u <= 1 + EDGE_SLACK)) return limit;
    const qx = sy * az - sz * ay;
    const qy = sz * ax - sx * az;
    const qz = sx * ay - sy * ax;
    const v = (dx * qx + dy * qy + dz * qz) * inverse;
    if (!(v >= -EDGE_SLACK && u + v <= 1 + EDGE_SLACK)) return limit;
    const t = (bx * qx + by * qy + bz * qz) * inverse;
    if (!(t > 0 && t < limit)) return limit;
    this.hitTriangle = triangle;
    return t;
  }
}

function cornersOf(vertices: Float64Array, triangles: Uint32Array, count: number): Float64Array {
  const corners = new Float64Array(count * 9);
  for (let triangle = 0; triangle < count; triangle++) {
    for (let axis = 0; axis < 3; axis++) {
      const [a, b, c] = [0, 1, 2].map((corner) => vertices[triangles[triangle * 3 + corner]! * 3 + axis]!);
      corners[triangle * 9 + axis] = a!;
      corners[triangle * 9 + 3 + axis] = b! - a!;
      corners[triangle * 9 + 6 + axis] = c! - a!;
    }
  }
  return corners;
}

function boxesOf(corners: Float64Array, count: number): Float64Array {
  const boxes = new Float64Array(count * BOX_STRIDE);
  for (let triangle = 0; triangle < count; triangle++) {
    for (let axis = 0; axis < 3; axis++) {
      const at = triangle * 9 + axis;
      const [a, b, c] = [0, corners[at + 3]!, corners[at + 6]!] as const;
      boxes[triangle * BOX_STRIDE + axis] = corners[at]! + Math.min(a, b, c);
      boxes[triangle * BOX_STRIDE + 3 + axis] = corners[at]! + Math.max(a, b, c);
    }
  }
  return boxes;
}

function boundsOf(boxes: Float64Array): {
  centre: readonly [number, number, number];
  half: readonly [number, number, number];
} {
  const least = [Infinity, Infinity, Infinity];
  const greatest = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < boxes.length; at += BOX_STRIDE) {
    for (let axis = 0; axis < 3; axis++) {
      least[axis] = Math.min(least[axis]!, boxes[at + axis]!);
      greatest[axis] = Math.max(greatest[axis]!, boxes[at + 3 + axis]!);
    }
  }
  if (boxes.length === 0) return { centre: [0, 0, 0], half: [0, 0, 0] };
  const middle = (axis: number): number => (least[axis]! + greatest[axis]!) / 2;
  const half = (axis: number): number => (greatest[axis]! - least[axis]!) / 2;
  return { centre: [middle(0), middle(1), middle(2)], half: [half(0), half(1), half(2)] };
}
