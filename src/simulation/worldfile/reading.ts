// Reads a node's fields after expansion: as the type they have, with Webots' default where the file is silent.
import { findFields } from './fields.js';
import type { Field, Node, Value } from './tree.js';

/** The field as written last; undefined if the file does not give it. */
export function findField(node: Node, name: string): Field | undefined {
  return node.fields.findLast((field) => field.name === name && !field.hidden);
}

function valueOf(node: Node, name: string): Value | undefined {
  return findField(node, name)?.value ?? findFields(node.type)?.get(name)?.initial;
}

/** All numbers of the field; empty if it holds none. */
export function numbersField(node: Node, name: string): readonly number[] {
  const value = valueOf(node, name);
  if (value?.kind === 'numbers') return value.numbers;
  return value?.kind === 'untyped' ? value.items.filter((item) => typeof item === 'number') : [];
}

export function numberField(node: Node, name: string): number {
  return numbersField(node, name)[0] ?? 0;
}

/** Two, three or four numbers; a field of another length gives zeros. */
export function pairField(node: Node, name: string): readonly [number, number] {
  const [x = 0, y = 0] = numbersField(node, name);
  return [x, y];
}

export function tripleField(node: Node, name: string): readonly [number, number, number] {
  const [x = 0, y = 0, z = 0] = numbersField(node, name);
  return [x, y, z];
}

export function rotationField(node: Node, name: string): readonly [number, number, number, number] {
  const [x = 0, y = 0, z = 1, angle = 0] = numbersField(node, name);
  return [x, y, z, angle];
}

export function booleanField(node: Node, name: string): boolean {
  const value = valueOf(node, name);
  if (value?.kind === 'booleans') return value.booleans[0] ?? false;
  return value?.kind === 'untyped' && value.items[0] === true;
}

export function stringsField(node: Node, name: string): readonly string[] {
  const value = valueOf(node, name);
  if (value?.kind === 'strings') return value.strings;
  return value?.kind === 'untyped' ? value.items.filter((item) => typeof item === 'string') : [];
}

export function stringField(node: Node, name: string): string {
  return stringsField(node, name)[0] ?? '';
}

export function nodesField(node: Node, name: string): readonly Node[] {
  const value = valueOf(node, name);
  if (value?.kind === 'nodes') return value.nodes.filter((child) => child.kind === 'node');
  if (value?.kind !== 'untyped') return [];
  return value.items.filter((item) => typeof item === 'object').filter((child) => child.kind === 'node');
}

export function nodeField(node: Node, name: string): Node | undefined {
  return nodesField(node, name)[0];
}
