// Remaps of the command line whose source is no topic and no service of the node: rcl takes them without a word.
import { Fault } from '../../fault/fault.js';
import { nearestOf } from '../../fault/nearest.js';
import { listRosArguments } from './arguments.js';

export interface Remap {
  /** Only the node of this name heeds it; undefined: every node. */
  readonly node: string | undefined;
  readonly from: string;
  /** As it was written. */
  readonly text: string;
}

export interface RemapTarget {
  /** Without the namespace. */
  readonly node: string;
  /** Topics and services as the documentation names them: `scan`, `/tf`, `~/reset`. */
  readonly names: readonly string[];
  /** In the node's namespace, before any remap. */
  readonly expand: (name: string) => string;
}

const RULE = /^(?:(?!ros(?:topic|service):)([A-Za-z_]\w*):)?(?:ros(?:topic|service):\/\/)?([^:]+):=/;

/** `-r [node:]from:=to` behind --ros-args; names and namespaces of nodes are left out. */
export function listRemaps(rosArguments: readonly string[]): Remap[] {
  return listRosArguments(rosArguments).flatMap(({ flag, value = '' }) =>
    flag === '-r' || flag === '--remap' ? parseRemap(value) : [],
  );
}

/** One for each remap that changes nothing. */
export function findIdleRemaps(remaps: readonly Remap[], target: RemapTarget): Fault[] {
  const known = new Set(target.names.map(target.expand));
  return remaps
    .filter(({ node }) => node === undefined || node === target.node)
    .filter(({ from }) => !known.has(target.expand(from)))
    .map((remap) => idle(remap, target.names));
}

function parseRemap(text: string): Remap[] {
  const [, node, from] = RULE.exec(text) ?? [];
  return from === undefined || from.startsWith('__') ? [] : [{ node, from, text }];
}

function idle({ from, text }: Remap, names: readonly string[]): Fault {
  const bare = (name: string): string => name.replace(/^(~\/|\/)/, '');
  const near = nearestOf(bare(from), names.map(bare));
  const meant = names.find((name) => bare(name) === near);
  return new Fault('ros/unknown-remap', {
    what: `-r ${text} changes nothing: this node has no ${from}.`,
    expected: meant === undefined ? names.filter((name) => !name.startsWith('~')).join(', ') : undefined,
    next: meant === undefined ? 'Name one of its topics or services.' : `Did you mean ${meant}?`,
  });
}
