// What a peer in rclpy hears, message by message: a test waits until it has heard what it wants.
import type { Header } from '../../../message/messages.js';
import { News } from './news.js';
import { followPeer } from './processes.js';

/** Characters of a message that are shown when it was not enough. */
const MOST = 600;

interface Line {
  readonly topic: string;
  /** How many others say something on it now. */
  readonly publishers?: number;
  /** When the peer took it. */
  readonly atS?: number;
  readonly message?: unknown;
}

export interface Heard<T> {
  readonly atS: number;
  readonly message: T;
}

export interface Stamped {
  readonly header: Header;
}

/** From now on, until the test ends. `wanted`: `topic=package/msg/Type[@sensor|@reliable|@latched]`. */
export function hear(...wanted: readonly string[]): Hearing {
  return new Hearing(wanted);
}

export class Hearing {
  readonly #heardByTopic = new Map<string, Heard<unknown>[]>();
  readonly #publishersByTopic = new Map<string, number>();
  readonly #news = new News(() => this.#describe());

  constructor(wanted: readonly string[]) {
    for (const each of wanted) this.#heardByTopic.set(each.split('=')[0]!, []);
    const { child } = followPeer<Line>(['hear', ...wanted], (line) => this.#take(line));
    child.once('close', () => this.#news.end());
  }

  /** All that came on a topic. The types are those that were asked for: rclpy has decoded them. */
  on<T = Stamped>(topic: string): readonly Heard<T>[] {
    return this.#heardByTopic.get(topic) as Heard<T>[];
  }

  messages<T = Stamped>(topic: string): readonly T[] {
    return this.on<T>(topic).map(({ message }) => message);
  }

  /** Fails when it has not come in a long time, and says what has. */
  until(what: string, holds: () => boolean): Promise<void> {
    return this.#news.until(what, holds);
  }

  /** So many on every topic. */
  count(messages: number): Promise<void> {
    return this.until(`${messages} messages on each`, () =>
      [...this.#heardByTopic.values()].every(({ length }) => length >= messages),
    );
  }

  /** Somebody is found who may say something on the topic: from now on nothing is missed. */
  found(topic: string): Promise<void> {
    return this.until(`somebody on ${topic}`, () => (this.#publishersByTopic.get(topic) ?? 0) > 0);
  }

  #take({ topic, publishers, atS, message }: Line): void {
    if (publishers !== undefined) this.#publishersByTopic.set(topic, publishers);
    else this.#heardByTopic.get(topic)!.push({ atS: atS!, message });
    this.#news.tell();
  }

  #describe(): string {
    return [...this.#heardByTopic]
      .map(
        ([topic, heard]) => `${topic}: ${heard.length}, last ${JSON.stringify(heard.at(-1))?.slice(0, MOST)}`,
      )
      .join('\n');
  }
}

export function stampS({ header: { stamp } }: Stamped): number {
  return stamp.sec + stamp.nanosec / 1e9;
}
