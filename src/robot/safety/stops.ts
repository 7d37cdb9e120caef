// Which stops of the guard were for nothing: there is no solid near the point that it stopped for.
import type { GuardStage } from '../../driving/guard.js';
import type { Reason } from '../../driving/verdict.js';
import { moveAlong } from '../../runtime/geometry/planar.js';
import { yawOf } from '../../runtime/geometry/rigid.js';
import type { Envelope } from '../../runtime/stage.js';
import type { World } from '../../simulation/world.js';
import { distanceToSolids } from './true-solids.js';

export interface Stop {
  readonly atSeconds: number;
  /** In words, as the guard gave it. */
  readonly why: string;
  /** From the point it stopped for to the nearest true solid, metres; Infinity: it stopped for no place at all. */
  readonly offM: number;
}

/** A stop is for nothing if the nearest true solid is farther from its cause than this, metres. */
export const FALSE_STOP_M = 0.15;
/** Until the sensors have spoken, standing is no stop, seconds. */
const WARM_UP_S = 2;
/** Slower than this it stands; asked for less than this it is not stopped, m/s. */
const STANDING_MPS = 0.005;
const WANTED_MPS = 0.02;
/** As long ahead the guard looks for where the robot will be, seconds. */
const REACTION_S = 0.06;

export class StopJudge {
  readonly stops: Stop[] = [];
  readonly #world: World;
  readonly #guard: GuardStage;
  #wanted = 0;
  #isBlocked = false;
  #speed = { linear: 0, angular: 0 };
  #pose = { x: 0, y: 0, yaw: 0, mirrored: false };

  constructor(world: World, guard: GuardStage) {
    this.#world = world;
    this.#guard = guard;
  }

  get falseStops(): readonly Stop[] {
    return this.stops.filter(({ offM }) => offM > FALSE_STOP_M);
  }

  /** To be called with every envelope. */
  observe(envelope: Envelope): void {
    switch (envelope.topic) {
      case 'cmd_vel_raw':
        this.#wanted = envelope.message.twist.linear.x;
        break;
      case 'ground_truth/pose': {
        const { position, orientation } = envelope.message.pose;
        this.#pose = { x: position.x, y: position.y, yaw: yawOf(orientation), mirrored: false };
        break;
      }
      case 'guard':
        this.#look(Number(envelope.time) / 1e9);
        break;
      default:
    }
  }

  #look(seconds: number): void {
    const { reason, linear, angular } = this.#guard.view();
    const isHeld = Math.abs(linear) < STANDING_MPS && Math.abs(this.#wanted) > WANTED_MPS;
    const isBlocked = isHeld && reason.action > 0 && reason.cause !== 'bumper';
    if (isBlocked && !this.#isBlocked && seconds > WARM_UP_S) this.#judge(reason, seconds);
    this.#isBlocked = isBlocked;
    this.#speed = { linear, angular };
  }

  #judge(reason: Reason, atSeconds: number): void {
    const { cause, zone, what, at } = reason;
    const why = [cause, zone, what].filter((word) => word !== '').join(' ');
    this.stops.push({ atSeconds, why, offM: at === undefined ? Infinity : this.#distance(at) });
  }

  #distance(at: { readonly x: number; readonly y: number }): number {
    const { x, y, yaw } = moveAlong(this.#pose, this.#speed.linear, this.#speed.angular, REACTION_S);
    const place = [
      x + Math.cos(yaw) * at.x - Math.sin(yaw) * at.y,
      y + Math.sin(yaw) * at.x + Math.cos(yaw) * at.y,
    ] as const;
    return distanceToSolids(this.#world, place);
  }
}
