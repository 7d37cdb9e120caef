// How much light reaches a point of a surface: lamps through soft shadows, and the room's own glow where it is open.
import type { CasterGrid } from './caster-grid.js';
import type { Caster, Ray } from './casters.js';
import { stops } from './casters.js';
import { arrive } from './lamps.js';
import type { Arrival, Lamp } from './lamps.js';
import { cross, normalize } from './outline.js';
import type { SurfacePoint } from './outline.js';
import type { Vector } from './rigid.js';

/** Rays start this far off the surface, metres. */
const LIFT = 0.004;
/** Contributions below this are not worth a shadow ray. */
const FAINT = 0.004;
/** Share of a lamp's light that comes back from the room's surfaces, whatever stands before the lamp. */
const BOUNCE = 0.22;

/** Where on the disc of the lamp shadow rays aim: across and up, in units of its softness. */
const AIMS = [
  [0.35, 0.85],
  [-0.85, 0.35],
  [-0.35, -0.85],
  [0.85, -0.35],
] as const;

/** Directions about the normal, denser near it as light falls in, each with the reach within which something darkens it. */
const FEELERS = createFeelers(14);

function createFeelers(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const lift = (i + 0.5) / count;
    const angle = i * 2.399963;
    const flat = Math.sqrt(lift);
    return {
      x: flat * Math.cos(angle),
      y: flat * Math.sin(angle),
      z: Math.sqrt(1 - lift),
      reach: i % 2 === 0 ? 0.18 : 0.55,
    };
  });
}

export class Baker {
  readonly #lamps: readonly Lamp[];
  readonly #ambient: Vector;
  readonly #walls: CasterGrid;
  readonly #arrival: Arrival = { toX: 0, toY: 0, toZ: 1, distance: 0, strength: 0 };
  readonly #ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 1, length: 0 };

  constructor(lamps: readonly Lamp[], ambient: Vector, walls: CasterGrid) {
    this.#lamps = lamps;
    this.#ambient = ambient;
    this.#walls = walls;
  }

  /**
   * Light past everything immovable. direct: strength per lamp from `at` on; bounced: r g b from `at` on in its own array.
   * except: the shape the point lies on, which is closed or shades itself by its normal.
   */
  lightUp(
    { position, normal }: SurfacePoint,
    except: number,
    out: {
      readonly direct: Float32Array;
      readonly directAt: number;
      readonly bounced: Float32Array;
      readonly bouncedAt: number;
    },
  ): void {
    const { direct, directAt, bounced, bouncedAt } = out;
    this.#startAt(position, normal);
    const open = this.#openness(normal, except);
    const sky = (0.72 + 0.28 * normal[2]) * open;
    let [r, g, b] = [this.#ambient[0] * sky, this.#ambient[1] * sky, this.#ambient[2] * sky];
    for (let i = 0; i < this.#lamps.length; i++) {
      const lamp = this.#lamps[i]!;
      arrive(lamp, position, this.#arrival);
      const { toX, toY, toZ, strength } = this.#arrival;
      const facing = toX * normal[0] + toY * normal[1] + toZ * normal[2];
      const back = BOUNCE * strength * (0.7 + 0.3 * facing) * open;
      r += lamp.color[0] * back;
      g += lamp.color[1] * back;
      b += lamp.color[2] * back;
      const arriving = strength * Math.max(0, facing);
      const shines = arriving > FAINT && lamp.castShadows;
      direct[directAt + i] = shines
        ? arriving * this.#seen(lamp, (ray) => this.#walls.blocks(ray, except))
        : arriving;
    }
    bounced[bouncedAt] = r;
    bounced[bouncedAt + 1] = g;
    bounced[bouncedAt + 2] = b;
  }

  /** Share of lamp `index` that movable casters leave, 0..1. */
  passing({ position, normal }: SurfacePoint, index: number, casters: readonly Caster[]): number {
    const lamp = this.#lamps[index]!;
    arrive(lamp, position, this.#arrival);
    const { toX, toY, toZ } = this.#arrival;
    if (toX * normal[0] + toY * normal[1] + toZ * normal[2] <= 0) return 1;
    this.#startAt(position, normal);
    return this.#seen(lamp, (ray) => casters.some((caster) => stops(caster, ray)));
  }

  /** Share of the bounced light that movable casters leave, 0..1. */
  openBeside({ position, normal }: SurfacePoint, casters: readonly Caster[]): number {
    this.#startAt(position, normal);
    return this.#feel(normal, (ray) => casters.some((caster) => stops(caster, ray)));
  }

  #startAt([x, y, z]: Vector, normal: Vector): void {
    const ray = this.#ray;
    ray.x = x + LIFT * normal[0];
    ray.y = y + LIFT * normal[1];
    ray.z = z + LIFT * normal[2];
  }

  /** Share of the lamp's disc that the point sees; `arrive` was called for it. */
  #seen(lamp: Lamp, blocked: (ray: Ray) => boolean): number {
    const { toX, toY, toZ, distance } = this.#arrival;
    const ray = this.#ray;
    const [across, up] = frameAbout([toX, toY, toZ]);
    const spread = lamp.location === undefined ? lamp.softness : lamp.softness / distance;
    let seen = 0;
    for (const [a, b] of AIMS) {
      const dx = toX + spread * (a * across[0] + b * up[0]);
      const dy = toY + spread * (a * across[1] + b * up[1]);
      const dz = toZ + spread * (a * across[2] + b * up[2]);
      const length = Math.hypot(dx, dy, dz);
      ray.dx = dx / length;
      ray.dy = dy / length;
      ray.dz = dz / length;
      // A lamp hangs in a lampshade or on a ceiling: what is within a hand of it does not count.
      ray.length = Math.max(0, distance - 0.12);
      if (!blocked(ray)) seen += 1 / AIMS.length;
    }
    return seen;
  }

  #openness(normal: Vector, except: number): number {
    return this.#feel(normal, (ray) => this.#walls.blocks(ray, except));
  }

  #feel(normal: Vector, blocked: (ray: Ray) => boolean): number {
    const ray = this.#ray;
    const [across, up] = frameAbout(normal);
    let open = 0;
    for (const { x, y, z, reach } of FEELERS) {
      ray.dx = x * across[0] + y * up[0] + z * normal[0];
      ray.dy = x * across[1] + y * up[1] + z * normal[1];
      ray.dz = x * across[2] + y * up[2] + z * normal[2];
      ray.length = reach;
      if (!blocked(ray)) open += 1 / FEELERS.length;
    }
    return 0.06 + 0.94 * open ** 1.4;
  }
}

/** Two unit vectors square to `normal` and to each other. */
function frameAbout(normal: Vector): readonly [Vector, Vector] {
  const across = normalize(cross(Math.abs(normal[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0], normal));
  return [across, cross(normal, across)];
}
