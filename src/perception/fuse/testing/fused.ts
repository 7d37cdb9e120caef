// A fuse stage on a bench: a robot at chosen poses sees chosen things, however late, and the stage is asked what it makes of them.
import type {
  CameraInfo,
  Detection2D,
  LaserScan,
  Obstacle,
  ObstacleArray,
} from '../../../message/messages.js';
import { msToNs, toTime, type Time } from '../../../message/time.js';
import type { MessageOf, TopicName } from '../../../message/topics.js';
import { createEnvelope } from '../../../runtime/envelope.js';
import {
  createTransform,
  multiply,
  quaternionFromRpy,
  quaternionFromYaw,
} from '../../../runtime/geometry/rigid.js';
import type { Emit, Envelope } from '../../../runtime/stage.js';
import { FloorCamera } from '../../floor/floor-camera.js';
import { fuseConfig, type FuseConfig } from '../fuse-config.js';
import { FuseStage } from '../fuse.js';

export const WIDTH = 320;
export const HEIGHT = 240;
const FOCAL = 265;
/** As our robot has it: 12 cm up, its lowest row meets the floor 0.25 m ahead. */
const PITCH_RAD = 0.19;
const OPTICAL = { x: -0.5, y: 0.5, z: -0.5, w: 0.5 };
const PLANE_M = 0.17;
const BEAMS = 360;

/** An upright board that faces the robot's start, in odom: its middle on the floor, metres. */
export interface Board {
  readonly name: string;
  readonly x: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

export interface Pose {
  readonly x: number;
  readonly y?: number;
  readonly yaw?: number;
}

export interface Look {
  readonly at: Pose;
  readonly boards?: readonly Board[];
  /** Range by bearing in the base frame, for a LIDAR over the foot; nothing at all if absent. */
  readonly range?: (bearing: number) => number;
  /** Range at which the floor ends by bearing, NaN for not judged; absent: no floor scan comes. */
  readonly floor?: (bearing: number) => number;
  /** The detections come so much later than the picture was taken, ms. */
  readonly lateMs?: number;
}

export class Fused {
  readonly stage: FuseStage;
  /** The newest list. */
  list: ObstacleArray | undefined;
  published = 0;
  nowMs = 0;
  readonly #camera: FloorCamera;
  readonly #emit: Emit = (topic, message) => {
    if (topic !== 'obstacles') return;
    this.list = message as ObstacleArray;
    this.published++;
  };

  /** `pitchErrorRad`: the camera really looks so much lower than its transform says. */
  constructor(overrides: Partial<FuseConfig> = {}, pitchErrorRad = 0) {
    this.stage = new FuseStage({ ...fuseConfig.parse({}), ...overrides });
    this.#camera = new FloorCamera(cameraInfo(), mount(PITCH_RAD + pitchErrorRad));
    this.send('/tf_static', {
      transforms: [
        { header: at(0, 'base_footprint'), child_frame_id: 'laser', transform: raised(PLANE_M) },
        {
          header: at(0, 'base_footprint'),
          child_frame_id: 'camera_optical_frame',
          transform: mount(PITCH_RAD),
        },
      ],
    });
    this.send('camera/camera_info', cameraInfo());
  }

  /** What the camera alone, or with the LIDAR, made of things. */
  get seen(): readonly Obstacle[] {
    return this.list?.obstacles.filter(({ sources }) => (sources & 2) !== 0) ?? [];
  }

