// How much of the free floor the robot reaches from its start: a flood fill over the true outlines of everything at its height.
import type { Scene, Solid } from '../scene/scene.js';
import { outlinesOf, type Slab } from './outline.js';
import { grown, type Point, type Rect } from './rect.js';

export interface ReachOptions {
  readonly start: Point;
  /** Of the robot's hull. */
  readonly radiusM?: number;
  /** Air kept around it. */
  readonly marginM?: number;
  readonly cellM?: number;
}

export interface Reach {
  /** Floor that nothing covers between 1 cm and the robot's height. */
  readonly freeM2: number;
  /** The part of it that the robot's round hull passes over on ways from its start. */
  readonly reachedM2: number;
  /** reachedM2 / freeM2; 0 where there is no floor. */
  readonly share: number;
  /** From the robot's middle to the nearest outline; Infinity if there is none. */
  readonly startClearanceM: number;
}

/** What the robot can hit: above what its wheels and caster climb, up to its top (DESIGN: hazards). */
export const robotSlab: Slab = { lowM: 0.01, highM: 0.195 };

const MAX_CELLS = 4_000_000;

/** Moving people do not count: they move on. Loose things do: pushing is no way to arrive. */
export function measureReach(scene: Scene, options: ReachOptions): Reach {
  const { start, radiusM = 0.1, marginM = 0.02 } = options;
  const obstacles = obstacleOutlines(scene);
  const grid = gridOver(floorRects(scene), options.cellM ?? 0.025);
  const free = markFloor(grid, floorRects(scene));
  const open = free.slice();
  for (const outline of obstacles) {
    clearNear(grid, free, outline, 0);
    clearNear(grid, open, outline, radiusM + marginM);
  }
  const reached = spread(grid, flood(grid, open, start), radiusM + marginM);
  const cellM2 = grid.cellM * grid.cellM;
  const freeM2 = count(free, () => true) * cellM2;
  const reachedM2 = count(free, (cell) => reached[cell] === 1) * cellM2;
  const startClearanceM = Math.min(...obstacles.map((outline) => distanceToOutline(outline, start)));
  return { freeM2, reachedM2, share: freeM2 === 0 ? 0 : reachedM2 / freeM2, startClearanceM };
}

/** The outlines of all that stands in the robot's way, one list for each solid's bounds. */
export function obstacleOutlines(scene: Scene): Point[][] {
  return scene.solids
    .filter((solid) => !solid.robot && solid.path === undefined)
    .flatMap((solid) => solid.bounds.flatMap((bound) => outlinesOf(bound, solid.pose, robotSlab)));
}

interface Grid {
  readonly area: Rect;
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
}

/** Tops of floors that lie level at about 0: of solids called floor, else of every plane. */
function floorRects(scene: Scene): Rect[] {
  const named = scene.solids.filter(({ model }) => model === 'floor').flatMap(topsOf);
  return named.length > 0 ? named : scene.solids.flatMap(topsOf);
}

function topsOf({ shapes, pose }: Solid): Rect[] {
  return shapes.flatMap(({ geometry, pose: own }) => {
    if (geometry.kind !== 'box' && geometry.kind !== 'plane') return [];
    const thick = geometry.kind === 'box' ? geometry.size[2] : 0;
    const halves: Rect = grown({ minX: 0, minY: 0, maxX: 0, maxY: 0 }, 0);
    const slab = { lowM: -1, highM: 0.01 };
    const flat = {
      kind: 'box',
      size: [geometry.size[0], geometry.size[1], Math.max(thick, 1e-3)],
    } as const;
    const [outline] = outlinesOf({ geometry: flat, pose: own }, pose, slab);
    const top = pose.position[2] + own.position[2] + thick / 2;
    if (outline === undefined || Math.abs(top) > 0.02) return [];
    return [outline.reduce((rect, [x, y], i) => around(i === 0 ? undefined : rect, x, y), halves)];
  });
}

function around(rect: Rect | undefined, x: number, y: number): Rect {
  if (rect === undefined) return { minX: x, minY: y, maxX: x, maxY: y };
  return {
    minX: Math.min(rect.minX, x),
    minY: Math.min(rect.minY, y),
    maxX: Math.max(rect.maxX, x),
    maxY: Math.max(rect.maxY, y),
  };
}

/** A world larger than the ceiling gets coarser cells. */
function gridOver(rects: readonly Rect[], cellM: number): Grid {
  const none = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  const area = rects.reduce(
    (sum, rect, i) => (i === 0 ? rect : around(around(sum, rect.minX, rect.minY), rect.maxX, rect.maxY)),
    none,
  );
  const [width, depth] = [area.maxX - area.minX, area.maxY - area.minY];
  const cell = Math.max(cellM, Math.sqrt((width * depth) / MAX_CELLS));
  return { area, cellM: cell, columns: Math.ceil(width / cell), rows: Math.ceil(depth / cell) };
}

