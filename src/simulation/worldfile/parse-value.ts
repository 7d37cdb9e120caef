// Reads the values that hold no nodes: numbers, booleans and strings, single or listed, checked against their type.
import type { Cursor } from './cursor.js';
import { arities, isList, type FieldType, type NumericType, type Value } from './tree.js';

/** Reads what a field of this type may hold; `name` is the field's, for messages. */
export function parsePlainValue(
  cursor: Cursor,
  type: Exclude<Value, { kind: 'is' | 'untyped' | 'nodes' }>['type'],
  name: string,
): Value {
  switch (type) {
    case 'SFBool':
    case 'MFBool':
      return { kind: 'booleans', type, booleans: listOf(cursor, type, () => parseBoolean(cursor, name)) };
    case 'SFString':
    case 'MFString':
      return {
        kind: 'strings',
        type,
        strings: listOf(cursor, type, () => cursor.takeString(`a string for "${name}" (${type})`)),
      };
    default:
      return { kind: 'numbers', type, numbers: parseNumbers(cursor, type, name) };
  }
}

/** One element, or for a list type any number of them in brackets. */
export function listOf<T>(cursor: Cursor, type: FieldType, read: () => T): T[] {
  if (!isList(type) || !cursor.takeIf('[')) return [read()];
  const elements: T[] = [];
  while (!cursor.takeIf(']')) elements.push(read());
  return elements;
}

export function parseBoolean(cursor: Cursor, name: string): boolean {
  if (cursor.takeIf('TRUE')) return true;
  if (cursor.takeIf('FALSE')) return false;
  throw cursor.refuse(`TRUE or FALSE for "${name}"`);
}

function parseNumbers(cursor: Cursor, type: NumericType, name: string): number[] {
  const arity = arities[type];
  const expected = `${arity} number${arity === 1 ? '' : 's'} for "${name}" (${type})`;
  const numbers: number[] = [];
  if (isList(type) && cursor.takeIf('[')) {
    while (!cursor.is(']')) numbers.push(parseNumber(cursor, `a list of numbers for "${name}" (${type})`));
    if (numbers.length % arity !== 0) throw cursor.refuse(`a multiple of ${expected}`);
    cursor.takeMark(']');
  } else {
    while (numbers.length < arity) numbers.push(parseNumber(cursor, expected));
  }
  return numbers;
}

function parseNumber(cursor: Cursor, expected: string): number {
  const token = cursor.peek();
  if (token.kind !== 'number') throw cursor.refuse(expected);
  cursor.take();
  return token.value;
}
