// CDR (XCDR version 1, as ROS 2 writes it): a reader and a writer over bytes that never go past their end.
import { Fault } from '../fault/fault.js';
import type { FusedTarget, FusedWrite } from './fused.js';

/** Encapsulation header: {0x00, kind, options}; kind 1 is little-endian plain CDR, 0 big-endian. */
export const HEADER_BYTES = 4;
const CDR_BE = 0;
const CDR_LE = 1;

export type NumericArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;
export type NumericArrayType<A extends NumericArray = NumericArray> = {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): A;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
};

/** given: nobody else holds or changes the bytes any more. */
export type Ownership = 'borrowed' | 'given';

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder();

/**
 * Writes little-endian into a buffer that the caller has sized; offsets are aligned from behind the header.
 * Padding is zeroed, so the same message gives the same bytes whatever the buffer held before.
 */
export class CdrWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** The buffer as floats, where it lies on a boundary: scans are copied in one go. */
  readonly #floats: Float32Array | undefined;
  readonly #target: FusedTarget;
  #origin = HEADER_BYTES;
  #at = HEADER_BYTES;

  /** Borrows `bytes`. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.byteOffset % 4 === 0) {
      this.#floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
    }
    this.#target = { bytes, view: this.#view, floats: this.#floats };
  }

  borrows(bytes: Uint8Array): boolean {
    return this.#bytes === bytes;
  }

  /** Starts a message at `offset` with its encapsulation header. */
  begin(offset: number): void {
    this.#origin = offset + HEADER_BYTES;
    this.#view.setUint32(offset, CDR_LE << 8, true);
    this.#at = this.#origin;
  }

  /** End of what was written, from the start of the buffer. */
  get end(): number {
    return this.#at;
  }

  /** A whole value by its type's own function. */
  fused(write: FusedWrite, value: unknown): void {
    this.#at = write(value, this.#target, this.#origin, this.#at);
  }

  #next(size: number): number {
    const at = this.#origin + ((this.#at - this.#origin + size - 1) & -size);
    for (let i = this.#at; i < at; i++) this.#bytes[i] = 0;
    this.#at = at + size;
    return at;
  }

  int8(value: number): void {
    this.#view.setInt8(this.#at++, value);
  }
  uint8(value: number): void {
    this.#view.setUint8(this.#at++, value);
  }
  int16(value: number): void {
    this.#view.setInt16(this.#next(2), value, true);
  }
  uint16(value: number): void {
    this.#view.setUint16(this.#next(2), value, true);
  }
  int32(value: number): void {
    this.#view.setInt32(this.#next(4), value, true);
  }
  uint32(value: number): void {
    this.#view.setUint32(this.#next(4), value, true);
  }
  int64(value: bigint): void {
    this.#view.setBigInt64(this.#next(8), value, true);
  }
  uint64(value: bigint): void {
    this.#view.setBigUint64(this.#next(8), value, true);
  }
  float32(value: number): void {
    this.#view.setFloat32(this.#next(4), value, true);
  }
  float64(value: number): void {
    this.#view.setFloat64(this.#next(8), value, true);
  }

  /** UTF-8 with its length and a closing zero; frame names and the like are ASCII and take the loop. */
  string(value: string): void {
    const at = this.#next(4) + 4;
    const bytes = this.#bytes;
    const length = value.length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return this.#wideString(value, at);
      bytes[at + i] = code;
    }
    this.#closeString(at, length);
  }

  #wideString(value: string, at: number): void {
    const { written } = utf8Encoder.encodeInto(value, this.#bytes.subarray(at));
    this.#closeString(at, written);
  }

  #closeString(at: number, length: number): void {
    this.#view.setUint32(at - 4, length + 1, true);
    this.#view.setUint8(at + length, 0);
    this.#at = at + length + 1;
  }

  /** Elements without a length. Copies them: typed arrays are little-endian on every platform of Node. */
  elements(array: NumericArray): void {
    if (array.length === 0) return; // an empty sequence is not aligned to its elements
    const at = this.#next(array.BYTES_PER_ELEMENT);
    this.#at = at + array.byteLength;
    if (array instanceof Uint8Array) this.#bytes.set(array, at);
    else if (array instanceof Float32Array && this.#floats !== undefined && at % 4 === 0)
      this.#floats.set(array, at >> 2);
    else this.#bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
  }
}

