// A small honest world in two dimensions for closed-loop tests: a disc that drives, walls and pillars, rays, delays.
import type { Contact, LaserScan, TFMessage } from '../../message/messages.js';
import { msToNs, toTime, type TimeNs } from '../../message/time.js';
import { quaternionFromYaw } from '../../runtime/geometry/rigid.js';
import type { Emit, Envelope, Source } from '../../runtime/stage.js';
import { twistStamped } from '../twist.js';

/** Metres; `seen: false` is under the LIDAR's plane; a velocity makes a pillar walk. */
export type Thing =
  | { readonly kind: 'wall'; readonly a: readonly [number, number]; readonly b: readonly [number, number] }
  | {
      readonly kind: 'pillar';
      readonly at: readonly [number, number];
      readonly radius: number;
      readonly seen?: boolean;
      readonly velocity?: readonly [number, number];
      /** Walks to and fro: out for half of this time, and back; absent: on and on, seconds. */
      readonly period?: number;
    };

export interface FlatlandOptions {
  readonly things: readonly Thing[];
  readonly start?: { readonly x: number; readonly y: number; readonly yaw: number };
  readonly seconds: number;
  /** Changes, delays or (with undefined) loses scans. */
  readonly tamper?: (scan: LaserScan, time: TimeNs) => LaserScan | undefined;
  /** Standard deviation of ranges, metres, by a repeating pattern: no chance needed. */
  readonly noiseM?: number;
  readonly beams?: number;
}

export interface Crash {
  readonly atSeconds: number;
  readonly seen: boolean;
  /** Faster than 2 cm/s at the moment of the touch. */
  readonly robotMoving: boolean;
}

export const ROBOT_RADIUS = 0.1;
const STEP_MS = 5;
const RANGE_MAX = 8;
const RANGE_MIN = 0.12;
/** The motors follow a command with this time constant, seconds. */
const MOTOR_LAG_S = 0.04;
const WATCHDOG_MS = 500;

/** Publishes scan, odom, tf and bumper; drives by cmd_vel. Beams are cast one by one while the robot moves. */
export class Flatland implements Source {
  readonly name = 'flatland';
  readonly reads = ['cmd_vel'] as const;
  readonly writes = ['scan', 'odom', 'bumper', '/tf', '/tf_static'] as const;
  readonly crashes: Crash[] = [];
  x: number;
  y: number;
  yaw: number;
  linear = 0;
  angular = 0;
  distanceM = 0;
  readonly #options: FlatlandOptions;
  readonly #beams: number;
  #command = { linear: 0, angular: 0 };
  #commandAge = Infinity;
  #step = 0;
  #ranges: Float32Array;
  #cast = 0;
  #touching = new Set<Thing>();

  constructor(options: FlatlandOptions) {
    this.#options = options;
    this.#beams = options.beams ?? 360;
    this.#ranges = new Float32Array(this.#beams);
    ({ x: this.x, y: this.y, yaw: this.yaw } = options.start ?? { x: 0, y: 0, yaw: 0 });
  }

