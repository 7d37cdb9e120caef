// What a node looks for around it, and what it may find amiss.
import type { Fault } from '../../fault/fault.js';
import type { ERROR, WARN } from '../watch/topic-health.js';
import type { Graph } from './graph.js';

/** Said once when it begins, and in the diagnostics as long as it lasts. */
export interface Concern {
  /** The same as long as it is the same. */
  readonly key: string;
  /** A topic, a node; `key` if absent. */
  readonly about?: string;
  readonly level: typeof WARN | typeof ERROR;
  readonly fault: Fault;
}

export interface Check {
  /** Behind the colon in diagnostics. */
  readonly name: string;
  look(graph: Graph): readonly Concern[];
  /** What to say of a concern that has gone, if anything. */
  over?(key: string): string | undefined;
}
