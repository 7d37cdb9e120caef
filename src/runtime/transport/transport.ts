// The transport port: envelopes between processes, robots and ROS nodes, by the topic table's QoS.
import type { Fault } from '../../fault/fault.js';
import type { TopicName } from '../../message/topics.js';
import { openRos, type RosTransportOptions } from '../ros/transport.js';
import type { Envelope } from '../stage.js';
import { openInProcess, type Hub } from './in-process.js';

/**
 * What every transport promises:
 * - Messages of one publisher on one topic arrive in the order in which they were published.
 * - `receive` is never called inside `publish`: the publisher has moved on when others hear of it.
 * - Latched topics (transient_local) reach those who subscribe later: the newest `depth` messages, oldest first.
 * - A transport hears its own messages too, as a ROS node does.
 * - Names without a slash are under the robot's namespace; names with one are global.
 * - What a receiver throws is reported and disturbs nobody else.
 * - After `close`, nothing is received any more; publishing is a 'runtime/closed' Fault.
 */
export interface Transport {
  readonly kind: string;
  publish(envelope: Envelope): void;
  /** Returns what ends the subscription. */
  subscribe(topic: TopicName, receive: (envelope: Envelope) => void): () => void;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Without slashes at the ends; empty: the root namespace. */
  readonly namespace: string;
  readonly onFault: (fault: Fault) => void;
}

/** Each kind passes the same contract test. */
export type TransportConfig =
  | (TransportOptions & {
      readonly kind: 'in-process';
      /** Transports that share a hub hear each other. */
      readonly hub: Hub;
    })
  | (RosTransportOptions & { readonly kind: 'ros' });

export function openTransport(config: TransportConfig): Transport {
  switch (config.kind) {
    case 'in-process':
      return openInProcess(config);
    case 'ros':
      return openRos(config);
  }
}
