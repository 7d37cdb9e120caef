// The ROS transport keeps the contract of all transports, over a real rcl and its middleware.
import { openSystemClock } from '../clock.js';
import { describeTransport } from '../transport/testing/transport-contract.js';
import { openTransport } from '../transport/transport.js';
import { openRosNode, type RosNode } from './node.js';
import { settle } from './testing/settle.js';

const nodes: RosNode[] = [];
let opened = 0;
let settled = 0;

describeTransport('ros', {
  // Each test in namespaces of its own, so that what one latched is not heard by the next.
  fresh: () => undefined,
  async open({ namespace, onFault }) {
    const name = `member_${opened++}`;
    const node = await openRosNode({ name, namespace, clock: openSystemClock(), onFault });
    nodes.push(node);
    return openTransport({ kind: 'ros', node });
  },
  settle: () =>
    settle(
      nodes.filter(({ open }) => open),
      `/settled_${settled++}`,
    ),
});
