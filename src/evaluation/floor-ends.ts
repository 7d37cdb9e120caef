// Which probability makes a cell free floor: the surest one at which the floor hardly ever ends where it does not.
import { logit } from '../perception/model/logistic.js';

/** The cells of the mask, rows from above. */
export interface FloorCells {
  readonly columns: number;
  readonly rows: number;
}

export interface FloorChoice {
  readonly threshold: number;
  /** Shares of columns whose floor is said to end at least `OFF` cells too near, and too far away. */
  readonly early: number;
  readonly late: number;
}

/** So many cells away it is another end. */
const OFF = 2;
const thresholds: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const leastLogits = thresholds.map(logit);

/** Counts over pictures, at every threshold at once, where a robot that looks along a column finds its floor ended. */
export class FloorEnds {
  readonly #cells: FloorCells;
  readonly #early = new Int32Array(thresholds.length);
  readonly #late = new Int32Array(thresholds.length);
  #columns = 0;

  constructor(cells: FloorCells) {
    this.#cells = cells;
  }

  /** `free`: logits; `floor`: 1 where the floor is free. Both by cell, row by row. */
  add(free: Float32Array, floor: Uint8Array): void {
    const { columns } = this.#cells;
    for (let column = 0; column < columns; column++) {
      const is = this.#endOf(column, (cell) => floor[cell] === 1);
      leastLogits.forEach((least, i) => {
        const said = this.#endOf(column, (cell) => free[cell]! >= least);
        if (said >= is + OFF) this.#early[i]!++;
        if (said <= is - OFF) this.#late[i]!++;
      });
    }
    this.#columns += columns;
  }

  /** The highest threshold at which at most the share `earlyBudget` ends early, else that with the fewest; undefined without a picture. */
  choose(earlyBudget: number): FloorChoice | undefined {
    if (this.#columns === 0) return undefined;
    const choices = thresholds.map((threshold, i) => ({
      threshold,
      early: this.#early[i]! / this.#columns,
      late: this.#late[i]! / this.#columns,
    }));
    return choices.findLast(({ early }) => early <= earlyBudget) ?? choices[0]!;
  }

  /** The row of the first cell from below that is not free; -1: all are. */
  #endOf(column: number, isFree: (cell: number) => boolean): number {
    const { columns, rows } = this.#cells;
    let row = rows - 1;
    while (row >= 0 && isFree(row * columns + column)) row--;
    return row;
  }
}
