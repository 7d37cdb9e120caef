// The ROS 2 transport: bytes between a run and an rcl node, with the topic table's QoS. Objects never reach rclnodejs.
import { Fault } from '../../fault/fault.js';
import { topics, type TopicName } from '../../message/topics.js';
import { receiveEnvelope } from '../envelope.js';
import type { Envelope } from '../stage.js';
import type { Transport } from '../transport.js';
import { findMismatches, type Mismatch } from './mismatch.js';
import type { RosNode } from './node.js';
import { offeredQos, requestedQos, toRcl } from './qos.js';
import type { RclPublisher, RclSubscription } from './rclnodejs.js';
import { YoungGarbage } from './young-garbage.js';

export interface RosTransportOptions {
  /** Closed with the transport. Its namespace, arguments and remaps decide what names become. */
  readonly node: RosNode;
}

export interface RosTransport extends Transport {
  /** Makes publishers before there is anything to say, so that others have found us when the first message goes out. */
  announce(topics: readonly TopicName[]): void;
  /** Offers and requests on our topics that never meet, as the graph is now. */
  mismatches(): Mismatch[];
}

/** So long a closing transport waits for readers to have its last messages: a last stop must arrive. */
const LAST_WORDS_NS = 100_000_000n;

export function openRos(options: RosTransportOptions): RosTransport {
  return new RclTransport(options);
}

class RclTransport implements RosTransport {
  readonly kind = 'ros';
  readonly #node: RosNode;
  readonly #publisherByTopic = new Map<TopicName, RclPublisher>();
  readonly #subscriptions = new Map<RclSubscription, TopicName>();
  readonly #garbage = new YoungGarbage();

  constructor({ node }: RosTransportOptions) {
    this.#node = node;
  }

  announce(names: readonly TopicName[]): void {
    for (const topic of names) this.#publisherOf(topic);
  }

  publish(envelope: Envelope): void {
    this.#insist();
    const { buffer, byteOffset, byteLength } = envelope.bytes();
    this.#publisherOf(envelope.topic).publish(Buffer.from(buffer, byteOffset, byteLength));
  }

  subscribe(topic: TopicName, receive: (envelope: Envelope) => void): () => void {
    this.#insist();
    const { rcl, handle } = this.#node;
    let [wanted, sequence] = [true, 0];
    const take = this.#node.guarded(`A receiver of ${topic} failed.`, (bytes: Buffer) => {
      if (!wanted || !this.#node.open) return;
      try {
        receive(receiveEnvelope(topic, bytes, this.#node.clock.wallNs(), sequence++) as Envelope);
      } finally {
        this.#garbage.add(bytes.length);
      }
    });
    const qos = toRcl(rcl, requestedQos(topic));
    const subscription = handle.createSubscription(topics[topic].type, topic, { qos, isRaw: true }, take);
    this.#subscriptions.set(subscription, topic);
    return () => {
      if (!wanted) return;
      wanted = false;
      this.#subscriptions.delete(subscription);
      if (this.#node.open) handle.destroySubscription(subscription);
    };
  }

  mismatches(): Mismatch[] {
    if (!this.#node.open) return [];
    const names = [...this.#publisherByTopic.values(), ...this.#subscriptions.keys()].map(
      ({ topic }) => topic,
    );
    return findMismatches(this.#node.handle, new Set(names));
  }

  close(): Promise<void> {
    if (this.#node.open) {
      for (const publisher of this.#publisherByTopic.values())
        if (publisher.subscriptionCount > 0) publisher.waitForAllAcked(LAST_WORDS_NS);
      this.#node.close();
    }
    return Promise.resolve();
  }

  #publisherOf(topic: TopicName): RclPublisher {
    let publisher = this.#publisherByTopic.get(topic);
    if (publisher === undefined) {
      const { rcl, handle } = this.#node;
      const qos = toRcl(rcl, offeredQos(topic));
      publisher = handle.createPublisher(topics[topic].type, topic, { qos });
      this.#publisherByTopic.set(topic, publisher);
    }
    return publisher;
  }

  #insist(): void {
    if (!this.#node.open) throw new Fault('runtime/closed', { what: 'The ros transport is closed.' });
  }
}
