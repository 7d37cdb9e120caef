// What each of our nodes looks for around it: its time, its name, its arguments, its inputs, its commands, its connections.
import type { TopicName } from '../../message/topics.js';
import type { Check } from '../../runtime/ros/check.js';
import { ArgumentCheck } from '../../runtime/ros/checks/arguments.js';
import { ConnectionCheck } from '../../runtime/ros/checks/connections.js';
import { InputCheck } from '../../runtime/ros/checks/inputs.js';
import { RivalCheck } from '../../runtime/ros/checks/rivals.js';
import { TimeCheck } from '../../runtime/ros/checks/time.js';
import { TwinCheck } from '../../runtime/ros/checks/twins.js';
import type { RosNode } from '../../runtime/ros/node.js';
import { findIdleRemaps, listRemaps } from '../../runtime/ros/remaps.js';
import type { RosTransport } from '../../runtime/ros/transport.js';
import type { Session } from './session.js';
import type { NodeKind } from './table.js';
import { topicsOf } from './topics.js';

export interface CheckParts {
  readonly node: RosNode;
  readonly kind: NodeKind;
  readonly transport: RosTransport;
  /** `--ros-args …` */
  readonly rosArguments: readonly string[];
  /** As it is now. */
  readonly session: () => Session | undefined;
}

export function createChecks(parts: CheckParts): Check[] {
  const { node: rosNode, kind, transport, rosArguments, session } = parts;
  const { fullName: node, handle } = rosNode;
  const resolve = (topic: TopicName): string => handle.resolveTopicName(topic, false);
  const idle = findIdleRemaps(listRemaps(rosArguments), {
    node: handle.name(),
    names: namesOf(rosNode, kind),
    expand: (name) => handle.resolveTopicName(name, true),
  });
  const time = new TimeCheck({ node, topic: resolve('/clock'), ticks: () => rosNode.ticks });
  return [
    // A world makes its time: of another clock, `commands` tells.
    ...(kind.carries === 'world' ? [] : [time]),
    new TwinCheck(node),
    new ArgumentCheck(idle),
    new InputCheck({
      node,
      needs: () => session()?.needs ?? [],
      resolve,
      heardOn: (topic) => transport.heardOn(topic),
      nowMs: () => rosNode.clock.monotonicMs(),
    }),
    new RivalCheck({ node, owned: () => session()?.owned ?? [], resolve }),
    new ConnectionCheck(transport),
  ];
}

/** What rcl and rclnodejs give every node beside its own. */
const everyNode = ['/clock', '/parameter_events', '~/transition_event', '~/get_type_description'];

function namesOf({ served }: RosNode, kind: NodeKind): string[] {
  const { reads, writes } = topicsOf(kind);
  return [...new Set([...reads, ...writes, ...served, ...everyNode])];
}
