// Looks over the robot's shoulder: what the status line shows and what the summary at the end adds up.
import type { Detection2DArray, GuardState, LaserScan } from '../message/messages.js';
import { secondsBetween, type TimeNs } from '../message/time.js';
import type { Envelope } from '../runtime/stage.js';

/** What a person wants to know while the robot drives. */
export interface Glance {
  readonly seconds: number;
  readonly scans: number;
  readonly frames: number;
  /** Nearest return of the last scan, metres; undefined: nothing in range. */
  readonly nearestM: number | undefined;
  readonly guard: GuardState | undefined;
  /** Measured by odometry, m/s. */
  readonly speedMps: number;
  readonly distanceM: number;
  /** The class of each thing in the newest frame; undefined: nothing detects. */
  readonly seen: readonly string[] | undefined;
}

/** Area is counted in cells that the robot's own disc has swept. */
const CELL_M = 0.1;
const ROBOT_RADIUS_M = 0.1;
/** Steps longer than this are jumps of the pose (a robot put back), not driving. */
const JUMP_M = 0.25;

export class Survey {
  #start: TimeNs | undefined;
  #now: TimeNs = 0n;
  #scans = 0;
  #frames = 0;
  #nearestM: number | undefined;
  #guard: GuardState | undefined;
  #speedMps = 0;
  #distanceM = 0;
  #detections: Detection2DArray | undefined;
  #last: { x: number; y: number } | undefined;
  #poseTopic: 'ground_truth/pose' | 'odom' = 'odom';
  readonly #cells = new Set<number>();

  /** To be called with every published envelope. */
  observe(envelope: Envelope): void {
    this.#start ??= envelope.time;
    this.#now = envelope.time;
    switch (envelope.topic) {
      case 'scan':
        this.#scans++;
        this.#nearestM = nearestReturn(envelope.message);
        break;
      case 'camera/camera_info':
        this.#frames++;
        break;
      case 'guard':
        this.#guard = envelope.message;
        break;
      case 'odom':
        this.#speedMps = envelope.message.twist.twist.linear.x;
        if (this.#poseTopic === 'odom') this.#move(envelope.message.pose.pose.position);
        break;
      case 'ground_truth/pose':
        this.#usePose('ground_truth/pose');
        this.#move(envelope.message.pose.position);
        break;
      case 'detections':
        this.#detections = envelope.message;
        break;
      default:
    }
  }

  glance(): Glance {
    return {
      seconds: this.#start === undefined ? 0 : secondsBetween(this.#now, this.#start),
      scans: this.#scans,
      frames: this.#frames,
      nearestM: this.#nearestM,
      guard: this.#guard,
      speedMps: this.#speedMps,
      distanceM: this.#distanceM,
      seen: this.#detections?.detections.map(({ results }) => results[0]?.hypothesis.class_id ?? ''),
    };
  }

  /** Square metres that the robot's disc has covered. */
  get areaM2(): number {
    return this.#cells.size * CELL_M * CELL_M;
  }

  /** The true pose beats odometry where there is one; what odometry said before does not count twice. */
  #usePose(topic: 'ground_truth/pose'): void {
    if (this.#poseTopic === topic) return;
    this.#poseTopic = topic;
    this.#last = undefined;
    this.#distanceM = 0;
    this.#cells.clear();
  }

  #move({ x, y }: { readonly x: number; readonly y: number }): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const last = this.#last;
    const stepM = last === undefined ? 0 : Math.hypot(x - last.x, y - last.y);
    if (last !== undefined && stepM < 1e-4) return;
    if (stepM < JUMP_M) this.#distanceM += stepM;
    this.#last = { x, y };
    this.#sweep(x, y);
  }

  #sweep(x: number, y: number): void {
    const reach = Math.ceil(ROBOT_RADIUS_M / CELL_M);
    const column = Math.floor(x / CELL_M);
    const row = Math.floor(y / CELL_M);
    for (let i = column - reach; i <= column + reach; i++) {
      for (let j = row - reach; j <= row + reach; j++) {
        const dx = (i + 0.5) * CELL_M - x;
        const dy = (j + 0.5) * CELL_M - y;
        if (dx * dx + dy * dy <= ROBOT_RADIUS_M * ROBOT_RADIUS_M) this.#cells.add(i * 65536 + j);
      }
    }
  }
}

function nearestReturn({ ranges, range_min, range_max }: LaserScan): number | undefined {
  let nearest = Infinity;
  for (const range of ranges)
    if (range >= range_min && range <= range_max && range < nearest) nearest = range;
  return nearest === Infinity ? undefined : nearest;
}
