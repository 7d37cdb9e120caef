// Ids that last: an obstacle keeps the id it had where it was seen before, greedily by distance.

interface Known {
  id: number;
  x: number;
  y: number;
  wall: boolean;
  taken: boolean;
  missed: number;
}

/** An obstacle hidden for longer than this many scans is a new one when it comes back. */
const MAX_MISSED = 5;

/** Remembers where obstacles were in a frame that stands still. */
export class Association {
  #known: Known[] = [];
  #nextId = 1;

  /** Call before the obstacles of a scan. */
  begin(): void {
    for (const known of this.#known) known.taken = false;
  }

  /** The id of the nearest obstacle of the same kind within `gateM`, else a new one. Position in the fixed frame, metres. */
  identify(x: number, y: number, wall: boolean, gateM: number): number {
    let best: Known | undefined;
    let bestSquared = gateM * gateM;
    for (const known of this.#known) {
      if (known.taken || known.wall !== wall) continue;
      const squared = (known.x - x) ** 2 + (known.y - y) ** 2;
      if (squared > bestSquared) continue;
      best = known;
      bestSquared = squared;
    }
    if (best === undefined) {
      best = { id: this.#nextId++, x, y, wall, taken: true, missed: 0 };
      this.#known.push(best);
    }
    best.x = x;
    best.y = y;
    best.taken = true;
    best.missed = 0;
    return best.id;
  }

  /** Call after the obstacles of a scan: forgets what has been gone for long. */
  end(): void {
    for (const known of this.#known) if (!known.taken) known.missed++;
    this.#known = this.#known.filter((known) => known.missed <= MAX_MISSED);
  }
}