  get seconds(): number {
    return (this.#step * STEP_MS) / 1000;
  }

  next(): TimeNs | undefined {
    return this.seconds > this.#options.seconds ? undefined : msToNs(this.#step * STEP_MS);
  }

  take(envelope: Envelope): void {
    if (envelope.topic !== 'cmd_vel') return;
    const { linear, angular } = envelope.message.twist;
    this.#command = { linear: linear.x, angular: angular.z };
    this.#commandAge = 0;
  }

  advance(now: TimeNs, emit: Emit): void {
    const timeMs = this.#step * STEP_MS;
    if (this.#step === 0) emit('/tf_static', laserMount());
    if (timeMs % 20 === 0) this.#publishState(now, emit);
    this.#castBeams(timeMs);
    if (timeMs > 0 && timeMs % 100 === 0) this.#publishScan(now, emit);
    this.#move();
    this.#step++;
  }

  #move(): void {
    const dt = STEP_MS / 1000;
    this.#commandAge += STEP_MS;
    const wanted = this.#commandAge > WATCHDOG_MS ? { linear: 0, angular: 0 } : this.#command;
    const follow = 1 - Math.exp(-dt / MOTOR_LAG_S);
    this.linear += (wanted.linear - this.linear) * follow;
    this.angular += (wanted.angular - this.angular) * follow;
    const x = this.x + this.linear * dt * Math.cos(this.yaw);
    const y = this.y + this.linear * dt * Math.sin(this.yaw);
    this.yaw += this.angular * dt;
    if (this.#collide(x, y)) {
      this.linear = 0;
      return;
    }
    this.distanceM += Math.hypot(x - this.x, y - this.y);
    this.x = x;
    this.y = y;
  }

  /** Whether something is in the way of the step to (x, y); every new touch is a crash. */
  #collide(x: number, y: number): boolean {
    let blocked = false;
    for (const thing of this.#options.things) {
      const near = nearestPoint(thing, x, y, this.seconds);
      const now = nearestPoint(thing, this.x, this.y, this.seconds);
      const distance = Math.hypot(near.x - x, near.y - y) - near.radius;
      const before = Math.hypot(now.x - this.x, now.y - this.y) - now.radius;
      if (distance > ROBOT_RADIUS) {
        if (distance > ROBOT_RADIUS + 0.005) this.#touching.delete(thing);
        continue;
      }
      if (distance < before) blocked = true;
      if (this.#touching.has(thing)) continue;
      this.#touching.add(thing);
      const seen = thing.kind === 'wall' || thing.seen !== false;
      this.crashes.push({ atSeconds: this.seconds, seen, robotMoving: Math.abs(this.linear) > 0.02 });
    }
    return blocked;
  }

  #publishState(now: TimeNs, emit: Emit): void {
    const stamp = toTime(now);
    const rotation = quaternionFromYaw(this.yaw);
    const header = { stamp, frame_id: 'odom' };
    const translation = { x: this.x, y: this.y, z: 0 };
    emit('/tf', {
      transforms: [{ header, child_frame_id: 'base_footprint', transform: { translation, rotation } }],
    });
    emit('odom', {
      header,
      child_frame_id: 'base_footprint',
      pose: { pose: { position: translation, orientation: rotation }, covariance: new Float64Array(36) },
      twist: {
        twist: twistStamped(header, this.linear, this.angular).twist,
        covariance: new Float64Array(36),
      },
    });
    emit('bumper', { header: { stamp, frame_id: 'base_link' }, contacts: this.#contacts() });
  }

  #contacts(): Contact[] {
    const contacts: Contact[] = [];
    for (const thing of this.#touching) {
      const near = nearestPoint(thing, this.x, this.y, this.seconds);
      const angle = Math.atan2(near.y - this.y, near.x - this.x) - this.yaw;
      const position = { x: ROBOT_RADIUS * Math.cos(angle), y: ROBOT_RADIUS * Math.sin(angle), z: 0.05 };
      contacts.push({ object: thing.kind, class_id: '', position, force: 5 });
    }
    return contacts;
  }

  /** The beams that fall into this step; a sweep takes 100 ms. */
  #castBeams(timeMs: number): void {
    const done = Math.floor((((timeMs % 100) + STEP_MS) / 100) * this.#beams);
    for (; this.#cast < done; this.#cast++) {
      const angle = this.yaw - Math.PI + (this.#cast / this.#beams) * 2 * Math.PI;
      this.#ranges[this.#cast] = this.#measure(angle);
    }
    if (done === this.#beams) this.#cast = 0;
  }

  #measure(angle: number): number {
    let range = Infinity;
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    for (const thing of this.#options.things) {
      const hit = rayTo(thing, { x: this.x, y: this.y, c, s }, this.seconds);
      if (hit < range) range = hit;
    }
    if (range === Infinity || range > RANGE_MAX) return Infinity;
    if (range < RANGE_MIN) return -Infinity;
    const wobble = Math.sin(12.9898 * (this.#step + 1) + 78.233 * this.#cast) * 1.4;
    return range + (this.#options.noiseM ?? 0) * wobble;
  }

  #publishScan(now: TimeNs, emit: Emit): void {
    const scan: LaserScan = {
      header: { stamp: toTime(now - msToNs(100)), frame_id: 'laser' },
      angle_min: -Math.PI,
      angle_max: Math.PI - (2 * Math.PI) / this.#beams,
      angle_increment: (2 * Math.PI) / this.#beams,
      time_increment: 0.1 / this.#beams,
      scan_time: 0.1,
      range_min: RANGE_MIN,
      range_max: RANGE_MAX,
      ranges: this.#ranges.slice(),
      intensities: new Float32Array(0),
    };
    const { tamper } = this.#options;
    const sent = tamper === undefined ? scan : tamper(scan, now);
    if (sent !== undefined) emit('scan', sent);
  }
}

function laserMount(): TFMessage {
  const stamp = toTime(0n);
  const rotation = quaternionFromYaw(0);
  return {
    transforms: [
      {
        header: { stamp, frame_id: 'base_footprint' },
        child_frame_id: 'base_link',
        transform: { translation: { x: 0, y: 0, z: 0.033 }, rotation },
      },
      {
        header: { stamp, frame_id: 'base_link' },
        child_frame_id: 'laser',
        transform: { translation: { x: 0, y: 0, z: 0.137 }, rotation },
      },
    ],
  };
}

interface Near {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function nearestPoint(thing: Thing, x: number, y: number, seconds: number): Near {
  if (thing.kind === 'pillar') {
    const [px, py] = placeOf(thing, seconds);
    return { x: px, y: py, radius: thing.radius };
  }
  const { a, b } = thing;
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const u = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)));
  return { x: a[0] + u * dx, y: a[1] + u * dy, radius: 0 };
}

function placeOf(thing: Thing & { kind: 'pillar' }, seconds: number): readonly [number, number] {
  const [vx, vy] = thing.velocity ?? [0, 0];
  const { period } = thing;
  const along = period === undefined ? seconds : period / 2 - Math.abs((seconds % period) - period / 2);
  return [thing.at[0] + vx * along, thing.at[1] + vy * along];
}

interface Ray {
  readonly x: number;
  readonly y: number;
  readonly c: number;
  readonly s: number;
}

function rayTo(thing: Thing, { x, y, c, s }: Ray, seconds: number): number {
  if (thing.kind === 'pillar') {
    if (thing.seen === false) return Infinity;
    const [px, py] = placeOf(thing, seconds);
    const along = (px - x) * c + (py - y) * s;
    const across = (py - y) * c - (px - x) * s;
    const half = thing.radius * thing.radius - across * across;
    return along <= 0 || half < 0 ? Infinity : along - Math.sqrt(half);
  }
  const { a, b } = thing;
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const turn = c * dy - s * dx;
  if (Math.abs(turn) < 1e-12) return Infinity;
  const t = ((a[0] - x) * dy - (a[1] - y) * dx) / turn;
  const u = ((a[0] - x) * s - (a[1] - y) * c) / turn;
  return t < 0 || u < 0 || u > 1 ? Infinity : t;
}

/** Four walls about the origin. */
export function room(width: number, depth: number): Thing[] {
  const x = width / 2;
  const y = depth / 2;
  const corners = [
    [-x, -y],
    [x, -y],
    [x, y],
    [-x, y],
  ] as const;
  return corners.map((a, i) => ({ kind: 'wall', a, b: corners[(i + 1) % 4]! }) as const);
}
