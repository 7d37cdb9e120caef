// A picture of what the LIDAR stages see: points, clusters, walls, the guard's zones and what it decides.
import type { GuardView } from '../driving/guard.js';
import { Drawing, type Pixel } from '../picture/drawing.js';
import type { ClusterView } from '../perception/cluster/cluster.js';
import { beam, type Sweep } from '../runtime/geometry/sweep.js';

/** Robot in the middle, its front up; metres in its base frame. */
export interface ScanPicture {
  readonly title: string;
  readonly sweep: Sweep;
  readonly clusters?: Pick<ClusterView, 'labels' | 'segments'> | undefined;
  readonly guard?: GuardView | undefined;
  /** Half the width of what is shown; drawn so that most returns fit if absent. */
  readonly reachM?: number;
}

const SIDE = 720;
const HEAD = 54;
const ROBOT_RADIUS_M = 0.1;
const colors = {
  ground: '#10151c',
  grid: '#2a3442',
  text: '#d7dee8',
  faint: '#8795a8',
  free: '#1b2a38',
  point: '#6f8297',
  wall: '#9aa7b8',
  robot: '#ffd166',
  go: '#56d364',
  slow: '#f0b429',
  stop: '#ff5d5d',
} as const;
const clusterColors = [
  '#4cc9f0',
  '#f78166',
  '#a5d6ff',
  '#d2a8ff',
  '#7ee787',
  '#ffa657',
  '#ff9bce',
  '#79c0ff',
];
const actionNames = ['free', 'stop', 'slow', 'approach', 'limit'];

/** PNG bytes. */
export async function renderScan(picture: ScanPicture): Promise<Uint8Array> {
  const drawing = new Drawing(SIDE, SIDE + HEAD);
  const reachM = picture.reachM ?? comfortableReach(picture.sweep);
  const frame = new PictureFrame(reachM);
  drawFreeSpace(drawing, frame, picture.sweep);
  drawGrid(drawing, frame, reachM);
  drawZones(drawing, frame, picture.guard);
  drawReturns(drawing, frame, picture);
  drawRobot(drawing, frame, picture.guard);
  drawHead(drawing, picture);
  return drawing.toPng(colors.ground);
}

/** Base frame (x forward, y left) to pixels (x right, y down). */
class PictureFrame {
  readonly #scale: number;

  constructor(reachM: number) {
    this.#scale = SIDE / 2 / reachM;
  }

