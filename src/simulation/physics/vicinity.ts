// What could be met soon: the engine compares what is awake with that alone, not with all that stands or sleeps in the world.
import { rotate, type Quaternion } from '../../runtime/geometry/rigid-tuples.js';
import type { EngineModel } from './engine.js';

/** What comes nearer to something awake than this can be met, metres. */
const REACH_M = 0.15;
/** Looked at anew when something has moved so far, metres: what moves at up to 10 m/s (5 cm a step) meets nothing unannounced. */
const MOVED_M = 0.05;
/** What touches a sleeper that can be met wakes together with it: they lie no farther apart than this, metres. */
const TOUCHING_M = 0.02;

const WORLD = 0;
const AWAKE = 1;

/** Live views into the engine's memory, which it reads in each step. */
export interface VicinityViews {
  /** By body: AWAKE, 0 asleep, -1 never moves. */
  readonly awake: Int32Array;
  /** By geom, x y z; of the step before. */
  readonly geomPosition: Float64Array;
  /** By body: what it is and what it meets, in the engine's bits. A body that is nothing and meets nothing is passed over. */
  readonly bodyIs: Int32Array;
  readonly bodyMeets: Int32Array;
}

/**
 * Sleepers out of reach are hidden from the engine, and what is awake does not meet those kinds of fixed parts of which
 * none is in reach. Contacts are the same as without; a step costs by what is near and awake. What sleeps wakes by being
 * touched and in no other way: whoever sets a sleeper's speed himself lets it fall for one step.
 */
export class Vicinity {
  readonly #body: Int32Array;
  readonly #radius: Float64Array;
  readonly #is: Int32Array;
  readonly #meets: Int32Array;
  /** Geoms that may move, awake or not. */
  readonly #loose: readonly number[];
  readonly #fixed: FixedBoxes;
  /** As of the last look: what was awake, and where. */
  readonly #awake: Int8Array;
  readonly #seenAt: Float64Array;
  #awakeGeoms: number[] = [];

  constructor(model: EngineModel) {
    const { body_contype, body_conaffinity, geom_bodyid, geom_rbound, nbody, ngeom } = model;
    this.#body = geom_bodyid.slice();
    this.#radius = geom_rbound.slice();
    this.#is = body_contype.slice();
    this.#meets = body_conaffinity.slice();
    this.#fixed = new FixedBoxes(model);
    this.#awake = new Int8Array(nbody).fill(-1);
    this.#seenAt = new Float64Array(ngeom * 3);
    this.#loose = Array.from({ length: ngeom }, (_, geom) => geom).filter((geom) => {
      const body = geom_bodyid[geom]!;
      return model.body_treeid[body]! >= 0 && (this.#is[body]! | this.#meets[body]!) !== 0;
    });
  }

  /** To be called before each step. */
  update(views: VicinityViews): void {
    if (this.#isAsSeen(views)) return;
    this.#noteAwake(views);
    this.#hideSleepers(views);
    this.#discloseFixed(views);
  }

  #isAsSeen({ awake, geomPosition }: VicinityViews): boolean {
    for (let body = 0; body < awake.length; body++) if (awake[body] !== this.#awake[body]) return false;
    const seen = this.#seenAt;
    for (const geom of this.#awakeGeoms) {
      const at = geom * 3;
      const x = geomPosition[at]! - seen[at]!;
      const y = geomPosition[at + 1]! - seen[at + 1]!;
      const z = geomPosition[at + 2]! - seen[at + 2]!;
      if (!(x * x + y * y + z * z < MOVED_M * MOVED_M)) return false;
    }
    return true;
  }

  #noteAwake({ awake, geomPosition }: VicinityViews): void {
    this.#awake.set(awake);
    this.#seenAt.set(geomPosition);
    this.#awakeGeoms = this.#loose.filter((geom) => awake[this.#body[geom]!] === AWAKE);
  }

  /** From what is awake on to the sleepers in its reach, and from those to what touches them. */
  #hideSleepers({ bodyIs, bodyMeets }: VicinityViews): void {
    const hidden = this.#loose.filter((geom) => this.#awake[this.#body[geom]!] !== AWAKE);
    for (const geom of hidden) {
      const body = this.#body[geom]!;
      bodyIs[body] = 0;
      bodyMeets[body] = 0;
    }
    const near = [...this.#awakeGeoms];
    for (let i = 0; i < near.length && hidden.length > 0; i++) {
      const reach = i < this.#awakeGeoms.length ? REACH_M : TOUCHING_M;
      for (let k = hidden.length - 1; k >= 0; k--) {
        const geom = hidden[k]!;
        if (!this.#areWithin(near[i]!, geom, reach)) continue;
        this.#restore(this.#body[geom]!, bodyIs, bodyMeets);
        near.push(geom);
        hidden[k] = hidden.at(-1)!;
        hidden.pop();
      }
    }
  }

  #restore(body: number, bodyIs: Int32Array, bodyMeets: Int32Array): void {
    bodyIs[body] = this.#is[body]!;
    bodyMeets[body] = this.#meets[body]!;
  }

  /** Whether the spheres about two geoms come within a distance of each other. */
  #areWithin(one: number, other: number, distance: number): boolean {
    const at = this.#seenAt;
    const x = at[one * 3]! - at[other * 3]!;
    const y = at[one * 3 + 1]! - at[other * 3 + 1]!;
    const z = at[one * 3 + 2]! - at[other * 3 + 2]!;
    const most = this.#radius[one]! + this.#radius[other]! + distance;
    return x * x + y * y + z * z < most * most;
  }

  /** What is awake meets of the world's own kinds only those in reach. */
  #discloseFixed({ bodyIs, bodyMeets }: VicinityViews): void {
    const { kinds } = this.#fixed;
    for (const geom of this.#awakeGeoms) {
      const body = this.#body[geom]!;
      bodyIs[body] = this.#is[body]!;
      bodyMeets[body] = this.#meets[body]! & ~kinds;
    }
    for (const geom of this.#awakeGeoms) {
      const body = this.#body[geom]!;
      if ((this.#meets[body]! & kinds) === 0) continue;
      bodyMeets[body]! |=
        this.#meets[body]! & this.#fixed.near(this.#seenAt, geom * 3, this.#radius[geom]! + REACH_M);
    }
  }
}

