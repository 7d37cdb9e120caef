// Makes trees in code: plain JavaScript values become typed field values by the node table.
import { Fault } from '../../fault/fault.js';
import { findFields } from './fields.js';
import {
  arities,
  type ExternProto,
  type Field,
  type FieldType,
  type Item,
  type Node,
  type Use,
  type Value,
  type World,
} from './tree.js';
import { currentVersion } from './version.js';

/**
 * What a field may be given: `[1, 2, 3]` is a vector or a flat list, `[[0, 0], [1, 0]]` a list of vectors,
 * `[node]` a list of nodes; undefined leaves the field out.
 */
export type Given =
  | number
  | boolean
  | string
  | Node
  | Use
  | readonly number[]
  | readonly boolean[]
  | readonly string[]
  | readonly (Node | Use)[]
  | readonly (readonly number[])[]
  | undefined;

/**
 * A node with the fields in the given order, e.g. `node('Solid', { translation: [0, 0, 1], children: [shape] })`.
 * Types that are not Webots' own are PROTO instances; their values are written as they look.
 * Errors: `world/invalid` if a Webots node has no such field or the value does not fit its type.
 */
export function node(type: string, given: Readonly<Record<string, Given>> = {}): Node {
  const rows = findFields(type);
  const fields: Field[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const row = rows?.get(name);
    if (rows !== undefined && row === undefined)
      throw misfit(type, name, 'no such field', 'a field of the node');
    fields.push({
      name,
      value: valueFrom(value, row?.type, `${type}.${name}`),
      hidden: false,
      at: undefined,
    });
  }
  return { kind: 'node', type, def: undefined, fields, at: undefined, origins: [] };
}

/** The node with a name that `use` can refer to later in the file. */
export function def(name: string, named: Node): Node {
  return { ...named, def: name };
}

export function use(name: string): Use {
  return { kind: 'use', name, at: undefined };
}

/** A world of the current version; `protos` are the URLs to declare, local ones relative to the world's file. */
export function world(
  nodes: readonly (Node | Use)[],
  protos: readonly string[] = [],
  comments: readonly string[] = [],
): World {
  const externProtos = protos.map((url): ExternProto => ({ url, importable: false, at: undefined }));
  return { header: { version: currentVersion, comments }, externProtos, nodes, notes: [] };
}

function valueFrom(given: Exclude<Given, undefined>, type: FieldType | undefined, field: string): Value {
  if (type === undefined) return untyped(given);
  const items = itemsOf(given);
  const value = typedValue(items, type);
  if (value === undefined)
    throw misfit(...(field.split('.') as [string, string]), JSON.stringify(given), type);
  return value;
}

/** Items of a type, or undefined if they do not fit it. */
export function typedValue(items: readonly Item[], type: FieldType): Value | undefined {
  const list = type.startsWith('MF');
  switch (type) {
    case 'SFBool':
    case 'MFBool': {
      const booleans = items.filter((item) => typeof item === 'boolean');
      return fits(booleans, items, list) ? { kind: 'booleans', type, booleans } : undefined;
    }
    case 'SFString':
    case 'MFString': {
      const strings = items.filter((item) => typeof item === 'string');
      return fits(strings, items, list) ? { kind: 'strings', type, strings } : undefined;
    }
    case 'SFNode':
    case 'MFNode': {
      const nodes = items.filter((item) => typeof item === 'object');
      const isNull = items.length === 1 && items[0] === undefined;
      return isNull || fits(nodes, items, list) ? { kind: 'nodes', type, nodes } : undefined;
    }
    default: {
      const numbers = items.filter((item) => typeof item === 'number');
      const whole = list ? numbers.length % arities[type] === 0 : numbers.length === arities[type];
      return whole && numbers.length === items.length ? { kind: 'numbers', type, numbers } : undefined;
    }
  }
}

function fits(found: readonly unknown[], items: readonly Item[], list: boolean): boolean {
  return found.length === items.length && (list || items.length === 1);
}

function untyped(given: Exclude<Given, undefined>): Value {
  const items = itemsOf(given);
  const isVector =
    Array.isArray(given) && given.length > 0 && given.every((item) => typeof item === 'number');
  return { kind: 'untyped', bracketed: Array.isArray(given) && !isVector, items };
}

function itemsOf(given: Exclude<Given, undefined>): Item[] {
  return Array.isArray(given) ? (given.flat() as Item[]) : [given as Item];
}

function misfit(node: string, field: string, found: string, expected: string): Fault {
  return new Fault('world/invalid', {
    what: `The field "${field}" of "${node}" cannot be set.`,
    found,
    expected,
  });
}
