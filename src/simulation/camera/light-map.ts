// The light on one patch: a grid of corners where it is worked out, and fine texels between them that the shader reads.
import { POINT_STRIDE } from './baking.js';
import { TEXELS_PER_CELL } from './facets.js';
import type { PlacedPatch } from './facets.js';
import { codeLight } from './tone.js';

/** Cells per side of a tile, the smallest piece that is lit anew when something moves. */
export const TILE_CELLS = 4;

/** Linear r g b: what a surface sends back of white light, and what it shines itself. */
export interface Paint {
  readonly tint: readonly number[];
  readonly glow: readonly number[];
}

export class LightMap {
  readonly patch: PlacedPatch;
  /** Codes r | g << 10 | b << 20, (columns · 4) by (rows · 4). */
  readonly texels: Int32Array;
  readonly tileColumns: number;
  readonly tileRows: number;
  /** Tiles whose light does not hold, or never was worked out. */
  readonly stale: Uint8Array;
  staleCount: number;
  /** Per tile that was lit: a sphere around it in the world. */
  readonly spheres: Float64Array;
  /** Per corner: 1 where points, direct and bounced hold. */
  readonly known: Uint8Array;
  /** Per corner: where it is in the world and its normal, as Baker reads points. */
  readonly points: Float32Array;
  /** Per corner: strength of each lamp past the immovable, and bounced light r g b. */
  readonly direct: Float32Array;
  readonly bounced: Float32Array;
  readonly #paint: Paint;
  /** Per corner: light codes r g b. */
  readonly #codes: Float32Array;

  constructor(patch: PlacedPatch, lamps: number, paint: Paint) {
    this.#paint = paint;
    this.patch = patch;
    const { columns, rows } = patch;
    const corners = (columns + 1) * (rows + 1);
    this.texels = new Int32Array(columns * rows * TEXELS_PER_CELL * TEXELS_PER_CELL);
    this.tileColumns = Math.ceil(columns / TILE_CELLS);
    this.tileRows = Math.ceil(rows / TILE_CELLS);
    this.stale = new Uint8Array(this.tileColumns * this.tileRows).fill(1);
    this.staleCount = this.stale.length;
    this.spheres = new Float64Array(this.stale.length * 4);
    this.known = new Uint8Array(corners);
    this.points = new Float32Array(corners * POINT_STRIDE);
    this.direct = new Float32Array(corners * lamps);
    this.bounced = new Float32Array(corners * 3);
    this.#codes = new Float32Array(corners * 3);
  }

  spoil(tile: number): void {
    if (this.stale[tile] === 1) return;
    this.stale[tile] = 1;
    this.staleCount++;
  }

  /** Its solid moved: nothing it knows holds any more. */
  forget(): void {
    this.known.fill(0);
    this.stale.fill(1);
    this.staleCount = this.stale.length;
  }

  freshen(tile: number): void {
    this.stale[tile] = 0;
    this.staleCount--;
  }

  /** Calls back for each corner of the cells of a tile. */
  eachCorner(tile: number, take: (corner: number, column: number, row: number) => void): void {
    const { columns, rows } = this.patch;
    const firstColumn = (tile % this.tileColumns) * TILE_CELLS;
    const firstRow = Math.floor(tile / this.tileColumns) * TILE_CELLS;
    const lastColumn = Math.min(columns, firstColumn + TILE_CELLS);
    for (let row = firstRow; row <= Math.min(rows, firstRow + TILE_CELLS); row++) {
      for (let column = firstColumn; column <= lastColumn; column++)
        take(row * (columns + 1) + column, column, row);
    }
  }

  /** light: linear, what white paper would send to the eye, 0..1; channel: 0 r, 1 g, 2 b. */
  setLight(corner: number, channel: number, light: number): void {
    this.#codes[corner * 3 + channel] = codeLight(
      light * this.#paint.tint[channel]! + this.#paint.glow[channel]!,
    );
  }

  /** Fills the texels of the cells from (column, row) on, as far as one tile reaches, between their corners. */
  spreadTile(tile: number): void {
    const { columns, rows } = this.patch;
    const firstColumn = (tile % this.tileColumns) * TILE_CELLS;
    const firstRow = Math.floor(tile / this.tileColumns) * TILE_CELLS;
    for (let row = firstRow; row < Math.min(rows, firstRow + TILE_CELLS); row++) {
      for (let column = firstColumn; column < Math.min(columns, firstColumn + TILE_CELLS); column++) {
        this.#spreadCell(column, row);
      }
    }
  }

  #spreadCell(column: number, row: number): void {
    const codes = this.#codes;
    const width = this.patch.columns * TEXELS_PER_CELL;
    const low = (row * (this.patch.columns + 1) + column) * 3;
    const high = low + (this.patch.columns + 1) * 3;
    for (let y = 0; y < TEXELS_PER_CELL; y++) {
      const v = (y + 0.5) / TEXELS_PER_CELL;
      const r0 = codes[low]! + v * (codes[high]! - codes[low]!);
      const g0 = codes[low + 1]! + v * (codes[high + 1]! - codes[low + 1]!);
      const b0 = codes[low + 2]! + v * (codes[high + 2]! - codes[low + 2]!);
      const r1 = codes[low + 3]! + v * (codes[high + 3]! - codes[low + 3]!);
      const g1 = codes[low + 4]! + v * (codes[high + 4]! - codes[low + 4]!);
      const b1 = codes[low + 5]! + v * (codes[high + 5]! - codes[low + 5]!);
      let at = (row * TEXELS_PER_CELL + y) * width + column * TEXELS_PER_CELL;
      for (let x = 0; x < TEXELS_PER_CELL; x++) {
        const u = (x + 0.5) / TEXELS_PER_CELL;
        const r = (r0 + u * (r1 - r0) + 0.5) | 0;
        const g = (g0 + u * (g1 - g0) + 0.5) | 0;
        const b = (b0 + u * (b1 - b0) + 0.5) | 0;
        this.texels[at++] = r | (g << 10) | (b << 20);
      }
    }
  }
}
