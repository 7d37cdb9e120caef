// The ROS graph at one moment: each question is asked of rcl once, whoever asks it again.
import type { RclEndpoint, RclNode } from './rclnodejs.js';

export type RclGraph = Pick<
  RclNode,
  | 'getPublishersInfoByTopic'
  | 'getSubscriptionsInfoByTopic'
  | 'getNodeNamesAndNamespaces'
  | 'getTopicNamesAndTypes'
>;

/** Of an endpoint whose node discovery has not named yet: rmw's. */
const UNNAMED = '_NODE_NAME_UNKNOWN_';

/** Names as rcl resolved them. Endpoints belong to nobody until their node has a name: they may be our own. */
export class Graph {
  readonly #rcl: RclGraph;
  readonly #publishersByTopic = new Map<string, readonly RclEndpoint[]>();
  readonly #subscribersByTopic = new Map<string, readonly RclEndpoint[]>();

  constructor(rcl: RclGraph) {
    this.#rcl = rcl;
  }

  publishersOf(topic: string): readonly RclEndpoint[] {
    return this.#allPublishersOf(topic).filter(isNamed);
  }

  /** Full names of the nodes that publish it, each once; `besides`: but for that one. */
  nodesPublishing(topic: string, besides?: string): string[] {
    return [...new Set(this.publishersOf(topic).map(nodeOf))].filter((name) => name !== besides);
  }

  /** Whoever says them: a type needs no name. */
  typesSaidOn(topic: string): ReadonlySet<string> {
    return new Set(this.#allPublishersOf(topic).map(({ topic_type }) => topic_type));
  }

  subscribersOf(topic: string): readonly RclEndpoint[] {
    return remembered(this.#subscribersByTopic, topic, () =>
      this.#rcl.getSubscriptionsInfoByTopic(topic, false).filter(isNamed),
    );
  }

  /** Full names; of nodes that share a name each is listed. */
  listNodes(): string[] {
    return this.#rcl.getNodeNamesAndNamespaces().map(({ namespace, name }) => fullName(namespace, name));
  }

  listTopics(type: string): string[] {
    return this.#rcl
      .getTopicNamesAndTypes(false)
      .filter(({ types }) => types.includes(type))
      .map(({ name }) => name);
  }

  #allPublishersOf(topic: string): readonly RclEndpoint[] {
    return remembered(this.#publishersByTopic, topic, () => this.#rcl.getPublishersInfoByTopic(topic, false));
  }
}

/** Full name of the node whose endpoint it is. */
export function nodeOf({ node_namespace, node_name }: RclEndpoint): string {
  return fullName(node_namespace, node_name);
}

export function fullName(namespace: string, name: string): string {
  return `${namespace.replace(/\/$/, '')}/${name}`;
}

function isNamed({ node_name }: RclEndpoint): boolean {
  return node_name !== UNNAMED;
}

function remembered<T>(map: Map<string, T>, key: string, ask: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const found = ask();
  map.set(key, found);
  return found;
}
