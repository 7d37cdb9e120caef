// Adaptive breakpoint clustering of one sweep, and walls told from things by the lines in it.
import { beam, type Sweep } from '../../runtime/geometry/sweep.js';
import { emptyRectangle, fitRectangle, type Rectangle } from './rectangle.js';
import { emptyLine, farthestFromChord, fitLine, worstDistance, type Line, type Points } from './line.js';

/** Metres, radians, beams, points: see cluster-config.ts. */
export interface SegmentOptions {
  readonly lambdaRad: number;
  readonly rangeNoiseM: number;
  readonly maxGapBeams: number;
  readonly minPoints: number;
  readonly splitToleranceM: number;
  readonly wallResidualM: number;
  readonly wallMinLengthM: number;
}

/** One obstacle: order[first..last] of its segmentation, and the rectangle around it in the sweep's frame. */
export interface Segment extends Rectangle {
  first: number;
  last: number;
  wall: boolean;
}

/** Nothing sensible holds more obstacles in one turn; further ones are left out and counted. */
const MAX_SEGMENTS = 512;
const MAX_WALLS = 64;

/** The obstacles of a sweep. Reused: `segment` overwrites everything and allocates only when it must grow. */
export class Segmentation {
  /** Beams with a point, in the order they were taken, from a break on. */
  order = new Int32Array(0);
  readonly segments: Segment[] = [];
  /** How many of `segments` are of this sweep. */
  count = 0;
  /** Segments beyond the ceiling. */
  lost = 0;
  #points = 0;
  readonly #walls: Line[] = [];
  #wallCount = 0;
  readonly #line = emptyLine();
  readonly #cuts: number[] = [];
  readonly #ends: number[] = [];

  segment(sweep: Sweep, options: SegmentOptions): void {
    this.count = 0;
    this.lost = 0;
    this.#wallCount = 0;
    this.#collect(sweep);
    this.#startAtBreak(sweep, options);
    this.#cutAtBreaks(sweep, options);
    this.#adoptWallPieces(sweep, options);
  }

  /** Writes, for every beam, its place in `segments`, or -1. `labels` is the caller's, one number a beam. */
  label(labels: Int32Array): void {
    labels.fill(-1);
    for (let s = 0; s < this.count; s++) {
      const { first, last } = this.segments[s]!;
      for (let k = first; k <= last; k++) labels[this.order[k]!] = s;
    }
  }

  #collect({ count, kind }: Sweep): void {
    if (this.order.length < count) this.order = new Int32Array(count);
    this.#points = 0;
    for (let i = 0; i < count; i++) if (kind[i]! <= beam.near) this.order[this.#points++] = i;
  }

