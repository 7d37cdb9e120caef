// A stage that plays sensor messages of a bag as a device would give them: at their own pace, stamped now.
import { Fault } from '../../fault/fault.js';
import type { Header } from '../../message/messages.js';
import { toTime, type TimeNs } from '../../message/time.js';
import { topics, type MessageOf, type TopicName } from '../../message/topics.js';
import { openBag, type Bag } from '../../recording/bag.js';
import { openBagSource, type BagSource } from '../../recording/bag-source.js';
import type { Emit, Stage } from '../../runtime/stage.js';

export interface BagPlayerOptions {
  readonly name: string;
  /** A bag folder or file. */
  readonly source: string;
  readonly loop: boolean;
  /** What to play: by the table's names, else the bag's only topic of the type. The first must be there. */
  readonly topics: readonly [TopicName, ...TopicName[]];
}

/** Throws bag/unreadable, bag/unsupported; node/nothing-to-play for a bag without the first topic. */
export async function openBagPlayer(options: BagPlayerOptions): Promise<Stage> {
  const bag = await openBag(options.source);
  try {
    const player = new BagPlayer(bag, options);
    await player.rewind();
    return player;
  } catch (thrown) {
    await bag.close();
    throw thrown;
  }
}

class BagPlayer implements Stage {
  readonly name: string;
  readonly reads = [] as const;
  readonly writes: readonly TopicName[];
  readonly periodMs = 10;
  readonly #bag: Bag;
  readonly #options: BagPlayerOptions;
  #source: BagSource | undefined;
  /** From time in the bag to now; unknown until the first tick of a round. */
  #shift: TimeNs | undefined;

  constructor(bag: Bag, options: BagPlayerOptions) {
    this.name = options.name;
    this.writes = options.topics;
    this.#bag = bag;
    this.#options = options;
  }

  take(): void {
    // It reads nothing.
  }

  async tick(now: TimeNs, emit: Emit): Promise<void> {
    const source = this.#source;
    const next = source?.next();
    if (source === undefined || next === undefined) return this.#endRound();
    this.#shift ??= now - next;
    const restamp: Emit = (topic, message) => emit(topic, stampedAt(message, now));
    await source.advance(now - this.#shift, restamp);
  }

  async rewind(): Promise<void> {
    await this.#source?.close?.();
    const { topics: wanted, source } = this.#options;
    this.#source = await openBagSource(this.#bag, { topics: wanted, remap: remapByType(this.#bag, wanted) });
    this.#shift = undefined;
    if (!this.#source.has.has(wanted[0]) || this.#source.next() === undefined)
      throw nothing(source, wanted[0]);
  }

  async close(): Promise<void> {
    await this.#source?.close?.();
    await this.#bag.close();
  }

  async #endRound(): Promise<void> {
    if (this.#options.loop) await this.rewind();
  }
}

/** A driver's names differ: the only topic of the type stands for the table's. */
function remapByType(bag: Bag, wanted: readonly TopicName[]): Record<string, TopicName> {
  const remap: Record<string, TopicName> = {};
  for (const topic of wanted) {
    if (bag.topics.some(({ name }) => name === `/${topic}`)) continue;
    const [only, ...others] = bag.topics.filter(({ type }) => type === topics[topic].type);
    if (only !== undefined && others.length === 0) remap[only.name] = topic;
  }
  return remap;
}

function stampedAt<M extends MessageOf<TopicName>>(message: M, now: TimeNs): M {
  const { header } = message as { readonly header?: Header };
  return header === undefined ? message : { ...message, header: { ...header, stamp: toTime(now) } };
}

function nothing(source: string, topic: TopicName): Fault {
  return new Fault('node/nothing-to-play', {
    what: `There is nothing to play on ${topic}.`,
    where: source,
    expected: `a message on /${topic}, or one topic of type ${topics[topic].type}`,
  });
}
