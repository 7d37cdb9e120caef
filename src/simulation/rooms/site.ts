// A plan being filled: where there is room, what stands already, and which ways must stay free.
import { doorsOf, WALL_THICKNESS_M, type Plan, type Space } from './plan.js';
import { contains, crosses, grown, overlap, rectAround, turnedSize, type Point, type Rect } from './rect.js';
import type { Placed } from './thing.js';

/** A straight part of a person's way. */
export interface Way {
  readonly from: Point;
  readonly to: Point;
}

/** Half the width a walking person takes, arms and stride included. */
export const PERSON_RADIUS_M = 0.36;

export class Site {
  readonly plan: Plan;
  readonly #placed: Placed[] = [];
  readonly #taken: Rect[] = [];
  readonly #doorways: readonly Rect[];
  readonly #reserved: Rect[] = [];
  readonly #ways: Way[] = [];

  constructor(plan: Plan) {
    this.plan = plan;
    this.#doorways = doorsOf(plan).map(({ middle, along, widthM }) =>
      rectAround(middle, along === 'x' ? [widthM + 0.2, 1.3] : [1.3, widthM + 0.2]),
    );
  }

  get placed(): readonly Placed[] {
    return this.#placed;
  }

  /** The part of a space between its walls. */
  inside(space: Space): Rect {
    const inset = grown(space.area, -WALL_THICKNESS_M / 2 - 0.02);
    return this.plan.joins.reduce((area, join) => this.#opened(area, space, join.kind, join.between), inset);
  }

  /** Whether a rectangle in a space is at least gapM from everything that stands, off doors and ways. */
  hasRoom(space: Space, rect: Rect, gapM: number): boolean {
    return (
      contains(this.inside(space), rect) &&
      ![...this.#doorways, ...this.#reserved].some((kept) => overlap(kept, rect)) &&
      !this.#taken.some((taken) => overlap(grown(taken, gapM), rect)) &&
      !this.#ways.some(({ from, to }) => crosses(grown(rect, PERSON_RADIUS_M), from, to))
    );
  }

  /** Whether a person could walk straight along here. */
  isOpenWay(space: Space, way: Way): boolean {
    const room = grown(this.inside(space), -PERSON_RADIUS_M);
    return (
      [way.from, way.to].every((end) => contains(room, rectAround(end, [0, 0]))) &&
      ![...this.#taken, ...this.#reserved].some((rect) =>
        crosses(grown(rect, PERSON_RADIUS_M), way.from, way.to),
      )
    );
  }

  place(things: readonly Placed[]): void {
    for (const placed of things) {
      this.#placed.push(placed);
      this.#taken.push(floorOf(placed));
    }
  }

  /** Takes floor without standing on it: the whole of an arrangement, the start of the robot. */
  reserve(rect: Rect): void {
    this.#reserved.push(rect);
  }

  walk(ways: readonly Way[]): void {
    this.#ways.push(...ways);
  }

  /** Where spaces join openly, the wall's strip is floor of both. */
  #opened(area: Rect, space: Space, kind: string, between: readonly [number, number]): Rect {
    const index = this.plan.spaces.indexOf(space);
    if (kind !== 'open' || !between.includes(index)) return area;
    const other = this.plan.spaces[between[0] === index ? between[1] : between[0]]?.area;
    if (other === undefined) return area;
    const { minX, minY, maxX, maxY } = space.area;
    return {
      minX: other.maxX === minX ? minX : area.minX,
      minY: other.maxY === minY ? minY : area.minY,
      maxX: other.minX === maxX ? maxX : area.maxX,
      maxY: other.minY === maxY ? maxY : area.maxY,
    };
  }
}

/** The floor a placed thing takes, as a rectangle along the axes. */
export function floorOf({ thing, at, yawRad }: Placed): Rect {
  return rectAround(at, turnedSize(thing.footprint, yawRad));
}
