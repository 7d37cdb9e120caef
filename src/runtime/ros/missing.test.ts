// Without ROS 2: what a user is told.
import assert from 'node:assert/strict';
import { openSystemClock } from '../clock.js';
import { openRosNode } from './node.js';

describe('a machine without ROS 2', () => {
  it('when a node is opened, then the Fault says how to get what is missing', async function () {
    if (isInstalled()) this.skip();
    const opening = openRosNode({
      name: 'guard',
      namespace: '',
      clock: openSystemClock(),
      onFault: () => undefined,
    });
    await assert.rejects(opening, { code: 'ros/missing', next: /npm install --no-save rclnodejs/ });
  });
});

function isInstalled(): boolean {
  try {
    import.meta.resolve('rclnodejs');
    return true;
  } catch {
    return false;
  }
}
