// One rcl node of this process: opened with the command line's ROS arguments, closed before the process may exit.
import type { Fault } from '../../fault/fault.js';
import { toFault } from '../../fault/fault.js';
import type { Clock } from '../clock.js';
import { loadRclnodejs, type RclContext, type RclNode, type Rclnodejs } from './rclnodejs.js';
import { followClock, SimulatedClock } from './simulated-time.js';

export interface RosNodeOptions {
  /** A name by which rcl knows it unless the arguments rename it. */
  readonly name: string;
  /** Without slashes at the ends; empty: the root namespace. */
  readonly namespace: string;
  readonly clock: Clock;
  /** `--ros-args …`: remaps, parameters, log levels. Absent: none. */
  readonly rosArguments?: readonly string[];
  readonly onFault: (fault: Fault) => void;
}

/** rcl takes the first two for the interpreter and the program. */
const PROGRAM = ['node', 'jackdaw'];

/** Throws Fault ros/missing or ros/start-failed. */
export async function openRosNode(options: RosNodeOptions): Promise<RosNode> {
  const rcl = loadRclnodejs();
  const context = new rcl.Context();
  try {
    await rcl.init(context, [...PROGRAM, ...(options.rosArguments ?? [])]);
    // Parameters of the arguments are declared as they came: whoever knows their schema declares them anew.
    const nodeOptions = new rcl.NodeOptions(true, [], true);
    const node = new rcl.Node(options.name, options.namespace, context, nodeOptions);
    return new RosNode({ rcl, context, node }, options);
  } catch (cause) {
    context.shutdown();
    throw toFault(cause, 'ros/start-failed', {
      what: `The ROS node ${options.name} cannot be started.`,
      next: 'Check what follows --ros-args, and that ROS_DISTRO, RMW_IMPLEMENTATION and AMENT_PREFIX_PATH belong together (jackdaw doctor).',
    });
  }
}

/**
 * A process that exits while a node spins corrupts its heap: `close` always comes first.
 * What is thrown in a callback of rclnodejs ends the process: every callback goes through `guarded`.
 */
export class RosNode {
  readonly rcl: Rclnodejs;
  readonly handle: RclNode;
  readonly #context: RclContext;
  /** The machine's, or with use_sim_time the one that /clock moves. */
  readonly clock: Clock;
  readonly #onFault: (fault: Fault) => void;
  #open = true;

  constructor(
    { rcl, context, node }: { rcl: Rclnodejs; context: RclContext; node: RclNode },
    { clock, onFault }: RosNodeOptions,
  ) {
    this.rcl = rcl;
    this.handle = node;
    this.#context = context;
    this.#onFault = onFault;
    this.clock = node.getParameter('use_sim_time').value === true ? this.#simulatedClock() : clock;
    node.spin();
  }

  get open(): boolean {
    return this.#open;
  }

  /** `/namespace/name`, as others see it. */
  get fullName(): string {
    return `${this.handle.namespace().replace(/\/$/, '')}/${this.handle.name()}`;
  }

  /** Until ROS time runs: at once, or when /clock has spoken. */
  async timeStarted(signal: AbortSignal): Promise<void> {
    if (this.clock instanceof SimulatedClock) await this.clock.started(signal);
  }

  /** What it returns never throws. */
  guarded<A extends unknown[]>(what: string, call: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        call(...args);
      } catch (thrown) {
        this.#report(toFault(thrown, 'runtime/stage-failed', { what }));
      }
    };
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#context.shutdown();
  }

  #simulatedClock(): SimulatedClock {
    const clock = new SimulatedClock();
    followClock(this, clock);
    return clock;
  }

  #report(fault: Fault): void {
    try {
      this.#onFault(fault);
    } catch {
      // Whoever listens failed too; nothing may leave the callback.
    }
  }
}
