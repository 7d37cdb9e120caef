// From a mask of the free floor to the floor_scan message: who knows the camera's lens and where it is.
import type { CameraInfo, Header, LaserScan, TFMessage } from '../../message/messages.js';
import { fromTime } from '../../message/time.js';
import { createTransform } from '../../runtime/geometry/rigid.js';
import { TransformBuffer } from '../../runtime/geometry/tf.js';
import { cameraProblem } from './floor-camera.js';
import { FloorMask, type FloorGrid } from './floor.js';

export interface FloorScanOptions {
  /** The frame on the floor under the robot. */
  readonly footFrame: string;
  readonly floorRangeM: number;
}

export class FloorScanner {
  readonly #mask: FloorMask;
  readonly #buffer = new TransformBuffer();
  readonly #camera = createTransform();
  #info: CameraInfo | undefined;
  #problem: string | undefined = 'there is no camera_info';
  #refused = 0;

  constructor(grid: FloorGrid) {
    this.#mask = new FloorMask(grid);
  }

  get info(): CameraInfo | undefined {
    return this.#info;
  }

  /** Why there can be no floor with this camera, in words; undefined when there can. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Transforms that were not valid. */
  get refusedTransforms(): number {
    return this.#refused;
  }

  takeInfo(info: CameraInfo): void {
    this.#info = info;
    this.#problem = cameraProblem(info);
  }

  takeTransforms(message: TFMessage, kind: 'moving' | 'fixed'): void {
    try {
      this.#buffer.insert(message, kind);
    } catch {
      // What is invalid is left out and counted; whoever publishes it hears of it from the stages that need it.
      this.#refused++;
    }
  }

  /** `free`: a logit for each cell of the grid. Undefined without camera_info or the transform at the picture's stamp. */
  scan(free: Float32Array, { stamp, frame_id }: Header, options: FloorScanOptions): LaserScan | undefined {
    const { footFrame, floorRangeM } = options;
    const time = fromTime(stamp);
    const info = this.#info;
    if (info === undefined || this.#problem !== undefined) return undefined;
    if (this.#buffer.readiness(footFrame, frame_id, time) !== 'ready') return undefined;
    this.#buffer.lookupInto(this.#camera, footFrame, frame_id, time);
    const fan = this.#mask.aim(info, this.#camera, floorRangeM);
    const ranges = new Float32Array(fan.beams);
    this.#mask.fill(free, ranges);
    // As a recording will hold them: who hears this now and who hears it in a replay come to the same.
    return {
      header: { stamp, frame_id: footFrame },
      angle_min: Math.fround(fan.angleMin),
      angle_max: Math.fround(fan.angleMin + (fan.beams - 1) * fan.angleIncrement),
      angle_increment: Math.fround(fan.angleIncrement),
      time_increment: 0,
      scan_time: 0,
      range_min: Number.isFinite(fan.rangeMin) ? Math.fround(fan.rangeMin) : 0,
      range_max: Math.fround(floorRangeM),
      ranges,
      intensities: new Float32Array(0),
    };
  }
}
