// What the heads shall say of a batch: heat map, boxes, free floor and surface, and where nothing is to be learned.
import { FLOOR_CELL, FULL_FLOOR, isIgnored, UNKNOWN_FLOOR, type Labels, type LabelBox } from './labels.js';
import type { Network } from './network.js';

export interface Grid {
  readonly stride: number;
  readonly columns: number;
  readonly rows: number;
  readonly classes: number;
}

/** Planes as the heads have them. */
export interface Targets {
  readonly batch: number;
  readonly grid: Grid;
  /** 1 at centres, falling off around them; -1: not judged. [batch, classes, rows, columns] */
  readonly heat: Float32Array;
  /** Distances in cells, where boxWeight is above 0. [batch, 4, rows, columns] */
  readonly box: Float32Array;
  /** The weights of one object sum to 1. [batch, rows, columns] */
  readonly boxWeight: Float32Array;
  /** Share of free floor; -1: not known. [batch, rows, columns] */
  readonly free: Float32Array;
  /** -1: unknown. [batch] */
  readonly surface: Int32Array;
  /** Objects in the batch, the ignored not among them. */
  objects: number;
}

/** The Gaussian falls to exp(-1/2) at this share of a side (Liu et al., Training-Time-Friendly Network, 2020, has 0.09). */
const SPREAD = 0.12;
/** A thin box still has a centre; its neighbours get 0.14. In cells. */
const LEAST_SIGMA = 0.5;
/** Cells that learn a box: those where its Gaussian is at least this. */
const BOX_REACH = 0.3;

export function gridOf({ input, stride, classes }: Network): Grid {
  return { stride, columns: input.width / stride, rows: input.height / stride, classes: classes.length };
}

export function createTargets(grid: Grid, batch: number): Targets {
  const cells = grid.rows * grid.columns;
  return {
    batch,
    grid,
    heat: new Float32Array(batch * grid.classes * cells),
    box: new Float32Array(batch * 4 * cells),
    boxWeight: new Float32Array(batch * cells),
    free: new Float32Array(batch * cells),
    surface: new Int32Array(batch),
    objects: 0,
  };
}

/** Begins a batch anew. */
export function clearTargets(targets: Targets): void {
  targets.heat.fill(0);
  targets.boxWeight.fill(0);
  targets.objects = 0;
}

/** Writes the targets of one picture of a cleared batch. */
export function writeTargets(targets: Targets, index: number, labels: Labels): void {
  for (const box of labels.boxes) if (isIgnored(box)) maskBox(targets, index, box);
  const judged = labels.boxes.filter((box) => !isIgnored(box));
  // Small ones last: where two claim a cell, it belongs to the one that has fewer.
  for (const box of judged.toSorted((a, b) => areaOf(b) - areaOf(a))) writeBox(targets, index, box);
  writeFree(targets, index, labels.free);
  targets.surface[index] = labels.surface;
}

function areaOf({ left, top, right, bottom }: LabelBox): number {
  return (right - left) * (bottom - top);
}

/** No answer is wrong for this class where an ignored object is, not even between its cells' centres. */
function maskBox({ heat, grid }: Targets, index: number, box: LabelBox): void {
  const { stride, columns, rows, classes } = grid;
  const plane = (index * classes + box.classId) * rows * columns;
  const last = { x: columns - 1, y: rows - 1 };
  for (let y = cellOf(box.top, stride, last.y); y <= cellOf(box.bottom, stride, last.y); y++) {
    for (let x = cellOf(box.left, stride, last.x); x <= cellOf(box.right, stride, last.x); x++) {
      const at = plane + y * columns + x;
      if (heat[at] === 0) heat[at] = -1;
    }
  }
}

function cellOf(pixel: number, stride: number, last: number): number {
  return Math.min(last, Math.max(0, Math.floor(pixel / stride)));
}

function writeBox(targets: Targets, index: number, box: LabelBox): void {
  const { grid, heat } = targets;
  const { stride, columns, rows, classes } = grid;
  const plane = (index * classes + box.classId) * rows * columns;
  const centreX = cellOf((box.left + box.right) / 2, stride, columns - 1);
  const centreY = cellOf((box.top + box.bottom) / 2, stride, rows - 1);
  const sigmaX = Math.max(LEAST_SIGMA, (SPREAD * (box.right - box.left)) / stride);
  const sigmaY = Math.max(LEAST_SIGMA, (SPREAD * (box.bottom - box.top)) / stride);
  const reachX = Math.ceil(3 * sigmaX);
  const reachY = Math.ceil(3 * sigmaY);
  const claimed: [cell: number, weight: number][] = [];
  for (let y = Math.max(0, centreY - reachY); y <= Math.min(rows - 1, centreY + reachY); y++) {
    for (let x = Math.max(0, centreX - reachX); x <= Math.min(columns - 1, centreX + reachX); x++) {
      const distance = ((x - centreX) / sigmaX) ** 2 + ((y - centreY) / sigmaY) ** 2;
      const value = Math.exp(-distance / 2);
      const at = plane + y * columns + x;
      heat[at] = Math.max(heat[at]!, value);
      if (value >= BOX_REACH && isInside(box, x, y, stride)) claimed.push([y * columns + x, value]);
    }
  }
  if (claimed.length === 0) claimed.push([centreY * columns + centreX, 1]);
  claimCells(targets, index, box, claimed);
  targets.objects++;
}

function isInside({ left, top, right, bottom }: LabelBox, x: number, y: number, stride: number): boolean {
  const [px, py] = [(x + 0.5) * stride, (y + 0.5) * stride];
  return px > left && px < right && py > top && py < bottom;
}

function claimCells(
  { grid, box: distances, boxWeight }: Targets,
  index: number,
  box: LabelBox,
  claimed: readonly (readonly [cell: number, weight: number])[],
): void {
  const { stride, columns, rows } = grid;
  const cells = rows * columns;
  const total = claimed.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [cell, weight] of claimed) {
    const x = (cell % columns) + 0.5;
    const y = Math.floor(cell / columns) + 0.5;
    const at = index * 4 * cells + cell;
    distances[at] = Math.max(0, x - box.left / stride);
    distances[at + cells] = Math.max(0, y - box.top / stride);
    distances[at + 2 * cells] = Math.max(0, box.right / stride - x);
    distances[at + 3 * cells] = Math.max(0, box.bottom / stride - y);
    boxWeight[index * cells + cell] = weight / total;
  }
}

function writeFree({ free, grid }: Targets, index: number, floor: Uint8Array | undefined): void {
  const { stride, columns, rows } = grid;
  const start = index * rows * columns;
  if (floor === undefined) return void free.fill(-1, start, start + rows * columns);
  const side = stride / FLOOR_CELL;
  const width = columns * side;
  for (let y = 0, to = start; y < rows; y++) {
    for (let x = 0; x < columns; x++, to++) {
      let sum = 0;
      let known = 0;
      for (let v = y * side; v < (y + 1) * side; v++) {
        for (let u = x * side; u < (x + 1) * side; u++) {
          const value = floor[v * width + u]!;
          if (value === UNKNOWN_FLOOR) continue;
          sum += value;
          known++;
        }
      }
      free[to] = known * 2 < side * side ? -1 : sum / (known * FULL_FLOOR);
    }
  }
}
