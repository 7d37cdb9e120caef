// Settings of stages as ROS parameters: declared from their schemas, with the arguments' values, and changed live through the desk.
import { Fault } from '../../fault/fault.js';
import { layerConfig, type Config, type Setting } from '../config.js';
import type { Sections } from '../config-schema.js';
import { listParameters, type Parameter } from '../config-table.js';
import type { SettingsDesk } from '../settings-desk.js';
import type { RosNode } from './node.js';
import type { RclParameter } from './rclnodejs.js';

/** rcl_interfaces/msg/ParameterType */
const types = { boolean: 1, integer: 2, number: 3, string: 4, strings: 9 } as const;
type Kind = keyof typeof types;

/**
 * Reads what `--params-file` and `-p` say of these sections, checks all of it, and declares every parameter with its value.
 * Throws Fault config/invalid that lists everything that is wrong, unknown names of these sections included.
 */
export function declareSettings<S extends Sections>(node: RosNode, sections: S): Config<S> {
  const parameters = listParameters(sections);
  const kindByName = new Map(parameters.map((parameter) => [parameter.name, kindOf(parameter)]));
  const given = node.handle.getParameterNames().filter((name) => (name.split('.')[0] ?? '') in sections);
  const settings = given.map((name) => toSetting(node.handle.getParameter(name), kindByName.get(name)));
  const config = layerConfig(sections, { settings });
  for (const name of given) node.handle.undeclareParameter(name);
  for (const parameter of parameters) declare(node, parameter, valueAt(config.values, parameter.name));
  return config;
}

/** What others set is checked as at the start; refused with the reason in words, or in force from the stage's next call on. */
export function followParameters(node: RosNode, sections: Sections, desk: SettingsDesk): void {
  const kindByName = new Map(listParameters(sections).map((each) => [each.name, kindOf(each)]));
  node.handle.addPreSetParametersCallback((parameters) =>
    parameters.map((parameter) => widen(node, parameter, kindByName.get(parameter.name))),
  );
  node.handle.addOnSetParametersCallback((parameters) => {
    const ours = parameters.filter(({ name }) => kindByName.has(name));
    if (ours.length === 0) return { successful: true, reason: '' };
    try {
      desk.change(ours.map((parameter) => toSetting(parameter, kindByName.get(parameter.name))));
      return { successful: true, reason: '' };
    } catch (thrown) {
      return { successful: false, reason: reasonOf(thrown) };
    }
  });
}

function declare(node: RosNode, parameter: Parameter, value: unknown): void {
  const { rcl, handle } = node;
  const { name, description, live, range, unit } = parameter;
  const kind = kindOf(parameter);
  const descriptor = new rcl.ParameterDescriptor(name, types[kind], described(description, unit), !live);
  descriptor.additionalConstraints = [parameter.type.includes(',') ? `one of ${parameter.type}` : '', range]
    .filter((part) => part !== '')
    .join(' ');
  handle.declareParameter(new rcl.Parameter(name, types[kind], toRclValue(value, kind)), descriptor, true);
}

function described(description: string, unit: string): string {
  return unit === '' ? description : `${description} [${unit}]`;
}

/** Lists of anything but words have no counterpart in ROS: they are written as JSON. */
function kindOf({ type, default: preset }: Parameter): Kind {
  if (type === 'boolean' || type === 'integer' || type === 'number') return type;
  return type === 'array' && preset.startsWith('["') ? 'strings' : 'string';
}

function toSetting({ name, value }: RclParameter, kind: Kind | undefined): Setting {
  return { path: name, value: fromRclValue(value, kind, name), flag: `parameter ${name}` };
}

function fromRclValue(value: unknown, kind: Kind | undefined, name: string): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (kind === 'string' && typeof value === 'string' && /^[[{]/.test(value)) return parseJson(value, name);
  return value;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Fault('config/invalid', {
      what: `The parameter ${name} is not JSON.`,
      found: text.slice(0, 80),
      next: 'Lists and groups are written as JSON in one string.',
      cause,
    });
  }
}

function toRclValue(value: unknown, kind: Kind): unknown {
  if (kind === 'integer') return BigInt(value as number);
  return kind === 'string' && typeof value !== 'string' ? JSON.stringify(value) : value;
}

/** YAML writes 1 for 1.0: where a number is wanted an integer will do. */
function widen({ rcl }: RosNode, parameter: RclParameter, kind: Kind | undefined): RclParameter {
  if (kind !== 'number' || parameter.type !== types.integer) return parameter;
  return new rcl.Parameter(parameter.name, types.number, Number(parameter.value));
}

function valueAt(values: unknown, path: string): unknown {
  let value = values;
  for (const key of path.split('.')) value = (value as Readonly<Record<string, unknown>>)[key];
  return value;
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof Fault)
    return thrown.found === undefined ? thrown.what : `${thrown.what} ${thrown.found}`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
