// The ROS transport keeps the contract of all transports, over a real rcl and its middleware.
import { setTimeout as sleep } from 'node:timers/promises';
import { openSystemClock } from '../clock.js';
import { describeTransport } from '../testing/transport-contract.js';
import { openTransport } from '../transport.js';
import { openRosNode } from './node.js';

let opened = 0;

describeTransport('ros', {
  // Each test in namespaces of its own, so that what one latched is not heard by the next.
  fresh: () => undefined,
  async open({ namespace, onFault }) {
    const name = `member_${opened++}`;
    const node = await openRosNode({ name, namespace, clock: openSystemClock(), onFault });
    return openTransport({ kind: 'ros', node });
  },
  settle: () => sleep(300),
});
