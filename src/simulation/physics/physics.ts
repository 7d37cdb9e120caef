// Rigid-body physics of a scene: steps of 5 ms on MuJoCo, poses of everything, motors, and what the robot touches.
import { Fault, toFault } from '../../fault/fault.js';
import { POSE_STRIDE, startPoses, writePose, type Poses } from '../scene/poses.js';
import type { Pose, Scene, Solid } from '../scene/scene.js';
import { ContactMemory, learnContactLayout, type ContactLayout } from './contact-memory.js';
import { compileModel, loadEngine, type Engine, type EngineBuffer, type EngineData } from './engine.js';
import type { EngineModel } from './engine.js';
import { RIDING } from './geoms.js';
import { Kinematics, type Place } from './kinematics.js';
import { drivenJoints, writeMjcf, type Plan } from './mjcf.js';
import { assignRoles, topmostSolids } from './roles.js';
import { TouchList, type Touches } from './touch.js';
import { Walker } from './walker.js';

/** One step of the world, milliseconds. */
export const STEP_MS = 5;

export interface PhysicsOptions {
  /** Reuse one for many worlds in turn; undefined: a fresh one is loaded. */
  readonly engine?: Engine | undefined;
  /** Where the robot starts; undefined: where the scene has it. */
  readonly robotPose?: Pose | undefined;
}

/** A driven joint: angle (rad) or travel (m), its rate, and the motor's effort (N m or N) in the last step. */
export interface Drive {
  readonly solid: Solid;
  readonly position: number;
  readonly velocity: number;
  readonly effort: number;
  /** rad/s or m/s; the motor holds it as far as its effort reaches. */
  target: number;
}

/** Makes the scene move. Throws physics/missing without the engine, physics/invalid for a scene it cannot build. */
export async function openPhysics(scene: Scene, options: PhysicsOptions = {}): Promise<Physics> {
  const engine = options.engine ?? (await loadEngine());
  return new Physics(engine, scene, options.robotPose);
}

/** Views into the engine's memory; taken again when that memory has grown. */
interface Views {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly ctrl: Float64Array;
  readonly effort: Float64Array;
  readonly mocapPosition: Float64Array;
  readonly mocapOrientation: Float64Array;
  readonly awake: Int32Array;
  readonly contacts: ContactMemory;
}

export class Physics {
  /** By Solid.index, overwritten at each step; shared with the sensors. */
  readonly poses: Poses;
  readonly drives: readonly Drive[];

  readonly #engine: Engine;
  readonly #model: EngineModel;
  readonly #data: EngineData;
  readonly #layout: ContactLayout;
  readonly #kinematics: Kinematics;
  readonly #walkers: readonly { readonly index: number; readonly mocap: number; readonly walker: Walker }[];
  readonly #robot: { readonly index: number; readonly speed: number } | undefined;
  readonly #geoms: GeomTable;
  readonly #touches = new TouchList();
  readonly #wrench: EngineBuffer;
  #views: Views;
  #steps = 0;
  #closed = false;

