// One thing that stands in a room: an instance of a PROTO with its fields, and how much floor it takes.
import { node, type Given } from '../worldfile/builder.js';
import type { Node } from '../worldfile/tree.js';
import type { Point } from './rect.js';

export type Color = readonly [red: number, green: number, blue: number];

export interface Thing {
  readonly proto: string;
  /** The PROTO's class of object: what its `model` field says. */
  readonly model: string;
  /** Floor taken at any height, along the thing's own x and y, metres. */
  readonly footprint: Point;
  /** Height of its origin when it stands on the floor, metres. */
  readonly originM: number;
  readonly fields: Readonly<Record<string, Given>>;
}

/** A thing at a place; yawRad counter-clockwise from above. */
export interface Placed {
  readonly thing: Thing;
  readonly at: Point;
  readonly yawRad: number;
  /** What it is called, before its number; its class if absent. */
  readonly name?: string;
}

export interface ThingParts {
  readonly footprint: Point;
  readonly originM?: number;
  /** Loose things can be pushed; others are fixed. */
  readonly massKg?: number;
  readonly fields?: Readonly<Record<string, Given>>;
}

export function thing(proto: string, model: string, parts: ThingParts): Thing {
  const { footprint, originM = 0, massKg, fields = {} } = parts;
  const physics = massKg === undefined ? {} : { physics: node('Physics', { density: -1, mass: massKg }) };
  return { proto, model, footprint, originM, fields: { ...fields, ...physics } };
}

/** The node of a placed thing, under a name of its own. */
export function nodeOf({ thing, at, yawRad }: Placed, name: string): Node {
  const turned = yawRad === 0 ? {} : { rotation: [0, 0, 1, yawRad] };
  return tidy(node(thing.proto, { translation: [...at, thing.originM], ...turned, name, ...thing.fields }));
}

/** The same node with every number at four decimals, so that files are short and equal on every machine. */
export function tidy(given: Node): Node {
  return {
    ...given,
    fields: given.fields.map((field) => {
      const { value } = field;
      if (value.kind === 'numbers')
        return { ...field, value: { ...value, numbers: value.numbers.map(round) } };
      if (value.kind === 'nodes')
        return { ...field, value: { ...value, nodes: value.nodes.map((inner) => tidyOrUse(inner)) } };
      if (value.kind !== 'untyped') return field;
      const items = value.items.map((item) =>
        typeof item === 'number' ? round(item) : typeof item === 'object' ? tidyOrUse(item) : item,
      );
      return { ...field, value: { ...value, items } };
    }),
  };
}

export function round(value: number): number {
  const rounded = Math.round(value * 1e4) / 1e4;
  return rounded === 0 ? 0 : rounded;
}

function tidyOrUse<T extends Node | { readonly kind: 'use' }>(given: T): T | Node {
  return given.kind === 'node' ? tidy(given) : given;
}
