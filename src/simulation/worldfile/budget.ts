// The ceilings while PROTOs expand: how many nodes and values, how deep, and no circles.
import { Fault } from '../../fault/fault.js';
import type { WorldLimits } from './limits.js';
import { showPosition, type Node } from './tree.js';

export class ExpansionBudget {
  readonly #limits: WorldLimits;
  #nodes = 0;
  #values = 0;
  #depth = 0;

  constructor(limits: WorldLimits) {
    this.#limits = limits;
  }

  /** Call at every node, and `leave` when its contents are done. */
  enter(node: Node): void {
    const { expandedNodes, expandedNesting } = this.#limits;
    this.#nodes += 1;
    this.#depth += 1;
    if (this.#nodes > expandedNodes)
      throw exceeded('The world grows too large.', `${expandedNodes} nodes`, node);
    if (this.#depth > expandedNesting)
      throw exceeded('The world is nested too deeply.', `${expandedNesting} levels`, node);
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Values are not copied, but looking through them again and again takes time too. */
  countValues(count: number, node: Node): void {
    const { expandedValues } = this.#limits;
    this.#values += count;
    if (this.#values > expandedValues)
      throw exceeded('The world grows too large.', `${expandedValues} values`, node);
  }

  /** `stack`: the PROTO files the instance stands in. */
  checkInclude(instance: Node, file: string, stack: readonly string[]): void {
    const { includeDepth } = this.#limits;
    if (stack.includes(file))
      throw exceeded(
        `The PROTO "${instance.type}" contains itself.`,
        'one of each on the way down',
        instance,
      );
    if (stack.length >= includeDepth)
      throw exceeded('PROTOs contain PROTOs too deeply.', `${includeDepth} levels`, instance);
  }
}

function exceeded(what: string, most: string, { at }: Node): Fault {
  return new Fault('world/limit', { what, expected: `at most ${most}`, where: showPosition(at) });
}
