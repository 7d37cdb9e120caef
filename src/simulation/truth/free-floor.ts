// Where the robot can drive, as far as a frame shows it: by pixel, and as shares in a coarse grid.
import type { Header, Image } from '../../message/messages.js';
import type { CameraFrame } from '../camera/frame.js';
import { outlinesOf } from '../rooms/outline.js';
import type { Scene, Solid } from '../scene/scene.js';
import { endOfRun, pairsOf } from './runs.js';

/** What the robot rolls over is floor too, metres. */
const ROLLED_OVER_M = 0.01;
const ALL_HEIGHTS_M = 4;

/** The grid that networks of ours answer in. */
export const freeFloorGrid = { columns: 24, rows: 18 } as const;

export class FreeFloor {
  /** By Solid.index + 1: 1 where the robot can drive. */
  readonly #isFloor: Uint8Array;
  readonly #free = new Uint32Array(freeFloorGrid.columns * freeFloorGrid.rows);

  constructor({ solids }: Scene) {
    this.#isFloor = new Uint8Array(solids.length + 1);
    for (const solid of solids) this.#isFloor[solid.index + 1] = isDrivable(solid) ? 1 : 0;
  }

  /** Writes 1 for every pixel of floor. Floor behind glass cannot be driven to. */
  write(mask: Uint8Array, { instances, glass, hasGlass }: CameraFrame): void {
    const isFloor = this.#isFloor;
    for (let i = 0; i < mask.length; i++) mask[i] = isFloor[instances[i]!]!;
    if (!hasGlass) return;
    for (let i = 0; i < mask.length; i++) if (glass[i] !== 0) mask[i] = 0;
  }

  /** mono8: by cell of the grid, how much of it is free floor, 0..255. */
  shares(frame: CameraFrame, header: Header): Image {
    const { columns, rows } = freeFloorGrid;
    const { instances, width, height } = frame;
    const seen = pairsOf(instances);
    const free = this.#free.fill(0);
    for (let y = 0; y < height; y++) {
      const row = y * width;
      for (let at = row; at < row + width;) {
        const start = at;
        at = endOfRun(seen, start, row + width);
        if (this.#isFloor[instances[start]!] === 1) this.#addRun(frame, y, start - row, at - row);
      }
    }
    const full = (width * height) / (columns * rows);
    const data = Uint8Array.from(free, (count) => Math.min(255, Math.round((255 * count) / full)));
    return { header, width: columns, height: rows, encoding: 'mono8', is_bigendian: 0, step: columns, data };
  }

  /** Adds a run of floor to the cells that it crosses, less what lies behind glass. */
  #addRun({ glass, hasGlass, width, height }: CameraFrame, y: number, start: number, end: number): void {
    const { columns, rows } = freeFloorGrid;
    const cells = Math.floor((y * rows) / height) * columns;
    for (let from = start; from < end;) {
      const column = Math.floor((from * columns) / width);
      const to = Math.min(end, Math.ceil(((column + 1) * width) / columns));
      let free = to - from;
      for (let x = from; hasGlass && x < to; x++) if (glass[y * width + x] !== 0) free--;
      this.#free[cells + column]! += free;
      from = to;
    }
  }
}

function isDrivable(solid: Solid): boolean {
  if (solid.model === 'floor') return true;
  return solid.model === 'threshold' && !reachesAbove(solid, ROLLED_OVER_M);
}

function reachesAbove({ bounds, pose }: Solid, heightM: number): boolean {
  const slab = { lowM: heightM, highM: ALL_HEIGHTS_M };
  return bounds.some((bound) => outlinesOf(bound, pose, slab).length > 0);
}
