// A feed in the live executor: opened with the run, its failures, and what it is handed.
import type { TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import { refuseLateEmit, refuseOthersTopic, type Output } from './emission.js';
import type { FailureDesk } from './failure.js';
import type { Envelope, Feed } from '../stage.js';
import type { MemberTally } from '../tally.js';

export interface InletOptions {
  readonly tally: MemberTally;
  readonly desk: FailureDesk;
  /** Receives each message as it comes in. */
  readonly arrived: (output: Output) => void;
}

export class Inlet {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly #feed: Feed;
  readonly #options: InletOptions;
  #open = true;

  constructor(feed: Feed, options: InletOptions) {
    this.name = feed.name;
    this.reads = feed.reads;
    this.#feed = feed;
    this.#options = options;
  }

  async open(): Promise<void> {
    const { name, writes } = this.#feed;
    try {
      await this.#feed.open((topic, message) => {
        if (!this.#open) throw refuseLateEmit(name, topic);
        if (!writes.includes(topic)) throw refuseOthersTopic(name, topic);
        this.#options.arrived({ topic, message });
      });
    } catch (thrown) {
      this.#options.desk.failed(this.#options.tally, 'to open', thrown);
    }
  }

  hand(envelope: Envelope, now: TimeNs): void {
    const { tally, desk } = this.#options;
    if (this.#feed.take === undefined || !desk.mayCall(tally, now)) return;
    tally.taken += 1;
    try {
      this.#feed.take(envelope, now);
      desk.succeeded(tally);
    } catch (thrown) {
      desk.failed(tally, `on ${envelope.topic}`, thrown);
    }
  }

  /** Nothing more comes in. */
  shut(): void {
    this.#open = false;
  }
}
