// Cuts polygons in space into triangles: a fan where the file says they are convex, ear clipping where not.

/** x y z of every vertex of a mesh. */
export type Points = Float64Array;

/** Corner numbers 0..n-1 of the polygon, three a triangle, in the polygon's own winding. */
export function fan(corners: number): number[] {
  const triangles: number[] = [];
  for (let corner = 1; corner + 1 < corners; corner += 1) triangles.push(0, corner, corner + 1);
  return triangles;
}

/** As `fan`, for a simple polygon of any shape that is nearly flat; a polygon that crosses itself gives a fan. */
export function clipEars(points: Points, polygon: readonly number[]): number[] {
  const flat = flatten(points, polygon);
  const left = polygon.map((_, corner) => corner);
  const triangles: number[] = [];
  while (left.length > 3) {
    const ear = left.findIndex((_, place) => isEar(flat, left, place));
    if (ear < 0) return fan(polygon.length);
    triangles.push(...cornersAround(left, ear));
    left.splice(ear, 1);
  }
  return [...triangles, ...left];
}

function cornersAround(left: readonly number[], place: number): [number, number, number] {
  const count = left.length;
  return [left[(place + count - 1) % count]!, left[place]!, left[(place + 1) % count]!];
}

/** Two numbers a corner: the polygon seen along its normal (Newell), so that it runs counter-clockwise. */
function flatten(points: Points, polygon: readonly number[]): Float64Array {
  const [nx, ny, nz] = newellNormal(points, polygon);
  const [ax, ay, az] = [Math.abs(nx), Math.abs(ny), Math.abs(nz)];
  // Dropping the normal's largest axis keeps the area; the order of the other two keeps the winding.
  const [first, second, along] = az >= ax && az >= ay ? [0, 1, nz] : ax >= ay ? [1, 2, nx] : [2, 0, ny];
  const flat = new Float64Array(polygon.length * 2);
  polygon.forEach((vertex, corner) => {
    flat[corner * 2] = points[vertex * 3 + (along < 0 ? second : first)]!;
    flat[corner * 2 + 1] = points[vertex * 3 + (along < 0 ? first : second)]!;
  });
  return flat;
}

function newellNormal(points: Points, polygon: readonly number[]): [number, number, number] {
  const normal: [number, number, number] = [0, 0, 0];
  polygon.forEach((vertex, corner) => {
    const next = polygon[(corner + 1) % polygon.length]!;
    const [x, y, z] = [points[vertex * 3]!, points[vertex * 3 + 1]!, points[vertex * 3 + 2]!];
    const [u, v, w] = [points[next * 3]!, points[next * 3 + 1]!, points[next * 3 + 2]!];
    normal[0] += (y - v) * (z + w);
    normal[1] += (z - w) * (x + u);
    normal[2] += (x - u) * (y + v);
  });
  return normal;
}

function isEar(flat: Float64Array, left: readonly number[], place: number): boolean {
  const [a, b, c] = cornersAround(left, place);
  if (area(flat, a, b, c) <= 0) return false;
  return left.every(
    (corner) => corner === a || corner === b || corner === c || !isInside(flat, corner, [a, b, c]),
  );
}

function isInside(flat: Float64Array, corner: number, [a, b, c]: readonly [number, number, number]): boolean {
  return area(flat, a, b, corner) >= 0 && area(flat, b, c, corner) >= 0 && area(flat, c, a, corner) >= 0;
}

/** Twice the signed area of a triangle of corners. */
function area(flat: Float64Array, a: number, b: number, c: number): number {
  const [ax, ay] = [flat[a * 2]!, flat[a * 2 + 1]!];
  return (flat[b * 2]! - ax) * (flat[c * 2 + 1]! - ay) - (flat[b * 2 + 1]! - ay) * (flat[c * 2]! - ax);
}
