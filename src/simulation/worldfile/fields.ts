// Looks up which fields a node has, of which type, and what they are when the file does not say.
import { nodeTable } from './node-table.js';
import { type FieldType, type Value } from './tree.js';

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
