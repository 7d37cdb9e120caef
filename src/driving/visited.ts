// Where the robot has been: a coarse grid that wraps around, so that it never grows, and forgets slowly.

const CELL_M = 0.4;
/** Cells a side: beyond 51 m the grid repeats, which at worst makes a new place look visited. */
const SIDE = 128;

export class Visited {
  readonly #seenAt = new Float64Array(SIDE * SIDE).fill(-Infinity);
  /** After this time a visited place is about two thirds as good as a new one, seconds. */
  forgetS: number;

  constructor(forgetS: number) {
    this.forgetS = forgetS;
  }

  /** The robot is at (x, y) in the fixed frame, metres; the cells around count as visited too. */
  mark(x: number, y: number, nowS: number): void {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) this.#seenAt[cellOf(x + dx * CELL_M, y + dy * CELL_M)] = nowS;
    }
  }

  /** How new the place is: 1 never seen, 0 just visited. */
  novelty(x: number, y: number, nowS: number): number {
    return 1 - Math.exp(-(nowS - this.#seenAt[cellOf(x, y)]!) / this.forgetS);
  }
}

function cellOf(x: number, y: number): number {
  const column = Math.floor(x / CELL_M) & (SIDE - 1);
  const row = Math.floor(y / CELL_M) & (SIDE - 1);
  return row * SIDE + column;
}
