// What MCAP and rosbag2 want to know of a type: its definition text with all dependent blocks, and its RIHS01 hash.
import { createHash } from 'node:crypto';
import type { MessageDefinition, MessageDefinitionField } from '@foxglove/message-definition';
import { stringify } from '@foxglove/rosmsg';
import { closure, threePartName, twoPartName } from './definitions.js';

const SEPARATOR = '='.repeat(80);

/** Time and Duration are primitives in the parsed definitions, but types of their own in ROS 2. */
const builtins: Record<string, string> = {
  time: 'builtin_interfaces/Time',
  duration: 'builtin_interfaces/Duration',
};

/** Text in `ros2msg` encoding: the type, then a block for every type it depends on. */
export function schemaText(typeName: string): string {
  const [top, ...rest] = withBuiltins(typeName);
  const blocks = rest.map((definition) => `${SEPARATOR}\nMSG: ${definition.name ?? ''}\n${text(definition)}`);
  return [top === undefined ? '' : text(top), ...blocks].join('');
}

/** `RIHS01_` and the SHA-256 of the canonical type description (REP-2011): no comments, defaults or constants. */
export function typeHash(typeName: string): string {
  const [top, ...rest] = withBuiltins(typeName).map(describe);
  const sorted = rest.sort((a, b) => (a.type_name < b.type_name ? -1 : 1));
  const json = canonicalJson({ type_description: top, referenced_type_descriptions: sorted });
  return `RIHS01_${createHash('sha256').update(json).digest('hex')}`;
}

function withBuiltins(typeName: string): MessageDefinition[] {
  const definitions = closure(typeName);
  const used = new Set(definitions.flatMap(({ definitions: fields }) => fields.map(({ type }) => type)));
  const extra = Object.entries(builtins)
    .filter(([primitive, name]) => used.has(primitive) && name !== twoPartName(typeName))
    .map(([, name]) => builtinDefinition(name));
  return [...definitions, ...extra];
}

function builtinDefinition(name: string): MessageDefinition {
  return {
    name,
    definitions: [
      { name: 'sec', type: 'int32', isComplex: false, isArray: false },
      { name: 'nanosec', type: 'uint32', isComplex: false, isArray: false },
    ],
  };
}

function text(definition: MessageDefinition): string {
  const fields = definition.definitions.map((field) => ({
    ...field,
    type: builtins[field.type] ?? originalType(definition, field),
  }));
  return `${stringify([{ definitions: fields }]).trim()}\n`;
}

/** The library reads `byte` as uint8; ROS hashes them apart. DiagnosticStatus.level is the only such field we speak. */
function originalType(definition: MessageDefinition, field: MessageDefinitionField): string {
  const isByte = definition.name === 'diagnostic_msgs/DiagnosticStatus' && field.type === 'uint8';
  return isByte ? 'byte' : field.type;
}

interface TypeDescription {
  readonly type_name: string;
  readonly fields: readonly object[];
}

function describe(definition: MessageDefinition): TypeDescription {
  const fields = definition.definitions.filter((field) => field.isConstant !== true);
  const described =
    fields.length > 0
      ? fields.map((field) => describeField(definition, field))
      : [describeField(definition, { name: 'structure_needs_at_least_one_member', type: 'uint8' })];
  return { type_name: threePartName(definition.name ?? ''), fields: described };
}

function describeField(definition: MessageDefinition, field: MessageDefinitionField): object {
  const nested = field.isComplex === true ? field.type : builtins[field.type];
  const base = nested === undefined ? (typeIds[originalType(definition, field)] ?? 0) : NESTED_TYPE_ID;
  return {
    name: field.name,
    type: {
      type_id: base + arrayOffset(field),
      capacity: field.arrayLength ?? field.arrayUpperBound ?? 0,
      string_capacity: field.upperBound ?? 0,
      nested_type_name: nested === undefined ? '' : threePartName(nested),
    },
  };
}

/** type_description_interfaces/msg/FieldType. */
const NESTED_TYPE_ID = 1;
const typeIds: Record<string, number> = {
  int8: 2,
  uint8: 3,
  int16: 4,
  uint16: 5,
  int32: 6,
  uint32: 7,
  int64: 8,
  uint64: 9,
  float32: 10,
  float64: 11,
  bool: 15,
  byte: 16,
  string: 17,
};

function arrayOffset(field: MessageDefinitionField): number {
  if (field.isArray !== true) return 0;
  if (field.arrayLength !== undefined) return 48;
  return field.arrayUpperBound === undefined ? 144 : 96;
}

/** Separators as the reference implementation has them: `, ` and `: `. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)}: ${canonicalJson(each)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}
