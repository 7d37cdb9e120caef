// Reads MCAP's primitive values from bytes that may lie; every overrun is a Fault that names the place.
import { Fault } from '../../fault/fault.js';

const decoder = new TextDecoder();

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.byteLength - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  /** A u64 that is a length or an offset in a file: more than 2^53 is nonsense. */
  size(): number {
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt(`a size of ${value}`);
    return Number(value);
  }

  /** A view, not a copy. */
  raw(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  blob(): Uint8Array {
    return this.raw(this.u32());
  }

  text(): string {
    return decoder.decode(this.blob());
  }

  /** Reads `each` until the block's length in bytes is used up. */
  block(each: (reader: ByteReader) => void): void {
    const reader = new ByteReader(this.blob());
    while (reader.left > 0) each(reader);
  }

  textMap(): Record<string, string> {
    const entries: [string, string][] = [];
    this.block((reader) => entries.push([reader.text(), reader.text()]));
    return Object.fromEntries(entries);
  }

  #take(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.byteLength) {
      throw corrupt(`${count} bytes at ${at} of a record of ${this.#bytes.byteLength}`);
    }
    this.#at = at + count;
    return at;
  }
}

function corrupt(found: string): Fault {
  return new Fault('bag/corrupt', { what: 'A record contradicts its own length', found });
}
