// Replaces PROTO instances by the nodes they stand for and USE by the node it names, keeping where each came from.
import { ExpansionBudget } from './budget.js';
import { ExpansionLog, type MissingProto } from './expansion-log.js';
import { findFields, isKindOf } from './fields.js';
import type { Includer, ProtoLibrary } from './library.js';
import type { WorldLimits } from './limits.js';
import { isAllowed } from './restriction.js';
import { fitsType, retyped } from './retype.js';
import type { Field, Item, Node, NodeOrUse, Note, Parameter, Proto, Use, Value, World } from './tree.js';

export interface Expanded {
  /** Webots' own nodes, and those whose PROTO is missing; nodes named by USE are shared, not copied. */
  readonly nodes: readonly Node[];
  /** Names of the PROTOs that were expanded. */
  readonly found: readonly string[];
  readonly missing: readonly MissingProto[];
  readonly notes: readonly Note[];
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
  readonly #budget: ExpansionBudget;
  readonly #log: ExpansionLog;

  constructor(library: ProtoLibrary, limits: WorldLimits) {
    this.#library = library;
    this.#budget = new ExpansionBudget(limits);
    this.#log = new ExpansionLog(limits.notes);
  }

  run(world: World, file: string): Expanded {
    const includer = { file, header: world.header, externProtos: world.externProtos };
    const nodes = this.#expandNodes(world.nodes, {
      includer,
      parameters: new Map(),
      nodeByDef: new Map(),
      stack: [],
    });
    const { found, missing, notes } = this.#log;
    return { nodes, found, missing, notes: [...world.notes, ...notes] };
  }

  #expandNodes(nodes: readonly NodeOrUse[], scope: Scope): Node[] {
    return nodes.map((node) => this.#expandNode(node, scope)).filter((node) => node !== undefined);
  }

  #expandNode(node: NodeOrUse, scope: Scope): Node | undefined {
    if (node.kind === 'use') return this.#findDef(node, scope);
    this.#budget.enter(node);
    const isBase = findFields(node.type) !== undefined;
    const expanded = isBase ? this.#expandFields(node, scope) : this.#expandInstance(node, scope);
    this.#budget.leave();
    // Only now: inside the node its name still means an earlier one.
    if (node.def !== undefined) scope.nodeByDef.set(node.def, expanded);
    return expanded;
  }

  #findDef({ name, at }: Use, scope: Scope): Node | undefined {
    const found = scope.nodeByDef.get(name);
    if (found !== undefined && !isUnique(found.type)) return found;
    const why =
      found === undefined ? 'no node before it has that name' : `a ${found.type} cannot be in two places`;
    this.#log.note(`USE ${name} was skipped: ${why}`, at);
    return undefined;
  }

  #expandFields(node: Node, scope: Scope): Node {
    const fields: Field[] = [];
    for (const field of node.fields) {
      const expanded = field.hidden ? undefined : this.#expandField(field, node, scope);
      if (expanded === undefined) continue;
      const row = findFields(node.type)?.get(field.name);
      if (row === undefined || fitsType(expanded.value, row.type, row.oldType)) fields.push(expanded);
      else
        this.#log.note(
          `"${field.name}" of "${node.type}" was skipped: its parameter has another type`,
          field.at,
        );
    }
    return { ...node, fields };
  }

  #expandField(field: Field, node: Node, scope: Scope): Field | undefined {
    const { value, name } = field;
    if (value.kind !== 'is') return { ...field, value: this.#expandValue(value, node, scope) };
    const given = scope.parameters.get(value.parameter);
    if (given !== undefined) return { ...given, name };
    this.#log.note(`"${name}" was skipped: the PROTO has no parameter "${value.parameter}"`, field.at);
    return undefined;
  }

  #expandValue(value: Value, node: Node, scope: Scope): Value {
    if (value.kind === 'nodes') return { ...value, nodes: this.#expandNodes(value.nodes, scope) };
    if (value.kind !== 'untyped') return value;
    this.#budget.countValues(value.items.length, node);
    if (!value.items.some((item) => typeof item === 'object')) return value;
    return { ...value, items: value.items.flatMap((item) => this.#expandItem(item, scope)) };
  }

  #expandItem(item: Item, scope: Scope): Item[] {
    if (typeof item !== 'object') return [item];
    const expanded = this.#expandNode(item, scope);
    return expanded === undefined ? [] : [expanded];
  }

  /** The PROTO's root node in place of its instance; the instance itself if there is no PROTO to be had. */
  #expandInstance(instance: Node, scope: Scope): Node {
    const found = this.#library.find(instance.type, scope.includer);
    if (found.kind === 'missing') {
      this.#log.miss(instance, found.lack, found.why);
      return this.#expandFields(instance, scope);
    }
    const { proto, root, file } = found;
    this.#budget.checkInclude(instance, file, scope.stack);
    this.#log.find(proto.name, proto.notes);
    const inside = this.#bindParameters(instance, proto, file, scope);
    const expanded = this.#expandNode(root, inside) ?? root;
    const origin = { proto: proto.name, parameters: [...inside.parameters.values()] };
    return { ...expanded, def: instance.def, at: instance.at, origins: [origin, ...expanded.origins] };
  }

  /** The scope inside the PROTO, with the values its instance gives and the defaults of the others. */
  #bindParameters(instance: Node, proto: Proto, file: string, outside: Scope): Scope {
    this.#budget.countValues(proto.parameters.length + instance.fields.length, instance);
    const includer = { file, header: proto.header, externProtos: proto.externProtos };
    const parameters = new Map<string, Field>();
    const inside = {
      includer,
      parameters,
      nodeByDef: new Map<string, Node>(),
      stack: [...outside.stack, file],
    };
    const given = new Map(
      instance.fields.filter(({ hidden }) => !hidden).map((field) => [field.name, field]),
    );
    for (const parameter of proto.parameters) {
      const field = this.#bindGiven(parameter, given.get(parameter.name), instance, outside);
      parameters.set(parameter.name, field ?? this.#bindInitial(parameter, instance, inside));
      given.delete(parameter.name);
    }
    for (const { name, at } of given.values())
      this.#log.note(`PROTO "${proto.name}" has no parameter "${name}"`, at);
    return inside;
  }

  #bindGiven(
    parameter: Parameter,
    given: Field | undefined,
    instance: Node,
    outside: Scope,
  ): Field | undefined {
    const field = given === undefined ? undefined : this.#expandField(given, instance, outside);
    if (field === undefined) return undefined;
    const typed = retyped(field, parameter, instance);
    if (isAllowed(typed.value, parameter)) return typed;
    this.#log.note(`"${parameter.name}" of "${instance.type}" is not one of the values allowed`, typed.at);
    return undefined;
  }

  #bindInitial({ name, initial, at }: Parameter, instance: Node, inside: Scope): Field {
    return { name, value: this.#expandValue(initial, instance, inside), hidden: false, at };
  }
}

/** webots.md 1.1: solids, joints and their parameters cannot be shared. */
function isUnique(type: string): boolean {
  return isKindOf(type, 'Solid') || /Joint(?:Parameters)?$/.test(type);
}