  constructor(engine: Engine, scene: Scene, robotPose: Pose | undefined) {
    const plan: Plan = { scene, roles: assignRoles(scene), robotPose, stepMs: STEP_MS };
    this.#engine = engine;
    this.#layout = learnContactLayout(engine);
    this.#model = compileModel(engine, writeMjcf(plan));
    this.#data = new engine.MjData(this.#model);
    this.#wrench = new engine.DoubleBuffer(6);
    const places = placesOf(this.#model, scene);
    dampLooseSolids(this.#model, plan, places);
    engine.mj_forward(this.#model, this.#data);
    this.#views = this.#takeViews();
    this.#kinematics = new Kinematics(scene, plan.roles, places);
    this.#walkers = walkersOf(this.#model, plan, places);
    this.#robot = robotPlace(scene, places);
    this.#geoms = new GeomTable(this.#model, scene);
    this.drives = drivenJoints(plan).map((solid, k) => this.#driveOf(solid, k, places[solid.index]));
    this.poses = startPoses(scene);
    this.#moveWalkers(0);
    this.#kinematics.update(this.poses, this.#views.qpos, undefined);
  }

  /** What the robot touched during the last step. */
  get touches(): Touches {
    return this.#touches;
  }

  /**
   * Writes the robot's velocity: linear x y z of its origin in the world frame (m/s), then angular x y z in its own
   * frame (rad/s). Zeros without a robot.
   */
  readRobotVelocity(out: Float64Array): void {
    const from = this.#robot?.speed ?? -1;
    for (let k = 0; k < 6; k++) out[k] = from < 0 ? 0 : this.#views.qvel[from + k]!;
  }

  /** Moves the world 5 ms on. Throws physics/invalid when the state is no longer finite. */
  step(): void {
    this.#moveWalkers(STEP_MS / 1000);
    this.#advanceEngine();
    this.#steps++;
    if (this.#views.qpos.length === 0) this.#views = this.#takeViews();
    this.#refuseDivergence();
    this.#kinematics.update(this.poses, this.#views.qpos, this.#views.awake);
    this.#readTouches();
  }

  /** Gives the engine's memory back; the physics cannot be used afterwards. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wrench.delete();
    this.#data.delete();
    this.#model.delete();
  }

  #takeViews(): Views {
    const data = this.#data;
    return {
      qpos: data.qpos,
      qvel: data.qvel,
      ctrl: data.ctrl,
      effort: data.actuator_force,
      mocapPosition: data.mocap_pos,
      mocapOrientation: data.mocap_quat,
      awake: data.body_awake,
      contacts: new ContactMemory(this.#layout, data.arena),
    };
  }

  #driveOf(solid: Solid, actuator: number, place: Place | undefined): Drive {
    const physics = this;
    const { coordinate, speed } = place ?? NOWHERE;
    return {
      solid,
      get position() {
        return physics.#views.qpos[coordinate]!;
      },
      get velocity() {
        return physics.#views.qvel[speed]!;
      },
      get effort() {
        return physics.#views.effort[actuator]!;
      },
      get target() {
        return physics.#views.ctrl[actuator]!;
      },
      set target(value: number) {
        physics.#views.ctrl[actuator] = value;
      },
    };
  }

  #moveWalkers(seconds: number): void {
    if (this.#walkers.length === 0) return;
    const at = (this.#robot?.index ?? -1) * POSE_STRIDE;
    const robot = at < 0 ? undefined : { x: this.poses[at]!, y: this.poses[at + 1]! };
    const { mocapPosition, mocapOrientation } = this.#views;
    for (const { index, mocap, walker } of this.#walkers) {
      walker.step(seconds, robot);
      const pose = walker.pose();
      const [x, y, z, w] = pose.orientation;
      writePose(this.poses, index, pose);
      mocapPosition.set(pose.position, mocap * 3);
      mocapOrientation.set([w, x, y, z], mocap * 4);
    }
  }

  #advanceEngine(): void {
    try {
      this.#engine.mj_step(this.#model, this.#data);
    } catch (thrown) {
      throw toFault(thrown, 'physics/invalid', {
        what: `The physics engine gave up after ${this.#elapsed()}.`,
      });
    }
  }

  #refuseDivergence(): void {
    const { qpos } = this.#views;
    let sum = 0;
    for (let k = 0; k < qpos.length; k++) sum += qpos[k]!;
    if (Number.isFinite(sum)) return;
    throw new Fault('physics/invalid', {
      what: `The simulated world flew apart after ${this.#elapsed()}.`,
      expected: 'finite positions',
      next: 'look for solids that overlap at the start, or for masses far below 1 g: jackdaw sim check FILE.wbt',
    });
  }

  #elapsed(): string {
    return `${String((this.#steps * STEP_MS) / 1000)} s`;
  }

  #readTouches(): void {
    const touches = this.#touches;
    const { contacts } = this.#views;
    const geoms = this.#geoms;
    const count = this.#data.ncon;
    touches.clear();
    for (let contact = 0; contact < count; contact++) {
      const geom1 = contacts.geom1(contact);
      const geom2 = contacts.geom2(contact);
      const second = geoms.isRobot(geom2);
      if (!second && !geoms.isRobot(geom1)) continue;
      const own = second ? geom2 : geom1;
      const other = second ? geom1 : geom2;
      const sign = second ? 1 : -1;
      const touch = touches.add();
      touch.solid = geoms.solid(other);
      touch.object = geoms.object(other);
      touch.part = geoms.solid(own);
      touch.x = contacts.position(contact, 0);
      touch.y = contacts.position(contact, 1);
      touch.z = contacts.position(contact, 2);
      touch.normalX = sign * contacts.normal(contact, 0);
      touch.normalY = sign * contacts.normal(contact, 1);
      touch.normalZ = sign * contacts.normal(contact, 2);
      touch.riding = geoms.carries(own) && touch.normalZ > RIDING_NORMAL_Z;
      touch.force = touch.riding ? 0 : this.#forceOf(contact);
    }
  }

  #forceOf(contact: number): number {
    this.#engine.mj_contactForce(this.#model, this.#data, contact, this.#wrench);
    return this.#wrench.GetView()[0]!;
  }
}

/** A wheel or caster pushed up at least this steeply stands on what it touches. */
const RIDING_NORMAL_Z = 0.5;
const NOWHERE: Place = { body: 0, coordinate: -1, speed: -1 };

/** What each geom of the engine belongs to. */
class GeomTable {
  readonly #solid: Int32Array;
  readonly #object: Int32Array;
  readonly #robot: Uint8Array;
  readonly #carries: Uint8Array;

  constructor(model: EngineModel, scene: Scene) {
    const user = model.geom_user;
    const topmost = topmostSolids(scene);
    this.#solid = Int32Array.from({ length: model.ngeom }, (_, geom) => user[geom * 2]!);
    this.#carries = Uint8Array.from({ length: model.ngeom }, (_, geom) =>
      user[geom * 2 + 1] === RIDING ? 1 : 0,
    );
    this.#object = this.#solid.map((solid) => topmost[solid]!);
    this.#robot = Uint8Array.from(this.#solid, (solid) => (scene.solids[solid]?.robot === true ? 1 : 0));
  }

  solid(geom: number): number {
    return this.#solid[geom]!;
  }

  object(geom: number): number {
    return this.#object[geom]!;
  }

  isRobot(geom: number): boolean {
    return this.#robot[geom] === 1;
  }

  carries(geom: number): boolean {
    return this.#carries[geom] === 1;
  }
}

/** Where each moving solid lies in the engine, by Solid.index. */
function placesOf(model: EngineModel, { solids }: Scene): readonly (Place | undefined)[] {
  const places: (Place | undefined)[] = solids.map(() => undefined);
  const { body_user, body_jntadr, jnt_qposadr, jnt_dofadr } = model;
  for (let body = 1; body < model.nbody; body++) {
    const joint = body_jntadr[body]!;
    places[body_user[body]!] = {
      body,
      coordinate: joint < 0 ? -1 : jnt_qposadr[joint]!,
      speed: joint < 0 ? -1 : jnt_dofadr[joint]!,
    };
  }
  return places;
}

/** Webots' damping is the share of speed lost in a second; the engine's is a force per speed. */
function dampLooseSolids(
  model: EngineModel,
  { scene, roles }: Plan,
  places: readonly (Place | undefined)[],
): void {
  const { dof_damping, body_mass, body_inertia } = model;
  for (const { index, physics, robot } of scene.solids) {
    const place = places[index];
    if (physics === undefined || place === undefined || robot || roles[index]?.kind !== 'loose') continue;
    const linear = lossRate(physics.linearDamping) * body_mass[place.body]!;
    const angular = lossRate(physics.angularDamping);
    for (let k = 0; k < 3; k++) {
      dof_damping[place.speed + k] = linear;
      dof_damping[place.speed + 3 + k] = angular * body_inertia[place.body * 3 + k]!;
    }
  }
}

/** 1/s for a share lost per second. */
function lossRate(share: number): number {
  return -Math.log(1 - Math.min(Math.max(share, 0), 0.999));
}

function walkersOf(model: EngineModel, { scene, roles }: Plan, places: readonly (Place | undefined)[]) {
  const { body_mocapid } = model;
  return scene.solids.flatMap(({ index, pose }) => {
    const role = roles[index];
    const place = places[index];
    if (role?.kind !== 'walking' || place === undefined) return [];
    return { index, mocap: body_mocapid[place.body]!, walker: new Walker(role.path, pose) };
  });
}

function robotPlace({ robot }: Scene, places: readonly (Place | undefined)[]) {
  const place = robot === undefined ? undefined : places[robot.solid];
  if (robot === undefined || place === undefined || place.speed < 0) return undefined;
  return { index: robot.solid, speed: place.speed };
}
