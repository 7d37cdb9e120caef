// One flat scan: every target's section is drawn into the beams it covers, nearest first, like a depth buffer over angles.
import type { Beams } from './beams.js';
import { Fan } from './fan.js';
import { FRAME_STRIDE } from '../../runtime/geometry/rigid-arrays.js';
import type { Hits } from './hits.js';
import { createNearGrid, type NearGrid } from './near-grid.js';
import { ASKEW, CIRCLE, EMPTY, OUTLINE, Sections, SEGMENT_STRIDE } from './sections.js';
import type { Targets } from './targets.js';

/**
 * Casts the beams of a layer that lies in the sensor's x-y plane, whatever that plane's tilt in the world. The work grows
 * with the targets that can be seen, not with all of them: those beyond what the beams already met are passed over.
 */
export class PlanarScan {
  readonly #targets: Targets;
  readonly #sections: Sections;
  readonly #grid: NearGrid;
  readonly #fan: Fan;
  /** The sensor's frame in the world. */
  readonly #frame = new Float64Array(FRAME_STRIDE);
  /** Sensor's x, y in the plane's coordinates, cos and sin of its heading there. */
  readonly #eye = new Float64Array(4);

  /** `base` is the place of this layer's beam 0 in the hits. */
  constructor(targets: Targets, beams: Beams, hits: Hits, base: number) {
    this.#targets = targets;
    this.#sections = new Sections(targets);
    this.#grid = createNearGrid(targets);
    this.#fan = new Fan(targets, beams, hits, base);
  }

  /** Draws all targets into beams first..end of the hits, which hold their reach or nearer hits before. */
  cast(sensorFrame: Float64Array, first: number, end: number): void {
    this.#fan.open(first, end);
    this.#aim(sensorFrame);
    this.#meetAll(this.#grid.wide);
    this.#meetAll(this.#targets.movable);
    this.#walkGrid();
  }

