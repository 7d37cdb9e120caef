// What a polygon covers of the picture: per row the samples whose centre lies inside.

/** Rows of one convex polygon; holds until the next trace. Left and top edges are included, right and bottom ones are not. */
export class Footprint {
  top = 0;
  bottom = 0;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.left = new Int32Array(height);
    this.right = new Int32Array(height);
  }

  /** Corners in samples, any winding. False if the polygon lies on no row; a row may still be empty (left not below right). */
  trace(xs: Float64Array, ys: Float64Array, count: number): boolean {
    const { left, right } = this;
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < count; i++) {
      const y = ys[i]!;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    const top = Math.max(0, Math.ceil(low - 0.5));
    const bottom = Math.min(this.#height, Math.ceil(high - 0.5));
    if (top >= bottom) return false;
    for (let y = top; y < bottom; y++) {
      left[y] = this.#width;
      right[y] = 0;
    }
    let previous = count - 1;
    for (let i = 0; i < count; i++) {
      // Always downwards, so that two polygons sharing an edge compute it alike and leave no gap.
      if (ys[previous]! < ys[i]!) this.#traceEdge(xs[previous]!, ys[previous]!, xs[i]!, ys[i]!);
      else this.#traceEdge(xs[i]!, ys[i]!, xs[previous]!, ys[previous]!);
      previous = i;
    }
    this.top = top;
    this.bottom = bottom;
    return true;
  }

  #traceEdge(x0: number, y0: number, x1: number, y1: number): void {
    const { left, right } = this;
    const width = this.#width;
    const start = Math.max(0, Math.ceil(y0 - 0.5));
    const end = Math.min(this.#height, Math.ceil(y1 - 0.5));
    if (start >= end) return;
    const slope = (x1 - x0) / (y1 - y0);
    let x = x0 + (start + 0.5 - y0) * slope - 0.5;
    for (let y = start; y < end; y++) {
      const column = x <= 0 ? 0 : x >= width ? width : Math.ceil(x);
      if (column < left[y]!) left[y] = column;
      if (column > right[y]!) right[y] = column;
      x += slope;
    }
  }
}
