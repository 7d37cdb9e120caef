// What the arguments say of parameters, for one node: each file and each -p read by rcl, its sections matched against the node's full name.
import { Fault } from '../../fault/fault.js';
import { listRosArguments, type RosArgument } from './arguments.js';
import { listGivenParameters, type RclGiven, type RclParameter, type Rclnodejs } from './rclnodejs.js';

/** A parameters file, or one -p. */
export interface ParameterSource {
  /** As the person named it: `guard.yaml`, `-p guard.rimM:=0.2`. */
  readonly name: string;
  /** Before the name of a value of it: `guard.yaml`, `-p`. */
  readonly from: string;
  /** In their order. Of -p without a node: one for every node. */
  readonly sections: readonly RclGiven[];
}

/** A value and who gave it. */
export interface Override {
  readonly parameter: RclParameter;
  readonly from: string;
  /** It was said to this node alone: -p, or a section without patterns. */
  readonly alone: boolean;
}

/** rcl takes the first two for the interpreter and the program. */
export const PROGRAM = ['node', 'jackdaw'];

/** For a context that only reads: it writes no log file and reaches nobody. */
const SILENT = ['--disable-external-lib-logs', '--disable-stdout-logs', '--disable-rosout-logs'];

/**
 * Each by a context of its own: rcl lays all that one context is given together, and what is said later of every node
 * then gives way to what an earlier file says of this one. Throws config/unreadable, config/invalid.
 */
export async function readParameterSources(
  rcl: Rclnodejs,
  args: readonly string[],
): Promise<ParameterSource[]> {
  const sources: ParameterSource[] = [];
  for (const argument of listRosArguments(args))
    if (['-p', '--param', '--params-file'].includes(argument.flag))
      sources.push(await readSource(rcl, argument));
  return sources;
}

/** What holds for the node of this full name: what is said later goes over what was said before. */
export function overridesFor(
  rcl: Rclnodejs,
  sources: readonly ParameterSource[],
  fullName: string,
): ReadonlyMap<string, Override> {
  const overrides = new Map<string, Override>();
  for (const { from, sections } of sources)
    for (const section of sections)
      if (isFor(section.name, fullName)) {
        const alone = from.startsWith('-') || !section.name.includes('*');
        for (const { name, type, value } of section.parameters)
          overrides.set(name, {
            parameter: new rcl.Parameter(name, type, toParameterValue(value, type)),
            from,
            alone,
          });
      }
  return overrides;
}

/** A sentence for each source that says nothing of the node: its author meant another name, or misspelt it. */
export function findStrangers(sources: readonly ParameterSource[], fullName: string): string[] {
  return sources
    .filter(({ sections }) => !sections.some(({ name }) => isFor(name, fullName)))
    .map(({ name, sections }) => {
      const has = sections.length === 0 ? 'none at all' : sections.map((each) => each.name).join(', ');
      return `${name} has no section for ${fullName}, so nothing in it counts here. It has: ${has}. A section is named by the full name of a node, ${fullName}, or /** for all.`;
    });
}

/** As rclcpp (parameter_map.cpp) and rclpy do: a slash comes first, `*` stands for one token, `**` for any number of them. */
export function isFor(section: string, fullName: string): boolean {
  const name = section.startsWith('/') ? section : `/${section}`;
  const pattern = name.replaceAll(/\/\*\*|\/\*|[^\w/]/g, (part) =>
    part === '/**' ? '(/\\w+)*' : part === '/*' ? '(/\\w+)' : `\\${part}`,
  );
  return new RegExp(`^${pattern}$`).test(fullName);
}

async function readSource(rcl: Rclnodejs, { flag, value = '' }: RosArgument): Promise<ParameterSource> {
  const isFile = flag === '--params-file';
  const [name, from] = isFile ? [value, value] : [`${flag} ${value}`, flag];
  const context = new rcl.Context();
  try {
    await rcl.init(context, [...PROGRAM, '--ros-args', ...SILENT, flag, value]);
    return { name, from, sections: listGivenParameters(context) };
  } catch (cause) {
    throw new Fault(isFile ? 'config/unreadable' : 'config/invalid', {
      what: isFile ? `ROS cannot read the parameters file ${value}.` : `ROS cannot read ${name}.`,
      found: inWordsOfRcl(cause).replace(/^Couldn't parse .*? Error: /s, ''),
      expected: isFile
        ? 'YAML: the name of a node, ros__parameters below it, names and values below that'
        : '-p NAME:=VALUE with a YAML value',
      cause,
    });
  } finally {
    context.shutdown();
  }
}

/** Without the places in its C source. */
export function inWordsOfRcl(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message
    .replaceAll(/,? at [^\s,]+\.\w+:\d+/g, '')
    .replace(/ Error: error not set$/, '')
    .trim();
}

/** rclnodejs reads integers of a list as numbers and then wants bigint. */
function toParameterValue(value: unknown, type: number): unknown {
  return type === 7 ? (value as readonly number[]).map(BigInt) : value;
}
