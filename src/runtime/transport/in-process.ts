// The in-process transport: envelopes handed on as they are, for tests and for robots that share a process.
import { Fault, toFault } from '../../fault/fault.js';
import { topics, type TopicName } from '../../message/topics.js';
import type { Envelope } from '../stage.js';
import type { Transport, TransportOptions } from './transport.js';

interface Subscription {
  readonly receive: (envelope: Envelope) => void;
  readonly onFault: (fault: Fault) => void;
  open: boolean;
}

/** What the ether is to radios: transports that share one hear each other. */
export class Hub {
  readonly #subscriptionsByName = new Map<string, Set<Subscription>>();
  readonly #latchedByName = new Map<string, Envelope[]>();

  publish(name: string, envelope: Envelope): void {
    const { qos } = topics[envelope.topic];
    if (qos.durability === 'transient_local') this.#latch(name, envelope, qos.depth);
    for (const subscription of this.#subscriptionsOf(name)) deliver(subscription, envelope);
  }

  subscribe(name: string, subscription: Subscription): void {
    this.#subscriptionsOf(name).add(subscription);
    for (const envelope of this.#latchedByName.get(name) ?? []) deliver(subscription, envelope);
  }

  unsubscribe(name: string, subscription: Subscription): void {
    subscription.open = false;
    this.#subscriptionsOf(name).delete(subscription);
  }

  #latch(name: string, envelope: Envelope, depth: number): void {
    const latched = this.#latchedByName.get(name) ?? [];
    this.#latchedByName.set(name, [...latched, envelope].slice(-depth));
  }

  #subscriptionsOf(name: string): Set<Subscription> {
    let subscriptions = this.#subscriptionsByName.get(name);
    if (subscriptions === undefined) this.#subscriptionsByName.set(name, (subscriptions = new Set()));
    return subscriptions;
  }
}

export interface InProcessOptions extends TransportOptions {
  readonly hub: Hub;
}

export function openInProcess({ hub, namespace, onFault }: InProcessOptions): Transport {
  const endings = new Set<() => void>();
  let open = true;
  const insist = (): void => {
    if (!open) throw new Fault('runtime/closed', { what: 'The in-process transport is closed.' });
  };
  return {
    kind: 'in-process',
    publish(envelope) {
      insist();
      hub.publish(resolveName(namespace, envelope.topic), envelope);
    },
    subscribe(topic, receive) {
      insist();
      const name = resolveName(namespace, topic);
      const subscription: Subscription = { receive, onFault, open: true };
      const end = (): void => {
        hub.unsubscribe(name, subscription);
        endings.delete(end);
      };
      endings.add(end);
      hub.subscribe(name, subscription);
      return end;
    },
    close() {
      open = false;
      for (const end of endings) end();
      return Promise.resolve();
    },
  };
}

/** As ROS resolves names: `scan` under `robot1` is /robot1/scan, `/tf` is /tf. */
export function resolveName(namespace: string, topic: TopicName): string {
  return topic.startsWith('/')
    ? topic
    : [namespace, topic]
        .filter((part) => part !== '')
        .join('/')
        .replace(/^/, '/');
}

function deliver(subscription: Subscription, envelope: Envelope): void {
  queueMicrotask(() => {
    if (!subscription.open) return;
    try {
      subscription.receive(envelope);
    } catch (thrown) {
      const what = `A receiver of ${envelope.topic} failed.`;
      subscription.onFault(toFault(thrown, 'runtime/stage-failed', { what }));
    }
  });
}
