// A stage's inbox: one queue per topic under the table's policy, read across topics in order of arrival.
import { topics, type QueuePolicy, type TopicName } from '../../message/topics.js';
import type { Envelope } from '../stage.js';

/** Nothing waits without end: past this a lossless queue drops its oldest too, and says so. */
export const LOSSLESS_CEILING = 65_536;

/** What became of the queue: nothing was lost, its oldest was dropped by policy, or against it. */
export type Pushed = 'kept' | 'dropped' | 'overflowed';

interface Queue {
  readonly lossless: boolean;
  readonly depth: number;
  readonly waiting: { readonly envelope: Envelope; arrival: number }[];
}

export class Inbox {
  readonly #queueByTopic = new Map<TopicName, Queue>();
  readonly #queues: readonly Queue[];
  #arrivals = 0;
  #size = 0;

  /** `policy` overrides the table's for all topics: a recorder loses nothing. */
  constructor(reads: readonly TopicName[], policy?: QueuePolicy) {
    for (const topic of reads) this.#queueByTopic.set(topic, createQueue(policy ?? topics[topic].queue));
    this.#queues = [...this.#queueByTopic.values()];
  }

  get size(): number {
    return this.#size;
  }

  /** Queues a message of one of the topics that are read. */
  push(envelope: Envelope): Pushed {
    const queue = this.#queueByTopic.get(envelope.topic)!;
    queue.waiting.push({ envelope, arrival: this.#arrivals++ });
    if (queue.waiting.length > queue.depth) {
      // Its place in the line goes to the next of its topic: a topic that always gets newer ones would never have its turn.
      const { arrival } = queue.waiting.shift()!;
      queue.waiting[0]!.arrival = arrival;
      return queue.lossless ? 'overflowed' : 'dropped';
    }
    this.#size += 1;
    return 'kept';
  }

  /** Takes out the message that arrived first, or in place of an older one that did, whatever its topic. */
  shift(): Envelope | undefined {
    let oldest: Queue | undefined;
    for (const queue of this.#queues) {
      const arrival = queue.waiting[0]?.arrival;
      if (arrival !== undefined && arrival < (oldest?.waiting[0]?.arrival ?? Infinity)) oldest = queue;
    }
    if (oldest === undefined) return undefined;
    this.#size -= 1;
    return oldest.waiting.shift()?.envelope;
  }

  clear(): void {
    for (const queue of this.#queues) queue.waiting.length = 0;
    this.#size = 0;
  }
}

function createQueue(policy: QueuePolicy): Queue {
  const depth = policy === 'latest' ? 1 : policy === 'lossless' ? LOSSLESS_CEILING : policy;
  return { lossless: policy === 'lossless', depth, waiting: [] };
}
