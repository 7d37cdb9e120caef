// Plays a bag to ROS as `ros2 bag play` does: every topic with its own name, type, QoS and bytes, at the bag's pace.
import { Fault } from '../../fault/fault.js';
import { encode } from '../../message/codec.js';
import { nsToMs, toTime, type TimeNs } from '../../message/time.js';
import type { Qos } from '../../message/topics.js';
import type { Bag, BagTopic } from '../../recording/bag.js';
import type { Clock } from '../../runtime/clock.js';
import type { RosNode } from '../../runtime/ros/node.js';
import { offeredQos, toRcl } from '../../runtime/ros/qos.js';
import type { RclPublisher } from '../../runtime/ros/rclnodejs.js';

export interface PlayOptions {
  readonly bag: Bag;
  readonly node: RosNode;
  /** Wall time, for the pace. */
  readonly clock: Clock;
  /** Times real time. */
  readonly rate: number;
  /** Publish /clock so often; absent: what the bag has. */
  readonly clockHz?: number | undefined;
  readonly loop: boolean;
  readonly signal: AbortSignal;
  /** Log time at which it ends. */
  readonly until?: TimeNs | undefined;
}

export interface Played {
  readonly messages: Readonly<Record<string, number>>;
  /** Topics that could not be published, with the reason. */
  readonly left: Readonly<Record<string, string>>;
  readonly rounds: number;
}

/** Until others have found us nobody hears anything. */
const DISCOVERY_MS = 1000;
const LAST_WORDS_NS = 500_000_000n;

const clockTopic = '/clock';
const usualQos: Qos = { history: 'keep_last', depth: 10, reliability: 'reliable', durability: 'volatile' };

/** Until the bag ends or the signal aborts. Throws what reading the bag throws. The node stays the caller's to close. */
export async function playToRos(options: PlayOptions): Promise<Played> {
  const player = new Player(options);
  await options.clock.sleep(DISCOVERY_MS, options.signal);
  do await player.playOnce();
  while (options.loop && !options.signal.aborted);
  player.waitForReaders();
  return player.report();
}

class Player {
  readonly #options: PlayOptions;
  readonly #publisherByTopic = new Map<BagTopic, RclPublisher>();
  readonly #clockPublisher: RclPublisher | undefined;
  readonly #counts = new Map<string, number>();
  readonly #left: Record<string, string> = {};
  #rounds = 0;

  constructor(options: PlayOptions) {
    this.#options = options;
    const { bag, node, clockHz } = options;
    for (const topic of bag.topics)
      if (topic.name !== clockTopic || clockHz === undefined) this.#advertise(topic);
    if (clockHz !== undefined)
      this.#clockPublisher = publisherOf(node, 'rosgraph_msgs/msg/Clock', clockTopic, offeredQos(clockTopic));
  }

  async playOnce(): Promise<void> {
    const { bag, clock, rate, signal, until } = this.#options;
    const startMs = clock.monotonicMs();
    let first: TimeNs | undefined;
    this.#rounds += 1;
    const topics = [...this.#publisherByTopic.keys()].map(({ name }) => name);
    for await (const { topic, logTime, data } of bag.messages({
      topics,
      ...(until === undefined ? {} : { until }),
    })) {
      first ??= logTime;
      const now = (): TimeNs => first! + BigInt(Math.round((clock.monotonicMs() - startMs) * rate * 1e6));
      while (now() < logTime && !signal.aborted) await this.#tickOrSleep(now, logTime);
      if (signal.aborted) return;
      this.#publisherByTopic.get(topic)?.publish(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
      this.#counts.set(topic.name, (this.#counts.get(topic.name) ?? 0) + 1);
    }
  }

  waitForReaders(): void {
    for (const publisher of this.#publisherByTopic.values())
      if (publisher.subscriptionCount > 0) publisher.waitForAllAcked(LAST_WORDS_NS);
  }

  report(): Played {
    return { messages: Object.fromEntries(this.#counts), left: this.#left, rounds: this.#rounds };
  }

  /** Sleeps until the message is due, or only until /clock shall be said again. */
  async #tickOrSleep(now: () => TimeNs, due: TimeNs): Promise<void> {
    const { clock, rate, signal, clockHz } = this.#options;
    const untilMs = nsToMs(due - now()) / rate;
    if (clockHz === undefined) return clock.sleep(untilMs, signal);
    const periodMs = 1000 / clockHz;
    const toTickMs = periodMs - (clock.monotonicMs() % periodMs);
    await clock.sleep(Math.min(untilMs, toTickMs), signal);
    if (toTickMs <= untilMs) this.#tellTime(now());
  }

  #tellTime(now: TimeNs): void {
    const { buffer, byteOffset, byteLength } = encode('rosgraph_msgs/msg/Clock', { clock: toTime(now) });
    this.#clockPublisher?.publish(Buffer.from(buffer, byteOffset, byteLength));
  }

  #advertise(topic: BagTopic): void {
    const { name, type, qos, messageEncoding } = topic;
    try {
      if (messageEncoding !== 'cdr')
        throw new Fault('bag/unsupported', { what: `${name} is not CDR.`, found: messageEncoding });
      this.#publisherByTopic.set(topic, publisherOf(this.#options.node, type, name, qos[0] ?? usualQos));
    } catch (thrown) {
      this.#left[name] =
        `${type}: ${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}`;
    }
  }
}

function publisherOf({ rcl, handle }: RosNode, type: string, name: string, qos: Qos): RclPublisher {
  return handle.createPublisher(type, name, { qos: toRcl(rcl, qos) });
}
