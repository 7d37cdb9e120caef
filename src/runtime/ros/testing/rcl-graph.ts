// A graph as a test writes it down: who publishes what, who hears it, and which nodes there are.
import { fullName, Graph } from '../graph.js';
import type { RclEndpoint, RclQos } from '../rclnodejs.js';

export const reliable: RclQos = { history: 1, depth: 10, reliability: 1, durability: 2 };
export const bestEffort: RclQos = { ...reliable, reliability: 2 };

export interface WrittenGraph {
  readonly publishers?: Readonly<Record<string, readonly RclEndpoint[]>>;
  readonly subscribers?: Readonly<Record<string, readonly RclEndpoint[]>>;
  /** Full names. */
  readonly nodes?: readonly string[];
}

export function createGraph(written: WrittenGraph): Graph {
  return new Graph(rclGraph(written));
}

export function rclGraph({ publishers = {}, subscribers = {}, nodes = [] }: WrittenGraph) {
  return {
    getPublishersInfoByTopic: (topic: string) => [...(publishers[topic] ?? [])],
    getSubscriptionsInfoByTopic: (topic: string) => [...(subscribers[topic] ?? [])],
    getNodeNamesAndNamespaces: () => nodes.map(splitName),
    getTopicNamesAndTypes: () =>
      Object.entries(publishers).map(([name, ends]) => ({
        name,
        types: [...new Set(ends.map(({ topic_type }) => topic_type))],
      })),
  };
}

export function endpoint(node: string, type: string, qos: RclQos = reliable): RclEndpoint {
  const { namespace, name } = splitName(node);
  return { node_name: name, node_namespace: namespace, topic_type: type, qos_profile: qos };
}

function splitName(full: string): { readonly namespace: string; readonly name: string } {
  const at = full.lastIndexOf('/');
  const split = { namespace: full.slice(0, at) || '/', name: full.slice(at + 1) };
  if (fullName(split.namespace, split.name) !== full) throw new Error(`${full} is no full name`);
  return split;
}
