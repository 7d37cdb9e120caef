// The free floor as a scan: for each bearing around the robot the range at which the mask says that the floor ends.
import type { CameraInfo, Transform } from '../../message/messages.js';
import type { FloorCamera } from './floor-camera.js';
import { gridOf, type Manifest } from '../model/manifest.js';
import { SteadyCamera } from './steady-camera.js';
import { logit } from '../model/logistic.js';

/** Two bearings for each column of the mask. */
const BEAMS_PER_COLUMN = 2;
/** The floor is looked at in steps of this, metres. */
const STEP_M = 0.01;

/** What a mask of the free floor is: its cells, and the least probability that makes one free. */
export interface FloorGrid {
  readonly columns: number;
  readonly rows: number;
  readonly freeThreshold: number;
}

export function floorGridOf(manifest: Manifest): FloorGrid {
  return { ...gridOf(manifest), freeThreshold: manifest.decoding.freeThreshold };
}

export interface FloorFan {
  readonly angleMin: number;
  readonly angleIncrement: number;
  readonly beams: number;
  /** Nearest floor that any bearing sees, metres. */
  readonly rangeMin: number;
}

/** The cells of the mask that each bearing crosses on the floor, nearest first; made anew when the camera changes. */
export class FloorMask {
  readonly #columns: number;
  readonly #rows: number;
  /** sigmoid(logit) is at least the threshold exactly if the logit is at least this. */
  readonly #leastLogit: number;
  readonly #starts: Int32Array;
  #cells = new Int32Array(0);
  /** Range at which the bearing enters the cell, and 1 / range of the middle of its way through it. */
  #enters = new Float64Array(0);
  #inverseMiddles = new Float64Array(0);
  readonly #pixel = { u: 0, v: 0 };
  readonly #steady = new SteadyCamera();
  #traced: { readonly camera: FloorCamera; readonly rangeMaxM: number } | undefined;
  #fan: FloorFan;

  constructor({ columns, rows, freeThreshold }: FloorGrid) {
    const beams = BEAMS_PER_COLUMN * columns;
    this.#columns = columns;
    this.#rows = rows;
    this.#leastLogit = logit(freeThreshold);
    this.#starts = new Int32Array(beams + 1);
    this.#fan = { angleMin: 0, angleIncrement: 0, beams, rangeMin: 0 };
  }

  /** `camera`: the optical frame in the foot frame, whose floor is z = 0. Cheap while neither it nor `info` changes. */
  aim(info: CameraInfo, camera: Transform, rangeMaxM: number): FloorFan {
    const steady = this.#steady.at(info, camera);
    if (steady !== this.#traced?.camera || rangeMaxM !== this.#traced.rangeMaxM) {
      this.#traced = { camera: steady, rangeMaxM };
      this.#trace(steady, rangeMaxM);
    }
    return this.#fan;
  }

  /** Writes a range for each bearing: metres, +Infinity free as far as it can be judged, NaN not judged. */
  fill(free: Float32Array, ranges: Float32Array): void {
    for (let beam = 0; beam < this.#fan.beams; beam++) ranges[beam] = this.#rangeOf(beam, free);
  }

  #rangeOf(beam: number, free: Float32Array): number {
    const start = this.#starts[beam]!;
    const end = this.#starts[beam + 1]!;
    if (start === end) return NaN;
    let i = start;
    while (i < end && free[this.#cells[i]!]! >= this.#leastLogit) i++;
    if (i === end) return Infinity;
    // That it ends is as sure as the threshold asks for; it ends where floor and no floor are equally likely, or as near as the threshold says.
    const even = Math.max(0, this.#leastLogit);
    while (i > start && free[this.#cells[i - 1]!]! < even) i--;
    if (i === start) return this.#enters[i]!;
    // Between the middles of two cells the logit is a straight line over the picture's rows, and those go with 1 / range.
    const before = free[this.#cells[i - 1]!]!;
    const part = (before - even) / (before - free[this.#cells[i]!]!);
    const from = this.#inverseMiddles[i - 1]!;
    return 1 / (from + part * (this.#inverseMiddles[i]! - from));
  }

  #trace(camera: FloorCamera, rangeMaxM: number): void {
    const { beams } = this.#fan;
    const [right, left] = camera.bearings();
    const angleIncrement = (left - right) / beams;
    const angleMin = right + angleIncrement / 2;
    const cells: number[] = [];
    const enters: number[] = [];
    const inverseMiddles: number[] = [];
    for (let beam = 0; beam < beams; beam++) {
      this.#starts[beam] = cells.length;
      const angle = angleMin + beam * angleIncrement;
      let last = -1;
      for (let step = 1; step * STEP_M <= rangeMaxM; step++) {
        const range = step * STEP_M;
        const cell = this.#cellAt(camera, range * Math.cos(angle), range * Math.sin(angle));
        if (cell >= 0 && cell !== last) {
          cells.push(cell);
          enters.push(range);
          inverseMiddles.push(1 / range);
        } else if (cell >= 0) {
          inverseMiddles[inverseMiddles.length - 1] = (1 / enters.at(-1)! + 1 / range) / 2;
        }
        last = cell;
      }
    }
    this.#starts[beams] = cells.length;
    this.#cells = Int32Array.from(cells);
    this.#enters = Float64Array.from(enters);
    this.#inverseMiddles = Float64Array.from(inverseMiddles);
    this.#fan = {
      beams,
      angleMin,
      angleIncrement,
      rangeMin: enters.reduce((a, b) => Math.min(a, b), Infinity),
    };
  }

  /** Index of the cell that shows a point of the floor; -1 if none does. */
  #cellAt(camera: FloorCamera, x: number, y: number): number {
    const pixel = this.#pixel;
    if (!camera.see(x, y, 0, pixel)) return -1;
    const row = Math.floor((pixel.v / camera.height) * this.#rows);
    return row * this.#columns + Math.floor((pixel.u / camera.width) * this.#columns);
  }
}
