// Which facet each pixel sees: convex polygons filled row by row, nearest wins, nothing shaded yet.

/** Where a polygon covers the pixels of a row: those whose centre lies inside, left and top edges included. */
interface Spans {
  top: number;
  bottom: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** 1/depth as a linear function of pixel coordinates: byX·x + byY·y + at. */
export interface InverseDepth {
  byX: number;
  byY: number;
  at: number;
}

export class Visibility {
  readonly width: number;
  readonly height: number;
  /** 1/metres; 0 is sky. */
  readonly inverseDepth: Float32Array;
  /** What `fill` was given; 0 is sky. */
  readonly slots: Uint16Array;
  readonly #spans: Spans;
  /** The last group that covered a pixel, seen or not. */
  readonly #stamps: Uint16Array;
  /** 2 where each pixel of the final picture is a square of four; the last of them stands for it. */
  readonly samplesPerSide: number;

  /** width, height: in samples. */
  constructor(width: number, height: number, samplesPerSide: number) {
    this.width = width;
    this.height = height;
    this.inverseDepth = new Float32Array(width * height);
    this.slots = new Uint16Array(width * height);
    this.#stamps = new Uint16Array(width * height);
    this.#spans = { top: 0, bottom: 0, left: new Int32Array(height), right: new Int32Array(height) };
    this.samplesPerSide = samplesPerSide;
  }

  clear(): void {
    this.inverseDepth.fill(0);
    this.slots.fill(0);
    this.#stamps.fill(0);
  }

  /** Corners in pixels, any winding. Returns false if the polygon covers no pixel; else spans hold until the next trace. */
  trace(xs: Float64Array, ys: Float64Array, count: number): boolean {
    const { width, height } = this;
    const { left, right } = this.#spans;
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < count; i++) {
      const y = ys[i]!;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    const top = Math.max(0, Math.ceil(low - 0.5));
    const bottom = Math.min(height, Math.ceil(high - 0.5));
    if (top >= bottom) return false;
    for (let y = top; y < bottom; y++) {
      left[y] = width;
      right[y] = 0;
    }
    let previous = count - 1;
    for (let i = 0; i < count; i++) {
      // Always downwards, so that two polygons sharing an edge compute it alike and leave no gap.
      if (ys[previous]! < ys[i]!) this.#traceEdge(xs[previous]!, ys[previous]!, xs[i]!, ys[i]!);
      else this.#traceEdge(xs[i]!, ys[i]!, xs[previous]!, ys[previous]!);
      previous = i;
    }
    this.#spans.top = top;
    this.#spans.bottom = bottom;
    return true;
  }

  #traceEdge(x0: number, y0: number, x1: number, y1: number): void {
    const { width, height } = this;
    const { left, right } = this.#spans;
    const start = Math.max(0, Math.ceil(y0 - 0.5));
    const end = Math.min(height, Math.ceil(y1 - 0.5));
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

  /** Fills the traced polygon. */
  fill(slot: number, { byX, byY, at }: InverseDepth): void {
    const { width, inverseDepth, slots } = this;
    const { top, bottom, left, right } = this.#spans;
    for (let y = top; y < bottom; y++) {
      const start = left[y]!;
      const end = y * width + right[y]!;
      let nearness = byX * (start + 0.5) + byY * (y + 0.5) + at;
      for (let i = y * width + start; i < end; i++) {
        if (nearness > inverseDepth[i]!) {
          inverseDepth[i] = nearness;
          slots[i] = slot;
        }
        nearness += byX;
      }
    }
  }

  /** How many pixels of the final picture the traced polygon covers, hidden or not. */
  countCovered(): number {
    const { top, bottom, left, right } = this.#spans;
    const side = this.samplesPerSide;
    let covered = 0;
    for (let y = side === 2 ? top | 1 : top; y < bottom; y += side) {
      const [start, end] = [left[y]!, right[y]!];
      if (end > start) covered += side === 2 ? (end >> 1) - (start >> 1) : end - start;
    }
    return covered;
  }

  /** As countCovered, but a pixel that this group has covered before does not count again. */
  countNewlyCovered(group: number): number {
    const { width } = this;
    const { top, bottom, left, right } = this.#spans;
    const stamps = this.#stamps;
    const side = this.samplesPerSide;
    let covered = 0;
    for (let y = side === 2 ? top | 1 : top; y < bottom; y += side) {
      const end = y * width + right[y]!;
      for (let i = y * width + (side === 2 ? left[y]! | 1 : left[y]!); i < end; i += side) {
        if (stamps[i] !== group) {
          stamps[i] = group;
          covered++;
        }
      }
    }
    return covered;
  }

  /** Metres per pixel of the final picture; +Infinity for sky. */
  writeDepth(out: Float32Array): void {
    const { inverseDepth, width, samplesPerSide: side } = this;
    for (let y = side - 1, at = 0; y < this.height; y += side) {
      for (let i = y * width + side - 1; i < (y + 1) * width; i += side) out[at++] = 1 / inverseDepth[i]!;
    }
  }

  /** Calls back for each row of the traced polygon that has pixels: y, first column, column after the last. */
  eachSpan(take: (y: number, start: number, end: number) => void): void {
    const { top, bottom, left, right } = this.#spans;
    for (let y = top; y < bottom; y++) {
      if (left[y]! < right[y]!) take(y, left[y]!, right[y]!);
    }
  }
}
