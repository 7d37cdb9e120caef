// The tree of a world or PROTO file: what the parser reads, the builder makes, PROTOs expand to and the writer writes.

/** Where something stands in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const fieldTypes = [
  'SFBool',
  'SFInt32',
  'SFFloat',
  'SFString',
  'SFVec2f',
  'SFVec3f',
  'SFColor',
  'SFRotation',
  'SFNode',
  'MFBool',
  'MFInt32',
  'MFFloat',
  'MFString',
  'MFVec2f',
  'MFVec3f',
  'MFColor',
  'MFRotation',
  'MFNode',
] as const;

export type FieldType = (typeof fieldTypes)[number];

/** One thing in a value whose type the file does not say; undefined is NULL. */
export type Item = number | string | boolean | NodeOrUse | undefined;

/**
 * A field's value. Lists are flat: an MFVec3f of two vectors has six numbers. A single value is a list of one (or
 * of its components); the node list of an SFNode NULL is empty.
 */
export type Value =
  | { readonly kind: 'numbers'; readonly type: NumericType; readonly numbers: readonly number[] }
  | { readonly kind: 'booleans'; readonly type: 'SFBool' | 'MFBool'; readonly booleans: readonly boolean[] }
  | { readonly kind: 'strings'; readonly type: 'SFString' | 'MFString'; readonly strings: readonly string[] }
  | { readonly kind: 'nodes'; readonly type: 'SFNode' | 'MFNode'; readonly nodes: readonly NodeOrUse[] }
  /** The value of a PROTO parameter: `IS parameter`. */
  | { readonly kind: 'is'; readonly parameter: string }
  /** A field the table does not know (a PROTO's parameter, a field of another version), kept as it was written. */
  | { readonly kind: 'untyped'; readonly bracketed: boolean; readonly items: readonly Item[] };

export type NumericType = Exclude<
  FieldType,
  'SFBool' | 'MFBool' | 'SFString' | 'MFString' | 'SFNode' | 'MFNode'
>;

export interface Field {
  readonly name: string;
  readonly value: Value;
  /** Written by Webots for a running simulation; every reader ignores it. */
  readonly hidden: boolean;
  /** undefined: made in code. */
  readonly at: Position | undefined;
}

export interface Node {
  readonly kind: 'node';
  readonly type: string;
  readonly def: string | undefined;
  readonly fields: readonly Field[];
  /** undefined: made in code. */
  readonly at: Position | undefined;
  /** The PROTO instances this node was expanded from, outermost first; none in a tree as read. */
  readonly origins: readonly Origin[];
}

/** A PROTO instance with the value of every parameter, defaults included. */
export interface Origin {
  readonly proto: string;
  readonly parameters: readonly Field[];
}

/** `USE name`: the closest preceding DEF of that name in the same file. */
export interface Use {
  readonly kind: 'use';
  readonly name: string;
  readonly at: Position | undefined;
}

export type NodeOrUse = Node | Use;

export interface Header {
  /** `R2025a`, `V8.6.0`. */
  readonly version: string;
  /** The `#` lines under the first one, without the `#`. */
  readonly comments: readonly string[];
}

export interface ExternProto {
  readonly url: string;
  readonly importable: boolean;
  readonly at: Position | undefined;
}

/** Something odd that does not stop the reading. */
export interface Note {
  /** `file:line:column`. */
  readonly where: string;
  readonly what: string;
}

export interface World {
  readonly header: Header;
  readonly externProtos: readonly ExternProto[];
  readonly nodes: readonly NodeOrUse[];
  readonly notes: readonly Note[];
}

export const parameterKinds = [
  'field',
  'unconnectedField',
  'hiddenField',
  'deprecatedField',
  'vrmlField',
  'w3dField',
] as const;

export interface Parameter {
  readonly kind: (typeof parameterKinds)[number];
  readonly type: FieldType;
  readonly name: string;
  /** The restriction list: one value, or for nodes one node (with all its subtypes), each. */
  readonly allowed: readonly Value[];
  readonly initial: Value;
  readonly at: Position | undefined;
}

export interface Proto {
  readonly header: Header | undefined;
  readonly externProtos: readonly ExternProto[];
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: ProtoBody;
  readonly notes: readonly Note[];
}

export type ProtoBody =
  | { readonly kind: 'plain'; readonly root: Node }
  /** Text with script blocks, which are never run. */
  | { readonly kind: 'template'; readonly at: Position }
  | { readonly kind: 'empty' };

/** Numbers of one element of each numeric type. */
export const arities: Readonly<Record<NumericType, number>> = {
  SFInt32: 1,
  SFFloat: 1,
  SFVec2f: 2,
  SFVec3f: 3,
  SFColor: 3,
  SFRotation: 4,
  MFInt32: 1,
  MFFloat: 1,
  MFVec2f: 2,
  MFVec3f: 3,
  MFColor: 3,
  MFRotation: 4,
};

export function isList(type: FieldType): boolean {
  return type.startsWith('MF');
}

/** `file:line:column`, as faults and notes name a place. */
export function showPosition(at: Position | undefined): string {
  return at === undefined ? 'made in code' : `${at.file}:${at.line}:${at.column}`;
}
