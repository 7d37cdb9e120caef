// Messages made from their definitions: an empty one of each type, and random ones for tests of whatever carries them.
import type { MessageDefinitionField } from '@foxglove/message-definition';
import { closure, twoPartName } from './definitions.js';
import type { MessageByType, TypeName } from './messages.js';

/** Draws numbers in [0, 1). */
export type Draw = () => number;

/** A message with every field at zero, false, '' or empty: something to fill in. */
export function emptyMessage<T extends TypeName>(type: T): MessageByType[T] {
  return build(type, undefined) as MessageByType[T];
}

/** A message with random fields: odd strings, empty and long arrays, infinities and NaN. */
export function randomMessage<T extends TypeName>(type: T, draw: Draw): MessageByType[T] {
  return build(type, draw) as MessageByType[T];
}

function build(typeName: string, draw: Draw | undefined): unknown {
  const byName = new Map(closure(typeName).map((definition) => [definition.name ?? '', definition]));
  const make = (name: string): unknown => {
    const fields = byName.get(name)?.definitions.filter((field) => field.isConstant !== true) ?? [];
    return Object.fromEntries(fields.map((field) => [field.name, value(field, make, draw)]));
  };
  return make(twoPartName(typeName));
}

function value(
  field: MessageDefinitionField,
  make: (name: string) => unknown,
  draw: Draw | undefined,
): unknown {
  const one = (): unknown => (field.isComplex === true ? make(field.type) : scalar(field.type, draw));
  if (field.isArray !== true) return one();
  const count = field.arrayLength ?? (draw === undefined ? 0 : Math.floor(draw() * 5));
  const values = Array.from({ length: count }, one);
  const numeric = numericArrays[field.type];
  return numeric === undefined || field.isComplex === true ? values : numeric(values as number[]);
}

function scalar(type: string, draw: Draw | undefined): unknown {
  const random = draw ?? (() => 0);
  switch (type) {
    case 'string':
      return draw === undefined ? '' : pick(strings, random);
    case 'bool':
      return random() >= 0.5;
    case 'time':
    case 'duration':
      return { sec: Math.floor(random() * 2 ** 31), nanosec: Math.floor(random() * 1e9) };
    case 'float32':
      return draw === undefined ? 0 : Math.fround(pick(floats, random) + random());
    case 'float64':
      return draw === undefined ? 0 : pick(floats, random) + random();
    default:
      return Math.floor(random() * (integerRanges[type] ?? 1));
  }
}

function pick<T>(from: readonly [T, ...T[]], draw: Draw): T {
  return from[Math.floor(draw() * from.length)] ?? from[0];
}

const strings = ['', 'base_link', 'Stühle ☃', 'a'.repeat(100)] as const;
const floats = [0, -1e-7, 1e12, Infinity, -Infinity, NaN] as const;

const integerRanges: Record<string, number> = {
  int8: 2 ** 7,
  uint8: 2 ** 8,
  int16: 2 ** 15,
  uint16: 2 ** 16,
  int32: 2 ** 31,
  uint32: 2 ** 32,
};

const numericArrays: Record<string, ((values: number[]) => ArrayLike<number>) | undefined> = {
  uint8: (values) => Uint8Array.from(values),
  int8: (values) => Int8Array.from(values),
  uint16: (values) => Uint16Array.from(values),
  int16: (values) => Int16Array.from(values),
  uint32: (values) => Uint32Array.from(values),
  int32: (values) => Int32Array.from(values),
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
};
