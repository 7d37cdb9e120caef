// The configuration for people: a table of all parameters from their schemas, and a file of all values with their origins.
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import { z } from 'zod';
import type { Config } from './config.js';
import { joinPath } from './file.js';
import { schemaOf, type Sections } from './schema.js';

export interface Parameter {
  /** `<stage>.<param>` */
  readonly name: string;
  readonly type: string;
  /** Type of what a list holds; undefined for what is no list. */
  readonly elements: string | undefined;
  readonly unit: string;
  readonly range: string;
  /** Bounds of a number where it has them; `range` says whether they are within. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly default: string;
  /** May change while the robot runs; others are for the start only. */
  readonly live: boolean;
  readonly description: string;
}

/** What zod's JSON schema tells of one parameter or group, with our own meta. */
interface Described {
  readonly type?: string;
  readonly items?: Described;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly default?: unknown;
  readonly description?: string;
  readonly unit?: string;
  readonly live?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export function listParameters(sections: Sections): Parameter[] {
  const described = z.toJSONSchema(schemaOf(sections), {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return listBelow('', described as Described, {});
}

/** A Markdown table of all parameters. */
export function formatParameters(parameters: readonly Parameter[]): string {
  const head = '| parameter | type | unit | range | default | live | |\n|---|---|---|---|---|---|---|';
  const rows = parameters.map((p) =>
    ['', `\`${p.name}\``, p.type, p.unit, p.range, `\`${p.default}\``, p.live ? 'yes' : '', p.description, '']
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | ')
      .trim(),
  );
  return [head, ...rows].join('\n') + '\n';
}

/** Every value as YAML that can be saved and given as the file again, each with its origin as a comment. */
export function formatConfig({ values, originByPath }: Config<Sections>): string {
  const document = new Document(values);
  noteOrigins(document.contents, '', originByPath);
  return document.toString({ lineWidth: 0 });
}

function listBelow(path: string, described: Described, above: Described): Parameter[] {
  if (described.properties === undefined) return [describe(path, described, above)];
  const inherited: Described = { ...pick(above), ...pick(described) };
  return Object.entries(described.properties).flatMap(([key, inner]) =>
    listBelow(joinPath(path, key), inner, inherited),
  );
}

/** What a group says of all its members. */
function pick({ unit, live, description }: Described): Described {
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(live === undefined ? {} : { live }),
    ...(description === undefined ? {} : { description }),
  };
}

function describe(name: string, described: Described, above: Described): Parameter {
  return {
    name,
    type: described.enum?.map(String).join(', ') ?? described.type ?? 'any',
    elements: described.items?.type,
    unit: described.unit ?? above.unit ?? '',
    range: rangeOf(described),
    low: finite(described.exclusiveMinimum ?? described.minimum),
    high: finite(described.exclusiveMaximum ?? described.maximum),
    default: abbreviate(JSON.stringify(described.default) ?? ''),
    live: described.live ?? above.live ?? false,
    description: described.description ?? above.description ?? '',
  };
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Described): string {
  const low = exclusiveMinimum === undefined ? bound('≥', minimum) : bound('>', exclusiveMinimum);
  const high = exclusiveMaximum === undefined ? bound('≤', maximum) : bound('<', exclusiveMaximum);
  return [low, high].filter((side) => side !== '').join(', ');
}

function bound(sign: string, value: number | undefined): string {
  return finite(value) === undefined ? '' : `${sign} ${value}`;
}

/** A bound that only says that numbers are finite or safe says nothing. */
function finite(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
}

function noteOrigins(node: Node | null, path: string, originByPath: ReadonlyMap<string, string>): void {
  if (isMap(node) && !originByPath.has(path)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      noteOrigins(value as Node | null, joinPath(path, name), originByPath);
    }
  } else if (isScalar(node) || isSeq(node)) {
    if (isSeq(node)) node.flow = true;
    node.comment = ` ${originByPath.get(path) ?? 'default'}`;
  }
}

function abbreviate(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
