// What an executor does when a member fails: report it, count it, and stop calling what only fails.
import { Fault, toFault } from '../fault/fault.js';
import type { TopicName } from '../message/topics.js';
import type { MemberTally } from './tally.js';

const FAILURES_TO_DEATH = 5;

export interface FailureOptions {
  readonly failuresToDeath?: number;
  readonly onFault?: (fault: Fault, member: string) => void;
}

/** The run goes on without the failed work: its silence is what the guard sees, and doubt means stop. */
export class FailureDesk {
  readonly #limit: number;
  readonly #onFault: ((fault: Fault, member: string) => void) | undefined;

  constructor(options: FailureOptions) {
    this.#limit = options.failuresToDeath ?? FAILURES_TO_DEATH;
    this.#onFault = options.onFault;
  }

  /** `doing` ends the sentence "the stage failed …", e.g. "while taking scan". */
  failed(member: MemberTally, doing: string, thrown: unknown): void {
    member.failures += 1;
    member.failuresInARow += 1;
    member.dead ||= member.failuresInARow >= this.#limit;
    const what = `${member.name} failed ${doing}${member.dead ? ' and is not called again' : ''}.`;
    const found = thrown instanceof Error ? thrown.message : String(thrown);
    this.#onFault?.(new Fault('runtime/stage-failed', { what, found, cause: thrown }), member.name);
  }

  succeeded(member: MemberTally): void {
    member.failuresInARow = 0;
  }

  dropped(member: MemberTally, topic: TopicName, pushed: 'dropped' | 'overflowed'): void {
    member.droppedByTopic.set(topic, (member.droppedByTopic.get(topic) ?? 0) + 1);
    if (pushed === 'dropped') return;
    const what = `${member.name} is too slow for ${topic}, which must not be lost.`;
    this.#onFault?.(new Fault('runtime/queue-overflow', { what, next: 'give it less work' }), member.name);
  }

  /** Closing failed or took too long. */
  leftOpen(name: string, thrown: unknown): void {
    this.#onFault?.(toFault(thrown, 'runtime/stage-failed', { what: `${name} failed to close.` }), name);
  }
}
