// Light in the open air, for what walks: how much of each lamp and of the room's glow reaches the points of a coarse grid.
import { FEELER_REACH } from './baking.js';
import type { Baker, Obstruction } from './baking.js';

const CELL_METRES = 0.25;
/** Directions ±x ±y ±z. */
const SIDES = 6;
/** Places per side of the grid of keys; scenes are far smaller than 0.25 m times this. */
const KEY_SPAN = 8192;

export class Probes {
  readonly #baker: Baker;
  readonly #obstruction: Obstruction;
  readonly #numbers: number;
  /** By place in the grid. The immovable never changes, so what is known once holds. Undefined: inside of something. */
  readonly #known = new Map<number, Float32Array | undefined>();

  constructor(baker: Baker, lamps: number, standing: Obstruction) {
    this.#baker = baker;
    this.#obstruction = standing;
    this.#numbers = lamps + SIDES;
  }

  /** Numbers per point: the share seen of each lamp, then how open the room is to +x -x +y -y +z -z. */
  get numbers(): number {
    return this.#numbers;
  }

  /** Between the eight points around; those inside of something have no say. */
  read(x: number, y: number, z: number, out: Float32Array): void {
    out.fill(0);
    const [column, row, level] = [
      Math.floor(x / CELL_METRES),
      Math.floor(y / CELL_METRES),
      Math.floor(z / CELL_METRES),
    ];
    let total = 0;
    for (let corner = 0; corner < 8; corner++) {
      const [i, j, k] = [column + (corner & 1), row + ((corner >> 1) & 1), level + (corner >> 2)];
      const probe = this.#at(i, j, k);
      if (probe === undefined) continue;
      const weight =
        (1 - Math.abs(x / CELL_METRES - i)) *
          (1 - Math.abs(y / CELL_METRES - j)) *
          (1 - Math.abs(z / CELL_METRES - k)) +
        1e-6;
      total += weight;
      for (let n = 0; n < out.length; n++) out[n]! += weight * probe[n]!;
    }
    for (let n = 0; n < out.length; n++) out[n] = total > 0 ? out[n]! / total : 0.5;
  }

  #at(i: number, j: number, k: number): Float32Array | undefined {
    const key = ((k + KEY_SPAN / 2) * KEY_SPAN + j + KEY_SPAN / 2) * KEY_SPAN + i + KEY_SPAN / 2;
    if (this.#known.has(key)) return this.#known.get(key);
    const probe = this.#look(i * CELL_METRES, j * CELL_METRES, k * CELL_METRES);
    this.#known.set(key, probe);
    return probe;
  }

  #look(x: number, y: number, z: number): Float32Array | undefined {
    const out = new Float32Array(this.#numbers);
    const lamps = this.#numbers - SIDES;
    const point = Float32Array.of(x, y, z, 0, 0, 0);
    let open = 0;
    for (let side = 0; side < SIDES; side++) {
      const way = [0, 0, 0];
      way[side >> 1] = (side & 1) === 0 ? 1 : -1;
      for (const reach of [FEELER_REACH / 3, FEELER_REACH])
        out[lamps + side]! += this.#baker.isOpen(point, way, reach, this.#obstruction) ? 0.5 : 0;
      open += out[lamps + side]!;
    }
    if (open === 0) return undefined;
    out.fill(1, 0, lamps);
    this.#baker.shade(point, 0, this.#obstruction, out, 0);
    return out;
  }
}
