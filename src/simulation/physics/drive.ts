// A driven joint: what its encoder and motor see, and the speed it is told to hold.
import type { Motor, Solid } from '../scene/scene.js';
import { drivenJoints } from './joints.js';
import type { Plan } from './mjcf.js';
import type { Places } from './places.js';
import type { EngineState } from './state.js';

export class Drive {
  /** The solid on the joint: a wheel. */
  readonly solid: Solid;
  readonly motor: Motor;
  readonly #state: EngineState;
  readonly #coordinate: number;
  readonly #speed: number;
  readonly #actuator: number;

  constructor(state: EngineState, solid: Solid, motor: Motor, numbers: readonly [number, number, number]) {
    this.#state = state;
    this.solid = solid;
    this.motor = motor;
    [this.#coordinate, this.#speed, this.#actuator] = numbers;
  }

  /** rad or m since the start. */
  get position(): number {
    return this.#state.views.qpos[this.#coordinate]!;
  }

  /** rad/s or m/s. */
  get velocity(): number {
    return this.#state.views.qvel[this.#speed]!;
  }

  /** N m or N in the last step. */
  get effort(): number {
    return this.#state.views.effort[this.#actuator]!;
  }

  /** rad/s or m/s; held as far as the motor's effort reaches. */
  hold(velocity: number): void {
    this.#state.views.ctrl[this.#actuator] = velocity;
  }
}

export function findDrives(state: EngineState, plan: Plan, places: Places): readonly Drive[] {
  return drivenJoints(plan.scene, plan.roles).flatMap((solid, actuator) => {
    const place = places[solid.index];
    const motor = solid.joint?.motor;
    if (place === undefined || motor === undefined) return [];
    return [new Drive(state, solid, motor, [place.coordinate, place.speed, actuator])];
  });
}
