// How much light reaches a point of a surface: lamps through soft shadows, and the room's own glow where it is open.
import type { Ray } from './casters.js';
import { arrive } from './lamps.js';
import type { Arrival, Lamp } from './lamps.js';
import type { Vector } from './rigid.js';

/** Anything that can stop rays. `except`: a shape that does not, because the ray starts on it. */
export interface Blocker {
  readonly isEmpty: boolean;
  blocks(ray: Ray, except: number): boolean;
  /** False if certainly nothing is nearer to the point than `reach`. */
  reaches(x: number, y: number, z: number, reach: number, except: number): boolean;
}

/** Numbers per point: position, then unit normal. */
export const POINT_STRIDE = 6;

/** Rays start this far off the surface, metres. */
const LIFT = 0.004;
/** Contributions below this are not worth a shadow ray. */
const FAINT = 0.004;
/** Share of a lamp's light that comes back from the room's surfaces, whatever stands before the lamp. */
const BOUNCE = 0.22;
/** A lamp hangs in a shade or on a ceiling: what is within a hand of it does not count, metres. */
const LAMP_SIZE = 0.12;

/** Where on the disc of the lamp shadow rays aim, in units of its softness; the first two face each other. */
const AIMS = [
  { across: 0.35, up: 0.85 },
  { across: -0.35, up: -0.85 },
  { across: -0.85, up: 0.35 },
  { across: 0.85, up: -0.35 },
] as const;

/** The farthest at which something takes bounced light away, metres. */
export const FEELER_REACH = 0.5;

/** Directions about a normal, denser near it as light falls in, each with the reach within which something darkens it. */
function createFeelers(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const lift = (i + 0.5) / count;
    const angle = i * 2.399963;
    const flat = Math.sqrt(lift);
    return {
      across: flat * Math.cos(angle),
      up: flat * Math.sin(angle),
      out: Math.sqrt(1 - lift),
      reach: i % 2 === 0 ? 0.18 : FEELER_REACH,
    };
  });
}

/** How many rays a point is worth: many where light is worked out once, few where something moves all the time. */
export interface Effort {
  readonly feelers: ReturnType<typeof createFeelers>;
  readonly aims: number;
}

export const thorough: Effort = { feelers: createFeelers(12), aims: 4 };
export const quick: Effort = { feelers: createFeelers(6), aims: 2 };

/** What stands in the light of a shape, and how closely to look. */
export interface Obstruction {
  /** What may take bounced light away. */
  readonly near: Blocker;
  /** Per lamp, what may stand before it. */
  readonly before: readonly Blocker[];
  readonly except: number;
  readonly effort: Effort;
}

export class Baker {
  readonly #lamps: readonly Lamp[];
  readonly #ambient: Vector;
  readonly #arrival: Arrival = { toX: 0, toY: 0, toZ: 1, distance: 0, strength: 0 };
  readonly #ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 1, length: 0 };
  /** Two unit vectors square to a direction and to each other. */
  readonly #frame = new Float64Array(6);

  constructor(lamps: readonly Lamp[], ambient: Vector) {
    this.#lamps = lamps;
    this.#ambient = ambient;
  }

  /** Writes what lamps give in full at a point: strength per lamp, and the light that comes from all sides, r g b. */
  expose(
    points: Float32Array,
    at: number,
    direct: Float32Array,
    directAt: number,
    bounced: Float32Array,
    bouncedAt: number,
  ): void {
    const nx = points[at + 3]!;
    const ny = points[at + 4]!;
    const nz = points[at + 5]!;
    const arrival = this.#arrival;
    // Floors see more of the sky than ceilings do.
    const sky = 0.72 + 0.28 * nz;
    let r = this.#ambient[0] * sky;
    let g = this.#ambient[1] * sky;
    let b = this.#ambient[2] * sky;
    for (let i = 0; i < this.#lamps.length; i++) {
      const lamp = this.#lamps[i]!;
      arrive(lamp, points[at]!, points[at + 1]!, points[at + 2]!, arrival);
      const facing = arrival.toX * nx + arrival.toY * ny + arrival.toZ * nz;
      const back = BOUNCE * arrival.strength * (0.7 + 0.3 * facing);
      r += lamp.color[0] * back;
      g += lamp.color[1] * back;
      b += lamp.color[2] * back;
      direct[directAt + i] = facing > 0 ? arrival.strength * facing : 0;
    }
    bounced[bouncedAt] = r;
    bounced[bouncedAt + 1] = g;
    bounced[bouncedAt + 2] = b;
  }

