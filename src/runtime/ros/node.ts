// One rcl node of this process: opened with the command line's ROS arguments, closed before the process may exit.
import type { Fault } from '../../fault/fault.js';
import { toFault } from '../../fault/fault.js';
import type { Clock } from '../clock.js';
import { FaultLog } from './fault-log.js';
import { fullName } from './graph.js';
import { refuseWrongArguments } from './arguments.js';
import {
  findStrangers,
  inWordsOfRcl,
  overridesFor,
  PROGRAM,
  readParameterSources,
  type Override,
  type ParameterSource,
} from './overrides.js';
import { serveParameters } from './parameter-services.js';
import {
  loadRclnodejs,
  type RclContext,
  type RclNode,
  type RclParameter,
  type Rclnodejs,
} from './rclnodejs.js';
import { fixTimeBase, followClock, SimulatedClock } from './simulated-time.js';

export interface RosNodeOptions {
  /** A name by which rcl knows it unless the arguments rename it. */
  readonly name: string;
  /** Without slashes at the ends; empty: the root namespace. */
  readonly namespace: string;
  readonly clock: Clock;
  /** It makes /clock: use_sim_time is no concern of it, and would have it wait for itself. */
  readonly makesTime?: boolean;
  /** `--ros-args …`: remaps, parameters, log levels. Absent: none. */
  readonly rosArguments?: readonly string[];
  /** The node's own log if absent. */
  readonly onFault?: (fault: Fault, member: string) => void;
}

export interface Service<Q extends object, A extends object> {
  /** `std_srvs/srv/Trigger` */
  readonly type: string;
  readonly name: string;
  readonly answer: (request: Q) => A | Promise<A>;
  readonly failed: (why: string) => A;
}

/** Throws Fault ros/missing, ros/start-failed, and for what follows --ros-args config/invalid and config/unreadable. */
export async function openRosNode(options: RosNodeOptions): Promise<RosNode> {
  const { rosArguments = [] } = options;
  const rcl = loadRclnodejs();
  await refuseWrongArguments(rosArguments);
  const sources = await readParameterSources(rcl, rosArguments);
  const context = new rcl.Context();
  try {
    await rcl.init(context, [...PROGRAM, ...rosArguments]);
    return new RosNode({ rcl, context, ...createNode(rcl, context, { options, sources }) }, options);
  } catch (cause) {
    context.shutdown();
    throw toFault(cause, 'ros/start-failed', {
      what: `The ROS node ${options.name} cannot be started.`,
      found: inWordsOfRcl(cause),
      next: 'Check what follows --ros-args, and that ROS_DISTRO, RMW_IMPLEMENTATION and AMENT_PREFIX_PATH belong together (npx jackdaw doctor).',
    });
  }
}

interface CreatedNode {
  readonly node: RclNode;
  readonly overrides: ReadonlyMap<string, Override>;
}

/** Parameters of the arguments are declared as they came: whoever knows their schema declares them anew. */
function createNode(
  rcl: Rclnodejs,
  context: RclContext,
  { options, sources }: { readonly options: RosNodeOptions; readonly sources: readonly ParameterSource[] },
): CreatedNode {
  let overrides: CreatedNode['overrides'] = new Map();
  class NodeWithOverrides extends rcl.Node {
    /** rclnodejs looks sections up by the bare name of the node: what stands under a full name or a pattern would be nobody's. */
    override _getNativeParameterOverrides(): Map<string, RclParameter> {
      overrides = overridesFor(rcl, sources, fullNameOf(this));
      return new Map([...overrides].map(([name, { parameter }]) => [name, parameter]));
    }
  }
  const nodeOptions = new rcl.NodeOptions(false, [], true);
  const node = new NodeWithOverrides(options.name, options.namespace, context, nodeOptions);
  for (const sentence of findStrangers(sources, fullNameOf(node))) node.getLogger().warn(sentence);
  return { node, overrides };
}

/** `/namespace/name` */
function fullNameOf(node: RclNode): string {
  return fullName(node.namespace(), node.name());
}