/** Upright boxes about the world's own geoms. */
class FixedBoxes {
  /** All kinds among them, in the engine's bits. */
  readonly kinds: number;
  /** Least x y z, greatest x y z. */
  readonly #boxes: Float64Array;
  readonly #kinds: Int32Array;

  constructor(model: EngineModel) {
    const geoms = Array.from(model.geom_bodyid.keys()).filter((geom) => model.geom_bodyid[geom] === WORLD);
    this.#boxes = Float64Array.from(geoms.flatMap((geom) => boxOf(model, geom)));
    this.#kinds = Int32Array.from(geoms, (geom) => model.geom_contype[geom]!);
    this.kinds = this.#kinds.reduce((all, kind) => all | kind, 0);
  }

  /** The kinds of those nearer than `distance` to the point at `at`. */
  near(points: Float64Array, at: number, distance: number): number {
    const boxes = this.#boxes;
    let near = 0;
    for (let box = 0; box < this.#kinds.length && near !== this.kinds; box++) {
      let square = 0;
      for (let axis = 0; axis < 3; axis++) {
        const value = points[at + axis]!;
        const off = Math.max(boxes[box * 6 + axis]! - value, value - boxes[box * 6 + 3 + axis]!, 0);
        square += off * off;
      }
      if (square < distance * distance) near |= this.#kinds[box]!;
    }
    return near;
  }
}

/** A geom without a bounding sphere is endless. */
function boxOf({ geom_pos, geom_quat, geom_aabb, geom_rbound }: EngineModel, geom: number): number[] {
  if (geom_rbound[geom] === 0) return [-Infinity, -Infinity, -Infinity, Infinity, Infinity, Infinity];
  const [w, x, y, z] = geom_quat.subarray(geom * 4, geom * 4 + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const turn: Quaternion = [x, y, z, w];
  const [cx, cy, cz, hx, hy, hz] = geom_aabb.subarray(geom * 6, geom * 6 + 6) as unknown as number[];
  const middle = rotate(turn, [cx!, cy!, cz!]);
  const sides = [rotate(turn, [hx!, 0, 0]), rotate(turn, [0, hy!, 0]), rotate(turn, [0, 0, hz!])];
  const ends = (sign: number): number[] =>
    [0, 1, 2].map((axis) => {
      const half = sides.reduce((sum, side) => sum + Math.abs(side[axis]!), 0);
      return geom_pos[geom * 3 + axis]! + middle[axis]! + sign * half;
    });
  return [...ends(-1), ...ends(1)];
}