function markFloor(grid: Grid, rects: readonly Rect[]): Uint8Array {
  const cells = new Uint8Array(grid.columns * grid.rows);
  for (const rect of rects) {
    eachCell(grid, rect, (cell) => {
      cells[cell] = 1;
    });
  }
  return cells;
}

function clearNear(grid: Grid, cells: Uint8Array, outline: readonly Point[], withinM: number): void {
  const box = outline.reduce<Rect | undefined>((rect, [x, y]) => around(rect, x, y), undefined);
  if (box === undefined) return;
  eachCell(grid, grown(box, withinM), (cell, centre) => {
    if (cells[cell] === 1 && distanceToOutline(outline, centre) <= withinM) cells[cell] = 0;
  });
}

/** The cells joined to the start's by steps along the axes through open cells. */
function flood(grid: Grid, open: Uint8Array, start: Point): Uint8Array {
  const { area, cellM, columns, rows } = grid;
  const seen = new Uint8Array(open.length);
  const column = Math.floor((start[0] - area.minX) / cellM);
  const row = Math.floor((start[1] - area.minY) / cellM);
  if (column < 0 || row < 0 || column >= columns || row >= rows) return seen;
  const queue = new Int32Array(open.length);
  let length = 0;
  const visit = (cell: number): void => {
    if (open[cell] !== 1 || seen[cell] === 1) return;
    seen[cell] = 1;
    queue[length++] = cell;
  };
  visit(row * columns + column);
  for (let next = 0; next < length; next++) {
    const cell = queue[next]!;
    const x = cell % columns;
    if (x > 0) visit(cell - 1);
    if (x < columns - 1) visit(cell + 1);
    if (cell >= columns) visit(cell - columns);
    if (cell < open.length - columns) visit(cell + columns);
  }
  return seen;
}

/** Every cell within a radius of a marked one: only the rim of the marked region is drawn as discs. */
function spread(grid: Grid, marked: Uint8Array, radiusM: number): Uint8Array {
  const { columns, rows, cellM } = grid;
  const result = marked.slice();
  const reach = Math.floor(radiusM / cellM);
  const disc: [number, number][] = [];
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++)
      if ((dx * dx + dy * dy) * cellM * cellM <= radiusM * radiusM) disc.push([dx, dy]);
  for (let cell = 0; cell < marked.length; cell++) {
    if (marked[cell] !== 1 || isInner(marked, cell, columns)) continue;
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    for (const [dx, dy] of disc) {
      if (x + dx < 0 || x + dx >= columns || y + dy < 0 || y + dy >= rows) continue;
      result[cell + dy * columns + dx] = 1;
    }
  }
  return result;
}

function isInner(marked: Uint8Array, cell: number, columns: number): boolean {
  return [-1, 1, -columns, columns].every((step) => marked[cell + step] === 1);
}

function eachCell(grid: Grid, rect: Rect, visit: (cell: number, centre: Point) => void): void {
  const { area, cellM, columns, rows } = grid;
  const first = (low: number, from: number): number => Math.max(0, Math.ceil((low - from) / cellM - 0.5));
  const last = (high: number, from: number, cells: number): number =>
    Math.min(cells - 1, Math.floor((high - from) / cellM - 0.5));
  for (let row = first(rect.minY, area.minY); row <= last(rect.maxY, area.minY, rows); row++) {
    for (let column = first(rect.minX, area.minX); column <= last(rect.maxX, area.minX, columns); column++) {
      visit(row * columns + column, [area.minX + (column + 0.5) * cellM, area.minY + (row + 0.5) * cellM]);
    }
  }
}

/** 0 inside a convex outline; else the distance to its nearest side. */
export function distanceToOutline(outline: readonly Point[], point: Point): number {
  let inside = true;
  let nearest = Infinity;
  for (let i = 0; i < outline.length; i++) {
    const [from, to] = [outline[i]!, outline[(i + 1) % outline.length]!];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const [px, py] = [point[0] - from[0], point[1] - from[1]];
    if (dx * py - dy * px < 0) inside = false;
    const t = Math.min(1, Math.max(0, (dx * px + dy * py) / (dx * dx + dy * dy)));
    nearest = Math.min(nearest, Math.hypot(px - t * dx, py - t * dy));
  }
  return inside ? 0 : nearest;
}

function count(cells: Uint8Array, matches: (cell: number) => boolean): number {
  let total = 0;
  for (let cell = 0; cell < cells.length; cell++) if (cells[cell] === 1 && matches(cell)) total++;
  return total;
}