  /** A full turn has no first beam: rotate the order so that no cluster lies across its ends. */
  #startAtBreak(sweep: Sweep, options: SegmentOptions): void {
    const { order } = this;
    const points = this.#points;
    if (!sweep.closed || points < 3 || breaks(sweep, order[points - 1]!, order[0]!, options)) return;
    let at = 1;
    while (at < points && !breaks(sweep, order[at - 1]!, order[at]!, options)) at++;
    if (at < points) rotateLeft(order, points, at);
  }

  #cutAtBreaks(sweep: Sweep, options: SegmentOptions): void {
    let first = 0;
    for (let k = 1; k <= this.#points; k++) {
      if (k < this.#points && !breaks(sweep, this.order[k - 1]!, this.order[k]!, options)) continue;
      this.#tellWalls(sweep, first, k - 1, options);
      first = k;
    }
  }

  /** Split and merge within one run: long straight pieces are walls, what lies between them is one obstacle. */
  #tellWalls(sweep: Sweep, first: number, last: number, options: SegmentOptions): void {
    const { x, y } = sweep;
    const points = { x, y, order: this.order };
    const cuts = this.#cutAtCorners(points, first, last, options.splitToleranceM);
    const line = this.#line;
    let pending = first;
    let from = first;
    for (let c = 0; c < cuts.length; c++) {
      while (c + 1 < cuts.length && isStraight(points, from, cuts[c + 1]!, options, line)) c++;
      const to = cuts[c]!;
      fitLine(points, from, to, line);
      if (to > from && line.to - line.from >= options.wallMinLengthM && line.rms <= options.wallResidualM) {
        this.#add(sweep, pending, from - 1, false, options);
        this.#add(sweep, from, to, true, options);
        pending = to + 1;
      }
      from = to + 1;
    }
    this.#add(sweep, pending, last, false, options);
  }

  /** Ends of the pieces of order[first..last] that stay within the tolerance of their chords. */
  #cutAtCorners(points: Points, first: number, last: number, tolerance: number): readonly number[] {
    const cuts = this.#cuts;
    const ends = this.#ends;
    cuts.length = 0;
    ends.push(last);
    let from = first;
    while (ends.length > 0) {
      const to = ends.at(-1)!;
      const corner = farthestFromChord(points, from, to, tolerance);
      if (corner >= 0) {
        ends.push(corner);
        continue;
      }
      cuts.push(to);
      ends.pop();
      from = to;
    }
    return cuts;
  }

  /** Furniture cuts a wall into shadows' gaps: short pieces on the line of a wall are wall too. */
  #adoptWallPieces({ x, y }: Sweep, { splitToleranceM }: SegmentOptions): void {
    const points = { x, y, order: this.order };
    for (let s = 0; s < this.count; s++) {
      const segment = this.segments[s]!;
      for (let w = 0; w < this.#wallCount && !segment.wall; w++) {
        const off = worstDistance(points, segment.first, segment.last, this.#walls[w]!);
        segment.wall = off <= splitToleranceM;
      }
    }
  }

  #add(sweep: Sweep, first: number, last: number, wall: boolean, { minPoints }: SegmentOptions): void {
    if (last - first + 1 < minPoints) return;
    if (this.count === MAX_SEGMENTS) {
      this.lost++;
      return;
    }
    const segment = (this.segments[this.count++] ??= emptySegment());
    segment.first = first;
    segment.last = last;
    segment.wall = wall;
    fitRectangle({ x: sweep.x, y: sweep.y, order: this.order }, first, last, segment);
    if (wall && this.#wallCount < MAX_WALLS)
      Object.assign((this.#walls[this.#wallCount++] ??= emptyLine()), this.#line);
  }
}

function emptySegment(): Segment {
  return { first: 0, last: 0, wall: false, ...emptyRectangle() };
}

/**
 * Whether two neighbouring points belong to different things: the threshold of Borges and Aldon (2004), the distance
 * at which a surface seen at the grazing angle lambda would place the next beam, plus three times the range noise.
 * It grows from the nearer point, so that the answer is the same for either turning direction.
 */
function breaks(sweep: Sweep, i: number, j: number, options: SegmentOptions): boolean {
  const { x, y, range, count } = sweep;
  const beams = j > i ? j - i : j + count - i;
  if (beams - 1 > options.maxGapBeams) return true;
  const angle = beams * Math.abs(sweep.angleStep);
  if (angle >= options.lambdaRad) return true;
  const nearer = Math.min(range[i]!, range[j]!);
  const limit = (nearer * Math.sin(angle)) / Math.sin(options.lambdaRad - angle) + 3 * options.rangeNoiseM;
  const ux = x[j]! - x[i]!;
  const uy = y[j]! - y[i]!;
  return ux * ux + uy * uy > limit * limit;
}

function isStraight(
  points: Points,
  first: number,
  last: number,
  options: SegmentOptions,
  line: Line,
): boolean {
  fitLine(points, first, last, line);
  return (
    line.rms <= options.wallResidualM && worstDistance(points, first, last, line) <= options.splitToleranceM
  );
}

/** In place, by three reversals. */
function rotateLeft(list: Int32Array, length: number, by: number): void {
  list.subarray(0, by).reverse();
  list.subarray(by, length).reverse();
  list.subarray(0, length).reverse();
}
