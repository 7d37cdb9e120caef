// Feeds a bag's messages into a run: a Source that acts at the times at which they were recorded.
import { type Fault, toFault } from '../fault/fault.js';
import { fromTime, type TimeNs } from '../message/time.js';
import { type MessageOf, type TopicName, topics } from '../message/topics.js';
import type { Emit, Source } from '../runtime/stage.js';
import type { Bag, BagMessage, BagTopic, ReadOptions } from './bag.js';
import { BagDecoder } from './bag-decoder.js';
import type { Output } from './compare.js';
import { fit, isLossy, type Route, routesOf } from './bag-routes.js';

export interface BagSourceOptions extends Pick<ReadOptions, 'from' | 'until'> {
  /** What to feed; all of the bag that the topic table knows, if absent. */
  readonly topics?: readonly TopicName[];
  /** Goes before relative names in the bag: `/robot1`; '' if absent. */
  readonly namespace?: string;
  /** Names in the bag that stand for topics of the table: `{ '/base_scan': 'scan' }`. */
  readonly remap?: Readonly<Record<string, TopicName>>;
  /** These are handed over here, in their turn, and not emitted: what a replay is compared with. */
  readonly aside?: {
    readonly topics: readonly TopicName[];
    readonly take: (recorded: RecordedOutput) => void;
  };
}

export interface RecordedOutput extends Output {
  /** On its topic, as recorded. */
  readonly sequence: number;
}

export interface BagSource extends Source {
  /** Messages that could not be fed, by name in the bag, with the first reason. */
  readonly skipped: ReadonlyMap<string, { readonly count: number; readonly why: string }>;
  /** Topics of the table that it has, to be emitted or handed aside. */
  readonly has: ReadonlySet<TopicName>;
  /** Topics of the table that are made from pictures compressed with loss. */
  readonly lossy: ReadonlySet<TopicName>;
}

/** Reads ahead to the first message. The bag stays the caller's to close. Throws what reading throws. */
export async function openBagSource(bag: Bag, options: BagSourceOptions = {}): Promise<BagSource> {
  const source = new Feeder(bag, options);
  await source.fill();
  return source;
}

class Feeder implements BagSource {
  readonly name = 'bag';
  readonly reads = [] as const;
  readonly writes: readonly TopicName[];
  readonly skipped = new Map<string, { count: number; why: string }>();
  readonly has: ReadonlySet<TopicName>;
  readonly lossy: ReadonlySet<TopicName>;
  readonly #batches: AsyncGenerator<readonly BagMessage[], void>;
  readonly #routesByTopic: ReadonlyMap<BagTopic, readonly Route[]>;
  readonly #aside: BagSourceOptions['aside'];
  readonly #decoder = new BagDecoder();
  #batch: readonly BagMessage[] = [];
  #at = 0;

  constructor(bag: Bag, options: BagSourceOptions) {
    const { topics: wanted, aside, from, until } = options;
    const asideTopics = aside?.topics ?? [];
    const routes = routesOf(bag.topics, {
      ...options,
      wanted: wanted === undefined ? undefined : [...wanted, ...asideTopics],
    });
    this.#routesByTopic = bySource(routes);
    this.#aside = aside;
    this.has = new Set(routes.map(({ target }) => target));
    this.writes = [...this.has].filter((topic) => !asideTopics.includes(topic));
    this.lossy = new Set(routes.filter(isLossy).map(({ target }) => target));
    this.#batches = bag.batches({
      topics: routes.map(({ source }) => source.name),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    });
  }

  next(): TimeNs | undefined {
    return this.#batch[this.#at]?.logTime;
  }

  async advance(now: TimeNs, emit: Emit): Promise<void> {
    for (let message = this.#batch[this.#at]; message !== undefined; message = this.#batch[this.#at]) {
      if (message.logTime > now) return;
      this.#at++;
      await this.#hand(message, emit);
      if (this.#at >= this.#batch.length) await this.fill();
    }
  }

  async close(): Promise<void> {
    await this.#batches.return();
  }

  async fill(): Promise<void> {
    const { value } = await this.#batches.next();
    this.#batch = value ?? [];
    this.#at = 0;
  }

  async #hand(message: BagMessage, emit: Emit): Promise<void> {
    const { topic } = message;
    const decoded = this.#decoder.decode(message);
    if (decoded.kind !== 'known') {
      this.#skip(topic, decoded.kind === 'raw' ? decoded.why : undefined);
      return;
    }
    for (const { target } of this.#routesByTopic.get(topic) ?? []) {
      const fitted = await fit(decoded, topics[target].type, message.logTime).catch((thrown: unknown) =>
        this.#skip(topic, toFault(thrown, 'picture/undecodable', { what: 'A picture cannot be decoded' })),
      );
      if (fitted === undefined) continue;
      if (this.#aside?.topics.includes(target) === true) this.#handAside(target, fitted, message);
      else emit(target, fitted);
    }
  }

  #handAside(topic: TopicName, message: MessageOf<TopicName>, { logTime, data, sequence }: BagMessage): void {
    const { header } = message as { readonly header?: { readonly stamp: { sec: number; nanosec: number } } };
    const stamp = header === undefined ? logTime : fromTime(header.stamp);
    this.#aside?.take({ topic, time: logTime, stamp, message, data, sequence });
  }

  #skip({ name, type }: BagTopic, why: Fault | undefined): void {
    const known = this.skipped.get(name);
    const reason = why?.message ?? `the bag's definition of ${type} differs from ours`;
    this.skipped.set(name, { count: (known?.count ?? 0) + 1, why: known?.why ?? reason });
  }
}

function bySource(routes: readonly Route[]): Map<BagTopic, Route[]> {
  const grouped = new Map<BagTopic, Route[]>();
  for (const route of routes) grouped.set(route.source, [...(grouped.get(route.source) ?? []), route]);
  return grouped;
}
