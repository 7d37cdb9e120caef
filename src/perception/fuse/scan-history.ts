// The last few scans as points in the frame that stands still, to be paired with pictures by their stamps.
import type { TimeNs } from '../../message/time.js';
import type { PlacedScan } from '../../runtime/geometry/scan-intake.js';
import { Sweep } from '../../runtime/geometry/sweep.js';

/** A picture is judged up to half a second late, scans come every 0.1 s. */
const LENGTH = 8;

export interface KeptScan {
  readonly sweep: Sweep;
  stamp: TimeNs;
  /** The sensor's frame. */
  frame: string;
}

/** A ring: its scans are overwritten in turn. */
export class ScanHistory {
  readonly #ring: KeptScan[] = [];
  #added = 0;

  add({ scan, stamp, start, end }: PlacedScan): void {
    if (this.#ring.length < LENGTH) this.#ring.push({ sweep: new Sweep(), stamp, frame: '' });
    const slot = this.#ring[this.#added++ % LENGTH]!;
    slot.sweep.fill(scan, start, end);
    // Between its first beam and its last.
    slot.stamp = stamp + BigInt(Math.round((scan.time_increment * scan.ranges.length * 1e9) / 2));
    slot.frame = scan.header.frame_id;
  }

  /** The scan taken nearest to a time, at most `withinNs` away. */
  nearest(time: TimeNs, withinNs: TimeNs): KeptScan | undefined {
    let best: KeptScan | undefined;
    let apart = withinNs;
    for (const kept of this.#ring) {
      const distance = kept.stamp > time ? kept.stamp - time : time - kept.stamp;
      if (distance > apart) continue;
      best = kept;
      apart = distance;
    }
    return best;
  }
}
