// The check `connections`: publishers and subscriptions that never meet, by type or QoS; and commands are heard as others say them.
import { Fault } from '../../../fault/fault.js';
import { WARN } from '../../watch/topic-health.js';
import type { Check, Concern } from '../check.js';
import type { Graph } from '../graph.js';
import type { Mismatch } from '../mismatch.js';
import type { RosTransport } from '../transport.js';

export class ConnectionCheck implements Check {
  readonly name = 'connections';
  readonly #transport: Pick<RosTransport, 'adapt' | 'mismatches'>;

  constructor(transport: Pick<RosTransport, 'adapt' | 'mismatches'>) {
    this.#transport = transport;
  }

  look(graph: Graph): Concern[] {
    this.#transport.adapt(graph);
    return this.#transport.mismatches(graph).map(concernOf);
  }
}

function concernOf({ topic, publisher, subscriber, why }: Mismatch): Concern {
  return {
    key: `${topic} ${publisher} ${subscriber} ${why}`,
    about: topic,
    level: WARN,
    fault: new Fault('ros/never-meet', {
      what: `A publisher and a subscription of ${topic} never meet.`,
      found: `${publisher} → ${subscriber}: ${why}`,
      next: `ros2 topic info --verbose ${topic} shows both: change the type or QoS of one`,
    }),
  };
}
