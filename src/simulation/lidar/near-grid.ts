// A flat grid of the small targets that never move, walked ring by ring outward from the sensor.
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import type { Targets } from './targets.js';

/** Targets whose footprint reaches farther than this many cells are few: walls, floors. They are met before the grid. */
const WIDE_CELLS = 1.5;
const LEAST_CELL_M = 0.1;
const MOST_CELLS_A_SIDE = 256;

export interface NearGrid {
  readonly cellM: number;
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
  /** Where each cell's targets begin in `items`, row by row; one more at the end. */
  readonly starts: Int32Array;
  /** Targets by the cell of their centre. */
  readonly items: Int32Array;
  /** Farthest that an item's footprint reaches from its centre. */
  readonly reachM: number;
  /** Fixed targets too large for the grid. */
  readonly wide: Int32Array;
}

export function createNearGrid(targets: Targets): NearGrid {
  const { centres, fixed } = targets;
  const reaches = Float64Array.from({ length: targets.count }, (_, target) =>
    footprintReach(targets, target),
  );
  const x = (target: number): number => centres[target * 3]!;
  const y = (target: number): number => centres[target * 3 + 1]!;
  const width = spread(fixed, x);
  const depth = spread(fixed, y);
  const longest = Math.max(width.length, depth.length);
  const perTarget = Math.sqrt((width.length * depth.length) / Math.max(1, fixed.length));
  const cellM = Math.max(perTarget, LEAST_CELL_M, longest / MOST_CELLS_A_SIDE);
  const items = fixed.filter((target) => reaches[target]! <= WIDE_CELLS * cellM);
  const columns = Math.floor(width.length / cellM) + 1;
  const rows = Math.floor(depth.length / cellM) + 1;
  const cellOf = (target: number): number =>
    Math.floor((y(target) - depth.least) / cellM) * columns + Math.floor((x(target) - width.least) / cellM);
  items.sort((a, b) => cellOf(a) - cellOf(b) || a - b);
  const starts = new Int32Array(columns * rows + 1);
  for (const item of items) starts[cellOf(item) + 1]!++;
  for (let cell = 0; cell < columns * rows; cell++) starts[cell + 1]! += starts[cell]!;
  return {
    cellM,
    left: width.least,
    bottom: depth.least,
    columns,
    rows,
    starts,
    items,
    reachM: items.reduce((most, item) => Math.max(most, reaches[item]!), 0),
    wide: fixed.filter((target) => reaches[target]! > WIDE_CELLS * cellM),
  };
}

function spread(
  targets: Int32Array,
  coordinate: (target: number) => number,
): { least: number; length: number } {
  if (targets.length === 0) return { least: 0, length: 0 };
  let least = Infinity;
  let greatest = -Infinity;
  for (const target of targets) {
    least = Math.min(least, coordinate(target));
    greatest = Math.max(greatest, coordinate(target));
  }
  return { least, length: greatest - least };
}

/** Farthest horizontal distance of a corner of the target's bounding box from its centre. */
function footprintReach({ frames, extents, radii }: Targets, target: number): number {
  const f = target * FRAME_STRIDE;
  const [hx, hy, hz] = [extents[target * 3]!, extents[target * 3 + 1]!, extents[target * 3 + 2]!];
  const corners = [-hx, hx].flatMap((x) =>
    [-hy, hy].map((y) =>
      Math.hypot(
        frames[f]! * x + frames[f + 1]! * y + frames[f + 2]! * hz,
        frames[f + 3]! * x + frames[f + 4]! * y + frames[f + 5]! * hz,
      ),
    ),
  );
  return Math.min(radii[target]!, Math.max(...corners));
}
