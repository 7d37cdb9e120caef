// Commands without a header: many bases, teleoperation and Nav2 as it comes say Twist where the topic table says TwistStamped.
import { decode, encode } from '../../message/codec.js';
import type { TwistStamped, TypeName } from '../../message/messages.js';
import { toTime } from '../../message/time.js';
import { topics, type TopicName } from '../../message/topics.js';
import type { Clock } from '../clock.js';
import { createEnvelope } from '../envelope.js';
import type { Envelope } from '../stage.js';
import type { Graph } from './graph.js';

const STAMPED = 'geometry_msgs/msg/TwistStamped';
const UNSTAMPED = 'geometry_msgs/msg/Twist';
/** Whoever names no frame means the robot's own. */
const FRAME = 'base_link';

export function isCommand(topic: TopicName): boolean {
  return topics[topic].type === STAMPED;
}

/** The type in which a topic is said or heard. */
export function typeOn(topic: TopicName, isUnstamped: boolean): TypeName {
  const { type } = topics[topic];
  return isUnstamped && type === STAMPED ? UNSTAMPED : type;
}

/**
 * The type in which others say a command, if all of them say it in one that can be heard; undefined for other topics,
 * and where nobody speaks or they disagree.
 */
export function findSpoken(graph: Graph, topic: TopicName, resolved: string): TypeName | undefined {
  if (!isCommand(topic)) return undefined;
  const spoken = graph.typesSaidOn(resolved);
  const [type] = spoken;
  return spoken.size === 1 && (type === STAMPED || type === UNSTAMPED) ? type : undefined;
}

/** Stamped when it came. */
export function receiveUnstamped(
  topic: TopicName,
  bytes: Uint8Array,
  clock: Clock,
  sequence: number,
): Envelope {
  const now = clock.wallNs();
  const message: TwistStamped = {
    header: { stamp: toTime(now), frame_id: FRAME },
    twist: decode(UNSTAMPED, bytes),
  };
  return createEnvelope(topic, message as never, now, sequence) as Envelope;
}

export function unstampedBytes({ message }: Envelope): Uint8Array {
  return encode(UNSTAMPED, (message as TwistStamped).twist);
}
