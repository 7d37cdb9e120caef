// Settings of stages as ROS parameters: declared from their schemas, with the arguments' values, and changed while the node lives.
import { Fault } from '../../fault/fault.js';
import { nearestOf } from '../../fault/nearest.js';
import { layerConfig, type Config, type Setting } from '../config/config.js';
import { inWords } from '../config/problems.js';
import type { Sections } from '../config/schema.js';
import { listParameters, type Parameter } from '../config/table.js';
import type { RosNode } from './node.js';
import { parameterType } from './parameter-services.js';
import type { RclDescriptor, RclParameter } from './rclnodejs.js';

type Kind = 'boolean' | 'integer' | 'number' | 'string' | 'strings';

/** Which parameters nobody may set once the node is there: those for the start, or, of a managed node, none. */
export type Fixed = 'start-only' | 'none';

/** What others set: takes all of it or throws. */
export interface SettingsTaker {
  change(settings: readonly Setting[]): unknown;
}

/** Reads what `--params-file` and `-p` say of these sections; throws Fault config/invalid that lists everything that is wrong. */
export function readSettings<S extends Sections>(node: RosNode, sections: S): Config<S> {
  const parameterByName = new Map(listParameters(sections).map((each) => [each.name, each]));
  const given = node.handle.getParameterNames().filter((name) => (name.split('.')[0] ?? '') in sections);
  const settings = given.map((name) => ({
    ...toSetting(node.handle.getParameter(name), parameterByName.get(name)),
    flag: node.overrides.get(name)?.from ?? 'parameter',
  }));
  const config = layerConfig(sections, {
    settings,
    seeAll: 'docs/ros-nodes.md and docs/settings.md list all',
  });
  for (const name of given) node.handle.undeclareParameter(name);
  for (const sentence of findNameless(node, sections)) node.log('warn', sentence);
  return config;
}

/** Parameters that every node has, or may be given. */
const COMMON = /^(use_sim_time|start_type_description_service|qos_overrides\..*)$/;

/**
 * A sentence for what the arguments say under a name that nobody here has. A pattern in a file may speak to many nodes: of
 * what stands there only a section that is nearly one of ours counts as misspelt.
 */
function findNameless({ overrides, handle, fullName }: RosNode, sections: Sections): string[] {
  const ours = [...listParameters(sections).map(({ name }) => name), ...handle.getParameterNames()];
  return [...overrides].flatMap(([name, { from, alone }]) => {
    const [section = ''] = name.split('.');
    if (section in sections || COMMON.test(name) || handle.getParameterDescriptor(name).readOnly) return [];
    const isMisspelt = nearestOf(section, Object.keys(sections)) !== undefined;
    if (!alone && !isMisspelt) return [];
    const nearest = nearestOf(
      name,
      ours.filter((each) => each !== name),
    );
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    return [`${from} ${name}: ${fullName} has no such parameter, so it changes nothing${hint}`];
  });
}

/** Declares a parameter that belongs to no section, true or false, and returns what the arguments made it. Throws config/invalid. */
export function takeSwitch({ rcl, handle }: RosNode, name: string, description: string): boolean {
  const { type, value } = handle.getParameter(name);
  if (type !== parameterType.notSet && type !== parameterType.boolean)
    throw new Fault('config/invalid', {
      what: `The parameter ${name} is a switch.`,
      found: inWords(value),
      expected: 'true or false',
    });
  const given = value === true;
  handle.undeclareParameter(name);
  const descriptor = new rcl.ParameterDescriptor(name, parameterType.boolean, description, true);
  handle.declareParameter(new rcl.Parameter(name, parameterType.boolean, given), descriptor, true);
  return given;
}

/** Declares every parameter of these sections with its value, range and description. */
export function declareParameters<S extends Sections>(
  node: RosNode,
  sections: S,
  { values, fixed }: { readonly values: Config<S>['values']; readonly fixed: Fixed },
): void {
  for (const parameter of listParameters(sections)) {
    const readOnly = fixed === 'start-only' && !parameter.live;
    declare(node, parameter, { value: valueAt(values, parameter.name), readOnly });
  }
}

