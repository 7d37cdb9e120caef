// The stage `floor-colour`: a detector without learning. What has the colour of the floor driven over is floor, the rest is not.
import type { Header, Image, Odometry } from '../../message/messages.js';
import type { TimeNs } from '../../message/time.js';
import type { Emit, Envelope, Stage } from '../../runtime/stage.js';
import { ColourModel, readColours, type Colours } from './colour-model.js';
import { SHARE_GRID, shareLogit } from './floor-shares.js';
import { FloorScanner, type FloorScanOptions } from '../floor/floor-scan.js';
import { checkFrame } from '../prepare/prepare.js';

/** Colours are looked at in squares of so many pixels: noise and the grain of a floor average out. */
const SQUARE_PX = 4;
/** The floor just ahead, shares of the picture: what the robot is about to drive over. */
const AHEAD = { top: 0.78, left: 0.3, right: 0.7 };
/** After so much way the floor that was ahead has been driven over, metres. */
const DRIVEN_OVER_M = 0.5;
/** So many looks at the floor ahead wait to be driven over. */
const MAX_WAITING = 32;
const LOOK_EVERY_M = 0.05;

interface Look {
  readonly atM: number;
  readonly colours: Colours;
}

/** After Ulrich and Nourbakhsh, Appearance-based obstacle detection with monocular color vision (AAAI 2000). */
export class FloorColourStage implements Stage {
  readonly name = 'floor-colour';
  readonly reads = ['camera/image_raw', 'camera/camera_info', 'odom', 'bumper', '/tf_static'] as const;
  readonly writes = ['detections', 'floor_scan'] as const;
  readonly latencyMs = 60;
  readonly #options: FloorScanOptions;
  readonly #floor = new FloorScanner(SHARE_GRID);
  readonly #free = new Float32Array(SHARE_GRID.columns * SHARE_GRID.rows);
  readonly #model = new ColourModel();
  #colours: Colours | undefined;
  #waiting: Look[] = [];
  #wayM = 0;
  #place: { readonly x: number; readonly y: number } | undefined;

  constructor(options: FloorScanOptions) {
    this.#options = options;
  }

  take(envelope: Envelope, _now: TimeNs, emit: Emit): void {
    switch (envelope.topic) {
      case 'camera/image_raw':
        return this.#see(envelope.message, envelope.message.header, emit);
      case 'camera/camera_info':
        return this.#floor.takeInfo(envelope.message);
      case '/tf_static':
        return this.#floor.takeTransforms(envelope.message, 'fixed');
      case 'odom':
        return this.#drive(envelope.message);
      case 'bumper':
        // What it is about to touch was no floor.
        if (envelope.message.contacts.length > 0) this.#waiting = [];
        return;
      default:
    }
  }

  #see(image: Image, header: Header, emit: Emit): void {
    const colours = readColours(image, checkFrame(image), SQUARE_PX, this.#colours);
    this.#colours = colours;
    this.#learn(colours);
    this.#judge(colours);
    emit('detections', { header, detections: [] });
    const scan = this.#floor.scan(this.#free, header, this.#options);
    if (scan !== undefined) emit('floor_scan', scan);
  }

  /** The first look is trusted: a person puts the robot on free floor. Later ones once they are driven over. */
  #learn(colours: Colours): void {
    const last = this.#waiting.at(-1);
    if (!this.#model.isTrained) this.#model.learn(part(colours));
    else if (last === undefined || this.#wayM - last.atM >= LOOK_EVERY_M) {
      this.#waiting.push({ atM: this.#wayM, colours: part(colours) });
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    }
    while (this.#waiting[0] !== undefined && this.#wayM - this.#waiting[0].atM >= DRIVEN_OVER_M)
      this.#model.learn(this.#waiting.shift()!.colours);
  }

  /** How much of each cell is floor, as a logit. */
  #judge({ columns, rows, hue, saturation, value }: Colours): void {
    const free = this.#free.fill(0);
    for (let row = 0, i = 0; row < rows; row++) {
      const at = Math.floor((row * SHARE_GRID.rows) / rows) * SHARE_GRID.columns;
      for (let column = 0; column < columns; column++, i++) {
        if (this.#model.isFloor(hue[i]!, saturation[i]!, value[i]!))
          free[at + Math.floor((column * SHARE_GRID.columns) / columns)]!++;
      }
    }
    const full = (columns * rows) / free.length;
    free.forEach((count, cell) => (free[cell] = shareLogit(count / full)));
  }

  #drive({ pose }: Odometry): void {
    const { x, y } = pose.pose.position;
    if (!Number.isFinite(x + y)) return;
    if (this.#place !== undefined) this.#wayM += Math.hypot(x - this.#place.x, y - this.#place.y);
    this.#place = { x, y };
  }
}

/** A copy of the floor just ahead. */
function part({ columns, rows, hue, saturation, value }: Colours): Colours {
  const top = Math.floor(AHEAD.top * rows);
  const left = Math.floor(AHEAD.left * columns);
  const width = Math.ceil(AHEAD.right * columns) - left;
  const cut = (all: Float32Array): Float32Array => {
    const out = new Float32Array(width * (rows - top));
    for (let row = top; row < rows; row++)
      out.set(all.subarray(row * columns + left, row * columns + left + width), (row - top) * width);
    return out;
  };
  return { columns: width, rows: rows - top, hue: cut(hue), saturation: cut(saturation), value: cut(value) };
}
