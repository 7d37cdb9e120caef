// The body of a person who walks: drawn after its place on the path by a force that has a limit, as a leg's has.
import { writePose, type Poses } from '../scene/poses.js';
import type { Path, Pose } from '../scene/scene.js';
import type { Place } from './places.js';
import { conjugate, rotate } from '../../runtime/geometry/rigid-tuples.js';
import { numbers } from './sheet.js';
import type { EngineState } from './state.js';
import { Walker, type Point, type Stance } from './walker.js';

/** What a person pushes with at most, newtons; about what a walker's leg gives before he steps back. */
export const PUSH_LIMIT_N = 150;
/** Nor does he turn against more than this, newton metres. */
const TWIST_LIMIT_NM = 15;
/**
 * What meets the other is a leg, not the whole person: little mass, so that a stopped leg strikes no harder than it
 * pushes. kg and kg m².
 */
const LEG_MASS = 2;
const LEG_INERTIA = 0.05;
/** How fast the body catches up with the path, 1/s, critically damped: within 0.1 s if nothing is in the way. */
const EAGERNESS = 30;
/** A body held back farther than this keeps the walker waiting, metres: there the push is at its limit. */
const LAG_LIMIT_M = PUSH_LIMIT_N / (LEG_MASS * EAGERNESS * EAGERNESS);

/** Joints and mass of a person's body: it slides and turns on the floor, and never tips over. It stays awake. */
export function personBody({ orientation }: Pose): string {
  const back = conjugate(orientation);
  const along = (axis: readonly [number, number, number]): string => `axis="${numbers(rotate(back, axis))}"`;
  const inertia = numbers([LEG_INERTIA, LEG_INERTIA, LEG_INERTIA]);
  return [
    `<joint type="slide" ${along([1, 0, 0])}/>`,
    `<joint type="slide" ${along([0, 1, 0])}/>`,
    `<joint type="hinge" ${along([0, 0, 1])}/>`,
    `<inertial pos="0 0 0" mass="${numbers([LEG_MASS])}" diaginertia="${inertia}"/>`,
  ].join('');
}

/** One person: where he wants to be, and the engine's body that is pushed there. */
export class Person {
  readonly #index: number;
  readonly #walker: Walker;
  readonly #state: EngineState;
  readonly #coordinate: number;
  readonly #speed: number;
  /** Where the engine's coordinates are 0. */
  readonly #zero: Stance;
  /** Where the body is. */
  readonly #body: { x: number; y: number; yawRad: number };

  constructor(state: EngineState, index: number, path: Path, start: Pose, place: Place) {
    this.#state = state;
    this.#index = index;
    this.#walker = new Walker(path, start);
    this.#coordinate = place.coordinate;
    this.#speed = place.speed;
    this.#zero = { x: start.position[0], y: start.position[1], yawRad: this.#walker.yawRad };
    const { x, y, yawRad } = this.#walker;
    this.#body = { x, y, yawRad };
    state.views.qpos.set([x - this.#zero.x, y - this.#zero.y], this.#coordinate);
  }

  /** Walks on, unless the body is held back, and pushes it after the walker in the step that follows. */
  push(seconds: number, robot: Point | undefined): void {
    const walker = this.#walker;
    const { x, y, yawRad } = walker;
    if (Math.hypot(x - this.#body.x, y - this.#body.y) < LAG_LIMIT_M) walker.step(seconds, robot);
    const pushX = LEG_MASS * this.#draw(0, x - this.#body.x, (walker.x - x) / seconds);
    const pushY = LEG_MASS * this.#draw(1, y - this.#body.y, (walker.y - y) / seconds);
    const share = Math.min(1, PUSH_LIMIT_N / Math.max(Math.hypot(pushX, pushY), 1e-9));
    const twist = LEG_INERTIA * this.#draw(2, yawRad - this.#body.yawRad, (walker.yawRad - yawRad) / seconds);
    const { force } = this.#state.views;
    force[this.#speed] = pushX * share;
    force[this.#speed + 1] = pushY * share;
    force[this.#speed + 2] = Math.max(-TWIST_LIMIT_NM, Math.min(TWIST_LIMIT_NM, twist));
  }

  /** Reads where the body has got to and writes its pose. */
  place(poses: Poses): void {
    const { qpos } = this.#state.views;
    const body = this.#body;
    body.x = this.#zero.x + qpos[this.#coordinate]!;
    body.y = this.#zero.y + qpos[this.#coordinate + 1]!;
    body.yawRad = this.#zero.yawRad + qpos[this.#coordinate + 2]!;
    writePose(poses, this.#index, this.#walker.pose(body));
  }

  /** Acceleration of a critically damped spring towards what moves at `speed`. */
  #draw(axis: number, behind: number, speed: number): number {
    const lag = speed - this.#state.views.qvel[this.#speed + axis]!;
    return EAGERNESS * (EAGERNESS * behind + 2 * lag);
  }
}
