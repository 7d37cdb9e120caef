// Publishers and subscriptions of one topic that never meet, found in the ROS graph: wrong type, or QoS that falls short.
import { nodeOf, type Graph } from './graph.js';
import { shortfalls } from './qos.js';
import type { RclEndpoint } from './rclnodejs.js';

export interface Mismatch {
  readonly topic: string;
  /** Full name of the publishing node. */
  readonly publisher: string;
  readonly subscriber: string;
  /** In words: what the publisher offers and the subscriber asks for. */
  readonly why: string;
}

/** Names as rcl resolved them. Of two nodes that meet by any pair of theirs, no other pair is told. */
export function findMismatches(graph: Graph, resolvedTopics: Iterable<string>): Mismatch[] {
  return [...resolvedTopics].flatMap((topic) => {
    const subscribers = graph.subscribersOf(topic);
    const pairs = graph
      .publishersOf(topic)
      .flatMap((publisher) => subscribers.map((subscriber) => compare(topic, publisher, subscriber)));
    const met = new Set(pairs.filter(({ why }) => why === '').map(namesOf));
    return pairs.filter((pair) => pair.why !== '' && !met.has(namesOf(pair)));
  });
}

/** `why` is empty where they meet. */
function compare(topic: string, publisher: RclEndpoint, subscriber: RclEndpoint): Mismatch {
  const why = reasons(publisher, subscriber).join(' and ');
  return { topic, publisher: nodeOf(publisher), subscriber: nodeOf(subscriber), why };
}

function namesOf({ publisher, subscriber }: Mismatch): string {
  return `${publisher} ${subscriber}`;
}

function reasons(publisher: RclEndpoint, subscriber: RclEndpoint): string[] {
  if (publisher.topic_type !== subscriber.topic_type)
    return [`publishes ${publisher.topic_type} where ${subscriber.topic_type} is asked for`];
  return shortfalls(publisher.qos_profile, subscriber.qos_profile);
}