  pixel(x: number, y: number): Pixel {
    return [SIDE / 2 - y * this.#scale, HEAD + SIDE / 2 - x * this.#scale];
  }

  length(metres: number): number {
    return metres * this.#scale;
  }
}

/** Nine of ten returns fit, at least 1.5 m and at most 12 m. */
function comfortableReach(sweep: Sweep): number {
  const reaches: number[] = [];
  for (let i = 0; i < sweep.count; i++) {
    if (sweep.kind[i] === beam.hit) reaches.push(Math.max(Math.abs(sweep.x[i]!), Math.abs(sweep.y[i]!)));
  }
  reaches.sort((a, b) => a - b);
  const most = reaches[Math.floor(reaches.length * 0.9)] ?? 3;
  return Math.min(12, Math.max(1.5, most * 1.15));
}

function drawFreeSpace(drawing: Drawing, frame: PictureFrame, sweep: Sweep): void {
  const outline: Pixel[] = sweep.closed ? [] : [frame.pixel(sweep.originX, sweep.originY)];
  for (let i = 0; i < sweep.count; i++) {
    const unknown = sweep.kind[i] === beam.unknown;
    outline.push(unknown ? frame.pixel(sweep.originX, sweep.originY) : frame.pixel(sweep.x[i]!, sweep.y[i]!));
  }
  drawing.polygon(outline, { fill: { color: colors.free } });
}

function drawGrid(drawing: Drawing, frame: PictureFrame, reachM: number): void {
  const stepM = reachM > 5 ? 2 : reachM > 2.5 ? 1 : 0.5;
  for (let radius = stepM; radius < reachM; radius += stepM) {
    drawing.circle(frame.pixel(0, 0), frame.length(radius), { stroke: { color: colors.grid } });
    const [x, y] = frame.pixel(0, -radius);
    drawing.text(`${radius} m`, [x + 3, y - 4], { color: colors.faint, height: 8 });
  }
}

function drawZones(drawing: Drawing, frame: PictureFrame, guard: GuardView | undefined): void {
  for (const { outline, action, deciding } of guard?.zones ?? []) {
    const color = action === 'stop' ? colors.stop : colors.slow;
    drawing.polygon(
      outline.map(([x, y]) => frame.pixel(x, y)),
      {
        stroke: { color, width: deciding ? 3 : 1.5, dashed: !deciding },
        fill: { color, opacity: deciding ? 0.3 : 0.08 },
      },
    );
  }
}

function drawReturns(drawing: Drawing, frame: PictureFrame, { sweep, clusters }: ScanPicture): void {
  const pointsBySegment = new Map<number, Pixel[]>();
  for (let i = 0; i < sweep.count; i++) {
    const kind = sweep.kind[i];
    if (kind !== beam.hit && kind !== beam.near) continue;
    const segment = clusters?.labels[i] ?? -1;
    const points = pointsBySegment.get(segment) ?? [];
    points.push(frame.pixel(sweep.x[i]!, sweep.y[i]!));
    pointsBySegment.set(segment, points);
  }
  for (const [index, points] of pointsBySegment) {
    const segment = clusters?.segments[index];
    if (segment === undefined) drawing.dots(points, 1.6, colors.point);
    else if (segment.wall) {
      drawing.polyline(points, { color: colors.wall, width: 3 });
      drawing.dots(points, 2, colors.wall);
    } else drawCluster(drawing, frame, { points, index, box: segment });
  }
}

interface DrawnCluster {
  readonly points: readonly Pixel[];
  readonly index: number;
  readonly box: ClusterView['segments'][number];
}

function drawCluster(drawing: Drawing, frame: PictureFrame, { points, index, box }: DrawnCluster): void {
  const color = clusterColors[index % clusterColors.length]!;
  const margin = 0.03;
  const [c, s] = [Math.cos(box.yaw), Math.sin(box.yaw)];
  const corner = (along: number, across: number): Pixel =>
    frame.pixel(box.x + c * along - s * across, box.y + s * along + c * across);
  const [halfLength, halfWidth] = [box.length / 2 + margin, box.width / 2 + margin];
  const corners = [
    corner(-halfLength, -halfWidth),
    corner(halfLength, -halfWidth),
    corner(halfLength, halfWidth),
    corner(-halfLength, halfWidth),
  ];
  drawing.polygon(corners, { stroke: { color, width: 1.2 }, fill: { color, opacity: 0.12 } });
  drawing.dots(points, 2.4, color);
}

function drawRobot(drawing: Drawing, frame: PictureFrame, guard: GuardView | undefined): void {
  const centre = frame.pixel(0, 0);
  drawing.circle(centre, frame.length(ROBOT_RADIUS_M), { fill: { color: colors.robot, opacity: 0.9 } });
  drawing.line(centre, frame.pixel(ROBOT_RADIUS_M, 0), { color: colors.ground, width: 2 });
  if (guard === undefined || Math.abs(guard.linear) < 0.005) return;
  const tip = frame.pixel(guard.linear * 2, guard.linear * 2 * Math.sin(guard.angular));
  drawing.line(centre, tip, { color: colors.go, width: 3 });
}

function drawHead(drawing: Drawing, { title, guard, clusters }: ScanPicture): void {
  drawing.text(title, [14, 22], { color: colors.text, height: 11 });
  if (clusters !== undefined) {
    const walls = clusters.segments.filter(({ wall }) => wall).length;
    const counts = `${clusters.segments.length - walls} obstacles, ${walls} walls`;
    drawing.text(counts, [SIDE - 14, 22], { color: colors.faint, height: 10, anchor: 'right' });
  }
  if (guard === undefined) return;
  const { action, cause, zone, what } = guard.reason;
  const because = action === 0 ? '' : `: ${[cause, zone, what].filter((each) => each !== '').join(', ')}`;
  const color = action === 1 ? colors.stop : action === 0 ? colors.go : colors.slow;
  drawing.text(`guard ${actionNames[action] ?? ''}${because}`.slice(0, 78), [14, 44], { color, height: 10 });
}
