// Turns a message definition into the functions that size, write and read it; compiled once per type.
import type { MessageDefinition, MessageDefinitionField } from '@foxglove/message-definition';
import { Fault } from '../fault/fault.js';
import type { CdrReader, CdrWriter, NumericArray, NumericArrayType } from './cdr.js';
import { closure, type Definitions } from './definitions.js';

/** How one value of a type becomes bytes and comes back. Offsets count from behind the CDR header. */
export interface Layout {
  /** Least number of bytes a value takes: bounds the count of a sequence before anything is allocated. */
  readonly minBytes: number;
  /** The offset behind the value when it is written at `at`. */
  end(at: number, value: unknown): number;
  write(writer: CdrWriter, value: unknown): void;
  read(reader: CdrReader): unknown;
}

interface Scalar extends Layout {
  readonly array: NumericArrayType | undefined;
  readonly bytes: number;
}

type Fields = Record<string, unknown>;

/** Compiles the layout of a type; throws message/unknown-type where a definition is missing. */
export function compileLayout(typeName: string, from?: Definitions): Layout {
  const definitions = closure(typeName, from);
  const byName = new Map(definitions.map((definition) => [definition.name ?? '', definition]));
  const compiled = new Map<string, Layout>();
  const compile = (name: string): Layout => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const definition = byName.get(name);
    if (definition === undefined)
      throw new Fault('message/unknown-type', { what: `No definition of ${name}` });
    const layout = structure(definition, compile);
    compiled.set(name, layout);
    return layout;
  };
  return compile(definitions[0]?.name ?? typeName);
}

function structure(definition: MessageDefinition, compile: (name: string) => Layout): Layout {
  const fields = definition.definitions.filter((field) => field.isConstant !== true);
  // An empty message holds one byte: IDL forbids empty structures.
  if (fields.length === 0) return emptyStructure;
  const names = fields.map((field) => field.name);
  const parts = fields.map((field) => part(field, compile));
  const count = parts.length;
  return {
    minBytes: parts.reduce((sum, each) => sum + each.minBytes, 0),
    end(at, value) {
      const fieldsOf = value as Fields;
      for (let i = 0; i < count; i++) at = parts[i]!.end(at, fieldsOf[names[i]!]);
      return at;
    },
    write(writer, value) {
      const fieldsOf = value as Fields;
      for (let i = 0; i < count; i++) parts[i]!.write(writer, fieldsOf[names[i]!]);
    },
    read(reader) {
      const value: Fields = {};
      for (let i = 0; i < count; i++) value[names[i]!] = parts[i]!.read(reader);
      return value;
    },
  };
}

const emptyStructure: Layout = {
  minBytes: 1,
  end: (at) => at + 1,
  write: (writer) => writer.uint8(0),
  read: (reader) => {
    reader.uint8();
    return {};
  },
};

function part(field: MessageDefinitionField, compile: (name: string) => Layout): Layout {
  const primitive = field.isComplex === true ? undefined : primitives[field.type];
  if (field.isComplex !== true && primitive === undefined) {
    throw new Fault('message/unknown-type', {
      what: `The field ${field.name} has the type ${field.type}, which has no encoding here`,
      expected: Object.keys(primitives).join(', '),
    });
  }
  const element = primitive ?? compile(field.type);
  if (field.isArray !== true) return element;
  if (primitive?.array !== undefined) return numericArray(primitive, primitive.array, field.arrayLength);
  return sequence(element, field.arrayLength);
}

/** Fixed or counted run of numbers: typed arrays on both sides, plain arrays accepted on the way out. */
function numericArray(element: Scalar, type: NumericArrayType, fixed: number | undefined): Layout {
  const size = element.bytes;
  return {
    minBytes: fixed === undefined ? 4 : fixed * size,
    end(at, value) {
      const count = fixed ?? lengthOf(value);
      const begin = fixed === undefined ? align(at, 4) + 4 : at;
      return count === 0 ? begin : align(begin, size) + count * size;
    },
    write(writer, value) {
      const array = toNumeric(type, value, fixed);
      if (fixed === undefined) writer.uint32(array.length);
      writer.elements(array);
    },
    read: (reader) => reader.elements(type, fixed ?? reader.count(size)),
  };
}