  /** Takes from it what the blocker keeps away. */
  obscure(
    points: Float32Array,
    at: number,
    obstruction: Obstruction,
    direct: Float32Array,
    directAt: number,
    bounced: Float32Array,
    bouncedAt: number,
  ): void {
    const open = this.#openness(points, at, obstruction);
    bounced[bouncedAt]! *= open;
    bounced[bouncedAt + 1]! *= open;
    bounced[bouncedAt + 2]! *= open;
    this.shade(points, at, obstruction, direct, directAt);
  }

  /** Leaves of the lamps' strengths at a point what gets past the blockers. */
  shade(
    points: Float32Array,
    at: number,
    obstruction: Obstruction,
    direct: Float32Array,
    directAt: number,
  ): void {
    this.#startAt(points, at);
    for (let i = 0; i < this.#lamps.length; i++) {
      const lamp = this.#lamps[i]!;
      const blocker = obstruction.before[i]!;
      if (!lamp.castShadows || direct[directAt + i]! < FAINT || blocker.isEmpty) continue;
      arrive(lamp, points[at]!, points[at + 1]!, points[at + 2]!, this.#arrival);
      direct[directAt + i]! *= this.#seen(lamp, blocker, obstruction);
    }
  }

  /** Whether nothing is nearer than `reach` on the way (unit) from a point. */
  isOpen(point: Float32Array, way: readonly number[], reach: number, { near, except }: Obstruction): boolean {
    this.#startAt(point, 0);
    const ray = this.#ray;
    ray.dx = way[0]!;
    ray.dy = way[1]!;
    ray.dz = way[2]!;
    ray.length = reach;
    return !near.blocks(ray, except);
  }

  #startAt(points: Float32Array, at: number): void {
    const ray = this.#ray;
    ray.x = points[at]! + LIFT * points[at + 3]!;
    ray.y = points[at + 1]! + LIFT * points[at + 4]!;
    ray.z = points[at + 2]! + LIFT * points[at + 5]!;
  }

  /** Share of the lamp's disc that the point sees; `arrive` was called for it. Two opposite rays that agree decide. */
  #seen(lamp: Lamp, blocker: Blocker, { except, effort }: Obstruction): number {
    const { distance } = this.#arrival;
    this.#squareTo(this.#arrival.toX, this.#arrival.toY, this.#arrival.toZ);
    const spread = lamp.location === undefined ? lamp.softness : lamp.softness / distance;
    let seen = 0;
    for (let i = 0; i < effort.aims; i++) {
      if (i === 2 && seen !== 1) return seen / 2;
      const { across, up } = AIMS[i]!;
      this.#aim(spread * across, spread * up, 1, this.#arrival.toX, this.#arrival.toY, this.#arrival.toZ);
      this.#ray.length = Math.max(0, distance - LAMP_SIZE);
      if (!blocker.blocks(this.#ray, except)) seen++;
    }
    return seen / effort.aims;
  }

  /** How open the room is about the point, 0..1: corners and the floor under furniture are dim. */
  #openness(points: Float32Array, at: number, { near, except, effort }: Obstruction): number {
    const { feelers } = effort;
    if (near.isEmpty || !near.reaches(points[at]!, points[at + 1]!, points[at + 2]!, FEELER_REACH, except))
      return 1;
    this.#startAt(points, at);
    const nx = points[at + 3]!;
    const ny = points[at + 4]!;
    const nz = points[at + 5]!;
    this.#squareTo(nx, ny, nz);
    let open = 0;
    for (let i = 0; i < feelers.length; i++) {
      const { across, up, out, reach } = feelers[i]!;
      this.#aim(across, up, out, nx, ny, nz);
      this.#ray.length = reach;
      if (!near.blocks(this.#ray, except)) open++;
    }
    return open === feelers.length ? 1 : 0.06 + 0.94 * (open / feelers.length) ** 1.4;
  }

  #squareTo(x: number, y: number, z: number): void {
    const frame = this.#frame;
    // across = axis × (x, y, z) with the axis that lies least along it.
    const upright = Math.abs(z) < 0.9;
    const ax = upright ? -y : 0;
    const ay = upright ? x : -z;
    const az = upright ? 0 : y;
    const scale = 1 / Math.sqrt(ax * ax + ay * ay + az * az);
    frame[0] = ax * scale;
    frame[1] = ay * scale;
    frame[2] = az * scale;
    frame[3] = y * frame[2] - z * frame[1];
    frame[4] = z * frame[0] - x * frame[2];
    frame[5] = x * frame[1] - y * frame[0];
  }

  #aim(across: number, up: number, out: number, x: number, y: number, z: number): void {
    const f = this.#frame;
    const dx = out * x + across * f[0]! + up * f[3]!;
    const dy = out * y + across * f[1]! + up * f[4]!;
    const dz = out * z + across * f[2]! + up * f[5]!;
    const scale = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    this.#ray.dx = dx * scale;
    this.#ray.dy = dy * scale;
    this.#ray.dz = dz * scale;
  }
}
