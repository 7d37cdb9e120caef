// Waiting for transforms: what came before its transform is held until that arrives or its time is over.
import type { Fault } from '../../fault/fault.js';
import { msToNs, type TimeNs } from '../../message/time.js';
import { createTransform } from './rigid.js';
import type { TransformBuffer } from './tf.js';

/** Which transform is waited for: from `source` to `target` at a time. */
export interface WantedTransform {
  readonly target: string;
  readonly source: string;
  readonly time: TimeNs;
}

export interface TransformWaitOptions<T> {
  readonly buffer: TransformBuffer;
  /** How long an item is held, on the run's clock. */
  readonly timeoutMs: number;
  /** So many are held at most; one more gives up the oldest. 16 if absent. */
  readonly ceiling?: number;
  readonly onReady: (item: T, now: TimeNs) => void;
  /** Its Fault says what is missing: 'tf/missing', 'tf/too-old' or 'tf/not-yet'. */
  readonly onGivenUp: (item: T, fault: Fault) => void;
}

interface Held<T> {
  readonly item: T;
  readonly wanted: WantedTransform;
  readonly deadline: TimeNs;
}

/** No timer of its own: its owner calls `check` when transforms have come, and in its tick. */
export class TransformWait<T> {
  readonly #options: TransformWaitOptions<T>;
  #timeoutNs: TimeNs;
  readonly #ceiling: number;
  #held: Held<T>[] = [];

  constructor(options: TransformWaitOptions<T>) {
    this.#options = options;
    this.#timeoutNs = msToNs(options.timeoutMs);
    this.#ceiling = options.ceiling ?? 16;
  }

  /** For items that come from now on. */
  set timeoutMs(timeoutMs: number) {
    this.#timeoutNs = msToNs(timeoutMs);
  }

  get size(): number {
    return this.#held.length;
  }

  /** Hands the item on at once if its transform is there, else holds it. Items keep their order. */
  waitFor(item: T, wanted: WantedTransform, now: TimeNs): void {
    while (this.#held.length >= this.#ceiling) this.#giveUp(this.#held.shift()!);
    this.#held.push({ item, wanted, deadline: now + this.#timeoutNs });
    this.check(now);
  }

  /** Hands on what is ready and gives up what is too late, or was so from the start. */
  check(now: TimeNs): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const one of held) {
      const { target, source, time } = one.wanted;
      const readiness = this.#options.buffer.readiness(target, source, time);
      if (readiness === 'ready') this.#options.onReady(one.item, now);
      else if (readiness === 'too-old' || now >= one.deadline) this.#giveUp(one);
      else this.#held.push(one);
    }
  }

  #giveUp({ item, wanted }: Held<T>): void {
    try {
      this.#options.buffer.lookupInto(createTransform(), wanted.target, wanted.source, wanted.time);
    } catch (fault) {
      this.#options.onGivenUp(item, fault as Fault);
    }
  }
}
