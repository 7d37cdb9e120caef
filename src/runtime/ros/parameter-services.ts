// The services of a node's parameters. rclnodejs has some of its own: they answer a wrong type with half a sentence, take a value
// that is not set for a wish to forget the parameter, and end the process at a list of integers.
import { toFault } from '../../fault/fault.js';
import { nearestOf } from '../../fault/nearest.js';
import { inWords } from '../config/problems.js';
import type { RosNode } from './node.js';
import type { RclNode, RclParameter, RclSetResult } from './rclnodejs.js';

/** By rcl_interfaces/msg/ParameterType: the field of rcl_interfaces/msg/ParameterValue, and what people call it. */
const kinds = [
  { field: undefined, words: 'no value (its type is: not set)' },
  { field: 'bool_value', words: 'true or false' },
  { field: 'integer_value', words: 'a whole number' },
  { field: 'double_value', words: 'a number' },
  { field: 'string_value', words: 'a string' },
  { field: 'byte_array_value', words: 'a list of bytes' },
  { field: 'bool_array_value', words: 'a list of true and false' },
  { field: 'integer_array_value', words: 'a list of whole numbers' },
  { field: 'double_array_value', words: 'a list of numbers' },
  { field: 'string_array_value', words: 'a list of strings' },
] as const;

export const parameterType = {
  notSet: 0,
  boolean: 1,
  integer: 2,
  number: 3,
  string: 4,
  integers: 7,
  strings: 9,
};
const FIRST_LIST = 5;

type Fields = { readonly [F in NonNullable<(typeof kinds)[number]['field']>]?: unknown };

/** rcl_interfaces/msg/Parameter */
interface ParameterMessage {
  readonly name: string;
  readonly value: { readonly type: number } & Fields;
}

interface Names {
  readonly names: readonly string[];
}

interface Listing {
  readonly prefixes: readonly string[];
  /** bigint of rclnodejs */
  readonly depth: bigint | number;
}

/** ~/list_parameters, ~/describe_parameters, ~/get_parameters, ~/get_parameter_types, ~/set_parameters, ~/set_parameters_atomically */
export function serveParameters(node: RosNode): void {
  const { handle } = node;
  serve<Listing>(node, 'ListParameters', ({ prefixes, depth }) => ({
    result: listNames(handle.getParameterNames(), prefixes, Number(depth)),
  }));
  serve<Names>(node, 'DescribeParameters', ({ names }) => ({
    descriptors: names.map((name) => handle.getParameterDescriptor(name).toMessage()),
  }));
  serve<Names>(node, 'GetParameters', ({ names }) => ({
    values: names.map((name) => toMessage(handle.getParameter(name))),
  }));
  serve<Names>(node, 'GetParameterTypes', ({ names }) => ({
    types: Uint8Array.from(names, (name) => handle.getParameter(name).type),
  }));
  serve<{ parameters: readonly ParameterMessage[] }>(node, 'SetParameters', ({ parameters }) => ({
    results: parameters.map((each) => setAll(node, [each])),
  }));
  serve<{ parameters: readonly ParameterMessage[] }>(node, 'SetParametersAtomically', ({ parameters }) => ({
    result: setAll(node, parameters),
  }));
}

function serve<Q extends object>(node: RosNode, type: string, answer: (request: Q) => object): void {
  const name = type.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
  node.serve<Q, object>({ type: `rcl_interfaces/srv/${type}`, name, answer, failed: () => ({}) });
}

/** As rclcpp lists them: below any of the prefixes, or all, down to a depth; 0: however deep. */
function listNames(all: readonly string[], prefixes: readonly string[], depth: number) {
  const isNear = (name: string): boolean => depth === 0 || name.split('.').length <= depth;
  const names = all.filter((name) =>
    prefixes.length === 0
      ? isNear(name)
      : prefixes.some(
          (prefix) =>
            name === prefix || (name.startsWith(`${prefix}.`) && isNear(name.slice(prefix.length + 1))),
        ),
  );
  const above = names.filter((name) => name.includes('.')).map((name) => name.replace(/\.[^.]*$/, ''));
  return { names, prefixes: [...new Set(above)] };
}

/** All of them or none. */
function setAll({ rcl, handle }: RosNode, messages: readonly ParameterMessage[]): RclSetResult {
  try {
    const names = handle.getParameterNames();
    const unknown = messages.filter(({ name }) => !names.includes(name));
    if (unknown.length > 0)
      return { successful: false, reason: unknown.map(({ name }) => unknownName(name, names)).join(' ') };
    const given = messages.map((message) => read(handle, message));
    const refusals = given.flatMap((each) => refusalOf(handle, each) ?? []);
    if (refusals.length > 0) return { successful: false, reason: refusals.join(' ') };
    const parameters = given.map(({ name, type, value }) => new rcl.Parameter(name, type, value));
    return handle.setParametersAtomically(parameters);
  } catch (thrown) {
    return {
      successful: false,
      reason: toFault(thrown, 'config/invalid', { what: 'It cannot be set.' }).message,
    };
  }
}

/** Where a number is wanted an integer will do (YAML writes 1 for 1.0), and an empty list of anything where a list is. */
function read(handle: RclNode, { name, value: message }: ParameterMessage): RclParameter {
  const { type } = message;
  const field = kinds[type]?.field;
  const value = field === undefined ? undefined : plain(message[field]);
  const wanted = handle.getParameterDescriptor(name).type;
  if (wanted === parameterType.number && type === parameterType.integer)
    return { name, type: wanted, value: Number(value) };
  if (Array.isArray(value) && value.length === 0 && wanted >= FIRST_LIST)
    return { name, type: wanted, value };
  return { name, type, value };
}

function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
}

function refusalOf(handle: RclNode, { name, type, value }: RclParameter): string | undefined {
  const descriptor = handle.getParameterDescriptor(name);
  if (descriptor.readOnly)
    return `${name} is for the start: it cannot change while the node is there. Give it with -p or a parameters file.`;
  if (type === descriptor.type && type !== parameterType.notSet) return undefined;
  const found = `${value === undefined ? '' : `${inWords(value)}, `}${wordsFor(type)}`;
  return `${name}: found ${found}; expected ${wordsFor(descriptor.type)}. It stays ${inWords(handle.getParameter(name).value)}.`;
}

function unknownName(name: string, names: readonly string[]): string {
  const nearest = nearestOf(name, names);
  const hint = nearest === undefined ? 'ros2 param list shows all.' : `did you mean ${nearest}?`;
  return `There is no parameter ${name === '' ? 'without a name' : name} here; ${hint}`;
}

function wordsFor(type: number): string {
  return kinds[type]?.words ?? `a type that ROS does not have (${type})`;
}

function toMessage({ type, value }: RclParameter): object {
  const field = kinds[type]?.field;
  return field === undefined ? { type } : { type, [field]: value };
}
