// Replaces PROTO instances by the nodes they stand for and USE by the node it names, keeping where each came from.
import { Fault } from '../../fault/fault.js';
import { typedValue } from './builder.js';
import { findFields, isKindOf } from './fields.js';
import type { ProtoLibrary, Includer } from './library.js';
import type { WorldLimits } from './limits.js';
import { isAllowed } from './restriction.js';
import {
  showPosition,
  type Field,
  type FieldType,
  type Item,
  type Node,
  type NodeOrUse,
  type Note,
  type Parameter,
  type Proto,
  type Value,
  type World,
} from './tree.js';

export interface Expanded {
  /** Webots' own nodes, and those whose PROTO is missing; nodes named by USE are shared, not copied. */
  readonly nodes: readonly Node[];
  /** Names of the PROTOs that were expanded. */
  readonly found: readonly string[];
  readonly missing: readonly MissingProto[];
  readonly notes: readonly Note[];
}

/** A PROTO that could not be expanded, named once. */
export interface MissingProto extends Note {
  readonly proto: string;
  readonly remote: boolean;
}

interface Scope {
  readonly includer: Includer;
  /** Empty in a world. */
  readonly parameters: ReadonlyMap<string, Field>;
  readonly nodeByDef: Map<string, Node>;
  /** The PROTO files around, outermost first. */
  readonly stack: readonly string[];
}

/**
 * Expands a world read from `file`. Errors: `world/limit` for PROTOs that contain themselves or too much,
 * `world/syntax` where a parameter is given a value of another type.
 */
export function expandWorld(
  world: World,
  file: string,
  library: ProtoLibrary,
  limits: WorldLimits,
): Expanded {
  return new Expansion(library, limits).run(world, file);
}

class Expansion {
  readonly #library: ProtoLibrary;
  readonly #limits: WorldLimits;
  readonly #found = new Set<string>();
  readonly #missingByProto = new Map<string, MissingProto>();
  readonly #notes = new Map<string, Note>();
  #nodes = 0;
  #values = 0;
  #depth = 0;

  constructor(library: ProtoLibrary, limits: WorldLimits) {
    this.#library = library;
    this.#limits = limits;
  }

  run(world: World, file: string): Expanded {
    const includer = { file, header: world.header, externProtos: world.externProtos };
    const scope = {
      includer,
      parameters: new Map<string, Field>(),
      nodeByDef: new Map<string, Node>(),
      stack: [],
    };
    const nodes = this.#expandNodes(world.nodes, scope);
    const notes = [...world.notes, ...this.#notes.values()];
    return { nodes, found: [...this.#found], missing: [...this.#missingByProto.values()], notes };
  }

  #expandNodes(nodes: readonly NodeOrUse[], scope: Scope): Node[] {
    return nodes.map((node) => this.#expandNode(node, scope)).filter((node) => node !== undefined);
  }

  #expandNode(node: NodeOrUse, scope: Scope): Node | undefined {
    if (node.kind === 'use') return this.#findDef(node.name, node, scope);
    this.#enter(node);
    const expanded =
      findFields(node.type) === undefined
        ? this.#expandInstance(node, scope)
        : this.#expandFields(node, scope);
    this.#depth -= 1;
    // Only now: inside the node its name still means an earlier one.
    if (node.def !== undefined) scope.nodeByDef.set(node.def, expanded);
    return expanded;
  }

  #findDef(name: string, { at }: NodeOrUse, scope: Scope): Node | undefined {
    const found = scope.nodeByDef.get(name);
    if (found === undefined) this.#note(`USE ${name} was skipped: no node before it has that name`, at);
    if (found === undefined || !isUnique(found.type)) return found;
    this.#note(`USE ${name} was skipped: a ${found.type} cannot be in two places`, at);
    return undefined;
  }

  #expandFields(node: Node, scope: Scope): Node {
    const rows = findFields(node.type);
    const fields: Field[] = [];
    for (const field of node.fields) {
      if (field.hidden) continue;
      const expanded = this.#expandField(field, scope);
      if (expanded === undefined) continue;
      const row = rows?.get(field.name);
      const fits = row === undefined || fitsType(expanded.value, row.type, row.oldType);
      if (fits) fields.push(expanded);
      else
        this.#note(`"${field.name}" of "${node.type}" was skipped: its parameter has another type`, field.at);
    }
    return { ...node, fields };
  }

  #expandField(field: Field, scope: Scope): Field | undefined {
    const { value, name } = field;
    if (value.kind !== 'is') return { ...field, value: this.#expandValue(value, scope) };
    const given = scope.parameters.get(value.parameter);
    if (given !== undefined) return { ...given, name };
    this.#note(`"${name}" was skipped: the PROTO has no parameter "${value.parameter}"`, field.at);
    return undefined;
  }

  #expandValue(value: Value, scope: Scope): Value {
    if (value.kind === 'nodes') return { ...value, nodes: this.#expandNodes(value.nodes, scope) };
    if (value.kind !== 'untyped') return value;
    this.#countValues(value.items.length);
    if (!value.items.some((item) => typeof item === 'object')) return value;
    const items: Item[] = [];
    for (const item of value.items) {
      const expanded = typeof item === 'object' ? this.#expandNode(item, scope) : item;
      if (typeof item !== 'object' || expanded !== undefined) items.push(expanded);
    }
    return { ...value, items };
  }

