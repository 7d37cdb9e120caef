// The check `name`: two nodes of one full name.
import { Fault } from '../../../fault/fault.js';
import { WARN } from '../../watch/topic-health.js';
import type { Check, Concern } from '../check.js';
import type { Graph } from '../graph.js';

export class TwinCheck implements Check {
  readonly name = 'name';
  readonly #node: string;

  /** Full name of the node. */
  constructor(node: string) {
    this.#node = node;
  }

  look(graph: Graph): Concern[] {
    const count = graph.listNodes().filter((name) => name === this.#node).length;
    return count < 2 ? [] : [this.#concern(count)];
  }

  over(): string {
    return `Only one node is called ${this.#node} now.`;
  }

  #concern(count: number): Concern {
    return {
      key: this.#node,
      level: WARN,
      fault: new Fault('ros/twin', {
        what: `${count} nodes are called ${this.#node}.`,
        found: 'parameters, services and lifecycle calls reach either of them, and both publish',
        next: 'End one, or name it otherwise: -r __node:=<name> or -r __ns:=/<namespace>. One that was killed is forgotten after 20 s.',
      }),
    };
  }
}
