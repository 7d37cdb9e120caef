// A tree of axis-aligned boxes over numbered items, built once, walked near to far along a ray.

/** Six numbers per box: least x y z, greatest x y z. */
export const BOX_STRIDE = 6;

const ITEMS_PER_LEAF = 4;

/** Deep enough for 2^60 items: the tree halves its items at every level. */
const STACK_DEPTH = 64;

/** Rounding must not lose an item that lies in the very face of its box. */
const ENTRY_SLACK_M = 1e-9;

export class BoxTree {
  /** Node boxes, depth first: the left child follows its parent. */
  readonly #boxes: number[] = [];
  /** Right child of an inner node; first item of a leaf. */
  readonly #next: number[] = [];
  /** Items of a leaf; 0 for an inner node. */
  readonly #sizes: number[] = [];
  readonly #items: Int32Array;
  readonly #nodes: { boxes: Float64Array; next: Int32Array; sizes: Int32Array };
  readonly #stack = new Int32Array(STACK_DEPTH);

  constructor(itemBoxes: Float64Array, items: Int32Array) {
    this.#items = items.slice();
    if (items.length > 0) this.#build(itemBoxes, 0, items.length);
    this.#nodes = {
      boxes: Float64Array.from(this.#boxes),
      next: Int32Array.from(this.#next),
      sizes: Int32Array.from(this.#sizes),
    };
  }

  /**
   * The nearest crossing under `limit` along the ray from (ox, oy, oz) in unit direction (dx, dy, dz), or `limit` if none.
   * `cross(item, limit)` gives the distance of an item's crossing, or anything not below `limit`.
   */
  nearest(
    ox: number,
    oy: number,
    oz: number,
    dx: number,
    dy: number,
    dz: number,
    limit: number,
    cross: (item: number, limit: number) => number,
  ): number {
    const { boxes, next, sizes } = this.#nodes;
    if (sizes.length === 0) return limit;
    const stack = this.#stack;
    // Adding 0 turns -0 into 0, so that the inverse is never -Infinity beside a NaN.
    const ix = 1 / (dx + 0);
    const iy = 1 / (dy + 0);
    const iz = 1 / (dz + 0);
    let best = limit;
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const node = stack[--depth]!;
      if (!(entry(boxes, node * BOX_STRIDE, ox, oy, oz, ix, iy, iz) < best)) continue;
      const size = sizes[node]!;
      if (size > 0) {
        const first = next[node]!;
        for (let i = first; i < first + size; i++) {
          const distance = cross(this.#items[i]!, best);
          if (distance < best) best = distance;
        }
        continue;
      }
      const left = node + 1;
      const right = next[node]!;
      const leftEntry = entry(boxes, left * BOX_STRIDE, ox, oy, oz, ix, iy, iz);
      const rightEntry = entry(boxes, right * BOX_STRIDE, ox, oy, oz, ix, iy, iz);
      stack[depth++] = leftEntry <= rightEntry ? right : left;
      stack[depth++] = leftEntry <= rightEntry ? left : right;
    }
    return best;
  }

  /** Calls `take` for every item whose node's box meets the plane n·p = offset. */
  meeting(nx: number, ny: number, nz: number, offset: number, take: (item: number) => void): void {
    const { boxes, next, sizes } = this.#nodes;
    if (sizes.length === 0) return;
    const stack = this.#stack;
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const node = stack[--depth]!;
      if (!meetsPlane(boxes, node * BOX_STRIDE, nx, ny, nz, offset)) continue;
      const size = sizes[node]!;
      if (size === 0) {
        stack[depth++] = next[node]!;
        stack[depth++] = node + 1;
      } else {
        for (let i = next[node]!; i < next[node]! + size; i++) take(this.#items[i]!);
      }
    }
  }

  /** Makes the node of items first..end, halved at the median of their middles along the longest side. */
  #build(itemBoxes: Float64Array, first: number, end: number): void {
    const node = this.#sizes.length;
    const box = boxOf(itemBoxes, this.#items, first, end);
    this.#boxes.push(...box);
    if (end - first <= ITEMS_PER_LEAF) {
      this.#next.push(first);
      this.#sizes.push(end - first);
      return;
    }
    this.#next.push(0);
    this.#sizes.push(0);
    const axis = longestSide(box);
    const middle = (item: number): number =>
      itemBoxes[item * BOX_STRIDE + axis]! + itemBoxes[item * BOX_STRIDE + 3 + axis]!;
    this.#items.subarray(first, end).sort((a, b) => middle(a) - middle(b) || a - b);
    const half = (first + end) >> 1;
    this.#build(itemBoxes, first, half);
    this.#next[node] = this.#sizes.length;
    this.#build(itemBoxes, half, end);
  }
}

function boxOf(itemBoxes: Float64Array, items: Int32Array, first: number, end: number): number[] {
  const box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = first; i < end; i++) {
    const at = items[i]! * BOX_STRIDE;
    for (let axis = 0; axis < 3; axis++) {
      box[axis] = Math.min(box[axis]!, itemBoxes[at + axis]!);
      box[axis + 3] = Math.max(box[axis + 3]!, itemBoxes[at + axis + 3]!);
    }
  }
  return box;
}

function longestSide(box: readonly number[]): number {
  const [x, y, z] = [box[3]! - box[0]!, box[4]! - box[1]!, box[5]! - box[2]!] as const;
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}

/**
 * Where a ray enters a box: 0 from inside, Infinity if it misses. A ray in the plane of a face gives 0 · Infinity = NaN,
 * which Math.min and Math.max would spread; these comparisons leave the interval as it is.
 */
function entry(
  boxes: Float64Array,
  at: number,
  ox: number,
  oy: number,
  oz: number,
  ix: number,
  iy: number,
  iz: number,
): number {
  let near = 0;
  let far = Infinity;
  let a = (boxes[at]! - ox) * ix;
  let b = (boxes[at + 3]! - ox) * ix;
  if (a > b) [a, b] = [b, a];
  if (a > near) near = a;
  if (b < far) far = b;
  a = (boxes[at + 1]! - oy) * iy;
  b = (boxes[at + 4]! - oy) * iy;
  if (a > b) [a, b] = [b, a];
  if (a > near) near = a;
  if (b < far) far = b;
  a = (boxes[at + 2]! - oz) * iz;
  b = (boxes[at + 5]! - oz) * iz;
  if (a > b) [a, b] = [b, a];
  if (a > near) near = a;
  if (b < far) far = b;
  return near <= far + ENTRY_SLACK_M ? near : Infinity;
}

function meetsPlane(
  boxes: Float64Array,
  at: number,
  nx: number,
  ny: number,
  nz: number,
  offset: number,
): boolean {
  const x0 = boxes[at]! * nx;
  const x1 = boxes[at + 3]! * nx;
  const y0 = boxes[at + 1]! * ny;
  const y1 = boxes[at + 4]! * ny;
  const z0 = boxes[at + 2]! * nz;
  const z1 = boxes[at + 5]! * nz;
  const least = Math.min(x0, x1) + Math.min(y0, y1) + Math.min(z0, z1);
  const greatest = Math.max(x0, x1) + Math.max(y0, y1) + Math.max(z0, z1);
  return least <= offset + ENTRY_SLACK_M && offset <= greatest + ENTRY_SLACK_M;
}
