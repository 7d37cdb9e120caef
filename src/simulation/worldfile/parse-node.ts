// Reads nodes and their fields; a field the table does not know is read greedily and kept as it is.
import type { Cursor } from './cursor.js';
import { findFields, type FieldRow } from './fields.js';
import { listOf, parsePlainValue } from './parse-value.js';
import type { Field, FieldType, Item, Node, NodeOrUse, Value } from './tree.js';

const reserved = new Set(['field', 'DEF', 'USE', 'PROTO', 'IS', 'TRUE', 'FALSE', 'NULL', 'EXTERNPROTO']);

export function parseNodeOrUse(cursor: Cursor): NodeOrUse {
  const { at } = cursor.peek();
  if (cursor.takeIf('USE')) return { kind: 'use', name: parseIdentifier(cursor, 'a name after USE'), at };
  const def = cursor.takeIf('DEF') ? parseIdentifier(cursor, 'a name after DEF') : undefined;
  return parseNode(cursor, def);
}

/** Reads `Type { fields }`. */
export function parseNode(cursor: Cursor, def: string | undefined): Node {
  const { at } = cursor.peek();
  const type = parseIdentifier(cursor, 'the type of a node');
  cursor.takeMark('{');
  const fields = cursor.nested(() => {
    const found: Field[] = [];
    while (!cursor.is('}')) found.push(parseField(cursor, type));
    return found;
  });
  cursor.takeMark('}');
  return { kind: 'node', type, def, fields, at, origins: [] };
}

function parseField(cursor: Cursor, nodeType: string): Field {
  cursor.countField();
  const { at } = cursor.peek();
  const hidden = cursor.takeIf('hidden');
  const name = parseIdentifier(cursor, 'a field name or "}"');
  if (hidden) return { name, value: parseUntyped(cursor, name), hidden, at };
  const rows = findFields(nodeType);
  const row = rows?.get(name);
  if (rows !== undefined && row === undefined) cursor.note(`"${nodeType}" has no field "${name}"`, at);
  return { name, value: parseFieldValue(cursor, name, row), hidden, at };
}

function parseFieldValue(cursor: Cursor, name: string, row: FieldRow | undefined): Value {
  if (cursor.is('IS')) return parseIs(cursor);
  return row === undefined ? parseUntyped(cursor, name) : parseValue(cursor, typeFor(cursor, row), name);
}

function parseIs(cursor: Cursor): Value {
  if (!cursor.allowsIs) throw cursor.refuse('a value (IS may only stand in a PROTO)');
  cursor.take();
  return { kind: 'is', parameter: parseIdentifier(cursor, 'a parameter name after IS') };
}

/** Reads a value of a known type. */
export function parseValue(cursor: Cursor, type: FieldType, name: string): Value {
  // In lists Webots itself writes [], but worlds with a bare NULL exist.
  if (type === 'MFNode' && cursor.takeIf('NULL')) return { kind: 'nodes', type, nodes: [] };
  if (type === 'SFNode')
    return { kind: 'nodes', type, nodes: cursor.takeIf('NULL') ? [] : [parseNodeOrUse(cursor)] };
  if (type === 'MFNode')
    return { kind: 'nodes', type, nodes: listOf(cursor, type, () => parseNodeOrUse(cursor)) };
  return parsePlainValue(cursor, type, name);
}

/** Older files hold another type in a few fields; the tokens tell which. */
function typeFor(cursor: Cursor, { type, oldType }: FieldRow): FieldType {
  const isBoolean = cursor.is('TRUE') || cursor.is('FALSE');
  if (oldType === 'SFBool') return isBoolean ? oldType : type;
  if (oldType === 'SFVec3f') return cursor.peek(1).kind === 'number' ? oldType : type;
  return oldType === 'MFString' && cursor.is('[') ? oldType : type;
}

/** Reads numbers up to the next name or mark, or one of anything else, or a bracketed list of anything. */
function parseUntyped(cursor: Cursor, name: string): Value {
  if (cursor.takeIf('[')) {
    const items: Item[] = [];
    while (!cursor.takeIf(']')) items.push(parseItem(cursor, name));
    return { kind: 'untyped', bracketed: true, items };
  }
  const items = [parseItem(cursor, name)];
  if (typeof items[0] !== 'number') return { kind: 'untyped', bracketed: false, items };
  while (cursor.peek().kind === 'number') items.push(parseItem(cursor, name));
  return { kind: 'untyped', bracketed: false, items };
}

function parseItem(cursor: Cursor, name: string): Item {
  const token = cursor.peek();
  if (token.kind === 'number' || token.kind === 'string') {
    cursor.take();
    return token.kind === 'number' ? token.value : token.text;
  }
  if (cursor.takeIf('TRUE')) return true;
  if (cursor.takeIf('FALSE')) return false;
  if (cursor.takeIf('NULL')) return undefined;
  const startsNode = cursor.is('DEF') || cursor.is('USE') || cursor.is('{', 1);
  if (!startsNode) throw cursor.refuse(`a value for "${name}"`);
  return parseNodeOrUse(cursor);
}

export function parseIdentifier(cursor: Cursor, expected: string): string {
  if (reserved.has(cursor.peek().text)) throw cursor.refuse(expected);
  return cursor.takeName(expected);
}
