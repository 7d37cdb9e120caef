// Holds a source: its time stands still, and the run's with it, until it is let go or told to make single steps.
import type { TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import type { Emit, Envelope, Source } from '../../runtime/stage.js';

export class Halt implements Source {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
  readonly #source: Source;
  readonly #signal: AbortSignal;
  readonly #reasons: Set<string>;
  #stepsLeft = 0;
  #stepped: (() => void) | undefined;
  /** Lets the action that waits look again. */
  #wake: (() => void) | undefined;

  /** Held at first for these reasons. An abort ends all waiting. */
  constructor(source: Source, signal: AbortSignal, reasons: Iterable<string> = []) {
    this.name = source.name;
    this.reads = source.reads;
    this.writes = source.writes;
    this.#source = source;
    this.#signal = signal;
    this.#reasons = new Set(reasons);
    signal.addEventListener('abort', () => this.#lookAgain(), { once: true });
  }

  hold(reason: string): void {
    this.#reasons.add(reason);
  }

  release(reason: string): void {
    this.#reasons.delete(reason);
    this.#lookAgain();
  }

  isHeld(reason: string): boolean {
    return this.#reasons.has(reason);
  }

  /** Makes so many steps though it is held; resolves when they are made, or at an abort. */
  step(steps: number): Promise<void> {
    this.#stepsLeft += steps;
    return new Promise((resolve) => {
      const before = this.#stepped;
      this.#stepped = () => {
        before?.();
        resolve();
      };
      this.#lookAgain();
    });
  }

  next(): TimeNs | undefined {
    return this.#source.next();
  }

  advance(now: TimeNs, emit: Emit): void | Promise<void> {
    if (this.#reasons.size === 0) return this.#source.advance(now, emit);
    return this.#advanceLater(now, emit);
  }

  take(envelope: Envelope, now: TimeNs): void {
    this.#source.take?.(envelope, now);
  }

  async close(): Promise<void> {
    await this.#source.close?.();
  }

  async #advanceLater(now: TimeNs, emit: Emit): Promise<void> {
    while (!this.#mayGo()) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#signal.aborted) return this.#endSteps();
    await this.#source.advance(now, emit);
    if (this.#stepsLeft > 0 && --this.#stepsLeft === 0) this.#endSteps();
  }

  #mayGo(): boolean {
    return this.#reasons.size === 0 || this.#stepsLeft > 0 || this.#signal.aborted;
  }

  #lookAgain(): void {
    this.#wake?.();
  }

  #endSteps(): void {
    this.#stepsLeft = 0;
    this.#stepped?.();
    this.#stepped = undefined;
  }
}
