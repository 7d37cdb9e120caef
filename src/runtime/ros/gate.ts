// A gate between a run and the ROS transport: open while the node is active, shut otherwise; the node outlives both.
import type { TopicName } from '../../message/topics.js';
import type { Envelope } from '../stage.js';
import type { Transport } from '../transport/transport.js';

/** How a node is goes out in every state. */
const always: ReadonlySet<TopicName> = new Set(['/diagnostics', '/rosout']);

interface Wish {
  readonly topic: TopicName;
  readonly receive: (envelope: Envelope) => void;
  /** Ends the subscription; undefined while the gate is shut. */
  end: (() => void) | undefined;
}

/** Subscribes when it opens, so that what was latched arrives then. Closing it leaves the transport open. */
export class Gate implements Transport {
  readonly kind: string;
  readonly #transport: Transport;
  readonly #wishes = new Set<Wish>();
  #open = false;

  constructor(transport: Transport) {
    this.kind = transport.kind;
    this.#transport = transport;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  publish(envelope: Envelope): void {
    if (this.#open || always.has(envelope.topic)) this.#transport.publish(envelope);
  }

  subscribe(topic: TopicName, receive: (envelope: Envelope) => void): () => void {
    const wish: Wish = { topic, receive, end: undefined };
    this.#wishes.add(wish);
    if (this.#open) this.#fulfil(wish);
    return () => {
      this.#wishes.delete(wish);
      wish.end?.();
    };
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    for (const wish of this.#wishes) this.#fulfil(wish);
  }

  shut(): void {
    this.#open = false;
    for (const wish of this.#wishes) {
      wish.end?.();
      wish.end = undefined;
    }
  }

  close(): Promise<void> {
    this.shut();
    this.#wishes.clear();
    return Promise.resolve();
  }

  #fulfil(wish: Wish): void {
    wish.end = this.#transport.subscribe(wish.topic, wish.receive);
  }
}
