// Quality of service: what we offer and ask for on each topic, and which pairs of offer and request never meet.
import { topics, type Qos, type Topic, type TopicName } from '../../message/topics.js';
import type { RclQos, Rclnodejs } from './rclnodejs.js';

/** rmw/types.h */
const history = { keep_last: 1, keep_all: 2 } as const;
const reliability = { reliable: 1, best_effort: 2 } as const;
const durability = { transient_local: 1, volatile: 2 } as const;

/** REP-2003: what consumers of sensors ask for meets every offer. */
const sensorRequest: Qos = {
  history: 'keep_last',
  depth: 5,
  reliability: 'best_effort',
  durability: 'volatile',
};
/** Several nodes may latch on one topic (/tf_static): room for the newest of each. */
const LATCHED_DEPTH = 100;

export function offeredQos(topic: TopicName): Qos {
  return topics[topic].qos;
}

/** Where every message counts the offer is asked for in full; of the rest the newest few, from whoever offers anything. */
export function requestedQos(topic: TopicName): Qos {
  const { qos, queue }: Topic = topics[topic];
  if (qos.durability === 'transient_local') return { ...qos, depth: Math.max(qos.depth, LATCHED_DEPTH) };
  return queue === 'lossless' ? qos : sensorRequest;
}

export function toRcl(rcl: Pick<Rclnodejs, 'QoS'>, qos: Qos): unknown {
  return new rcl.QoS(
    history[qos.history],
    qos.depth,
    reliability[qos.reliability],
    durability[qos.durability],
  );
}

/** The policies by which a publisher's offer falls short of a subscription's request (DDS 1.4, 2.2.3). */
export function shortfalls(offered: RclQos, requested: RclQos): string[] {
  const missing: string[] = [];
  if (offered.reliability === reliability.best_effort && requested.reliability === reliability.reliable)
    missing.push('offers best effort where reliable is asked for');
  if (offered.durability === durability.volatile && requested.durability === durability.transient_local)
    missing.push('offers volatile where transient local is asked for');
  return missing;
}
