// Closing everything a run opened, in a bounded time, whatever single members do.
import type { Clock } from '../clock.js';
import type { FailureDesk } from './failure.js';

/** After an abort nobody waits longer than this, once for the work under way and once for closing: 2 s in all. */
const ABORTED_BUDGET_MS = 900;
/** A recorder may have much to write at the end of a long run. */
const ENDED_BUDGET_MS = 30_000;

export interface Closable {
  readonly name: string;
  close?(): void | Promise<void>;
}

export interface ClosingOptions {
  readonly clock: Clock;
  readonly desk: FailureDesk;
  readonly signal?: AbortSignal | undefined;
}

/** Closes all at once. Failures and members that do not finish in time are reported, never thrown. */
export async function closeAll(members: readonly Closable[], options: ClosingOptions): Promise<void> {
  const open = new Set(members);
  const closing = Promise.all(
    members.map(async (member) => {
      try {
        await member.close?.();
      } catch (thrown) {
        options.desk.leftOpen(member.name, thrown);
      }
      open.delete(member);
    }),
  );
  await withinBudget(closing, options);
  for (const member of open) options.desk.leftOpen(member.name, new Error('It did not finish in time.'));
}

/** Waits for the work, but no longer than 30 s, or 0.9 s from an abort on. */
export async function withinBudget(work: Promise<unknown>, options: ClosingOptions): Promise<void> {
  const { clock, signal } = options;
  const done = new AbortController();
  const either = signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]);
  const limit = clock
    .sleep(ENDED_BUDGET_MS, either)
    .then(() => (signal?.aborted === true ? clock.sleep(ABORTED_BUDGET_MS, done.signal) : undefined));
  await Promise.race([work, limit]);
  done.abort();
}
