// Where the free floor ends and nothing else says why: pieces of obstacles without a class.
import type { LaserScan } from '../../message/messages.js';
import { wrapAngle } from '../../runtime/geometry/planar.js';
import { spanOf, source, type Outlook, type Sighting } from './sighting.js';
import type { Pixel } from '../floor/distortion.js';

/** A longer edge becomes several pieces, metres. */
const PIECE_M = 0.15;
const PIECE_DEPTH_M = 0.08;
/** Fewer neighbouring bearings are noise. */
const LEAST_BEAMS = 2;
/** A run goes on over a step no larger than this, metres. */
const STEP_M = 0.12;
/** Beyond what the uncertainty explains, metres. */
const SLACK_M = 0.05;
/** A box explains what ends at its foot or behind, also so far beside it, rad. */
const BESIDE_RAD = 0.05;
const MAX_BEAMS = 2048;
/** A piece is known no better: the mask's cells are coarse, metres. */
const PIECE_SIGMA_M = 0.03;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly bearing: number;
  readonly distance: number;
  readonly near: number;
  readonly far: number;
  readonly sigma: number;
}

/** Why a floor scan cannot be used, in words; undefined when it can. */
export function floorScanProblem({ angle_min, angle_increment, ranges }: LaserScan): string | undefined {
  if (ranges.length > MAX_BEAMS) return `${ranges.length} ranges, at most ${MAX_BEAMS} are allowed`;
  if (!Number.isFinite(angle_min + angle_increment)) return 'its angles are not finite';
  return undefined;
}

/** Nearest first. `explained`: what the detections of the same picture say. The scan has no `floorScanProblem`. */
export function piecesOf(scan: LaserScan, explained: readonly Sighting[], outlook: Outlook): Sighting[] {
  const pieces: Sighting[] = [];
  let run: Point[] = [];
  for (let beam = 0; beam <= scan.ranges.length; beam++) {
    const point = beam < scan.ranges.length ? pointOf(scan, beam, explained, outlook) : undefined;
    const before = run.at(-1);
    const goesOn = point !== undefined && (before === undefined || isNextTo(before, point));
    const isLong = point !== undefined && run.length > 0 && apart(run[0]!, point) > PIECE_M;
    if (run.length > 0 && (!goesOn || isLong)) {
      if (run.length >= LEAST_BEAMS) pieces.push(pieceOf(run, scan, outlook));
      run = [];
    }
    if (point !== undefined) run.push(point);
  }
  return pieces.sort((a, b) => a.distance - b.distance);
}

function pointOf(
  { angle_min, angle_increment, ranges }: LaserScan,
  beam: number,
  explained: readonly Sighting[],
  { camera, beams, config }: Outlook,
): Point | undefined {
  const range = ranges[beam]!;
  if (!(range > 0 && range <= config.floorRangeM)) return undefined;
  const angle = angle_min + beam * angle_increment;
  const [x, y] = [range * Math.cos(angle), range * Math.sin(angle)];
  const span = spanOf({ x, y }, camera, config);
  // Whatever the LIDAR sees there or nearer is the reason, and the guard knows of it.
  const half = Math.max(0.02, Math.abs(angle_increment));
  if (beams.nearestBetween(span.bearing, half, 0, span.far + SLACK_M) !== undefined) return undefined;
  if (explained.some((sighting) => explains(sighting, span))) return undefined;
  return { x, y, ...span };
}

function explains(
  { bearing, width, distance, near }: Sighting,
  point: { readonly bearing: number; readonly far: number },
): boolean {
  const half = Math.atan2(width / 2, Math.max(0.05, distance)) + BESIDE_RAD;
  return Math.abs(wrapAngle(point.bearing - bearing)) <= half && point.far >= near - SLACK_M;
}

function isNextTo(a: Point, b: Point): boolean {
  return Math.abs(a.distance - b.distance) <= STEP_M;
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pieceOf(
  run: readonly Point[],
  { angle_increment }: LaserScan,
  { camera, config }: Outlook,
): Sighting {
  const nearest = run.reduce((best, point) => (point.distance < best.distance ? point : best));
  const first = run[0]!;
  const last = run.at(-1)!;
  const bearing = wrapAngle(first.bearing + wrapAngle(last.bearing - first.bearing) / 2);
  const distance = run.reduce((sum, point) => sum + point.distance, 0) / run.length;
  const front = nearest.distance;
  const [x, y] = [camera.lens.x + front * Math.cos(bearing), camera.lens.y + front * Math.sin(bearing)];
  const pixel: Pixel = { u: 0, v: 0 };
  const inside = camera.see(x, y, 0, pixel);
  return {
    classId: '',
    score: 0.5,
    x,
    y,
    bearing,
    distance: front,
    near: nearest.near,
    far: last.far,
    sigma: Math.max(PIECE_SIGMA_M, nearest.sigma),
    width: apart(first, last) + distance * Math.abs(angle_increment),
    depth: PIECE_DEPTH_M,
    height: 0.05,
    atEdge: !inside || pixel.v >= camera.height - EDGE_ROWS_PX - config.edgePx,
    cut: false,
    sources: source.camera,
    box: undefined,
  };
}

/** The floor's mask says of its lowest cells only that the floor has ended. */
const EDGE_ROWS_PX = 4;