/** What others set is checked as at the start; refused with the reason in words, or taken. */
export function followParameters(node: RosNode, sections: Sections, desk: SettingsTaker): void {
  const parameterByName = new Map(listParameters(sections).map((each) => [each.name, each]));
  node.handle.addOnSetParametersCallback((parameters) => {
    const ours = parameters.filter(({ name }) => parameterByName.has(name));
    if (ours.length === 0) return { successful: true, reason: '' };
    try {
      desk.change(ours.map((parameter) => toSetting(parameter, parameterByName.get(parameter.name))));
      return { successful: true, reason: '' };
    } catch (thrown) {
      return { successful: false, reason: reasonOf(thrown) };
    }
  });
}

function declare(
  { rcl, handle }: RosNode,
  parameter: Parameter,
  { value, readOnly }: { readonly value: unknown; readonly readOnly: boolean },
): void {
  const { name, description, range, unit } = parameter;
  const kind = kindOf(parameter);
  const descriptor = new rcl.ParameterDescriptor(
    name,
    parameterType[kind],
    described(description, unit),
    readOnly,
  );
  descriptor.additionalConstraints = [parameter.type.includes(',') ? `one of ${parameter.type}` : '', range]
    .filter((part) => part !== '')
    .join(' ');
  addRange(descriptor, parameter, kind);
  handle.declareParameter(
    new rcl.Parameter(name, parameterType[kind], toRclValue(value, kind)),
    descriptor,
    true,
  );
}

/**
 * ROS knows ranges with both ends within; where an end is not, `additional_constraints` says so and our own check refuses it.
 * The message is made here: rclnodejs 2.2 leaves out the range that its descriptors were given.
 */
function addRange(descriptor: RclDescriptor, { low, high }: Parameter, kind: Kind): void {
  if ((low === undefined && high === undefined) || (kind !== 'integer' && kind !== 'number')) return;
  const rest = descriptor.toMessage();
  const [from, to] = [low ?? -Number.MAX_VALUE, high ?? Number.MAX_VALUE];
  const message =
    kind === 'number'
      ? { ...rest, floating_point_range: [{ from_value: from, to_value: to, step: 0 }] }
      : { ...rest, integer_range: [{ from_value: wholeOf(from), to_value: wholeOf(to), step: 0n }] };
  descriptor.toMessage = () => message;
}

/** Within what a JavaScript number can count. */
function wholeOf(value: number): bigint {
  return BigInt(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value)));
}

function described(description: string, unit: string): string {
  return unit === '' ? description : `${description} [${unit}]`;
}

/** Lists of anything but words have no counterpart in ROS: they are written as JSON. */
function kindOf({ type, elements }: Parameter): Kind {
  if (type === 'boolean' || type === 'integer' || type === 'number') return type;
  return type === 'array' && elements === 'string' ? 'strings' : 'string';
}

function toSetting({ name, type, value }: RclParameter, parameter: Parameter | undefined): Setting {
  // In YAML an empty list has no type.
  const given = type === parameterType.notSet ? [] : fromRclValue(value, parameter, name);
  return { path: name, value: given, flag: 'parameter' };
}

function fromRclValue(value: unknown, parameter: Parameter | undefined, name: string): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((each) => fromRclValue(each, undefined, name));
  const isJson = parameter?.type === 'array' && kindOf(parameter) === 'string' && typeof value === 'string';
  return isJson ? parseJson(value, name) : value;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Fault('config/invalid', {
      what: 'A list or group of settings is not JSON.',
      found: `${name}: ${text.slice(0, 80)}`,
      next: 'Lists and groups are written as JSON in one string.',
      cause,
    });
  }
}

function toRclValue(value: unknown, kind: Kind): unknown {
  if (kind === 'integer') return BigInt(value as number);
  return kind === 'string' && typeof value !== 'string' ? JSON.stringify(value) : value;
}

function valueAt(values: unknown, path: string): unknown {
  let value = values;
  for (const key of path.split('.')) value = (value as Readonly<Record<string, unknown>>)[key];
  return value;
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Fault)) return thrown instanceof Error ? thrown.message : String(thrown);
  const { code, what, found, expected, next } = thrown;
  const said = code === 'config/invalid' && found !== undefined ? [found] : [what, found, expected, next];
  return said
    .filter((part) => part !== undefined)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}
