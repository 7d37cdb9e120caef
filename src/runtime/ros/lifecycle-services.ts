// A lifecycle for others: the services and the topic of a ROS 2 managed node, on ordinary services of rclnodejs.
// Its own lifecycle nodes call back synchronously and let an illegal transition throw: neither is any use here.
import { encode } from '../../message/codec.js';
import type { Lifecycle, TransitionRequest } from './lifecycle.js';
import { listEdges, states, type Ending, type StateName } from './lifecycle-table.js';
import type { RosNode } from './node.js';
import { toRcl } from './qos.js';

const EVENT = 'lifecycle_msgs/msg/TransitionEvent';
const eventQos = {
  history: 'keep_last',
  depth: 10,
  reliability: 'reliable',
  durability: 'volatile',
} as const;

/** ~/change_state, ~/get_state, ~/get_available_states, ~/get_available_transitions, ~/get_transition_graph */
export function serveLifecycle(node: RosNode, lifecycle: Lifecycle): void {
  node.serve<{ transition: TransitionRequest }, { success: boolean }>({
    type: 'lifecycle_msgs/srv/ChangeState',
    name: 'change_state',
    answer: async ({ transition }) => ({ success: await lifecycle.request(transition) }),
    failed: () => ({ success: false }),
  });
  serveReading(node, 'get_state', 'GetState', () => ({ current_state: stateOf(lifecycle.state) }));
  serveReading(node, 'get_available_states', 'GetAvailableStates', () => ({
    available_states: Object.keys(states).map((name) => stateOf(name as StateName)),
  }));
  serveReading(node, 'get_available_transitions', 'GetAvailableTransitions', () => ({
    available_transitions: lifecycle
      .available()
      .map(({ id, label, from, via }) => describe({ id, label, from, to: via })),
  }));
  serveReading(node, 'get_transition_graph', 'GetAvailableTransitions', () => ({
    available_transitions: listEdges().map(describe),
  }));
}

/** What each edge is told to: ~/transition_event. */
export function createEdgeTeller(node: RosNode): (edge: Ending) => void {
  const qos = toRcl(node.rcl, eventQos);
  const publisher = node.handle.createPublisher(EVENT, '~/transition_event', { qos });
  return (edge) => {
    const { transition, start_state, goal_state } = describe(edge);
    const event = { timestamp: node.clock.wallNs(), transition, start_state, goal_state };
    const { buffer, byteOffset, byteLength } = encode(EVENT, event);
    if (node.open) publisher.publish(Buffer.from(buffer, byteOffset, byteLength));
  };
}

function serveReading(node: RosNode, name: string, type: string, read: () => object): void {
  node.serve({ type: `lifecycle_msgs/srv/${type}`, name, answer: read, failed: () => ({}) });
}

function describe({ id, label, from, to }: Ending) {
  return { transition: { id, label }, start_state: stateOf(from), goal_state: stateOf(to) };
}

function stateOf(label: StateName) {
  return { id: states[label], label };
}
