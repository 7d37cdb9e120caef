// The clock port: wall and monotonic time from outside, with the system's clock and a manual twin for tests.
import { setImmediate as nextTurn, setTimeout as timer } from 'node:timers/promises';
import type { TimeNs } from '../message/time.js';

export interface Clock {
  /** Milliseconds since some fixed moment; never jumps, whatever happens to the wall clock. */
  monotonicMs(): number;
  /** Nanoseconds since the epoch, as far as the machine knows. */
  wallNs(): TimeNs;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. It never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export function openSystemClock(): Clock {
  return {
    monotonicMs: () => performance.now(),
    wallNs: () => BigInt(Date.now()) * 1_000_000n,
    // Only an abort rejects the timer, and an aborted sleep is a finished one.
    sleep: (ms, signal) =>
      timer(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
  };
}

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** Time that only moves when told to. Sleepers wake in order of their time, each at its own. */
export class ManualClock implements Clock {
  readonly #startWallNs: TimeNs;
  #nowMs = 0;
  #sleepers: Sleeper[] = [];

  constructor(startWallNs: TimeNs = 0n) {
    this.#startWallNs = startWallNs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallNs(): TimeNs {
    return this.#startWallNs + BigInt(Math.round(this.#nowMs * 1e6));
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = { dueMs: this.#nowMs + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => this.#wake(sleeper), { once: true });
    });
  }

  /** Moves time on. What wakes up on the way has run as far as it can before time moves further. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settled();
    for (let sleeper = this.#earliest(endMs); sleeper !== undefined; sleeper = this.#earliest(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, sleeper.dueMs);
      this.#wake(sleeper);
      await settled();
    }
    this.#nowMs = endMs;
  }

  /** Moves time on as if the program had been held up: nobody wakes before the end. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  #earliest(endMs: number): Sleeper | undefined {
    let earliest: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.dueMs > endMs) continue;
      if (earliest === undefined || sleeper.dueMs < earliest.dueMs) earliest = sleeper;
    }
    return earliest;
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  }
}

/** Lets everything that needs no more time run: work that itself yields a few turns of the event loop too. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await nextTurn();
}
