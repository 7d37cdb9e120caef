// Axis-aligned rectangles on the floor, metres: where things stand and what is between them.

export interface Rect {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export type Point = readonly [x: number, y: number];

export function rectAround([x, y]: Point, [sizeX, sizeY]: Point): Rect {
  return { minX: x - sizeX / 2, minY: y - sizeY / 2, maxX: x + sizeX / 2, maxY: y + sizeY / 2 };
}

/** The rectangle around one of sizeX x sizeY turned by yawRad. */
export function turnedSize([sizeX, sizeY]: Point, yawRad: number): Point {
  const c = Math.abs(Math.cos(yawRad));
  const s = Math.abs(Math.sin(yawRad));
  return [sizeX * c + sizeY * s, sizeX * s + sizeY * c];
}

/** A point given in a frame that stands at `origin`, turned by yawRad. */
export function turnedPoint([x, y]: Point, origin: Point, yawRad: number): Point {
  const c = Math.cos(yawRad);
  const s = Math.sin(yawRad);
  return [origin[0] + c * x - s * y, origin[1] + s * x + c * y];
}

export function grown(rect: Rect, by: number): Rect {
  return { minX: rect.minX - by, minY: rect.minY - by, maxX: rect.maxX + by, maxY: rect.maxY + by };
}

export function overlap(a: Rect, b: Rect): boolean {
  return a.minX < b.maxX && b.minX < a.maxX && a.minY < b.maxY && b.minY < a.maxY;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.minX >= outer.minX &&
    inner.minY >= outer.minY &&
    inner.maxX <= outer.maxX &&
    inner.maxY <= outer.maxY
  );
}

export function centreOf(rect: Rect): Point {
  return [(rect.minX + rect.maxX) / 2, (rect.minY + rect.maxY) / 2];
}

export function sizeOf(rect: Rect): Point {
  return [rect.maxX - rect.minX, rect.maxY - rect.minY];
}

export function areaOf(rect: Rect): number {
  return (rect.maxX - rect.minX) * (rect.maxY - rect.minY);
}

/** Distance from a point to the rectangle, 0 inside. */
export function distanceTo(rect: Rect, [x, y]: Point): number {
  const dx = Math.max(rect.minX - x, 0, x - rect.maxX);
  const dy = Math.max(rect.minY - y, 0, y - rect.maxY);
  return Math.hypot(dx, dy);
}

/** Whether the straight way between two points meets the rectangle (slab test). */
export function crosses(rect: Rect, from: Point, to: Point): boolean {
  let enter = 0;
  let leave = 1;
  const slabs = [
    [from[0], to[0] - from[0], rect.minX, rect.maxX],
    [from[1], to[1] - from[1], rect.minY, rect.maxY],
  ] as const;
  for (const [start, step, low, high] of slabs) {
    if (step === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const near = (low - start) / step;
    const far = (high - start) / step;
    enter = Math.max(enter, Math.min(near, far));
    leave = Math.min(leave, Math.max(near, far));
  }
  return enter <= leave;
}
