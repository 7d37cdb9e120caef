// Time from /clock. rclnodejs asks for a reliable /clock and never hears the best-effort one of players and simulators.
import { decode } from '../../message/codec.js';
import { fromTime, type TimeNs } from '../../message/time.js';
import type { RosNode } from './node.js';
import { requestedQos, toRcl } from './qos.js';

export interface SimulatedTime {
  /** 0 until the first message. */
  now(): TimeNs;
}

export function openSimulatedTime(node: RosNode): SimulatedTime {
  let time: TimeNs = 0n;
  const qos = toRcl(node.rcl, { ...requestedQos('/clock'), depth: 1 });
  const receive = node.guarded('A message on /clock cannot be read.', (bytes: Buffer) => {
    time = fromTime(decode('rosgraph_msgs/msg/Clock', bytes).clock);
  });
  node.handle.createSubscription('rosgraph_msgs/msg/Clock', '/clock', { qos, isRaw: true }, receive);
  return { now: () => time };
}
