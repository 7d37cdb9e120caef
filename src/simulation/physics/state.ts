// One compiled model with its state in the engine's memory, and live views of what is read at every step.
import { ContactMemory, learnContactLayout, type ContactLayout } from './contact-memory.js';
import { compileModel, type Engine, type EngineBuffer, type EngineData, type EngineModel } from './engine.js';
import { Vicinity, type VicinityViews } from './vicinity.js';

/** Views into the engine's memory. */
interface Views extends VicinityViews {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly ctrl: Float64Array;
  readonly effort: Float64Array;
  /** What is applied from outside, by degree of freedom: newtons, newton metres. */
  readonly force: Float64Array;
  readonly contacts: ContactMemory;
}

/** Owns engine memory until it is closed. */
export class EngineState {
  readonly model: EngineModel;
  readonly #engine: Engine;
  readonly #data: EngineData;
  readonly #layout: ContactLayout;
  readonly #wrench: EngineBuffer;
  readonly #vicinity: Vicinity;
  #views: Views;
  #closed = false;

  /** Throws physics/invalid for a model that the engine refuses. */
  constructor(engine: Engine, mjcf: string) {
    this.#engine = engine;
    this.#layout = learnContactLayout(engine);
    this.model = compileModel(engine, mjcf);
    this.#data = new engine.MjData(this.model);
    this.#wrench = new engine.DoubleBuffer(6);
    this.#vicinity = new Vicinity(this.model);
    this.#views = this.#takeViews();
  }

  /** Hold it no longer than one step: the engine's memory moves when it grows, be it for another world. */
  get views(): Views {
    const isDetached = this.#views.qpos.buffer.byteLength === 0;
    if (isDetached) this.#views = this.#takeViews();
    return this.#views;
  }

  get contactCount(): number {
    return this.#data.ncon;
  }

  /** Newtons along the contact's normal. */
  contactForce(contact: number): number {
    this.#engine.mj_contactForce(this.model, this.#data, contact, this.#wrench);
    return this.#wrench.GetView()[0]!;
  }

  step(): void {
    this.#vicinity.update(this.views);
    this.#engine.mj_step(this.model, this.#data);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wrench.delete();
    this.#data.delete();
    this.model.delete();
  }

  #takeViews(): Views {
    const data = this.#data;
    const { body_contype, body_conaffinity } = this.model;
    return {
      qpos: data.qpos,
      qvel: data.qvel,
      ctrl: data.ctrl,
      effort: data.actuator_force,
      force: data.qfrc_applied,
      awake: data.body_awake,
      geomPosition: data.geom_xpos,
      bodyIs: body_contype,
      bodyMeets: body_conaffinity,
      contacts: new ContactMemory(this.#layout, data.arena),
    };
  }
}