function sequence(element: Layout, fixed: number | undefined): Layout {
  return {
    minBytes: fixed === undefined ? 4 : fixed * element.minBytes,
    end(at, value) {
      if (fixed === undefined) at = align(at, 4) + 4;
      const array = value as readonly unknown[];
      for (let i = 0; i < array.length; i++) at = element.end(at, array[i]);
      return at;
    },
    write(writer, value) {
      const array = value as readonly unknown[];
      if (fixed === undefined) writer.uint32(array.length);
      else if (array.length !== fixed) throw wrongLength(array.length, fixed);
      for (let i = 0; i < array.length; i++) element.write(writer, array[i]);
    },
    read(reader) {
      const count = fixed ?? reader.count(element.minBytes);
      const array: unknown[] = [];
      for (let i = 0; i < count; i++) array.push(element.read(reader));
      return array;
    },
  };
}

function toNumeric(type: NumericArrayType, value: unknown, fixed: number | undefined): NumericArray {
  let array = value as NumericArray;
  if (!(value instanceof type)) {
    array = new type(lengthOf(value));
    const numbers = value as ArrayLike<number>;
    for (let i = 0; i < array.length; i++) array[i] = numbers[i]!;
  }
  if (fixed !== undefined && array.length !== fixed) throw wrongLength(array.length, fixed);
  return array;
}

function lengthOf(value: unknown): number {
  return (value as ArrayLike<unknown>).length;
}

function wrongLength(found: number, expected: number): Fault {
  return new Fault('message/unencodable', {
    what: 'A field of fixed length has another one',
    found: `${found} elements`,
    expected: `${expected} elements`,
  });
}

function align(at: number, size: number): number {
  return (at + size - 1) & -size;
}

function scalar(
  bytes: number,
  array: NumericArrayType | undefined,
  write: (writer: CdrWriter, value: never) => void,
  read: (reader: CdrReader) => unknown,
): Scalar {
  return {
    minBytes: bytes,
    bytes,
    array,
    end: (at) => align(at, bytes) + bytes,
    write,
    read,
  };
}

/** Time and Duration: two words, aligned as one. */
const stamp: Scalar = {
  ...scalar(
    8,
    undefined,
    (writer, value: { sec: number; nanosec: number }) => {
      writer.int32(value.sec);
      writer.uint32(value.nanosec);
    },
    (reader) => ({ sec: reader.int32(), nanosec: reader.uint32() }),
  ),
  end: (at) => align(at, 4) + 8,
};

const text: Scalar = {
  ...scalar(
    4,
    undefined,
    (writer, value: string) => writer.string(value),
    (reader) => reader.string(),
  ),
  end: (at, value) => align(at, 4) + 4 + utf8Length(value as string) + 1,
};

function utf8Length(value: string): number {
  const length = value.length;
  for (let i = 0; i < length; i++) if (value.charCodeAt(i) > 127) return Buffer.byteLength(value, 'utf8');
  return length;
}

const primitives: Record<string, Scalar | undefined> = {
  bool: scalar(
    1,
    undefined,
    (w, v: boolean) => w.uint8(v ? 1 : 0),
    (r) => r.uint8() !== 0,
  ),
  int8: scalar(
    1,
    Int8Array,
    (w, v: number) => w.int8(v),
    (r) => r.int8(),
  ),
  uint8: scalar(
    1,
    Uint8Array,
    (w, v: number) => w.uint8(v),
    (r) => r.uint8(),
  ),
  int16: scalar(
    2,
    Int16Array,
    (w, v: number) => w.int16(v),
    (r) => r.int16(),
  ),
  uint16: scalar(
    2,
    Uint16Array,
    (w, v: number) => w.uint16(v),
    (r) => r.uint16(),
  ),
  int32: scalar(
    4,
    Int32Array,
    (w, v: number) => w.int32(v),
    (r) => r.int32(),
  ),
  uint32: scalar(
    4,
    Uint32Array,
    (w, v: number) => w.uint32(v),
    (r) => r.uint32(),
  ),
  int64: scalar(
    8,
    BigInt64Array,
    (w, v: bigint) => w.int64(v),
    (r) => r.int64(),
  ),
  uint64: scalar(
    8,
    BigUint64Array,
    (w, v: bigint) => w.uint64(v),
    (r) => r.uint64(),
  ),
  float32: scalar(
    4,
    Float32Array,
    (w, v: number) => w.float32(v),
    (r) => r.float32(),
  ),
  float64: scalar(
    8,
    Float64Array,
    (w, v: number) => w.float64(v),
    (r) => r.float64(),
  ),
  string: text,
  time: stamp,
  duration: stamp,
};
