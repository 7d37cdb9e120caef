// What the robot touches in one step: a reused list, so that looking costs nothing while it drives free.

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
  /** Along the normal, newtons. */
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
export class TouchList implements Touches {
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
