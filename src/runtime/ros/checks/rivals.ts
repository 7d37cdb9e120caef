// The check `commands`: others who publish what this node alone should.
import { Fault } from '../../../fault/fault.js';
import type { TopicName } from '../../../message/topics.js';
import { WARN } from '../../watch/topic-health.js';
import type { Check, Concern } from '../check.js';
import type { Graph } from '../graph.js';

export interface RivalCheckParts {
  /** Full name of the node. */
  readonly node: string;
  /** What it publishes and nobody else should, as it is now. */
  readonly owned: () => readonly TopicName[];
  readonly resolve: (topic: TopicName) => string;
}

export class RivalCheck implements Check {
  readonly name = 'commands';
  readonly #parts: RivalCheckParts;

  constructor(parts: RivalCheckParts) {
    this.#parts = parts;
  }

  look(graph: Graph): Concern[] {
    return this.#parts.owned().flatMap((topic) => this.#rivalsOn(topic, graph));
  }

  #rivalsOn(topic: TopicName, graph: Graph): Concern[] {
    const { node, resolve } = this.#parts;
    const name = resolve(topic);
    return graph.nodesPublishing(name, node).map((other) => ({
      key: `${name} ${other}`,
      about: name,
      level: WARN,
      fault: rivalry(topic, name, other),
    }));
  }
}

function rivalry(topic: TopicName, name: string, other: string): Fault {
  const what = `${other} publishes ${name} too.`;
  if (topic === '/clock')
    return new Fault('ros/rival', {
      what,
      found: 'time jumps between two worlds',
      next: 'End one, or give each a clock of its own with all that lives by it: -r /clock:=clock in its namespace.',
    });
  return new Fault('ros/rival', {
    what,
    found: `who hears it obeys whichever came last${topic === 'cmd_vel' ? ', the guard or not' : ''}`,
    next:
      `End it. Who is to drive asks by -r ${topic}:=cmd_vel_teleop or -r ${topic}:=cmd_vel_nav there; ` +
      `a replay must not: -r ${name}:=/recorded${name} there.`,
  });
}
