// Random trees for property tests: every node of the table, foreign ones, DEF and USE, any value.
import fc from 'fast-check';
import { findFields, type FieldRow } from '../fields.js';
import { nodeTable } from '../node-table.js';
import {
  arities,
  isList,
  type Field,
  type FieldType,
  type Item,
  type Node,
  type Use,
  type Value,
  type World,
} from '../tree.js';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/).map((text) => `n${text}`);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(-0, 1e-7, 4.692820414042842e-6, 1e300, 5e-324),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((raw) => raw.replaceAll(/[\r\0]/g, '')),
  fc.constantFrom('', '"', '\\', '\n', '\\n', '# no comment', 'x(1)', '%<'),
);
const use = name.map((to): Use => ({ kind: 'use', name: to, at: undefined }));

/** Trees at most `depth` nodes deep. */
export function arbitraryNode(depth: number): fc.Arbitrary<Node> {
  const known = fc.constantFrom(...Object.keys(nodeTable)).chain((type) => knownNode(type, depth));
  return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: foreignNode(depth) });
}

export function arbitraryWorld(): fc.Arbitrary<World> {
  return fc.record({
    header: fc.record({
      version: fc.constantFrom('R2025a', 'R2021b', 'V8.6.0'),
      comments: fc.array(text.map((line) => line.replaceAll('\n', ''))),
    }),
    externProtos: fc.array(fc.record({ url: text, importable: fc.boolean(), at: fc.constant(undefined) }), {
      maxLength: 3,
    }),
    nodes: fc.array(fc.oneof(arbitraryNode(3), use), { maxLength: 4 }),
    notes: fc.constant([]),
  });
}

function knownNode(type: string, depth: number): fc.Arbitrary<Node> {
  const rows = [...(findFields(type)?.values() ?? [])];
  const fields = fc
    .subarray(rows, { maxLength: Math.min(6, rows.length) })
    .chain((chosen) => fc.tuple(...chosen.map((row) => fieldOf(row, depth))));
  return nodeOf(fc.constant(type), fields);
}

function foreignNode(depth: number): fc.Arbitrary<Node> {
  const field = fc.record({ name, value: untyped(depth), hidden: fc.boolean(), at: fc.constant(undefined) });
  return nodeOf(name, fc.array(field, { maxLength: 4 }));
}

function nodeOf(type: fc.Arbitrary<string>, fields: fc.Arbitrary<readonly Field[]>): fc.Arbitrary<Node> {
  return fc.record({
    kind: fc.constant('node' as const),
    type,
    def: fc.option(name, { nil: undefined }),
    fields,
    at: fc.constant(undefined),
    origins: fc.constant([]),
  });
}

function fieldOf(row: FieldRow, depth: number): fc.Arbitrary<Field> {
  return fc.record({
    name: fc.constant(row.name),
    value: valueOf(row.type, depth),
    hidden: fc.constant(false),
    at: fc.constant(undefined),
  });
}

function valueOf(type: FieldType, depth: number): fc.Arbitrary<Value> {
  const length = isList(type) ? { maxLength: 4 } : { minLength: 1, maxLength: 1 };
  switch (type) {
    case 'SFBool':
    case 'MFBool':
      return fc.array(fc.boolean(), length).map((booleans) => ({ kind: 'booleans', type, booleans }));
    case 'SFString':
    case 'MFString':
      return fc.array(text, length).map((strings) => ({ kind: 'strings', type, strings }));
    case 'SFNode':
    case 'MFNode': {
      const maxLength = depth === 0 ? 0 : isList(type) ? 3 : 1;
      return fc.array(nodeOrUse(depth), { maxLength }).map((nodes) => ({ kind: 'nodes', type, nodes }));
    }
    default: {
      const elements = fc.array(
        fc.array(number, { minLength: arities[type], maxLength: arities[type] }),
        length,
      );
      return elements.map((rows) => ({ kind: 'numbers', type, numbers: rows.flat() }));
    }
  }
}

function nodeOrUse(depth: number): fc.Arbitrary<Node | Use> {
  return depth <= 0 ? use : fc.oneof(arbitraryNode(depth - 1), use);
}

function untyped(depth: number): fc.Arbitrary<Value> {
  const single: fc.Arbitrary<Item> = fc.oneof(text, fc.boolean(), fc.constant(undefined), nodeOrUse(depth));
  const run = fc.array(number, { minLength: 1, maxLength: 12 });
  return fc.oneof(
    fc
      .array(fc.oneof(single, number), { maxLength: 25 })
      .map((items): Value => ({ kind: 'untyped', bracketed: true, items })),
    single.map((item): Value => ({ kind: 'untyped', bracketed: false, items: [item] })),
    run.map((items): Value => ({ kind: 'untyped', bracketed: false, items })),
  );
}