  #expandInstance(node: Node, scope: Scope): Node {
    const found = this.#library.find(node.type, scope.includer);
    if (found.kind === 'missing') {
      this.#miss(node, found.remote, found.why);
      return this.#expandFields(node, scope);
    }
    const { proto, file } = found;
    this.#countValues(proto.parameters.length + node.fields.length);
    this.#refuseCycle(node, file, scope);
    if (proto.body.kind !== 'plain') {
      this.#miss(node, false, 'its body is empty');
      return this.#expandFields(node, scope);
    }
    if (!this.#found.has(proto.name)) for (const note of proto.notes) this.#addNote(note);
    this.#found.add(proto.name);
    const inside = this.#enterProto(proto, file, node, scope);
    const root = this.#expandNode(proto.body.root, inside) ?? proto.body.root;
    const origin = { proto: node.type, parameters: [...inside.parameters.values()] };
    return { ...root, def: node.def, at: node.at, origins: [origin, ...root.origins] };
  }

  #enterProto(proto: Proto, file: string, instance: Node, scope: Scope): Scope {
    const includer = { file, header: proto.header, externProtos: proto.externProtos };
    const parameters = new Map<string, Field>();
    const inside = {
      includer,
      parameters,
      nodeByDef: new Map<string, Node>(),
      stack: [...scope.stack, file],
    };
    const givenByName = new Map(
      instance.fields.filter(({ hidden }) => !hidden).map((field) => [field.name, field]),
    );
    for (const parameter of proto.parameters) {
      const given = givenByName.get(parameter.name);
      parameters.set(parameter.name, this.#bind(parameter, given, { instance, outside: scope, inside }));
      givenByName.delete(parameter.name);
    }
    for (const { name, at } of givenByName.values())
      this.#note(`PROTO "${proto.name}" has no parameter "${name}"`, at);
    return inside;
  }

  #bind(
    parameter: Parameter,
    given: Field | undefined,
    {
      instance,
      outside,
      inside,
    }: { readonly instance: Node; readonly outside: Scope; readonly inside: Scope },
  ): Field {
    const field = given === undefined ? undefined : this.#expandField(given, outside);
    const typed = field === undefined ? undefined : { ...field, value: retyped(field, parameter, instance) };
    if (typed !== undefined && isAllowed(typed.value, parameter)) return typed;
    if (typed !== undefined)
      this.#note(`"${parameter.name}" of "${instance.type}" is not one of the values allowed`, typed.at);
    const value = this.#expandValue(parameter.initial, inside);
    return { name: parameter.name, value, hidden: false, at: parameter.at };
  }

  #enter(node: Node): void {
    this.#nodes += 1;
    this.#depth += 1;
    if (this.#nodes > this.#limits.expandedNodes) {
      throw limitFault('The world grows too large.', `at most ${this.#limits.expandedNodes} nodes`, node);
    }
    if (this.#depth > this.#limits.expandedNesting) {
      throw limitFault(
        'The world is nested too deeply.',
        `at most ${this.#limits.expandedNesting} levels`,
        node,
      );
    }
  }

  #refuseCycle(node: Node, file: string, { stack }: Scope): void {
    if (stack.includes(file))
      throw limitFault(`The PROTO "${node.type}" contains itself.`, 'no circle of PROTOs', node);
    if (stack.length < this.#limits.includeDepth) return;
    throw limitFault(
      'PROTOs contain PROTOs too deeply.',
      `at most ${this.#limits.includeDepth} levels`,
      node,
    );
  }

  #miss(node: Node, remote: boolean, why: string): void {
    if (this.#missingByProto.has(node.type)) return;
    const what = `PROTO "${node.type}" was skipped: ${why}`;
    this.#missingByProto.set(node.type, { proto: node.type, remote, what, where: showPosition(node.at) });
  }

  /** Values are not copied, but looking through them again and again takes time too. */
  #countValues(count: number): void {
    this.#values += count;
    if (this.#values <= this.#limits.expandedValues) return;
    throw new Fault('world/limit', {
      what: 'The world grows too large.',
      expected: `at most ${this.#limits.expandedValues} values`,
    });
  }

  #note(what: string, at: Node['at']): void {
    this.#addNote({ what, where: showPosition(at) });
  }

  #addNote(note: Note): void {
    if (this.#notes.size < this.#limits.notes && !this.#notes.has(note.what))
      this.#notes.set(note.what, note);
  }
}

/** webots.md 1.1: solids, joints and their parameters cannot be shared. */
function isUnique(type: string): boolean {
  return isKindOf(type, 'Solid') || /Joint(?:Parameters)?$/.test(type);
}

function fitsType(value: Value, type: FieldType, oldType: FieldType | undefined): boolean {
  return value.kind === 'untyped' || value.kind === 'is' || value.type === type || value.type === oldType;
}

/** The value as the parameter declares it. */
function retyped(field: Field, parameter: Parameter, instance: Node): Value {
  const { value } = field;
  const typed = value.kind === 'untyped' ? typedValue(value.items, parameter.type) : value;
  if (typed !== undefined && fitsType(typed, parameter.type, undefined)) return typed;
  throw new Fault('world/syntax', {
    what: `"${field.name}" of "${instance.type}" has a value of the wrong type.`,
    found: showValue(value),
    expected: parameter.type,
    where: showPosition(field.at),
  });
}

function showValue(value: Value): string {
  if (value.kind !== 'untyped') return value.kind === 'is' ? `IS ${value.parameter}` : value.type;
  const items = value.items
    .slice(0, 8)
    .map((item) => (typeof item === 'object' ? 'a node' : JSON.stringify(item ?? 'NULL')));
  return `${items.join(' ')}${value.items.length > 8 ? ' …' : ''}`;
}

function limitFault(what: string, expected: string, node: Node): Fault {
  return new Fault('world/limit', { what, expected, where: showPosition(node.at) });
}
