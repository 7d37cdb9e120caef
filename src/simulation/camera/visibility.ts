// Which facet each sample sees: per row a list of spans in order, nearest wins. Costs go by edges, not by samples.
import type { Footprint } from './footprint.js';

/** 1/depth as a linear function of sample coordinates: byX·x + byY·y + at. */
export interface InverseDepth {
  byX: number;
  byY: number;
  at: number;
}

const MAX_SLOTS = 65_536;
const FIRST_CAPACITY = 16_384;
/** Ends every list; its start is beyond any row. */
const NONE = 0;

export class Visibility {
  readonly width: number;
  readonly height: number;
  /** 2 where each pixel of the final picture is a square of four; the last of them stands for it. */
  readonly samplesPerSide: number;
  /** Spans by number; `next` leads through a row from left to right. What no span covers is sky. */
  starts = new Int32Array(FIRST_CAPACITY);
  ends = new Int32Array(FIRST_CAPACITY);
  slots = new Uint16Array(FIRST_CAPACITY);
  next = new Int32Array(FIRST_CAPACITY);
  /** The first span of each row, NONE if it has none. */
  readonly heads: Int32Array;
  #count = 1;
  /** Three numbers per slot, as InverseDepth has them. */
  readonly #planes = new Float64Array(MAX_SLOTS * 3);

  /** width, height: in samples. */
  constructor(width: number, height: number, samplesPerSide: number) {
    this.width = width;
    this.height = height;
    this.samplesPerSide = samplesPerSide;
    this.heads = new Int32Array(height);
    this.starts[NONE] = this.ends[NONE] = 0x7fff_ffff;
  }

  clear(): void {
    this.heads.fill(NONE);
    this.#count = 1;
  }

  /** Lays a polygon over the picture; it stays where nothing laid before is nearer. Each slot is filled once. */
  fill({ top, bottom, left, right }: Footprint, slot: number, { byX, byY, at }: InverseDepth): void {
    this.#planes[slot * 3] = byX;
    this.#planes[slot * 3 + 1] = byY;
    this.#planes[slot * 3 + 2] = at;
    for (let y = top; y < bottom; y++) {
      const [start, end] = [left[y]!, right[y]!];
      if (start < end) this.#lay(y, start, end, slot, byX, byY * (y + 0.5) + at + 0.5 * byX);
    }
  }

  /** nearness at sample x of the row: byX·x + base. */
  #lay(y: number, start: number, end: number, slot: number, byX: number, base: number): void {
    if (this.#count + 2 * end > this.starts.length) this.#grow();
    const { starts, ends, slots, next } = this;
    const planes = this.#planes;
    let before = NONE;
    let span = this.heads[y]!;
    while (ends[span]! <= start) {
      before = span;
      span = next[span]!;
    }
    for (let x = start; x < end;) {
      if (starts[span]! > x) {
        const stop = starts[span]! < end ? starts[span]! : end;
        before = this.#put(y, before, span, x, stop, slot);
        x = stop;
        continue;
      }
      const stop = ends[span]! < end ? ends[span]! : end;
      const other = slots[span]! * 3;
      const slope = byX - planes[other]!;
      const lead = base - planes[other + 1]! * (y + 0.5) - planes[other + 2]! - 0.5 * planes[other]!;
      const atFirst = lead + slope * x;
      const atLast = lead + slope * (stop - 1);
      if (atFirst <= 0 && atLast <= 0) before = span;
      else {
        let [from, to] = [x, stop];
        // Where the two planes cross inside, one is nearer on this side, the other on that.
        if (atFirst <= 0) from = within(Math.floor(-lead / slope) + 1, x + 1, stop - 1);
        else if (atLast <= 0) to = within(Math.ceil(-lead / slope), x + 1, stop - 1);
        before = this.#replace(y, before, span, from, to, slot);
      }
      x = stop;
      span = before === NONE ? this.heads[y]! : next[before]!;
      if (ends[span]! <= x) {
        before = span;
        span = next[span]!;
      }
    }
  }