  #meetAll(targets: Int32Array): void {
    for (let i = 0; i < targets.length; i++) this.#meet(targets[i]!);
  }

  #aim(sensorFrame: Float64Array): void {
    this.#frame.set(sensorFrame);
    const f = this.#frame;
    const [x, y, z] = [f[9]!, f[10]!, f[11]!];
    this.#sections.setPlane(f[2]!, f[5]!, f[8]!, f[2]! * x + f[5]! * y + f[8]! * z);
    const axes = this.#sections.axes;
    this.#eye[0] = axes[0]! * x + axes[1]! * y + axes[2]! * z;
    this.#eye[1] = axes[3]! * x + axes[4]! * y + axes[5]! * z;
    this.#eye[2] = axes[0]! * f[0]! + axes[1]! * f[3]! + axes[2]! * f[6]!;
    this.#eye[3] = axes[3]! * f[0]! + axes[4]! * f[3]! + axes[5]! * f[6]!;
  }

  /** Rings of cells about the sensor's, until no beam reaches past the nearest point that a further ring could hold. */
  #walkGrid(): void {
    const { cellM, left, bottom, columns, rows, reachM, items } = this.#grid;
    if (items.length === 0) return;
    const x = (this.#frame[9]! - left) / cellM;
    const y = (this.#frame[10]! - bottom) / cellM;
    const column = Math.floor(x);
    const row = Math.floor(y);
    const border = Math.min(x - column, column + 1 - x, y - row, row + 1 - y);
    const nearest = Math.max(0, -column, column - columns + 1, -row, row - rows + 1);
    const last = Math.max(column, columns - 1 - column, row, rows - 1 - row);
    for (let ring = nearest; ring <= last; ring++) {
      const nearM = ring === 0 ? 0 : (ring - 1 + border) * cellM - reachM;
      if (this.#fan.settledWithin(nearM)) return;
      this.#walkRing(column, row, ring);
    }
  }

  #walkRing(column: number, row: number, ring: number): void {
    if (ring === 0) return this.#walkCells(row, column, column);
    this.#walkCells(row - ring, column - ring, column + ring);
    this.#walkCells(row + ring, column - ring, column + ring);
    for (let r = row - ring + 1; r < row + ring; r++) {
      this.#walkCells(r, column - ring, column - ring);
      this.#walkCells(r, column + ring, column + ring);
    }
  }

  /** Meets the targets of the cells from..to of a row, as far as the grid has them. */
  #walkCells(row: number, from: number, to: number): void {
    const { columns, rows, starts, items } = this.#grid;
    if (row < 0 || row >= rows || to < 0 || from >= columns) return;
    const cells = row * columns;
    const end = starts[cells + Math.min(to, columns - 1) + 1]!;
    for (let i = starts[cells + Math.max(from, 0)]!; i < end; i++) this.#meet(items[i]!);
  }

  /** Draws a target's section into the beams that its circle covers, unless all of them end before it. */
  #meet(target: number): void {
    if (!this.#sections.isCut(target) && !this.#mayBeSeen(target)) return;
    const kind = this.#sections.cut(target);
    if (kind === EMPTY) return;
    const { circles } = this.#sections;
    const eye = this.#eye;
    const x = circles[target * 3]! - eye[0]!;
    const y = circles[target * 3 + 1]! - eye[1]!;
    const { pen } = this.#fan;
    pen[0] = eye[2]! * x + eye[3]! * y;
    pen[1] = eye[2]! * y - eye[3]! * x;
    pen[2] = circles[target * 3 + 2]!;
    if (!this.#fan.cover()) return;
    if (kind === CIRCLE) this.#fan.drawCircle(target);
    else if (kind === ASKEW) this.#fan.drawAskew(target, this.#frame);
    else this.#drawSegments(target, kind === OUTLINE);
  }

  /** Spares a target's cut where its bounding sphere is out of sight. */
  #mayBeSeen(target: number): boolean {
    const { centres, radii } = this.#targets;
    const f = this.#frame;
    const x = centres[target * 3]! - f[9]!;
    const y = centres[target * 3 + 1]! - f[10]!;
    const z = centres[target * 3 + 2]! - f[11]!;
    const height = f[2]! * x + f[5]! * y + f[8]! * z;
    const radius = radii[target]!;
    const square = radius * radius - height * height;
    if (square <= 0) return false;
    const { pen } = this.#fan;
    pen[0] = f[0]! * x + f[3]! * y + f[6]! * z;
    pen[1] = f[1]! * x + f[4]! * y + f[7]! * z;
    pen[2] = Math.sqrt(square);
    return this.#fan.cover();
  }

  /** Of an outline seen from outside only the near side can be met; from inside, all of it. */
  #drawSegments(target: number, outline: boolean): void {
    const { segments, starts, counts, parts } = this.#sections;
    const eye = this.#eye;
    const { pen } = this.#fan;
    const eyeX = eye[0]!;
    const eyeY = eye[1]!;
    const cos = eye[2]!;
    const sin = eye[3]!;
    const first = starts[target]!;
    const end = first + counts[target]!;
    let drawn = 0;
    for (let segment = first; segment < end; segment++) {
      const at = segment * SEGMENT_STRIDE;
      const ax = segments[at]! - eyeX;
      const ay = segments[at + 1]! - eyeY;
      const bx = segments[at + 2]! - eyeX;
      const by = segments[at + 3]! - eyeY;
      const area = ax * by - ay * bx;
      if (outline && area >= 0) continue;
      drawn++;
      if (area === 0) continue;
      // The pen runs counter-clockwise about the sensor.
      const from = area > 0 ? 0 : 2;
      pen[from] = cos * ax + sin * ay;
      pen[from + 1] = cos * ay - sin * ax;
      pen[2 - from] = cos * bx + sin * by;
      pen[3 - from] = cos * by - sin * bx;
      this.#fan.drawSegment(target, parts[segment]!);
    }
    if (outline && drawn === 0) this.#drawSegments(target, false);
  }
}
