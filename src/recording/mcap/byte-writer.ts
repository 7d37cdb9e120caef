// A growing little-endian buffer that writes MCAP's primitive values and length-prefixed records.

const encoder = new TextEncoder();

export class ByteWriter {
  #bytes: Uint8Array;
  #data: DataView;
  #end = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#data = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#end;
  }

  u8(value: number): this {
    const at = this.#reserve(1);
    this.#data.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#reserve(2);
    this.#data.setUint16(at, value, true);
    return this;
  }

  u32(value: number): this {
    const at = this.#reserve(4);
    this.#data.setUint32(at, value, true);
    return this;
  }

  u64(value: bigint | number): this {
    const at = this.#reserve(8);
    this.#data.setBigUint64(at, BigInt(value), true);
    return this;
  }

  raw(bytes: Uint8Array): this {
    const at = this.#reserve(bytes.byteLength);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** Length as u32, then the bytes. */
  blob(bytes: Uint8Array): this {
    return this.u32(bytes.byteLength).raw(bytes);
  }

  text(value: string): this {
    return this.blob(encoder.encode(value));
  }

  /** A map, tuple list or nested block: its length in bytes as u32, then what `write` writes. */
  block(write: () => void): this {
    const at = this.#reserve(4);
    write();
    this.#data.setUint32(at, this.#end - at - 4, true);
    return this;
  }

  textMap(entries: Readonly<Record<string, string>>): this {
    return this.block(() => {
      for (const [key, value] of Object.entries(entries)) this.text(key).text(value);
    });
  }

  /** One record: opcode, content length as u64, content. */
  record(opcode: number, write: () => void): this {
    this.u8(opcode);
    const at = this.#reserve(8);
    write();
    this.#data.setBigUint64(at, BigInt(this.#end - at - 8), true);
    return this;
  }

  /** A view of what was written so far; the next write may move it. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }

  #reserve(count: number): number {
    const at = this.#end;
    this.#end += count;
    if (this.#end > this.#bytes.byteLength) this.#grow();
    return at;
  }

  #grow(): void {
    const bigger = new Uint8Array(Math.max(this.#end, this.#bytes.byteLength * 2));
    bigger.set(this.#bytes);
    this.#bytes = bigger;
    this.#data = new DataView(bigger.buffer);
  }
}
