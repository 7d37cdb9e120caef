// Looks up which fields a node has, of which type, and what they are when the file does not say.
import { nodeTable } from './node-table.js';
import { isList, type FieldType, type NumericType, type Value } from './tree.js';

export interface FieldRow {
  readonly name: string;
  readonly type: FieldType;
  /** The type older files hold instead. */
  readonly oldType: FieldType | undefined;
  readonly initial: Value;
}

type Rows = ReadonlyMap<string, FieldRow>;

const rowsByNode: ReadonlyMap<string, Rows> = new Map(
  Object.keys(nodeTable).map((type) => [type, rowsOf(type)]),
);

/** The node's fields by name, inherited ones included; undefined if Webots has no such node. */
export function findFields(nodeType: string): Rows | undefined {
  return rowsByNode.get(nodeType);
}

/** True if the node is the other one or inherits it, as a Robot is a Solid. */
export function isKindOf(nodeType: string, ancestor: string): boolean {
  for (let type: string | undefined = nodeType; type !== undefined; type = parentOf(type)) {
    if (type === ancestor) return true;
  }
  return false;
}

function parentOf(nodeType: string): string | undefined {
  return Object.hasOwn(nodeTable, nodeType) ? nodeTable[nodeType]?.inherits : undefined;
}

function rowsOf(nodeType: string): Rows {
  const parent = parentOf(nodeType);
  const rows = new Map(parent === undefined ? [] : rowsOf(parent));
  for (const line of nodeTable[nodeType]?.fields ?? []) {
    const row = parseRow(line);
    rows.set(row.name, row);
  }
  return rows;
}

function parseRow(line: string): FieldRow {
  const [name = '', types = '', ...rest] = line.split(' ');
  const [type, oldType] = types.split('|') as [FieldType, FieldType | undefined];
  return { name, type, oldType, initial: initialValue(type, rest) };
}

function initialValue(type: FieldType, words: readonly string[]): Value {
  switch (type) {
    case 'SFNode':
    case 'MFNode':
      return { kind: 'nodes', type, nodes: [] };
    case 'SFBool':
    case 'MFBool':
      return { kind: 'booleans', type, booleans: words.map((word) => word === 'TRUE') };
    case 'SFString':
    case 'MFString':
      return {
        kind: 'strings',
        type,
        strings: words.length === 0 ? [] : [JSON.parse(words.join(' ')) as string],
      };
    default:
      return { kind: 'numbers', type, numbers: words.map(Number) };
  }
}

/** The value of a type nobody gave: zero, false, empty, NULL; a rotation about z by zero. */
export function zeroValue(type: FieldType): Value {
  if (isList(type)) return initialValue(type, []);
  if (type === 'SFString') return { kind: 'strings', type, strings: [''] };
  if (type === 'SFBool') return { kind: 'booleans', type, booleans: [false] };
  if (type === 'SFNode') return { kind: 'nodes', type, nodes: [] };
  const numbers: Partial<Record<NumericType, readonly number[]>> = {
    SFVec2f: [0, 0],
    SFVec3f: [0, 0, 0],
    SFColor: [0, 0, 0],
    SFRotation: [0, 0, 1, 0],
  };
  return { kind: 'numbers', type: type as NumericType, numbers: numbers[type as NumericType] ?? [0] };
}
