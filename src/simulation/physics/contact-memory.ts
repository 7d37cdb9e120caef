// The engine's contacts read where they lie in its memory: its own accessor copies them all, at 3 µs a contact.
import { Fault } from '../../fault/fault.js';
import { compileModel, type Engine, type EngineContact, type EngineData } from './engine.js';

/** Where the fields of a contact lie, in bytes from its position field, and how the contacts follow each other. */
export interface ContactLayout {
  /** From the start of the engine's arena to the position of the first contact. */
  readonly firstPosition: number;
  readonly stride: number;
  readonly frame: number;
  readonly geoms: number;
}

/** A box pressed into the floor: four contacts from which the layout can be learned. */
const SAMPLE = `<mujoco><worldbody><geom type="plane" size="0 0 1"/>
  <body pos="0.3 0.4 0.099"><freejoint/><geom type="box" size="0.1 0.2 0.1"/></body></worldbody></mujoco>`;
/** The contacts are the first thing in the arena; their position is not far behind its start. */
const SEARCH_BYTES = 512;

/** Learns the layout from a sample and the engine's public views; throws physics/missing for an engine it does not know. */
export function learnContactLayout(engine: Engine): ContactLayout {
  const model = compileModel(engine, SAMPLE);
  const data = new engine.MjData(model);
  try {
    engine.mj_forward(model, data);
    const layout = compareFirstTwo(data);
    if (layout === undefined) {
      throw new Fault('physics/missing', {
        what: 'This build of @mujoco/mujoco keeps its contacts in a way we do not know.',
        expected: 'version 3.14',
        next: 'npm install @mujoco/mujoco@3.14.0',
      });
    }
    return layout;
  } finally {
    data.delete();
    model.delete();
  }
}

function compareFirstTwo(data: EngineData): ContactLayout | undefined {
  const contacts = data.contact;
  const first = contacts.get(0);
  const second = contacts.get(1);
  try {
    if (first === undefined || second === undefined) return undefined;
    const arena = data.arena;
    const start = findPosition(arena, first, 0);
    const next = start === undefined ? undefined : findPosition(arena, second, start + 8);
    if (start === undefined || next === undefined) return undefined;
    return {
      firstPosition: start,
      stride: next - start,
      frame: first.frame.byteOffset - first.pos.byteOffset,
      geoms: first.geom.byteOffset - first.pos.byteOffset,
    };
  } finally {
    first?.delete();
    second?.delete();
    contacts.delete();
  }
}

function findPosition(arena: Uint8Array, { pos }: EngineContact, from: number): number | undefined {
  const numbers = new Float64Array(arena.buffer, arena.byteOffset, arena.byteLength >> 3);
  for (let at = from >> 3; at < (from + 2 * SEARCH_BYTES) >> 3; at++) {
    if (numbers[at] === pos[0] && numbers[at + 1] === pos[1] && numbers[at + 2] === pos[2]) return at << 3;
  }
  return undefined;
}

/** Reads contacts of one model by number; valid until the next step. */
export class ContactMemory {
  readonly #position: number;
  readonly #geoms: number;
  readonly #frame: number;
  readonly #stride: number;
  readonly #numbers: Float64Array;
  readonly #integers: Int32Array;

  /** Make a new one when the engine's memory has grown. */
  constructor(layout: ContactLayout, arena: Uint8Array) {
    this.#position = (arena.byteOffset + layout.firstPosition) >> 3;
    this.#frame = layout.frame >> 3;
    this.#geoms = (arena.byteOffset + layout.firstPosition + layout.geoms) >> 2;
    this.#stride = layout.stride;
    this.#numbers = new Float64Array(arena.buffer);
    this.#integers = new Int32Array(arena.buffer);
  }

  geom1(contact: number): number {
    return this.#integers[this.#geoms + contact * (this.#stride >> 2)]!;
  }

  geom2(contact: number): number {
    return this.#integers[this.#geoms + contact * (this.#stride >> 2) + 1]!;
  }

  /** World coordinate, metres; axis 0, 1 or 2. */
  position(contact: number, axis: number): number {
    return this.#numbers[this.#position + contact * (this.#stride >> 3) + axis]!;
  }

  /** Unit normal from geom1 towards geom2, world. */
  normal(contact: number, axis: number): number {
    return this.#numbers[this.#position + this.#frame + contact * (this.#stride >> 3) + axis]!;
  }
}
