// Geometry of a round robot on an arc: when its rim meets a point, and how its clearance changes.

/** Slower turning than this is driven as a straight line, rad/s. */
const STRAIGHT_RPS = 1e-4;

/**
 * Seconds until a disc of `radius` metres, now at the origin facing +x and driving at `linear` m/s and `angular` rad/s,
 * touches the point. 0 if it touches already and gets nearer, Infinity if it never does. A turn on the spot never does.
 */
export function timeToContact(x: number, y: number, linear: number, angular: number, radius: number): number {
  if (linear === 0) return Infinity;
  // The distance to a point changes by -linear * x / distance: inside the disc only that matters.
  if (x * x + y * y <= radius * radius) return linear * x > 0 ? 0 : Infinity;
  if (Math.abs(angular) < STRAIGHT_RPS) return straightContact(x, y, linear, radius);
  return arcContact(x, y, linear / angular, angular, radius);
}

function straightContact(x: number, y: number, linear: number, radius: number): number {
  const ahead = linear > 0 ? x : -x;
  if (ahead <= 0 || Math.abs(y) >= radius) return Infinity;
  return (ahead - Math.sqrt(radius * radius - y * y)) / Math.abs(linear);
}

/** The centre runs on a circle about (0, turnRadius): law of cosines between it, the point and the circle's centre. */
function arcContact(x: number, y: number, turnRadius: number, angular: number, radius: number): number {
  const circle = Math.abs(turnRadius);
  const reach = Math.hypot(x, y - turnRadius);
  if (reach > circle + radius || reach < circle - radius || reach === 0) return Infinity;
  const cosine = (circle * circle + reach * reach - radius * radius) / (2 * circle * reach);
  if (cosine <= -1) return 0;
  const angle = Math.atan2(turnRadius * x, -turnRadius * (y - turnRadius)) * Math.sign(angular);
  const bearing = angle < 0 ? angle + 2 * Math.PI : angle;
  return Math.max(0, bearing - Math.acos(Math.min(1, cosine))) / Math.abs(angular);
}

/** Points relative to the robot, metres; the first `count` count. */
export interface PointList {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Distance from (x, y) to the nearest point, metres; Infinity if there is none. */
export function clearanceAt(points: PointList, x: number, y: number): number {
  let nearest = Infinity;
  for (let i = 0; i < points.count; i++) {
    const ux = points.x[i]! - x;
    const uy = points.y[i]! - y;
    const squared = ux * ux + uy * uy;
    if (squared < nearest) nearest = squared;
  }
  return Math.sqrt(nearest);
}

/** Whether driving so for `seconds` takes the robot farther from whatever is nearest. */
export function clearanceGrows(points: PointList, linear: number, angular: number, seconds: number): boolean {
  const turn = (angular * seconds) / 2;
  const chord = linear * seconds * (Math.abs(turn) < 1e-6 ? 1 : Math.sin(turn) / turn);
  return clearanceAt(points, chord * Math.cos(turn), chord * Math.sin(turn)) > clearanceAt(points, 0, 0);
}
