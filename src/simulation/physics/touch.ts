// What the robot touches in one step: a reused list, so that looking costs nothing while it drives free.
import type { Scene } from '../scene/scene.js';
import { RIDING } from './mjcf.js';
import { topmostSolids } from './roles.js';
import type { EngineState } from './state.js';

/** One contact of the robot with something else; reused, so copy what you keep. */
export interface Touch {
  /** The object touched: index of its topmost solid. */
  object: number;
  /** The very solid touched. */
  solid: number;
  /** The robot's part: a solid's index. */
  part: number;
  /** World, metres. */
  x: number;
  y: number;
  z: number;
  /** Unit vector from the object into the robot, world. */
  normalX: number;
  normalY: number;
  normalZ: number;
  /** Along the normal, newtons; 0 where the robot only rides. */
  force: number;
  /** A wheel or caster standing on something: driving, not bumping. */
  riding: boolean;
}

/** Owned by physics; holds until the next step. */
export interface Touches {
  readonly count: number;
  /** Undefined from `count` on. */
  at(index: number): Touch | undefined;
}

/** Grows to the most contacts ever seen in one step and stays there. */
class TouchList implements Touches {
  readonly #pool: Touch[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  at(index: number): Touch | undefined {
    return index < this.#count ? this.#pool[index] : undefined;
  }

  clear(): void {
    this.#count = 0;
  }

  /** The next entry, to be filled in. */
  add(): Touch {
    const touch = (this.#pool[this.#count] ??= blank());
    this.#count++;
    return touch;
  }
}

function blank(): Touch {
  return {
    object: -1,
    solid: -1,
    part: -1,
    x: 0,
    y: 0,
    z: 0,
    normalX: 0,
    normalY: 0,
    normalZ: 0,
    force: 0,
    riding: false,
  };
}

/** A wheel or caster pushed up at least this steeply stands on what it touches. */
const RIDING_NORMAL_Z = 0.5;

/** Picks the robot's contacts out of the engine's. */
export class TouchReader {
  readonly #state: EngineState;
  readonly #touches = new TouchList();
  /** By geom of the engine. */
  readonly #solid: Int32Array;
  readonly #object: Int32Array;
  readonly #robot: Uint8Array;
  readonly #carries: Uint8Array;

  constructor(state: EngineState, scene: Scene) {
    const { geom_user, ngeom } = state.model;
    const topmost = topmostSolids(scene);
    this.#state = state;
    this.#solid = Int32Array.from({ length: ngeom }, (_, geom) => geom_user[geom * 2]!);
    this.#carries = Uint8Array.from({ length: ngeom }, (_, geom) =>
      Number(geom_user[geom * 2 + 1] === RIDING),
    );
    this.#object = this.#solid.map((solid) => topmost[solid]!);
    this.#robot = Uint8Array.from(this.#solid, (solid) => Number(scene.solids[solid]?.robot === true));
  }

  /** Of the last read. */
  get touches(): Touches {
    return this.#touches;
  }

  read(): void {
    const { contacts } = this.#state.views;
    const count = this.#state.contactCount;
    this.#touches.clear();
    for (let contact = 0; contact < count; contact++) {
      const geom1 = contacts.geom1(contact);
      const geom2 = contacts.geom2(contact);
      if (this.#robot[geom2] === 1) this.#add(contact, geom2, geom1, 1);
      else if (this.#robot[geom1] === 1) this.#add(contact, geom1, geom2, -1);
    }
  }

  #add(contact: number, own: number, other: number, sign: number): void {
    const { contacts } = this.#state.views;
    const touch = this.#touches.add();
    touch.solid = this.#solid[other]!;
    touch.object = this.#object[other]!;
    touch.part = this.#solid[own]!;
    touch.x = contacts.position(contact, 0);
    touch.y = contacts.position(contact, 1);
    touch.z = contacts.position(contact, 2);
    touch.normalX = sign * contacts.normal(contact, 0);
    touch.normalY = sign * contacts.normal(contact, 1);
    touch.normalZ = sign * contacts.normal(contact, 2);
    touch.riding = this.#carries[own] === 1 && touch.normalZ > RIDING_NORMAL_Z;
    touch.force = touch.riding ? 0 : this.#state.contactForce(contact);
  }
}
