// The ROS arguments of a command line, one by one, and what is wrong with them in words: rcl answers a typo with a line of its C source.
import { stat } from 'node:fs/promises';
import { Fault } from '../../fault/fault.js';
import { nearestOf } from '../../fault/nearest.js';

export interface RosArgument {
  /** `-p` */
  readonly flag: string;
  /** What follows it, if it takes anything and anything follows. */
  readonly value: string | undefined;
}

/** What follows each flag that takes something: as rcl/arguments.h has them. */
const takers = {
  '-p': 'NAME:=VALUE',
  '--param': 'NAME:=VALUE',
  '-r': 'FROM:=TO',
  '--remap': 'FROM:=TO',
  '--params-file': 'FILE',
  '-e': 'ENCLAVE',
  '--enclave': 'ENCLAVE',
  '--log-level': 'LEVEL',
  '--log-config-file': 'FILE',
  '--log-file-name': 'NAME',
} as const;

const levels = ['debug', 'info', 'warn', 'error', 'fatal', 'unset'];

type Taker = keyof typeof takers;

const switches = ['rosout-logs', 'stdout-logs', 'external-lib-logs'].flatMap((what) => [
  `--enable-${what}`,
  `--disable-${what}`,
]);

/** What stands between `--ros-args` and `--`, as often as they come. */
export function listRosArguments(args: readonly string[]): RosArgument[] {
  const found: RosArgument[] = [];
  let isRos = false;
  for (let i = 0; i < args.length; i++) {
    const flag = args[i]!;
    if (flag === '--ros-args' || flag === '--') isRos = flag === '--ros-args';
    else if (isRos) found.push({ flag, value: isTaker(flag) ? args[++i] : undefined });
  }
  return found;
}

/** Throws config/invalid with all that is wrong and what to write in its place. */
export async function refuseWrongArguments(args: readonly string[]): Promise<void> {
  const problems = await Promise.all(listRosArguments(args).map(problemOf));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length === 0) return;
  throw new Fault('config/invalid', {
    what: `What follows --ros-args has ${found.length === 1 ? 'one fault' : `${found.length} faults`}.`,
    found: found.join('\n            '),
    expected: '-p NAME:=VALUE, -r FROM:=TO, -r __ns:=/NAMESPACE, -r __node:=NAME, --params-file FILE',
  });
}

async function problemOf({ flag, value }: RosArgument): Promise<string | undefined> {
  if (!isTaker(flag)) return switches.includes(flag) ? undefined : unknownFlag(flag);
  const wanted = takers[flag];
  if (value === undefined) return `${flag}: nothing follows it; write ${flag} ${wanted}`;
  if (flag === '--params-file') return problemOfFile(value);
  if (wanted === 'LEVEL') return problemOfLevel(value);
  if (wanted === 'NAME:=VALUE' || wanted === 'FROM:=TO') return problemOfRule(flag, value);
  return undefined;
}

function unknownFlag(flag: string): string {
  if (flag.includes(':='))
    return `${flag}: stands alone; write -p ${flag} for a parameter, -r ${flag} for another name`;
  const nearest = nearestOf(flag, [...Object.keys(takers), ...switches]);
  const hint =
    nearest === undefined ? 'what is not for ROS stands before --ros-args' : `did you mean ${nearest}?`;
  return `${flag}: ROS has no such argument; ${hint}`;
}

async function problemOfFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return `--params-file ${path}: there is no such file`;
  return found.isDirectory() ? `--params-file ${path}: that is a folder, not a file` : undefined;
}

/** `debug`, or of one logger: `guard:=debug`. */
function problemOfLevel(value: string): string | undefined {
  const level = value.replace(/^.*:=/, '').toLowerCase();
  if (levels.includes(level)) return undefined;
  return `--log-level ${value}: there is no such level; write one of ${levels.join(', ')}`;
}

/** `name:=value`, `node:name:=value`, `from:=to`, `__ns:=/there`. */
function problemOfRule(flag: Taker, rule: string): string | undefined {
  const [, left, right] = /^(.*?):=(.*)$/s.exec(rule) ?? [];
  const told = `${flag} ${rule}`;
  if (left === undefined || right === undefined) {
    const instead = rule.includes('=') ? rule.replace('=', ':=') : `${rule}:=…`;
    return `${told}: there is no := in it; write ${flag} ${instead}`;
  }
  if (left === '') return `${told}: no name stands before :=`;
  if (right === '') return `${told}: nothing follows :=; an empty text is written "${left}:=''"`;
  if (left.startsWith('/') && /^[^:]*:[^/]/.test(left))
    return `${told}: a node is named here without its namespace; write ${flag} ${left.replace(/^[^:]*\//, '')}:=${right}`;
  return takers[flag] === 'FROM:=TO' ? problemOfRemap(told, left, right) : problemOfName(told, left);
}

function problemOfRemap(told: string, from: string, to: string): string | undefined {
  const special = from.replace(/^.*:/, '');
  if (special === '__ns' && !to.startsWith('/'))
    return `${told}: a namespace begins with a slash; write -r ${from}:=/${to}`;
  if (special === '__ns' && to.length > 1 && to.endsWith('/'))
    return `${told}: a namespace does not end with a slash; write -r ${from}:=${to.slice(0, -1)}`;
  if (special === '__node' && to.includes('/'))
    return `${told}: the name of a node has no slash; a namespace is said by -r __ns:=/…`;
  if (/(^|\/)\d/.test(to)) return `${told}: no part of a name begins with a digit`;
  return problemOfName(told, from) ?? problemOfName(told, to);
}

/** Letters, digits and underscores; what else rcl's rules know: slashes, dots, wildcards, references, schemes. */
function problemOfName(told: string, name: string): string | undefined {
  const strange = /[^\w./~*\\:{}]/.exec(name)?.[0];
  if (strange === undefined) return undefined;
  return `${told}: “${strange}” may not stand in a name; write ${name.replaceAll(/[^\w./~*\\:{}]/g, '_')}`;
}

function isTaker(flag: string): flag is Taker {
  return Object.hasOwn(takers, flag);
}
