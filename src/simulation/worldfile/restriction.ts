// Whether a PROTO parameter's value is one of those its restriction list allows.
import { isDeepStrictEqual } from 'node:util';
import { isKindOf } from './fields.js';
import { arities, type NodeOrUse, type Parameter, type Value } from './tree.js';

export function isAllowed(value: Value, { allowed }: Parameter): boolean {
  if (allowed.length === 0) return true;
  switch (value.kind) {
    case 'nodes':
      return value.nodes.every((node) => allowed.some((option) => allowsNode(option, node)));
    case 'strings':
      return value.strings.every((text) =>
        allowed.some((option) => option.kind === 'strings' && option.strings[0] === text),
      );
    case 'booleans':
      return value.booleans.every((flag) =>
        allowed.some((option) => option.kind === 'booleans' && option.booleans[0] === flag),
      );
    case 'numbers':
      return chunks(value.numbers, arities[value.type]).every((element) =>
        allowed.some((option) => option.kind === 'numbers' && isDeepStrictEqual(option.numbers, element)),
      );
    case 'is':
    case 'untyped':
      return true;
  }
}

/** A node fits by its own type, by one it inherits (webots.md 1.3, R2025a), or by the PROTO it was made from. */
function allowsNode(option: Value, node: NodeOrUse): boolean {
  if (option.kind !== 'nodes' || node.kind === 'use') return true;
  return option.nodes.some(
    (allowed) =>
      allowed.kind === 'node' &&
      (isKindOf(node.type, allowed.type.replace(/\+$/, '')) ||
        node.origins.some(({ proto }) => proto === allowed.type)),
  );
}

function chunks(numbers: readonly number[], size: number): number[][] {
  const parts: number[][] = [];
  for (let start = 0; start < numbers.length; start += size) parts.push(numbers.slice(start, start + size));
  return parts;
}
