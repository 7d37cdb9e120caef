// One ROS node, from its arguments to its end.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../runtime/clock.js';
import { openRosNode } from '../../runtime/ros/node.js';
import { Machine, type NodeParts } from './machine.js';
import { nodeKinds, type NodeKind, type NodeName } from './table.js';

export interface NodeRun extends NodeParts {
  readonly name: NodeName;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called once rcl knows the node: `close` must have run before the process may exit. */
  readonly onOpen?: (close: () => void) => void;
  /** Called once the node is there, with its full name. */
  readonly onReady?: (fullName: string) => void;
}

/** After the signal a session has so long to close; then the rcl node closes without it. */
const PATIENCE_MS = 1800;

/**
 * Until the signal aborts. A node configures and activates itself unless its parameter `managed` is true.
 * Throws ros/missing, ros/start-failed, config/invalid, and, unless managed, what configuring throws.
 */
export async function runNode(run: NodeRun): Promise<void> {
  const { name, rosArguments, clock, onOpen } = run;
  const kind: NodeKind = nodeKinds[name];
  const makesTime = kind.carries === 'world';
  const node = await openRosNode({ name, namespace: '', clock, rosArguments, makesTime });
  onOpen?.(() => node.close());
  try {
    const machine = new Machine(node, kind, run);
    await machine.begin();
    run.onReady?.(node.fullName);
    await machine.broken(run.signal);
    await Promise.race([machine.end(), sleep(PATIENCE_MS, undefined, { ref: false })]);
  } finally {
    node.close();
  }
}
