// The immovable casters in a grid over the floor, so that a ray asks only those on its way.
import { isWithin, stops } from './casters.js';
import type { Caster, Ray } from './casters.js';

const CELL_METRES = 0.4;
const MAX_CELLS_PER_SIDE = 96;

export class CasterGrid {
  readonly #casters: readonly Caster[];
  readonly #lowX: number;
  readonly #lowY: number;
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Casters of cell c: #members from #starts[c] to #starts[c + 1]. */
  readonly #starts: Int32Array;
  readonly #members: Int32Array;
  /** The last ray that asked each caster: one that spans many cells is asked once. */
  readonly #asked: Int32Array;
  #rays = 0;

  constructor(casters: readonly Caster[]) {
    this.#casters = casters;
    this.#asked = new Int32Array(casters.length);
    const reach = casters.map(({ sphere }) => sphere);
    this.#lowX = reach.reduce((low, s) => Math.min(low, s[0]! - s[3]!), Infinity);
    this.#lowY = reach.reduce((low, s) => Math.min(low, s[1]! - s[3]!), Infinity);
    const width = reach.reduce((high, s) => Math.max(high, s[0]! + s[3]! - this.#lowX), 0);
    const depth = reach.reduce((high, s) => Math.max(high, s[1]! + s[3]! - this.#lowY), 0);
    this.#cell = Math.max(CELL_METRES, Math.max(width, depth) / MAX_CELLS_PER_SIDE);
    this.#columns = Math.max(1, Math.ceil(width / this.#cell));
    this.#rows = Math.max(1, Math.ceil(depth / this.#cell));
    const cells = Array.from({ length: this.#columns * this.#rows }, (): number[] => []);
    casters.forEach((caster, index) => this.#enter(cells, caster, index));
    this.#starts = new Int32Array(cells.length + 1);
    cells.forEach((cell, i) => (this.#starts[i + 1] = this.#starts[i]! + cell.length));
    this.#members = Int32Array.from(cells.flat());
  }

  /** By the square around what it covers of the floor: tight boxes of its corners where they are known. */
  #enter(cells: number[][], caster: Caster, index: number): void {
    const { lowX, lowY, highX, highY } = footprint(caster);
    const column = (x: number) =>
      Math.min(this.#columns - 1, Math.max(0, Math.floor((x - this.#lowX) / this.#cell)));
    const row = (y: number) =>
      Math.min(this.#rows - 1, Math.max(0, Math.floor((y - this.#lowY) / this.#cell)));
    for (let r = row(lowY); r <= row(highY); r++) {
      for (let c = column(lowX); c <= column(highX); c++) cells[r * this.#columns + c]!.push(index);
    }
  }

  get isEmpty(): boolean {
    return this.#casters.length === 0;
  }

  /** Whether anything but the shape `except` stops the ray. Walks the cells the ray crosses, nearest first. */
  blocks(ray: Ray, except: number): boolean {
    const cell = this.#cell;
    const id = ++this.#rays;
    const x = (ray.x - this.#lowX) / cell;
    const y = (ray.y - this.#lowY) / cell;
    let column = Math.floor(x);
    let row = Math.floor(y);
    const stepX = ray.dx > 0 ? 1 : -1;
    const stepY = ray.dy > 0 ? 1 : -1;
    const perColumn = Math.abs(ray.dx) < 1e-9 ? Infinity : cell / Math.abs(ray.dx);
    const perRow = Math.abs(ray.dy) < 1e-9 ? Infinity : cell / Math.abs(ray.dy);
    let nextColumn =
      perColumn === Infinity ? Infinity : (stepX > 0 ? column + 1 - x : x - column) * perColumn;
    let nextRow = perRow === Infinity ? Infinity : (stepY > 0 ? row + 1 - y : y - row) * perRow;
    for (let travelled = 0; travelled <= ray.length;) {
      const outX = stepX > 0 ? column >= this.#columns : column < 0;
      const outY = stepY > 0 ? row >= this.#rows : row < 0;
      if (outX || outY) return false;
      const inside = column >= 0 && row >= 0 && column < this.#columns && row < this.#rows;
      if (inside && this.#cellBlocks(row * this.#columns + column, ray, except, id)) return true;
      if (nextColumn < nextRow) {
        travelled = nextColumn;
        nextColumn += perColumn;
        column += stepX;
      } else {
        travelled = nextRow;
        nextRow += perRow;
        row += stepY;
      }
    }
    return false;
  }

  /** Whether anything but the shape `except` may be nearer to the point than `reach`; false is certain. */
  reaches(x: number, y: number, z: number, reach: number, except: number): boolean {
    const id = ++this.#rays;
    const lastColumn = Math.min(this.#columns - 1, Math.floor((x + reach - this.#lowX) / this.#cell));
    const lastRow = Math.min(this.#rows - 1, Math.floor((y + reach - this.#lowY) / this.#cell));
    for (let row = Math.max(0, Math.floor((y - reach - this.#lowY) / this.#cell)); row <= lastRow; row++) {
      for (
        let column = Math.max(0, Math.floor((x - reach - this.#lowX) / this.#cell));
        column <= lastColumn;
        column++
      ) {
        const cell = row * this.#columns + column;
        for (let i = this.#starts[cell]!; i < this.#starts[cell + 1]!; i++) {
          const index = this.#members[i]!;
          if (this.#asked[index] === id) continue;
          this.#asked[index] = id;
          const caster = this.#casters[index]!;
          if (caster.shape !== except && isWithin(caster, x, y, z, reach)) return true;
        }
      }
    }
    return false;
  }

  #cellBlocks(cell: number, ray: Ray, except: number, id: number): boolean {
    const end = this.#starts[cell + 1]!;
    for (let i = this.#starts[cell]!; i < end; i++) {
      const index = this.#members[i]!;
      if (this.#asked[index] === id) continue;
      this.#asked[index] = id;
      const caster = this.#casters[index]!;
      if (caster.shape !== except && stops(caster, ray)) return true;
    }
    return false;
  }
}

interface Footprint {
  readonly lowX: number;
  readonly lowY: number;
  readonly highX: number;
  readonly highY: number;
}

function footprint({ sphere, kind, numbers }: Caster): Footprint {
  const [x, y, , radius] = [sphere[0]!, sphere[1]!, sphere[2]!, sphere[3]!];
  const box = { lowX: x - radius, lowY: y - radius, highX: x + radius, highY: y + radius };
  if (kind !== 'planes') return box;
  // Walls and floors along the axes: their planes are much tighter than their sphere.
  for (let i = 0; i < numbers.length; i += 4) {
    if (numbers[i]! > 0.9999) box.highX = Math.min(box.highX, numbers[i + 3]! + 0.01);
    if (numbers[i]! < -0.9999) box.lowX = Math.max(box.lowX, -numbers[i + 3]! - 0.01);
    if (numbers[i + 1]! > 0.9999) box.highY = Math.min(box.highY, numbers[i + 3]! + 0.01);
    if (numbers[i + 1]! < -0.9999) box.lowY = Math.max(box.lowY, -numbers[i + 3]! - 0.01);
  }
  return box;
}
