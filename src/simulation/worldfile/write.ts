// Writes a tree as Webots itself lays files out: two spaces a level, one field a line, every number exact.
import { Fault } from '../../fault/fault.js';
import {
  arities,
  isList,
  type ExternProto,
  type Field,
  type Header,
  type Item,
  type NodeOrUse,
  type NumericType,
  type Parameter,
  type Proto,
  type Value,
  type World,
} from './tree.js';
import { quote } from './tokens.js';

/** The text of a world file; parsing it gives an equal tree. Errors: `world/invalid` if a number is not finite. */
export function writeWorld(world: Pick<World, 'header' | 'externProtos' | 'nodes'>): string {
  const blocks = [
    headerLines(world.header),
    world.externProtos.map(externProtoLine),
    world.nodes.flatMap((node) => nodeLines(node, '')),
  ];
  return text(blocks);
}

/** The text of a PROTO file. A template's body is not kept, so it cannot be written: `world/unsupported`. */
export function writeProto(proto: Proto): string {
  const blocks = [
    proto.header === undefined ? [] : headerLines(proto.header),
    proto.externProtos.map(externProtoLine),
    [`PROTO ${proto.name} [`, ...proto.parameters.map(parameterLines), ']', '{', ...bodyLines(proto), '}'],
  ];
  return text(blocks);
}

function text(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headerLines({ version, comments }: Header): string[] {
  return [`#VRML_SIM ${version} utf8`, ...comments.map((comment) => `#${comment}`)];
}

function externProtoLine({ url, importable }: ExternProto): string {
  return `${importable ? 'IMPORTABLE ' : ''}EXTERNPROTO ${string(url)}`;
}

function parameterLines({ kind, type, allowed, name, initial }: Parameter): string {
  const limits = allowed.map((value) => valueLines(value, '  ').join('\n')).join(', ');
  const restriction = allowed.length === 0 ? '' : `{${limits}}`;
  return `  ${kind} ${type}${restriction} ${name} ${valueLines(initial, '  ').join('\n')}`;
}

function bodyLines({ name, body }: Proto): string[] {
  if (body.kind === 'plain') return nodeLines(body.root, '  ');
  if (body.kind === 'empty') return [];
  throw new Fault('world/unsupported', {
    what: `The PROTO "${name}" is a script template; its body was not kept.`,
  });
}

function nodeLines(node: NodeOrUse, indent: string): string[] {
  return nested(node, indent).map((line, index) => (index === 0 ? indent + line : line));
}

/** The lines of a node whose first line continues another one. */
function nested(node: NodeOrUse, indent: string): string[] {
  if (node.kind === 'use') return [`USE ${node.name}`];
  const def = node.def === undefined ? '' : `DEF ${node.def} `;
  const lines = [`${def}${node.type} {`];
  for (const field of node.fields) for (const line of fieldLines(field, `${indent}  `)) lines.push(line);
  lines.push(`${indent}}`);
  return lines;
}

function fieldLines({ name, value, hidden }: Field, indent: string): string[] {
  const [first = '', ...rest] = valueLines(value, indent);
  return [`${indent}${hidden ? 'hidden ' : ''}${name} ${first}`, ...rest];
}

function valueLines(value: Value, indent: string): string[] {
  switch (value.kind) {
    case 'is':
      return [`IS ${value.parameter}`];
    case 'nodes':
      if (value.type === 'MFNode')
        return listLines(
          value.nodes.flatMap((node) => nodeLines(node, `${indent}  `)),
          indent,
        );
      return value.nodes[0] === undefined ? ['NULL'] : nested(value.nodes[0], indent);
    case 'numbers':
      return isList(value.type)
        ? listLines(rows(value, indent), indent)
        : [value.numbers.map(number).join(' ')];
    case 'booleans':
    case 'strings': {
      const words = value.kind === 'strings' ? value.strings.map(string) : value.booleans.map(boolean);
      return isList(value.type)
        ? listLines(
            words.map((word) => `${indent}  ${word}`),
            indent,
          )
        : words;
    }
    case 'untyped':
      return value.bracketed
        ? listLines(itemRows(value.items, `${indent}  `), indent)
        : joined(value.items, indent);
  }
}

function listLines(lines: readonly string[], indent: string): string[] {
  return lines.length === 0 ? ['[]'] : ['[', ...lines, `${indent}]`];
}

/** One vector a line; plain numbers ten a line. */
function rows(
  value: { readonly type: NumericType; readonly numbers: readonly number[] },
  indent: string,
): string[] {
  const perLine = arities[value.type] === 1 ? 10 : arities[value.type];
  const lines: string[] = [];
  for (let start = 0; start < value.numbers.length; start += perLine) {
    lines.push(
      `${indent}  ${value.numbers
        .slice(start, start + perLine)
        .map(number)
        .join(' ')}`,
    );
  }
  return lines;
}

/** Items of a list without a type: numbers ten a line, anything else on its own. */
function itemRows(items: readonly Item[], indent: string): string[] {
  const lines: string[] = [];
  let row: string[] = [];
  for (const item of items) {
    if (typeof item === 'number' && row.push(number(item)) < 10) continue;
    if (row.length > 0) lines.push(indent + row.join(' '));
    row = [];
    if (typeof item === 'object') lines.push(...nodeLines(item, indent));
    else if (typeof item !== 'number') lines.push(indent + word(item));
  }
  if (row.length > 0) lines.push(indent + row.join(' '));
  return lines;
}

function joined(items: readonly Item[], indent: string): string[] {
  const first = items[0];
  if (typeof first === 'object') return nested(first, indent);
  return [items.map((item) => (typeof item === 'object' ? '' : word(item))).join(' ')];
}

function word(item: Exclude<Item, object>): string {
  if (item === undefined) return 'NULL';
  if (typeof item === 'number') return number(item);
  return typeof item === 'string' ? string(item) : boolean(item);
}

function number(value: number): string {
  if (!Number.isFinite(value)) {
    throw new Fault('world/invalid', {
      what: `A world file cannot hold the number ${value}.`,
      expected: 'a finite number',
    });
  }
  if (Object.is(value, -0)) return '-0';
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential().replace(/-(\d)$/, '-0$1');
  return String(value);
}

function boolean(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}

function string(value: string): string {
  if (/[\r\0]/.test(value)) {
    throw new Fault('world/invalid', {
      what: 'A string holds a character that world files cannot write.',
      found: quote(value),
      expected: 'no carriage return and no NUL',
    });
  }
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
