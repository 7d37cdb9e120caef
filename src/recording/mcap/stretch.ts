// Messages that lie together in a file, while they are counted.
import type { TimeNs } from '../../message/time.js';
import type { Extent, StoredMessage } from './extent.js';

/** Times and channels of messages that lie together. */
export class Stretch {
  readonly offset: number;
  readonly countByChannel = new Map<number, number>();
  bytes = 0;
  #startTime: TimeNs | undefined;
  #endTime: TimeNs = 0n;

  constructor(offset: number) {
    this.offset = offset;
  }

  get times(): { startTime: TimeNs; endTime: TimeNs } {
    return { startTime: this.#startTime ?? 0n, endTime: this.#endTime };
  }

  add({ channelId, logTime }: StoredMessage): void {
    this.countByChannel.set(channelId, (this.countByChannel.get(channelId) ?? 0) + 1);
    if (this.#startTime === undefined || logTime < this.#startTime) this.#startTime = logTime;
    if (logTime > this.#endTime) this.#endTime = logTime;
  }

  extent(kind: Extent['kind'], bytes: number): Extent {
    return { kind, offset: this.offset, bytes, ...this.times, channels: new Set(this.countByChannel.keys()) };
  }
}
