// Rigid-body physics of a scene: steps of 5 ms on MuJoCo, poses of everything, motors, and what the robot touches.
import { Fault, toFault } from '../../fault/fault.js';
import { POSE_STRIDE, startPoses, type Poses } from '../scene/poses.js';
import type { Pose, Scene } from '../scene/scene.js';
import { findDrives, type Drive } from './drive.js';
import { loadEngine, type Engine } from './engine.js';
import { Kinematics } from './kinematics.js';
import { writeMjcf, type Plan } from './mjcf.js';
import { Person } from './person.js';
import { dampLooseSolids, findPlaces, type Places } from './places.js';
import { assignRoles } from './roles.js';
import { EngineState } from './state.js';
import { TouchReader, type Touches } from './touch.js';

/** One step of the world, milliseconds. */
export const STEP_MS = 5;

export interface PhysicsOptions {
  /** Reuse one for many worlds in turn; undefined: a fresh one is loaded. */
  readonly engine?: Engine | undefined;
  /** Where the robot starts; undefined: where the scene has it. */
  readonly robotPose?: Pose | undefined;
}

/** Makes the scene move. Throws physics/missing without the engine, physics/invalid for a scene it cannot build. */
export async function openPhysics(scene: Scene, options: PhysicsOptions = {}): Promise<Physics> {
  const engine = options.engine ?? (await loadEngine());
  return new Physics(engine, scene, options.robotPose);
}

export class Physics {
  /** By Solid.index, overwritten at each step; shared with the sensors. */
  readonly poses: Poses;
  /** In the order of the solids. */
  readonly drives: readonly Drive[];

  readonly #state: EngineState;
  readonly #kinematics: Kinematics;
  readonly #people: readonly Person[];
  readonly #robot:
    { readonly index: number; readonly coordinate: number; readonly speed: number } | undefined;
  readonly #touches: TouchReader;
  #steps = 0;

  constructor(engine: Engine, scene: Scene, robotPose: Pose | undefined) {
    const plan: Plan = { scene, roles: assignRoles(scene), robotPose, stepMs: STEP_MS };
    this.#state = new EngineState(engine, writeMjcf(plan));
    const places = findPlaces(this.#state.model, scene);
    dampLooseSolids(this.#state.model, scene, plan.roles, places);
    this.#kinematics = new Kinematics(scene, plan.roles, places);
    this.#people = findPeople(this.#state, plan, places);
    this.#robot = findRobot(scene, places);
    this.#touches = new TouchReader(this.#state, scene);
    this.drives = findDrives(this.#state, plan, places);
    this.poses = startPoses(scene);
    this.#placePeople();
    this.#kinematics.update(this.poses, this.#state.views.qpos, undefined);
  }

  /** What the robot touched during the last step. */
  get touches(): Touches {
    return this.#touches.touches;
  }

  /**
   * Writes the robot's velocity: linear x y z of its origin in the world frame (m/s), then angular x y z in its own
   * frame (rad/s). Zeros without a robot.
   */
  readRobotVelocity(out: Float64Array): void {
    const from = this.#robot?.speed ?? -1;
    const { qvel } = this.#state.views;
    for (let k = 0; k < 6; k++) out[k] = from < 0 ? 0 : qvel[from + k]!;
  }

  /** Moves the world 5 ms on. Throws physics/invalid when the state is no longer finite. */
  step(): void {
    this.#pushPeople();
    this.#advance();
    this.#refuseDivergence();
    this.#placePeople();
    this.#kinematics.update(this.poses, this.#state.views.qpos, this.#state.views.awake);
    this.#touches.read();
  }

  /** Puts the robot to a place on the floor, at rest, upright and as high as it is now; its wheels do not turn meanwhile. */
  placeRobot({ x, y, yawRad }: { readonly x: number; readonly y: number; readonly yawRad: number }): void {
    if (this.#robot === undefined) return;
    const { coordinate, speed } = this.#robot;
    const { qpos, qvel, awake } = this.#state.views;
    qpos[coordinate] = x;
    qpos[coordinate + 1] = y;
    qpos.set([Math.cos(yawRad / 2), 0, 0, Math.sin(yawRad / 2)], coordinate + 3);
    qvel.fill(0, speed, speed + 6);
    this.#kinematics.update(this.poses, qpos, awake);
  }

  /** Gives the engine's memory back; the physics cannot be used afterwards. */
  close(): void {
    this.#state.close();
  }

  #pushPeople(): void {
    if (this.#people.length === 0) return;
    const at = (this.#robot?.index ?? -1) * POSE_STRIDE;
    const robot = at < 0 ? undefined : { x: this.poses[at]!, y: this.poses[at + 1]! };
    for (const person of this.#people) person.push(STEP_MS / 1000, robot);
  }

  /** Before the kinematics, which place what people carry. */
  #placePeople(): void {
    for (const person of this.#people) person.place(this.poses);
  }

  #advance(): void {
    try {
      this.#state.step();
    } catch (thrown) {
      throw toFault(thrown, 'physics/invalid', {
        what: `The physics engine gave up after ${this.#elapsed()}.`,
      });
    }
    this.#steps++;
  }

  #refuseDivergence(): void {
    const { qpos } = this.#state.views;
    let sum = 0;
    for (let k = 0; k < qpos.length; k++) sum += qpos[k]!;
    if (Number.isFinite(sum)) return;
    throw new Fault('physics/invalid', {
      what: `The simulated world flew apart after ${this.#elapsed()}.`,
      expected: 'finite positions',
      next: 'look for solids that overlap at the start, or for masses far below 1 g: npx jackdaw sim check FILE.wbt',
    });
  }

  #elapsed(): string {
    return `${String((this.#steps * STEP_MS) / 1000)} s`;
  }
}

function findPeople(state: EngineState, { scene, roles }: Plan, places: Places): readonly Person[] {
  return scene.solids.flatMap(({ index, pose }) => {
    const role = roles[index];
    const place = places[index];
    if (role?.kind !== 'walking' || place === undefined) return [];
    return [new Person(state, index, role.path, pose, place)];
  });
}

function findRobot({ robot }: Scene, places: Places) {
  const place = robot === undefined ? undefined : places[robot.solid];
  if (robot === undefined || place === undefined || place.speed < 0) return undefined;
  return { index: robot.solid, coordinate: place.coordinate, speed: place.speed };
}
