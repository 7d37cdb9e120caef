// Which of the robot's touches are collisions: one entry for each meeting, with who moved and what the LIDAR could see.
import type { Touch, Touches } from '../physics/touch.js';
import type { Scene, Solid } from '../scene/scene.js';
import type { Collision } from '../world.js';

/** The same object counts again after it was let go for so long, and so far from where it was last touched. */
const AGAIN_AFTER_MS = 1000;
const AGAIN_AFTER_M = 0.2;
/** Slower than this towards the object, m/s, the robot did not move: it was run into. */
const MOVING_SPEED = 0.01;
/** A robot that a person has pushed drives itself again when its motion is so near to what its wheels are told. */
const OWN_SPEED = 0.05;
const OWN_TURN = 0.5;

/** The robot's true motion just before a step: velocity (x y z world, then x y z turning in its own frame), place and drive. */
export interface MotionBefore {
  readonly velocity: Float64Array;
  readonly x: number;
  readonly y: number;
  readonly yawRad: number;
  /** What its wheels are told: m/s ahead and rad/s. */
  readonly drivenMps: number;
  readonly drivenTurn: number;
}

export interface Moment {
  readonly timeMs: number;
  readonly before: MotionBefore;
  /** Whether the LIDAR could see the object near this point of the world. */
  readonly visible: (object: number, x: number, y: number) => boolean;
}

interface Meeting {
  lastTouchedMs: number;
  x: number;
  y: number;
}

/** What is touched lower than this is rolled over: a wheel that grazes the side of a door's threshold, metres. */
const ROLLED_OVER_M = 0.01;

/** Floors are driven on, and wheels and casters ride over things: neither is a collision. */
export function isCollision(touch: Touch, solids: readonly Solid[]): boolean {
  return !touch.riding && touch.z >= ROLLED_OVER_M && !isFloor(solids[touch.solid]);
}

function isFloor(solid: Solid | undefined): boolean {
  return solid?.model === 'floor' || solid?.bounds.some(({ geometry }) => geometry.kind === 'plane') === true;
}

export class CollisionLog {
  readonly #solids: readonly Solid[];
  readonly #meetings = new Map<number, Meeting>();
  readonly #collisions: Collision[] = [];
  /** A person has set the robot in motion, and it is not yet its own again. */
  #pushed = false;

  constructor({ solids }: Scene) {
    this.#solids = solids;
  }

  /** So far, in order of time. */
  get collisions(): readonly Collision[] {
    return this.#collisions;
  }

  /** Takes the touches of one step. */
  take(touches: Touches, moment: Moment): void {
    if (this.#pushed) this.#pushed = !drivesItself(moment.before);
    for (let k = 0; k < touches.count; k++) {
      const touch = touches.at(k);
      if (touch !== undefined && isCollision(touch, this.#solids)) this.#meet(touch, moment);
    }
  }

  #meet(touch: Touch, moment: Moment): void {
    const known = this.#meetings.get(touch.object);
    if (known === undefined || isAgain(known, touch, moment.timeMs)) {
      this.#collisions.push(this.#describe(touch, moment));
    }
    const meeting = known ?? { lastTouchedMs: 0, x: 0, y: 0 };
    meeting.lastTouchedMs = moment.timeMs;
    meeting.x = touch.x;
    meeting.y = touch.y;
    if (known === undefined) this.#meetings.set(touch.object, meeting);
    if (this.#isPerson(touch) && !this.#movesInto(touch, moment.before)) this.#pushed = true;
  }

  #isPerson({ object }: Touch): boolean {
    return this.#solids[object]?.path !== undefined;
  }

  /** By itself: not as long as a person's push carries it. */
  #movesInto(touch: Touch, before: MotionBefore): boolean {
    return !this.#pushed && approachSpeed(touch, before) > MOVING_SPEED;
  }

  #describe(touch: Touch, { timeMs, before, visible }: Moment): Collision {
    const object = this.#solids[touch.object];
    return {
      object: object?.name ?? '',
      class: classOf(this.#solids, touch),
      lidarVisible: visible(touch.object, touch.x, touch.y),
      robotMoving: this.#movesInto(touch, before),
      atSeconds: timeMs / 1000,
      position: [touch.x, touch.y, touch.z],
    };
  }
}

/** Whether the robot moves as its wheels do, neither thrown nor shoved. */
function drivesItself({ velocity, yawRad, drivenMps, drivenTurn }: MotionBefore): boolean {
  const offX = velocity[0]! - drivenMps * Math.cos(yawRad);
  const offY = velocity[1]! - drivenMps * Math.sin(yawRad);
  return Math.hypot(offX, offY) < OWN_SPEED && Math.abs(velocity[5]! - drivenTurn) < OWN_TURN;
}

/** The touched part's own class where it has one (a glass pane in a wall), else the whole object's. */
export function classOf(solids: readonly Solid[], touch: Touch): string {
  const own = solids[touch.solid]?.model ?? '';
  return own === '' ? (solids[touch.object]?.model ?? '') : own;
}

function isAgain({ lastTouchedMs, x, y }: Meeting, touch: Touch, timeMs: number): boolean {
  const apart = Math.hypot(touch.x - x, touch.y - y);
  return timeMs - lastTouchedMs > AGAIN_AFTER_MS && apart > AGAIN_AFTER_M;
}

/** Speed of the robot's own matter at the contact, into the object, m/s. */
function approachSpeed(touch: Touch, { velocity, x, y }: MotionBefore): number {
  const turn = velocity[5]!;
  const speedX = velocity[0]! - turn * (touch.y - y);
  const speedY = velocity[1]! + turn * (touch.x - x);
  return -(speedX * touch.normalX + speedY * touch.normalY);
}