/** Reads either byte order; every count is checked against what is left before anything is allocated. */
export class CdrReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #given: boolean;
  #at = HEADER_BYTES;

  /** Borrows `bytes` while it reads; what it returns is copied, or of `given` bytes a view. Throws message/undecodable on a header it does not know. */
  constructor(bytes: Uint8Array, ownership: Ownership = 'borrowed') {
    const kind = bytes[1];
    if (bytes.byteLength < HEADER_BYTES || bytes[0] !== 0 || (kind !== CDR_LE && kind !== CDR_BE)) {
      throw new Fault('message/undecodable', {
        what: 'The bytes do not begin with a plain CDR header',
        found:
          bytes.byteLength < HEADER_BYTES
            ? `${bytes.byteLength} bytes`
            : hex(bytes.subarray(0, HEADER_BYTES)),
        expected: '00 01 00 00 (little-endian) or 00 00 00 00 (big-endian)',
      });
    }
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = kind === CDR_LE;
    this.#given = ownership === 'given';
  }

  get left(): number {
    return this.#bytes.byteLength - this.#at;
  }

  #next(size: number): number {
    const at = HEADER_BYTES + ((this.#at - HEADER_BYTES + size - 1) & -size);
    if (at + size > this.#bytes.byteLength) throw this.#cut(`${size} more bytes`);
    this.#at = at + size;
    return at;
  }

  int8(): number {
    return this.#view.getInt8(this.#next(1));
  }
  uint8(): number {
    return this.#view.getUint8(this.#next(1));
  }
  int16(): number {
    return this.#view.getInt16(this.#next(2), this.#little);
  }
  uint16(): number {
    return this.#view.getUint16(this.#next(2), this.#little);
  }
  int32(): number {
    return this.#view.getInt32(this.#next(4), this.#little);
  }
  uint32(): number {
    return this.#view.getUint32(this.#next(4), this.#little);
  }
  int64(): bigint {
    return this.#view.getBigInt64(this.#next(8), this.#little);
  }
  uint64(): bigint {
    return this.#view.getBigUint64(this.#next(8), this.#little);
  }
  float32(): number {
    return this.#view.getFloat32(this.#next(4), this.#little);
  }
  float64(): number {
    return this.#view.getFloat64(this.#next(8), this.#little);
  }

  string(): string {
    const length = this.uint32();
    if (length > this.left) throw this.#cut(`a string of ${length} bytes`);
    if (length === 0) return ''; // not by the standard, but seen in the field
    const begin = this.#at;
    this.#at += length;
    const end = this.#bytes[this.#at - 1] === 0 ? this.#at - 1 : this.#at;
    return this.#ascii(begin, end) ?? utf8Decoder.decode(this.#bytes.subarray(begin, end));
  }

  #ascii(begin: number, end: number): string | undefined {
    if (end - begin > 40) return undefined;
    let text = '';
    for (let i = begin; i < end; i++) {
      const code = this.#bytes[i]!;
      if (code > 127) return undefined;
      text += String.fromCharCode(code);
    }
    return text;
  }

  /** The count of a sequence whose elements take at least `minBytes` each. */
  count(minBytes: number): number {
    const count = this.uint32();
    if (count * minBytes > this.left) throw this.#cut(`a sequence of ${count} elements`);
    return count;
  }

  /** A copy of `count` elements. */
  elements<A extends NumericArray>(type: NumericArrayType<A>, count: number): A {
    if (count === 0) return new type(0);
    const size = type.BYTES_PER_ELEMENT;
    const begin = this.#next(size);
    const end = begin + count * size;
    if (end > this.#bytes.byteLength) throw this.#cut(`${count} elements of ${size} bytes`);
    this.#at = end;
    if (this.#given && size === 1) return this.#viewed(type, begin, count);
    const array = new type(count);
    const bytes = new Uint8Array(array.buffer as ArrayBuffer);
    bytes.set(this.#bytes.subarray(begin, end));
    if (!this.#little && size > 1) swapBytes(bytes, size);
    return array;
  }

  #viewed<A extends NumericArray>(type: NumericArrayType<A>, begin: number, count: number): A {
    const { buffer, byteOffset } = this.#bytes;
    return new type(buffer, byteOffset + begin, count);
  }

  #cut(wanted: string): Fault {
    return new Fault('message/undecodable', {
      what: 'The message ends before its fields do',
      found: `${this.left} bytes left at byte ${this.#at} of ${this.#bytes.byteLength}`,
      expected: wanted,
    });
  }
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
