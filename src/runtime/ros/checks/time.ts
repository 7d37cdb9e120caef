// The check `time`: a node and the graph that do not keep the same time.
import { Fault } from '../../../fault/fault.js';
import { ERROR, WARN } from '../../watch/topic-health.js';
import type { Check, Concern } from '../check.js';
import type { Graph } from '../graph.js';

/** So many looks, a second each, without a word on /clock. */
const PATIENCE = 5;

export interface TimeCheckParts {
  /** Full name of the node. */
  readonly node: string;
  /** /clock as rcl resolved it. */
  readonly topic: string;
  /** How often /clock has spoken, of a node that lives by it; undefined: by the machine's clock. */
  readonly ticks: () => number | undefined;
}

export class TimeCheck implements Check {
  readonly name = 'time';
  readonly #parts: TimeCheckParts;
  #ticks = 0;
  #silentLooks = 0;

  constructor(parts: TimeCheckParts) {
    this.#parts = parts;
  }

  look(graph: Graph): Concern[] {
    const { node, topic } = this.#parts;
    const ticks = this.#parts.ticks();
    const others = graph.nodesPublishing(topic, node);
    if (ticks !== undefined) return this.#silence(ticks, others);
    return others.length === 0 ? [] : [this.#forgotten(others)];
  }

  over(): string | undefined {
    return this.#parts.ticks() === undefined ? undefined : `${this.#parts.topic} speaks.`;
  }

  #forgotten(others: readonly string[]): Concern {
    const { topic } = this.#parts;
    return {
      key: topic,
      level: WARN,
      fault: new Fault('ros/time-base', {
        what: `${topic} is published but use_sim_time is false.`,
        found: `${others.join(', ')} publishes it: what is stamped by it is years away from this node's clock`,
        next: 'Start this node with -p use_sim_time:=true, or end what publishes the clock.',
      }),
    };
  }

  #silence(ticks: number, others: readonly string[]): Concern[] {
    this.#silentLooks = ticks === this.#ticks ? this.#silentLooks + 1 : 0;
    this.#ticks = ticks;
    return this.#silentLooks < PATIENCE ? [] : [this.#silent(others)];
  }

  #silent(others: readonly string[]): Concern {
    const { topic } = this.#parts;
    const never = this.#ticks === 0;
    return {
      key: topic,
      level: never ? ERROR : WARN,
      fault: new Fault('ros/time-base', {
        what: `use_sim_time is true and nothing ${never ? 'has come' : 'comes any more'} on ${topic}: time stands still.`,
        found:
          others.length === 0
            ? 'no publisher'
            : `${others.join(', ')} publishes it and says nothing: paused?`,
        next: 'Start what makes the time (npx jackdaw node simulator, a bag with --clock), or this node without use_sim_time.',
      }),
    };
  }
}
