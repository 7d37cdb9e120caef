// How near something moved lately: whoever walks may turn round, so a mover counts for a while after it was seen.
import { msToNs, type TimeNs } from '../message/time.js';
import type { Surroundings } from './surroundings.js';

export class Movers {
  #distanceM = Infinity;
  #seenAt: TimeNs | undefined;

  /** Distance of the nearest thing that moved within the last `holdMs`, metres; Infinity if none did. */
  nearest({ count, x, y, moving }: Surroundings, now: TimeNs, holdMs: number): number {
    let nearest = Infinity;
    for (let i = 0; i < count; i++) {
      if (moving[i] === 1) nearest = Math.min(nearest, Math.hypot(x[i]!, y[i]!));
    }
    const held = this.#seenAt !== undefined && now - this.#seenAt <= msToNs(holdMs);
    if (nearest < Infinity) this.#seenAt = now;
    else if (held) return this.#distanceM;
    this.#distanceM = nearest;
    return nearest;
  }
}
