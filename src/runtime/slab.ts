// A ring of shared slabs for frame-sized payloads, so that encoders, recorder and threads read without copies.
import { Fault } from '../fault/fault.js';

export interface SlabRingOptions {
  readonly slabs: number;
  /** Size of each: the largest payload that fits. */
  readonly bytes: number;
}

/** One payload in the ring. Holds are counted on the thread that made the ring; other threads only see the bytes. */
export interface Slab {
  /** A view of shared memory: valid while held. Post it to a thread and it is not copied. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** Takes hold of the payload; false if it has been dropped meanwhile, and then it must not be read. */
  hold(): boolean;
  /** Gives one hold back. */
  release(): void;
}

interface Slot {
  readonly memory: SharedArrayBuffer;
  holds: number;
  /** Which payload it holds; a lease of an earlier one is void. 0: none yet. */
  payload: number;
  /** Somebody besides the writer has held this payload. */
  read: boolean;
}

export class SlabRing {
  readonly #slots: readonly Slot[];
  readonly #bytes: number;
  #payloads = 0;
  #dropped = 0;
  #refused = 0;

  constructor({ slabs, bytes }: SlabRingOptions) {
    this.#bytes = bytes;
    this.#slots = Array.from({ length: slabs }, () => ({
      memory: new SharedArrayBuffer(bytes),
      holds: 0,
      payload: 0,
      read: false,
    }));
  }

  /** Payloads that made room before anybody had read them. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Claims that failed because every slab was held. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * A slab of so many bytes to write into, held by the writer until it releases it. Room is made by what was read
   * already, then by the oldest unread payload that nobody holds; undefined if all are held: the frame is lost.
   * Throws 'runtime/too-big' if the payload can never fit.
   */
  claim(byteLength: number): Slab | undefined {
    if (byteLength > this.#bytes) throw tooBig(byteLength, this.#bytes);
    const slot = this.#oldest((one) => one.read || one.payload === 0) ?? this.#oldest(() => true);
    if (slot === undefined) {
      this.#refused += 1;
      return undefined;
    }
    if (slot.payload > 0 && !slot.read) this.#dropped += 1;
    slot.payload = ++this.#payloads;
    slot.holds = 1;
    slot.read = false;
    return new Lease(slot, byteLength);
  }

  #oldest(suits: (slot: Slot) => boolean): Slot | undefined {
    let oldest: Slot | undefined;
    for (const slot of this.#slots) {
      if (slot.holds > 0 || !suits(slot)) continue;
      if (oldest === undefined || slot.payload < oldest.payload) oldest = slot;
    }
    return oldest;
  }
}

class Lease implements Slab {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly #slot: Slot;
  readonly #payload: number;

  constructor(slot: Slot, byteLength: number) {
    this.bytes = new Uint8Array(slot.memory, 0, byteLength);
    this.#slot = slot;
    this.#payload = slot.payload;
  }

  hold(): boolean {
    if (this.#slot.payload !== this.#payload) return false;
    this.#slot.holds += 1;
    this.#slot.read = true;
    return true;
  }

  release(): void {
    if (this.#slot.payload !== this.#payload || this.#slot.holds === 0) {
      throw new Fault('runtime/closed', { what: 'A slab was released more often than it was held.' });
    }
    this.#slot.holds -= 1;
  }
}

function tooBig(found: number, expected: number): Fault {
  return new Fault('runtime/too-big', {
    what: 'A payload does not fit into a slab.',
    found: `${found} bytes`,
    expected: `at most ${expected}`,
    next: 'make the ring with larger slabs',
  });
}
