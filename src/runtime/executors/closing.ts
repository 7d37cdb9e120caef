// Closing everything a run opened, in a bounded time, whatever single members do.
import type { Clock } from '../clock.js';
import type { FailureDesk } from './failure.js';

/** After an abort nobody waits longer than this, once for the work under way and once for closing: 2 s in all. */
const ABORTED_BUDGET_MS = 900;
/** Without an abort: a recorder may have much to write at the end of a long run. */
const ENDED_BUDGET_MS = 30_000;

export interface Closable {
  readonly name: string;
  /** How long its closing is waited for after an abort, where that is longer than for others. */
  readonly closeMs?: number;
  close?(): void | Promise<void>;
}

export interface ClosingOptions {
  readonly clock: Clock;
  readonly desk: FailureDesk;
  readonly signal?: AbortSignal | undefined;
}

/** Closes all at once. Failures and members that do not finish in time are reported, never thrown. */
export async function closeAll(members: readonly Closable[], options: ClosingOptions): Promise<void> {
  await Promise.all(members.map((member) => closeOne(member, options)));
}

async function closeOne(member: Closable, options: ClosingOptions): Promise<void> {
  let isOpen = true;
  const close = async (): Promise<void> => {
    try {
      await member.close?.();
    } catch (thrown) {
      options.desk.leftOpen(member.name, thrown);
    }
    isOpen = false;
  };
  await withinBudget(close(), options, member.closeMs);
  if (isOpen) options.desk.leftOpen(member.name, new Error('It did not finish in time.'));
}

/** Waits for the work, but no longer than 30 s, or so long from an abort on. */
export async function withinBudget(
  work: Promise<unknown>,
  options: ClosingOptions,
  abortedMs = ABORTED_BUDGET_MS,
): Promise<void> {
  const { clock, signal } = options;
  const done = new AbortController();
  const either = signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]);
  const limit = clock
    .sleep(ENDED_BUDGET_MS, either)
    .then(() => (signal?.aborted === true ? clock.sleep(abortedMs, done.signal) : undefined));
  await Promise.race([work, limit]);
  done.abort();
}
