// The ROS 2 transport: bytes between a run and an rcl node, with the topic table's QoS. Objects never reach rclnodejs.
import { Fault } from '../../fault/fault.js';
import type { TypeName } from '../../message/messages.js';
import { topics, type TopicName } from '../../message/topics.js';
import { receiveEnvelope } from '../envelope.js';
import type { Envelope } from '../stage.js';
import type { Transport } from '../transport/transport.js';
import type { Graph } from './graph.js';
import { findMismatches, type Mismatch } from './mismatch.js';
import type { RosNode } from './node.js';
import { offeredQos, requestedQos, toRcl } from './qos.js';
import type { RclPublisher, RclSubscription } from './rclnodejs.js';
import { findSpoken, receiveUnstamped, typeOn, unstampedBytes } from './unstamped.js';
import { YoungGarbage } from './young-garbage.js';

export interface RosTransportOptions {
  /** Closed with the transport. Its namespace, arguments and remaps decide what names become. */
  readonly node: RosNode;
  /** Commands go out as geometry_msgs/msg/Twist, for bases that know no other. */
  readonly unstamped?: boolean;
}

export interface RosTransport extends Transport {
  /** Makes publishers before there is anything to say, so that others have found us when the first message goes out. */
  announce(topics: readonly TopicName[]): void;
  /** Hears commands in the type in which others say them. */
  adapt(graph: Graph): void;
  /** Offers and requests on our topics that never meet. */
  mismatches(graph: Graph): Mismatch[];
  /** How many messages have come on a topic. */
  heardOn(topic: TopicName): number;
}

/** So long a closing transport waits for readers to have its last messages: a last stop must arrive. */
const LAST_WORDS_NS = 100_000_000n;

export function openRos(options: RosTransportOptions): RosTransport {
  return new RclTransport(options);
}

/** One of ours at rcl, made anew when others turn out to say their commands in another type. */
interface Subscription {
  readonly topic: TopicName;
  readonly receive: (envelope: Envelope) => void;
  /** The topic as rcl resolved it: a handle that was destroyed cannot be asked any more. */
  name: string;
  type: TypeName;
  handle: RclSubscription;
  sequence: number;
}

class RclTransport implements RosTransport {
  readonly kind = 'ros';
  readonly #node: RosNode;
  readonly #unstamped: boolean;
  readonly #publisherByTopic = new Map<TopicName, RclPublisher>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #heardByTopic = new Map<TopicName, number>();
  readonly #garbage = new YoungGarbage();

  constructor({ node, unstamped = false }: RosTransportOptions) {
    this.#node = node;
    this.#unstamped = unstamped;
  }

  announce(names: readonly TopicName[]): void {
    for (const topic of names) this.#publisherOf(topic);
  }

  publish(envelope: Envelope): void {
    this.#insist();
    const isAsIs = typeOn(envelope.topic, this.#unstamped) === topics[envelope.topic].type;
    const bytes = isAsIs ? envelope.bytes() : unstampedBytes(envelope);
    this.#publisherOf(envelope.topic).publish(asBuffer(bytes));
  }

  subscribe(topic: TopicName, receive: (envelope: Envelope) => void): () => void {
    this.#insist();
    const subscription = { topic, receive, sequence: 0 } as Subscription;
    this.#listen(subscription, topics[topic].type);
    this.#subscriptions.add(subscription);
    return () => {
      if (this.#subscriptions.delete(subscription) && this.#node.open)
        this.#node.handle.destroySubscription(subscription.handle);
    };
  }

  adapt(graph: Graph): void {
    if (!this.#node.open) return;
    const { handle } = this.#node;
    for (const subscription of this.#subscriptions) {
      const { topic, name, type } = subscription;
      const spoken = findSpoken(graph, topic, name);
      if (spoken === undefined || spoken === type) continue;
      // First: rmw_fastrtps refuses two types on one topic of a node.
      handle.destroySubscription(subscription.handle);
      this.#listen(subscription, spoken);
      this.#node.log('info', `${name} is heard as ${spoken} from now on`);
    }
  }

  mismatches(graph: Graph): Mismatch[] {
    const said = [...this.#publisherByTopic.values()].map(({ topic }) => topic);
    const heard = [...this.#subscriptions].map(({ name }) => name);
    return findMismatches(graph, new Set([...said, ...heard]));
  }

  heardOn(topic: TopicName): number {
    return this.#heardByTopic.get(topic) ?? 0;
  }

  close(): Promise<void> {
    if (this.#node.open) {
      for (const publisher of this.#publisherByTopic.values())
        if (publisher.subscriptionCount > 0) publisher.waitForAllAcked(LAST_WORDS_NS);
      this.#node.close();
    }
    return Promise.resolve();
  }

  #listen(subscription: Subscription, type: TypeName): void {
    const { topic, receive } = subscription;
    const { rcl, handle, clock } = this.#node;
    const isAsIs = type === topics[topic].type;
    const take = this.#node.guarded(`A receiver of ${topic} failed.`, (bytes: Buffer) => {
      const isWanted = this.#subscriptions.has(subscription) && subscription.type === type;
      if (!isWanted || !this.#node.open) return;
      this.#heardByTopic.set(topic, this.heardOn(topic) + 1);
      try {
        const sequence = subscription.sequence++;
        receive(
          isAsIs
            ? (receiveEnvelope(topic, bytes, clock.wallNs(), sequence) as Envelope)
            : receiveUnstamped(topic, bytes, clock, sequence),
        );
      } finally {
        this.#garbage.add(bytes.length);
      }
    });
    const qos = toRcl(rcl, requestedQos(topic));
    subscription.handle = handle.createSubscription(type, topic, { qos, isRaw: true }, take);
    subscription.name = subscription.handle.topic;
    subscription.type = type;
  }

  #publisherOf(topic: TopicName): RclPublisher {
    let publisher = this.#publisherByTopic.get(topic);
    if (publisher === undefined) {
      const { rcl, handle } = this.#node;
      const qos = toRcl(rcl, offeredQos(topic));
      publisher = handle.createPublisher(typeOn(topic, this.#unstamped), topic, { qos });
      this.#publisherByTopic.set(topic, publisher);
    }
    return publisher;
  }

  #insist(): void {
    if (!this.#node.open) throw new Fault('runtime/closed', { what: 'The ros transport is closed.' });
  }
}

/** What came from rcl is one already. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
