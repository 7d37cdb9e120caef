// What a run counts about its members and topics: the one view that reports, diagnostics and tests read.
import { topicNames, type TopicName } from '../message/topics.js';
import type { Member } from './executors/graph.js';

export interface MemberTally {
  readonly name: string;
  taken: number;
  ticks: number;
  /** Messages its queues let go of, by topic; a topic that lost none is absent. */
  readonly droppedByTopic: Map<TopicName, number>;
  failures: number;
  failuresInARow: number;
  /** Time its work took: declared latency in lockstep, wall time live. Milliseconds. */
  busyMs: number;
  /** Left alone after too many failures in a row: a stage until it is tried again, a source for good. */
  resting: boolean;
}

/** Made before the run, so that a stage (watch) can look at what its executor counts. */
export class Tally {
  readonly #members = new Map<string, MemberTally>();
  readonly #publishedByTopic = new Map<TopicName, number>(topicNames.map((topic) => [topic, 0]));

  /** The tally of one member, made when first asked for. */
  of({ name }: Pick<Member, 'name'>): MemberTally {
    let member = this.#members.get(name);
    if (member === undefined) {
      member = createMemberTally(name);
      this.#members.set(name, member);
    }
    return member;
  }

  list(): readonly Readonly<MemberTally>[] {
    return [...this.#members.values()];
  }

  published(topic: TopicName): number {
    return this.#publishedByTopic.get(topic)!;
  }

  /** Counts one more and returns its sequence number. */
  publish(topic: TopicName): number {
    const sequence = this.published(topic);
    this.#publishedByTopic.set(topic, sequence + 1);
    return sequence;
  }

  /** Messages dropped on this topic by all readers together. */
  dropped(topic: TopicName): number {
    let dropped = 0;
    for (const member of this.#members.values()) dropped += member.droppedByTopic.get(topic) ?? 0;
    return dropped;
  }
}

function createMemberTally(name: string): MemberTally {
  const counts = { taken: 0, ticks: 0, failures: 0, failuresInARow: 0, busyMs: 0 };
  return { name, ...counts, droppedByTopic: new Map(), resting: false };
}
