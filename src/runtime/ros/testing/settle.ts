// Waits until nodes of one process have found each other and have taken all that was published: by asking them, not by the clock.
import { setTimeout as sleep } from 'node:timers/promises';
import { decode, encode } from '../../../message/codec.js';
import type { RosNode } from '../node.js';
import { offeredQos, toRcl } from '../qos.js';

/** A node takes one message of each topic in a turn: after so many turns it has taken what any topic keeps. */
const TURNS = 12;
/** Said again so often: who has not been found yet does not hear. */
const PERIOD_MS = 5;

const type = 'rosgraph_msgs/msg/Clock';

/**
 * Every node says to all of them, turn by turn, what each hears before the next turn comes. The topic has to be a new one:
 * middleware tells of endpoints in their order, so whoever hears on it knows all that were made before.
 */
export async function settle(nodes: readonly RosNode[], topic: string): Promise<void> {
  /** Of each listener, the newest turn of each speaker. */
  const heard = nodes.map(() => nodes.map(() => 0));
  const speakers = nodes.map(({ rcl, handle }, listener) => {
    const qos = toRcl(rcl, offeredQos('imu'));
    handle.createSubscription(type, topic, { qos, isRaw: true }, (bytes) => {
      const { sec: turn, nanosec: speaker } = decode(type, bytes).clock;
      heard[listener]![speaker] = turn;
    });
    return handle.createPublisher(type, topic, { qos });
  });
  for (let turn = 1; turn <= TURNS; turn++) {
    while (heard.some((turns) => turns.some((newest) => newest < turn))) {
      for (const [speaker, publisher] of speakers.entries())
        publisher.publish(Buffer.from(encode(type, { clock: { sec: turn, nanosec: speaker } })));
      await sleep(PERIOD_MS);
    }
  }
}
