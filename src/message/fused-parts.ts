// What compiled writers call where straight-line code does not do: strings, padding, arrays.
import { Fault } from '../fault/fault.js';
import type { NumericArray, NumericArrayType } from './cdr.js';

interface PartTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

const utf8Encoder = new TextEncoder();

export const parts = { string, numeric, requireLength, copy };

/** UTF-8 with its length and a closing zero; frame names and the like are ASCII and take the loop. */
function string({ bytes, view }: PartTarget, value: string, at: number): number {
  const begin = at + 4;
  let length = value.length;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code > 127) {
      length = utf8Encoder.encodeInto(value, bytes.subarray(begin)).written;
      break;
    }
    bytes[begin + i] = code;
  }
  view.setUint32(at, length + 1, true);
  view.setUint8(begin + length, 0);
  return begin + length + 1;
}

/** A typed array made from a plain one. */
function numeric(value: ArrayLike<unknown>, type: NumericArrayType): NumericArray {
  const array = new type(value.length);
  for (let i = 0; i < array.length; i++) array[i] = value[i] as number;
  return array;
}

function requireLength({ length }: ArrayLike<unknown>, expected: number): void {
  if (length === expected) return;
  throw new Fault('message/unencodable', {
    what: 'A field of fixed length has another one',
    found: `${length} elements`,
    expected: `${expected} elements`,
  });
}

/** Typed arrays are little-endian on every platform of Node. */
function copy(bytes: Uint8Array, array: NumericArray, at: number): void {
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
}