/**
 * A process that exits while a node spins corrupts its heap: `close` always comes first.
 * What is thrown in a callback of rclnodejs ends the process: every callback goes through `guarded`.
 */
export class RosNode {
  readonly rcl: Rclnodejs;
  readonly handle: RclNode;
  /** What the arguments say of parameters, by name. */
  readonly overrides: ReadonlyMap<string, Override>;
  readonly #context: RclContext;
  /** The machine's. */
  readonly wallClock: Clock;
  /** The machine's, or with use_sim_time the one that /clock moves. */
  readonly clock: Clock;
  readonly #onFault: (fault: Fault, member: string) => void;
  readonly #served: string[] = [];
  readonly #closing = new AbortController();
  #open = true;

  constructor(
    {
      rcl,
      context,
      node,
      overrides,
    }: CreatedNode & { readonly rcl: Rclnodejs; readonly context: RclContext },
    { clock, makesTime = false, onFault }: RosNodeOptions,
  ) {
    this.rcl = rcl;
    this.handle = node;
    this.overrides = overrides;
    this.#context = context;
    const log = new FaultLog((text) => this.log('error', text), clock);
    this.#onFault = onFault ?? ((fault, member) => log.take(fault, member));
    this.wallClock = clock;
    const isSimulated = node.getParameter('use_sim_time').value === true && !makesTime;
    this.clock = isSimulated ? this.#simulatedClock() : clock;
    fixTimeBase(this);
    serveParameters(this);
    node.spin();
  }

  get open(): boolean {
    return this.#open;
  }

  /** `/namespace/name`, as others see it. */
  get fullName(): string {
    return fullNameOf(this.handle);
  }

  /** How often /clock has spoken, of a node that lives by it; undefined: it lives by the machine's. */
  get ticks(): number | undefined {
    return this.clock instanceof SimulatedClock ? this.clock.ticks : undefined;
  }

  /** Aborts when it closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Services of its own, without the node's name: `~/reset`. */
  get served(): readonly string[] {
    return this.#served;
  }

  /** Until ROS time runs: at once, or when /clock has spoken. */
  async timeStarted(signal: AbortSignal): Promise<void> {
    if (this.clock instanceof SimulatedClock) await this.clock.started(signal);
  }

  /** Called when /clock goes back: whoever remembers the time before must begin anew. */
  onTimeJump(begin: () => void): void {
    if (this.clock instanceof SimulatedClock) this.clock.onBack(begin);
  }

  /** What it returns never throws. */
  guarded<A extends unknown[]>(what: string, call: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        call(...args);
      } catch (thrown) {
        this.report(toFault(thrown, 'runtime/stage-failed', { what }), 'ros');
      }
    };
  }

  /**
   * A service `~/name`. What `answer` throws is reported, and told by `failed` in the words of the Fault: a client
   * is never left without an answer.
   */
  serve<Q extends object, A extends object>(service: Service<Q, A>): void {
    const { type, name, answer, failed } = service;
    this.#served.push(`~/${name}`);
    this.handle.createService(type, `~/${name}`, {}, async (request) => {
      const given = await this.#answer(() => answer(request as Q), failed, name);
      // Nothing is sent by a node that has been closed meanwhile.
      return this.#open ? given : undefined;
    });
  }

  /** Never throws. */
  report(fault: Fault, member: string): void {
    try {
      this.#onFault(fault, member);
    } catch {
      // Whoever listens failed too; nothing may leave the callback.
    }
  }

  /** To the console, to the log file and to /rosout. */
  log(level: 'info' | 'warn' | 'error', text: string): void {
    if (this.#open) this.handle.getLogger()[level](text);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#closing.abort();
    this.#context.shutdown();
  }

  async #answer<A>(answer: () => A | Promise<A>, failed: (why: string) => A, name: string): Promise<A> {
    try {
      return await answer();
    } catch (thrown) {
      const fault = toFault(thrown, 'ros/service-failed', { what: `The service ${name} failed.` });
      this.report(fault, name);
      return failed(fault.message);
    }
  }

  #simulatedClock(): SimulatedClock {
    const clock = new SimulatedClock();
    followClock(this, clock);
    return clock;
  }
}
