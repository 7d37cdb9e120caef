// The border to MuJoCo's WASM build: loads it, and says in types the little of it that we use.
import { Fault, toFault } from '../../fault/fault.js';

/** A handle on the WASM heap: whoever made it deletes it, once. */
interface Handle {
  delete(): void;
}

/** Compiled model. Every array is a live view into the WASM heap. */
export interface EngineModel extends Handle {
  readonly nbody: number;
  readonly ngeom: number;
  readonly body_user: Float64Array;
  readonly body_jntadr: Int32Array;
  /** -1: never moves. */
  readonly body_treeid: Int32Array;
  readonly body_contype: Int32Array;
  readonly body_conaffinity: Int32Array;
  readonly body_mass: Float64Array;
  readonly body_inertia: Float64Array;
  readonly geom_user: Float64Array;
  readonly geom_bodyid: Int32Array;
  readonly geom_contype: Int32Array;
  /** In the body's frame; quaternions have w first. */
  readonly geom_pos: Float64Array;
  readonly geom_quat: Float64Array;
  /** Centre and half lengths, in the geom's frame. */
  readonly geom_aabb: Float64Array;
  /** Bounding radius; 0: endless. */
  readonly geom_rbound: Float64Array;
  readonly jnt_qposadr: Int32Array;
  readonly jnt_dofadr: Int32Array;
  readonly dof_damping: Float64Array;
}

/** One contact, copied out of the engine: views of it show where its fields lie. */
export interface EngineContact extends Handle {
  readonly dist: number;
  readonly pos: Float64Array;
  readonly frame: Float64Array;
  readonly geom: Int32Array;
}

export interface EngineContacts extends Handle {
  size(): number;
  get(index: number): EngineContact | undefined;
}

/** State of the simulation. Reading a property makes a new view (0.5 µs): hot paths keep the view. */
export interface EngineData extends Handle {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly ctrl: Float64Array;
  readonly actuator_force: Float64Array;
  readonly qfrc_applied: Float64Array;
  readonly geom_xpos: Float64Array;
  readonly body_awake: Int32Array;
  readonly arena: Uint8Array;
  readonly ncon: number;
  readonly contact: EngineContacts;
}

export interface EngineBuffer extends Handle {
  GetView(): Float64Array;
}

export interface Engine {
  readonly MjModel: { from_xml_string(xml: string): EngineModel };
  readonly MjData: new (model: EngineModel) => EngineData;
  readonly DoubleBuffer: new (length: number) => EngineBuffer;
  mj_forward(model: EngineModel, data: EngineData): void;
  mj_step(model: EngineModel, data: EngineData): void;
  /** Writes force and torque in the contact's frame (first axis: the normal) to six numbers. */
  mj_contactForce(model: EngineModel, data: EngineData, contact: number, result: EngineBuffer): void;
}

type LoadEngine = (options: { printErr(line: string): void }) => Promise<unknown>;

/**
 * A fresh engine with its own WASM memory (about 0.2 s, 60 MiB). It can hold several models one after the other.
 * Throws physics/missing when the package is not there or does not start.
 */
export async function loadEngine(): Promise<Engine> {
  try {
    const module = (await import('@mujoco/mujoco')) as unknown as { readonly default: LoadEngine };
    return (await module.default({ printErr: ignoreLine })) as Engine;
  } catch (thrown) {
    throw toFault(thrown, 'physics/missing', {
      what: 'The physics engine @mujoco/mujoco cannot be loaded.',
      next: 'npm install @mujoco/mujoco@3.14.0',
    });
  }
}

/** Its warnings are noticed by their effect: a state that is not finite is a Fault of ours. */
function ignoreLine(): void {}

export function compileModel(engine: Engine, mjcf: string): EngineModel {
  try {
    return engine.MjModel.from_xml_string(mjcf);
  } catch (thrown) {
    throw new Fault('physics/invalid', {
      what: 'The physics engine refuses the model made from this scene.',
      found: thrown instanceof Error ? thrown.message : String(thrown),
      expected: 'solids with finite sizes and positive masses',
      next: 'npx jackdaw sim check FILE.wbt',
      cause: thrown,
    });
  }
}