  send<T extends TopicName>(topic: T, message: MessageOf<T>, atMs = this.nowMs): void {
    const now = msToNs(atMs);
    this.stage.take(createEnvelope(topic, message, now, 0) as Envelope, now, this.#emit);
  }

  /** Looks so often, every 65 ms, standing still. */
  look(look: Look, frames = 1): this {
    for (let k = 0; k < frames; k++) {
      this.nowMs += 65;
      this.#moveTo(look.at);
      this.#scan(look);
      const stampMs = this.nowMs;
      this.nowMs += look.lateMs ?? 0;
      this.#detect(look, stampMs);
    }
    return this;
  }

  /** From one look to the next in small steps, looking all the while. */
  drive(from: number, to: number, look: Omit<Look, 'at'>): this {
    const frames = Math.max(1, Math.round(Math.abs(to - from) / 0.02));
    for (let k = 0; k <= frames; k++) this.look({ ...look, at: { x: from + ((to - from) * k) / frames } });
    return this;
  }

  /** The robot goes on to a pose without looking, and the transforms say so. */
  moveTo(pose: Pose, afterMs: number): this {
    this.nowMs += afterMs;
    this.#moveTo(pose);
    return this;
  }

  /** A board in the picture from a pose; undefined if it is not in it. */
  detectionOf(board: Board, { x: px, y: py = 0, yaw = 0 }: Pose, stamp: Time): Detection2D | undefined {
    const { name, x, y = 0, width = 0.2, height = 0.1 } = board;
    const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
    const corners = [-1, 1].flatMap((side) =>
      [0, height].map((z) => {
        const [ux, uy] = [x - px, y + (side * width) / 2 - py];
        const pixel = { u: 0, v: 0 };
        this.#camera.see(c * ux + s * uy, c * uy - s * ux, z, pixel);
        return { ahead: c * ux + s * uy, ...pixel };
      }),
    );
    if (corners.some(({ ahead }) => ahead < 0.12)) return undefined;
    const inside = (value: number, most: number): number => Math.min(most, Math.max(0, value));
    const us = corners.map(({ u }) => inside(u, WIDTH));
    const vs = corners.map(({ v }) => inside(v, HEIGHT));
    const [left, right] = [Math.min(...us), Math.max(...us)];
    const [top, bottom] = [Math.min(...vs), Math.max(...vs)];
    if (right - left < 2 || bottom - top < 2) return undefined;
    return detection(name, { left, top, right, bottom }, stamp);
  }

  #moveTo({ x, y = 0, yaw = 0 }: Pose): void {
    const transform = { translation: { x, y, z: 0 }, rotation: quaternionFromYaw(yaw) };
    const moved = { header: at(this.nowMs, 'odom'), child_frame_id: 'base_footprint', transform };
    this.send('/tf', { transforms: [moved] });
  }

  #scan({ range }: Look): void {
    if (range !== undefined) this.send('scan', scanOf(this.nowMs, range));
  }

  #detect({ at: pose, boards = [], floor }: Look, stampMs: number): void {
    const header = at(stampMs, 'camera_optical_frame');
    const detections = boards.flatMap((board) => this.detectionOf(board, pose, header.stamp) ?? []);
    this.send('detections', { header, detections });
    if (floor !== undefined) this.send('floor_scan', floorOf(stampMs, floor));
    this.stage.tick(msToNs(this.nowMs + 20), this.#emit);
  }
}

export function detection(
  name: string,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  stamp: Time,
  score = 0.9,
): Detection2D {
  const pose = { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
  return {
    header: { stamp, frame_id: 'camera_optical_frame' },
    results: [{ hypothesis: { class_id: name, score }, pose: { pose, covariance: new Float64Array(36) } }],
    bbox: {
      center: { position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, theta: 0 },
      size_x: box.right - box.left,
      size_y: box.bottom - box.top,
    },
    id: '',
  };
}

export function floorOf(ms: number, floor: (bearing: number) => number): LaserScan {
  const step = 1.085 / 48;
  const first = -1.085 / 2 + step / 2;
  return {
    header: at(ms, 'base_footprint'),
    angle_min: first,
    angle_max: first + 47 * step,
    angle_increment: step,
    time_increment: 0,
    scan_time: 0,
    range_min: 0.25,
    range_max: 3,
    ranges: Float32Array.from({ length: 48 }, (_, i) => floor(first + i * step)),
    intensities: new Float32Array(0),
  };
}

export function cameraInfo(): CameraInfo {
  return {
    header: at(0, 'camera_optical_frame'),
    width: WIDTH,
    height: HEIGHT,
    distortion_model: 'plumb_bob',
    d: new Float64Array(5),
    k: Float64Array.of(FOCAL, 0, WIDTH / 2, 0, FOCAL, HEIGHT / 2, 0, 0, 1),
    r: new Float64Array(9),
    p: new Float64Array(12),
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}

function scanOf(ms: number, range: (bearing: number) => number): LaserScan {
  const step = (2 * Math.PI) / BEAMS;
  return {
    header: at(ms, 'laser'),
    angle_min: -Math.PI,
    angle_max: Math.PI - step,
    angle_increment: step,
    time_increment: 0,
    scan_time: 0.1,
    range_min: 0.12,
    range_max: 8,
    ranges: Float32Array.from({ length: BEAMS }, (_, i) => range(-Math.PI + i * step)),
    intensities: new Float32Array(0),
  };
}

function mount(pitchRad: number) {
  const rotation = multiply(quaternionFromRpy(0, pitchRad, 0), OPTICAL);
  return { translation: { x: 0.08, y: 0, z: 0.12 }, rotation };
}

function raised(z: number) {
  const transform = createTransform();
  transform.translation.z = z;
  return transform;
}

function at(ms: number, frame_id: string) {
  return { stamp: toTime(msToNs(ms)), frame_id };
}
