// Straight lines through runs of points: total least squares, and the point that fits worst.

/** Unit direction (dx, dy), a point on the line, and how well the points lie on it, metres. */
export interface Line {
  x: number;
  y: number;
  dx: number;
  dy: number;
  /** Root mean square distance of the points from the line. */
  rms: number;
  /** Where the outermost points fall along the direction, from (x, y). */
  from: number;
  to: number;
}

export function emptyLine(): Line {
  return { x: 0, y: 0, dx: 1, dy: 0, rms: 0, from: 0, to: 0 };
}

/** Points by index list, so that no run of them is ever copied. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly order: Int32Array;
}

/** Fits order[first..last] by total least squares (the major axis of the scatter) into `line`. */
export function fitLine({ x, y, order }: Points, first: number, last: number, line: Line): void {
  const count = last - first + 1;
  let meanX = 0;
  let meanY = 0;
  for (let k = first; k <= last; k++) {
    const i = order[k]!;
    meanX += x[i]!;
    meanY += y[i]!;
  }
  meanX /= count;
  meanY /= count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let k = first; k <= last; k++) {
    const i = order[k]!;
    const ux = x[i]! - meanX;
    const uy = y[i]! - meanY;
    xx += ux * ux;
    xy += ux * uy;
    yy += uy * uy;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const spread = Math.hypot((xx - yy) / 2, xy);
  line.x = meanX;
  line.y = meanY;
  line.dx = Math.cos(angle);
  line.dy = Math.sin(angle);
  line.rms = Math.sqrt(Math.max(0, (xx + yy) / 2 - spread) / count);
  measureReach({ x, y, order }, first, last, line);
}

function measureReach({ x, y, order }: Points, first: number, last: number, line: Line): void {
  line.from = Infinity;
  line.to = -Infinity;
  for (let k = first; k <= last; k++) {
    const i = order[k]!;
    const along = (x[i]! - line.x) * line.dx + (y[i]! - line.y) * line.dy;
    if (along < line.from) line.from = along;
    if (along > line.to) line.to = along;
  }
}

/** Greatest distance of order[first..last] from the line, metres. */
export function worstDistance({ x, y, order }: Points, first: number, last: number, line: Line): number {
  let worst = 0;
  for (let k = first; k <= last; k++) {
    const i = order[k]!;
    const off = Math.abs((x[i]! - line.x) * line.dy - (y[i]! - line.y) * line.dx);
    if (off > worst) worst = off;
  }
  return worst;
}

/** Place in `order` of the point farthest from the chord between both ends, or -1 if all are within the tolerance. */
export function farthestFromChord(
  { x, y, order }: Points,
  first: number,
  last: number,
  tolerance: number,
): number {
  const a = order[first]!;
  const b = order[last]!;
  const chordX = x[b]! - x[a]!;
  const chordY = y[b]! - y[a]!;
  const length = Math.hypot(chordX, chordY);
  let worst = tolerance;
  let at = -1;
  for (let k = first + 1; k < last; k++) {
    const i = order[k]!;
    const ux = x[i]! - x[a]!;
    const uy = y[i]! - y[a]!;
    // A run that ends where it began has no chord: then distance from the end counts.
    const off = length < 1e-9 ? Math.hypot(ux, uy) : Math.abs(ux * chordY - uy * chordX) / length;
    if (off > worst) {
      worst = off;
      at = k;
    }
  }
  return at;
}
