// A transport as a feed: what others publish comes into the run, what the run publishes goes out.
import type { MessageOf, TopicName } from '../../message/topics.js';
import type { Emit, Feed } from '../stage.js';
import type { Transport } from './transport.js';

export interface TransportFeedOptions {
  readonly transport: Transport;
  /** Topics of others that come in. Must not overlap with `outgoing`: a transport hears its own messages. */
  readonly incoming: readonly TopicName[];
  /** Topics of this run that go out. */
  readonly outgoing: readonly TopicName[];
}

/** Closes the transport with the run. */
export function createTransportFeed({ transport, incoming, outgoing }: TransportFeedOptions): Feed {
  return {
    name: `transport ${transport.kind}`,
    reads: outgoing.filter((topic) => !incoming.includes(topic)),
    writes: incoming,
    open(emit) {
      for (const topic of incoming) receive(transport, topic, emit);
    },
    take: (envelope) => transport.publish(envelope),
    close: () => transport.close(),
  };
}

function receive<T extends TopicName>(transport: Transport, topic: T, emit: Emit): void {
  // A transport delivers on a topic only what was published on it.
  transport.subscribe(topic, ({ message }) => emit(topic, message as MessageOf<T>));
}
