// The free floor as a scan: for each bearing around the robot the range at which the mask says that the floor ends.
import type { CameraInfo, Transform } from '../message/messages.js';
import { invert, transformPoint } from '../runtime/rigid.js';
import { gridOf, type Manifest } from './manifest.js';

/** Two bearings for each column of the mask. */
const BEAMS_PER_COLUMN = 2;
/** The floor is looked at in steps of this, metres. */
const STEP_M = 0.01;
/** Nearer than this in front of the lens nothing is projected, metres. */
const LEAST_DEPTH_M = 0.02;

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
  #key = '';
  #fan: FloorFan;

  constructor(manifest: Manifest) {
    const { columns, rows } = gridOf(manifest);
    const { freeThreshold } = manifest.decoding;
    const beams = BEAMS_PER_COLUMN * columns;
    this.#columns = columns;
    this.#rows = rows;
    this.#leastLogit = Math.log(freeThreshold / (1 - freeThreshold));
    this.#starts = new Int32Array(beams + 1);
    this.#fan = { angleMin: 0, angleIncrement: 0, beams, rangeMin: 0 };
  }

  /** `camera`: the optical frame in the foot frame, whose floor is z = 0. Cheap while neither it nor `info` changes. */
  aim(info: CameraInfo, camera: Transform, rangeMaxM: number): FloorFan {
    const { translation: t, rotation: r } = camera;
    const key = [
      t.x,
      t.y,
      t.z,
      r.x,
      r.y,
      r.z,
      r.w,
      info.width,
      info.height,
      rangeMaxM,
      ...info.k,
      ...info.d,
    ].join();
    if (key !== this.#key) {
      this.#key = key;
      this.#trace(new FloorCamera(info, camera), rangeMaxM);
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
    for (let i = start; i < end; i++) {
      const logit = free[this.#cells[i]!]!;
      if (logit >= this.#leastLogit) continue;
      if (i === start) return this.#enters[i]!;
      // Between the middles of two cells the logit is a straight line over the picture's rows, and those go with 1 / range.
      const before = free[this.#cells[i - 1]!]!;
      const part = (before - this.#leastLogit) / (before - logit);
      const from = this.#inverseMiddles[i - 1]!;
      return 1 / (from + part * (this.#inverseMiddles[i]! - from));
    }
    return Infinity;
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
        const cell = camera.cellAt(
          range * Math.cos(angle),
          range * Math.sin(angle),
          this.#columns,
          this.#rows,
        );
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
}

/** Where points of the floor appear in the picture: pinhole and plumb_bob distortion (sensor_msgs/CameraInfo). */
class FloorCamera {
  readonly #info: CameraInfo;
  readonly #camera: Transform;
  readonly #toOptical: Transform;
  readonly #point = { x: 0, y: 0, z: 0 };

  constructor(info: CameraInfo, camera: Transform) {
    this.#info = info;
    this.#camera = camera;
    this.#toOptical = invert(camera);
  }

  /** Bearings of the picture's right and left border, halfway up, seen from above. */
  bearings(): readonly [right: number, left: number] {
    const { k, width } = this.#info;
    const bearingOf = (u: number): number => {
      const { translation } = this.#camera;
      const far = transformPoint(this.#camera, { x: (u - k[2]!) / k[0]!, y: 0, z: 1 });
      return Math.atan2(far.y - translation.y, far.x - translation.x);
    };
    const left = bearingOf(0);
    const right = bearingOf(width);
    return [right, left < right ? left + 2 * Math.PI : left];
  }

  /** Index of the mask's cell that shows a point of the floor; -1 if none does. */
  cellAt(x: number, y: number, columns: number, rows: number): number {
    const { k, d, width, height } = this.#info;
    const point = this.#point;
    point.x = x;
    point.y = y;
    point.z = 0;
    transformPoint(this.#toOptical, point, point);
    if (point.z < LEAST_DEPTH_M) return -1;
    const px = point.x / point.z;
    const py = point.y / point.z;
    const r2 = px * px + py * py;
    const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0] = d;
    const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    const u = k[0]! * (px * radial + 2 * p1 * px * py + p2 * (r2 + 2 * px * px)) + k[2]!;
    const v = k[4]! * (py * radial + p1 * (r2 + 2 * py * py) + 2 * p2 * px * py) + k[5]!;
    if (!(u >= 0 && u < width && v >= 0 && v < height)) return -1;
    return Math.floor((v / height) * rows) * columns + Math.floor((u / width) * columns);
  }
}
