// Rows of a SQLite table as they lie in its pages (https://sqlite.org/fileformat2.html, section 2).
import { Fault } from '../../fault/fault.js';

export type Value = bigint | number | string | Uint8Array | undefined;

/** The value and the offset behind it. A varint has at most nine bytes. */
export function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw corrupt('a number goes beyond its page');
    value = i === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (i === 8 || byte < 0x80) return { value: safe(value), end: at + i + 1 };
  }
  throw corrupt('a number has no end');
}

/** Where each column of a row lies; the row may go on behind `bytes`. */
export interface Column {
  readonly type: number;
  readonly begin: number;
  readonly bytes: number;
}

/** The columns of a record, from its header. `count` at most: the rest is not looked at. */
export function readColumns(record: Uint8Array, count: number): Column[] {
  const head = readVarint(record, 0);
  const columns: Column[] = [];
  let begin = head.value;
  for (let at = head.end; at < head.value && columns.length < count;) {
    const { value: type, end } = readVarint(record, at);
    const bytes = sizeOf(type);
    columns.push({ type, begin, bytes });
    begin += bytes;
    at = end;
  }
  return columns;
}

/** A blob is a view of `record`. */
export function readValue(record: Uint8Array, { type, begin, bytes }: Column): Value {
  if (begin + bytes > record.byteLength) throw corrupt('a value goes beyond its row');
  const view = new DataView(record.buffer, record.byteOffset + begin, bytes);
  if (type === 0) return undefined;
  if (type === 7) return view.getFloat64(0);
  if (type === 8) return 0n;
  if (type === 9) return 1n;
  if (type <= 6) return integer(view, bytes);
  const content = record.subarray(begin, begin + bytes);
  return type % 2 === 0 ? content : new TextDecoder().decode(content);
}

/** Big-endian, two's complement. */
function integer(view: DataView, bytes: number): bigint {
  let value = BigInt(view.getInt8(0));
  for (let i = 1; i < bytes; i++) value = (value << 8n) | BigInt(view.getUint8(i));
  return value;
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function sizeOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  const size = SIZES[type];
  if (size === undefined) throw corrupt(`a column has the reserved type ${type}`);
  return size;
}

function safe(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw corrupt('a number is larger than any row or size');
}

export function corrupt(found: string): Fault {
  return new Fault('bag/corrupt', { what: 'The SQLite file contradicts itself', found });
}
