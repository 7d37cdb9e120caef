// What an executor does when a member fails: report it, count it, and leave alone for a while what only fails.
import { Fault, toFault } from '../../fault/fault.js';
import { msToNs, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import type { MemberTally } from '../tally.js';

const FAILURES_TO_REST = 5;
const REST_MS = 5000;

export interface FailureOptions {
  readonly failuresToRest?: number;
  readonly onFault?: (fault: Fault, member: string) => void;
}

/** The run goes on without the failed work: its silence is what the guard sees, and doubt means stop. */
export class FailureDesk {
  readonly #limit: number;
  readonly #restUntil = new Map<MemberTally, TimeNs>();
  readonly #onFault: ((fault: Fault, member: string) => void) | undefined;

  constructor(options: FailureOptions) {
    this.#limit = options.failuresToRest ?? FAILURES_TO_REST;
    this.#onFault = options.onFault;
  }

  /** `doing` ends the sentence "the stage failed …", e.g. "while taking scan". */
  failed(member: MemberTally, doing: string, thrown: unknown): void {
    member.failures += 1;
    member.failuresInARow += 1;
    member.resting ||= member.failuresInARow >= this.#limit;
    this.#restUntil.delete(member);
    const what = `${member.name} failed ${doing}${member.resting ? ' and is left alone for now' : ''}.`;
    const found = thrown instanceof Error ? thrown.message : String(thrown);
    this.#onFault?.(new Fault('runtime/stage-failed', { what, found, cause: thrown }), member.name);
  }

  succeeded(member: MemberTally): void {
    member.failuresInARow = 0;
    member.resting = false;
  }

  /** A rest begins at the first call that is not made; after it one failure is enough for the next. */
  mayCall(member: MemberTally, now: TimeNs): boolean {
    if (!member.resting) return true;
    const until = this.#restUntil.get(member);
    if (until !== undefined) return now >= until;
    this.#restUntil.set(member, now + msToNs(REST_MS));
    return false;
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
