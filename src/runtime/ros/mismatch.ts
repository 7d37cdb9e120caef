// Publishers and subscriptions of one topic that never meet, found in the ROS graph: wrong type, or QoS that falls short.
import { shortfalls } from './qos.js';
import type { RclEndpoint, RclNode } from './rclnodejs.js';

export interface Mismatch {
  readonly topic: string;
  /** Full name of the publishing node. */
  readonly publisher: string;
  readonly subscriber: string;
  /** In words: what the publisher offers and the subscriber asks for. */
  readonly why: string;
}

type Graph = Pick<RclNode, 'getPublishersInfoByTopic' | 'getSubscriptionsInfoByTopic'>;

/** Names as rcl resolved them. */
export function findMismatches(graph: Graph, resolvedTopics: Iterable<string>): Mismatch[] {
  const found: Mismatch[] = [];
  for (const topic of resolvedTopics) {
    const subscribers = graph.getSubscriptionsInfoByTopic(topic, false);
    for (const publisher of graph.getPublishersInfoByTopic(topic, false))
      for (const subscriber of subscribers) {
        const [first] = reasons(publisher, subscriber);
        if (first === undefined) continue;
        found.push({ topic, publisher: nameOf(publisher), subscriber: nameOf(subscriber), why: first });
      }
  }
  return found;
}

function reasons(publisher: RclEndpoint, subscriber: RclEndpoint): string[] {
  if (publisher.topic_type !== subscriber.topic_type)
    return [`publishes ${publisher.topic_type} where ${subscriber.topic_type} is asked for`];
  const missing = shortfalls(publisher.qos_profile, subscriber.qos_profile);
  return missing.length === 0 ? [] : [missing.join(' and ')];
}

function nameOf({ node_namespace, node_name }: RclEndpoint): string {
  return `${node_namespace.replace(/\/$/, '')}/${node_name}`;
}
