// The clock of a live run: it follows wall time from the run's start, and stands still while a source catches up.
import { msToNs, nsToMs, type TimeNs } from '../../message/time.js';
import type { Clock } from '../clock.js';

/** Never goes back and never jumps, whatever happens to the wall clock. */
export class LiveClock {
  readonly startTime: TimeNs;
  readonly startMonotonicMs: number;
  readonly #clock: Clock;
  #heldAt: TimeNs | undefined;
  #slippedMs = 0;
  #slips = 0;

  constructor(startTime: TimeNs, clock: Clock) {
    this.startTime = startTime;
    this.#clock = clock;
    this.startMonotonicMs = clock.monotonicMs();
  }

  now(): TimeNs {
    return this.#heldAt ?? this.startTime + msToNs(this.#elapsedMs() - this.#slippedMs);
  }

  /** Milliseconds until a time; negative if it has passed, infinite while the clock stands still. */
  untilMs(time: TimeNs): number {
    const aheadMs = nsToMs(time - this.now());
    return aheadMs > 0 && this.#heldAt !== undefined ? Infinity : aheadMs;
  }

  /** Tells how far the sources have come: too far behind stops the clock, caught up lets it go on. */
  follow(sourceTime: TimeNs | undefined, slipMs: number): void {
    if (this.#heldAt === undefined) {
      if (sourceTime === undefined || nsToMs(this.now() - sourceTime) <= slipMs) return;
      this.#heldAt = this.now();
      this.#slips += 1;
    } else if (sourceTime === undefined || sourceTime >= this.#heldAt) {
      this.#slippedMs = this.#elapsedMs() - nsToMs(this.#heldAt - this.startTime);
      this.#heldAt = undefined;
    }
  }

  get slips(): { readonly count: number; readonly seconds: number } {
    return { count: this.#slips, seconds: this.#slippedMs / 1000 };
  }

  #elapsedMs(): number {
    return this.#clock.monotonicMs() - this.startMonotonicMs;
  }
}