  /** A span between `before` and `after`, joined to `before` where that is its own left part. Returns the span that ends at `end`. */
  #put(y: number, before: number, after: number, start: number, end: number, slot: number): number {
    if (before !== NONE && this.slots[before] === slot && this.ends[before] === start) {
      this.ends[before] = end;
      return before;
    }
    const span = this.#count++;
    this.starts[span] = start;
    this.ends[span] = end;
    this.slots[span] = slot;
    this.next[span] = after;
    if (before === NONE) this.heads[y] = span;
    else this.next[before] = span;
    return span;
  }

  /** Gives start..end of a span to the slot. Returns the last span that ends at or before `end`. */
  #replace(y: number, before: number, span: number, start: number, end: number, slot: number): number {
    const { starts, ends, slots, next } = this;
    const after = next[span]!;
    const oldEnd = ends[span]!;
    const hasRest = end < oldEnd;
    if (starts[span]! < start) {
      ends[span] = start;
      const middle = this.#put(y, span, after, start, end, slot);
      if (hasRest) this.#put(y, middle, after, end, oldEnd, slots[span]!);
      return middle;
    }
    if (hasRest) {
      // The span keeps its right part.
      starts[span] = end;
      return this.#put(y, before, span, start, end, slot);
    }
    if (before !== NONE && slots[before] === slot && ends[before] === start) {
      ends[before] = end;
      next[before] = after;
      return before;
    }
    slots[span] = slot;
    return span;
  }

  #grow(): void {
    const longer = <T extends Int32Array | Uint16Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    const size = this.starts.length * 2;
    this.starts = longer(this.starts, new Int32Array(size));
    this.ends = longer(this.ends, new Int32Array(size));
    this.next = longer(this.next, new Int32Array(size));
    this.slots = longer(this.slots, new Uint16Array(size));
  }

  /** Whether all samples of the rectangle see something at least as near as `nearness` (1/metres). */
  hides(left: number, top: number, right: number, bottom: number, nearness: number): boolean {
    for (let y = top; y < bottom; y++) {
      if (!this.#rowHides(y, left, right, nearness)) return false;
    }
    return true;
  }

  #rowHides(y: number, left: number, right: number, nearness: number): boolean {
    const { starts, ends, next, slots } = this;
    const planes = this.#planes;
    let span = this.heads[y]!;
    while (ends[span]! <= left) span = next[span]!;
    for (let x = left; x < right; span = next[span]!) {
      if (starts[span]! > x) return false;
      const stop = ends[span]! < right ? ends[span]! : right;
      const plane = slots[span]! * 3;
      const base = planes[plane + 1]! * (y + 0.5) + planes[plane + 2]!;
      if (base + planes[plane]! * (x + 0.5) < nearness) return false;
      if (base + planes[plane]! * (stop - 0.5) < nearness) return false;
      x = stop;
    }
    return true;
  }

  /** Metres per pixel of the final picture; +Infinity for sky. */
  writeDepth(out: Float32Array): void {
    const { starts, ends, next, slots, width, samplesPerSide: side } = this;
    const planes = this.#planes;
    const shift = side - 1;
    out.fill(Infinity);
    for (let y = shift, row = 0; y < this.height; y += side, row += width / side) {
      for (let span = this.heads[y]!; span !== NONE; span = next[span]!) {
        const plane = slots[span]! * 3;
        const byPixel = planes[plane]! * side;
        const base = planes[plane]! * (shift + 0.5) + planes[plane + 1]! * (y + 0.5) + planes[plane + 2]!;
        const end = ends[span]! >> shift;
        for (let x = starts[span]! >> shift; x < end; x++) out[row + x] = 1 / (base + byPixel * x);
      }
    }
  }

  /** 1/metres of what each sample of a row sees, 0 for sky; only start..end are written. */
  writeNearness(y: number, start: number, end: number, out: Float64Array): void {
    const planes = this.#planes;
    out.fill(0, start, end);
    for (let span = this.heads[y]!; this.starts[span]! < end; span = this.next[span]!) {
      const plane = this.slots[span]! * 3;
      const base = planes[plane + 1]! * (y + 0.5) + planes[plane + 2]! + 0.5 * planes[plane]!;
      const stop = Math.min(end, this.ends[span]!);
      for (let x = Math.max(start, this.starts[span]!); x < stop; x++) out[x] = base + planes[plane]! * x;
    }
  }
}

function within(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
