// A bag whose topics have other names: for those who remap them, as ROS users know it.
import type { Bag, BagMessage, BagTopic, ReadOptions } from './bag.js';

export interface Renaming {
  /** New names by those in the bag; absolute. */
  readonly names: ReadonlyMap<string, string>;
  /** Topics that are left out, by their name in the bag. */
  readonly without?: ReadonlySet<string>;
}

/** Closing it closes the bag. */
export function renameTopics(bag: Bag, { names, without = new Set() }: Renaming): Bag {
  if (names.size === 0 && without.size === 0) return bag;
  const renamed = new Map<BagTopic, BagTopic>();
  for (const topic of bag.topics) {
    const name = names.get(topic.name);
    if (!without.has(topic.name)) renamed.set(topic, name === undefined ? topic : { ...topic, name });
  }
  return new RenamedBag(bag, renamed);
}

class RenamedBag implements Bag {
  readonly #bag: Bag;
  /** By the topic in the bag. */
  readonly #renamed: ReadonlyMap<BagTopic, BagTopic>;

  constructor(bag: Bag, renamed: ReadonlyMap<BagTopic, BagTopic>) {
    this.#bag = bag;
    this.#renamed = renamed;
  }

  get path(): string {
    return this.#bag.path;
  }

  get files(): Bag['files'] {
    return this.#bag.files;
  }

  get topics(): readonly BagTopic[] {
    return [...this.#renamed.values()];
  }

  get span(): Bag['span'] {
    return this.#bag.span;
  }

  get bytes(): number {
    return this.#bag.bytes;
  }

  get problems(): Bag['problems'] {
    return this.#bag.problems;
  }

  async *batches(options: ReadOptions = {}): AsyncGenerator<readonly BagMessage[], void> {
    const { topics } = options;
    const wanted = [...this.#renamed].filter(([, { name }]) => topics?.includes(name) ?? true);
    const names = wanted.map(([{ name }]) => name);
    for await (const batch of this.#bag.batches({ ...options, topics: names }))
      yield batch.map((message) => this.#rename(message));
  }

  async *messages(options: ReadOptions = {}): AsyncGenerator<BagMessage, void> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  close(): Promise<void> {
    return this.#bag.close();
  }

  #rename(message: BagMessage): BagMessage {
    const topic = this.#renamed.get(message.topic);
    return topic === undefined || topic === message.topic ? message : { ...message, topic };
  }
}
