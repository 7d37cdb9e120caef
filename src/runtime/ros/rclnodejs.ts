// The little of rclnodejs that we use, as types of our own (its own need generated files), and the one place that loads it.
import { createRequire } from 'node:module';
import { Fault } from '../../fault/fault.js';
import type { TypeName } from '../../message/messages.js';

/** rmw's numbers, as rcl passes them. */
export interface RclQos {
  readonly history: number;
  readonly depth: number;
  readonly reliability: number;
  readonly durability: number;
}

/** What the graph tells of a publisher or subscription, in this process or another. */
export interface RclEndpoint {
  readonly node_name: string;
  readonly node_namespace: string;
  readonly topic_type: string;
  readonly qos_profile: RclQos;
}

export interface RclPublisher {
  /** As rcl resolved it: remapped, under the namespace. */
  readonly topic: string;
  readonly subscriptionCount: number;
  /** A Buffer is sent as it is: CDR with its 4-byte header. */
  publish(bytes: Buffer): void;
  /** Blocks until every reader has acknowledged, or so many nanoseconds. */
  waitForAllAcked(timeoutNs: bigint): boolean;
}

export interface RclSubscription {
  readonly topic: string;
}

export interface RclParameter {
  readonly name: string;
  readonly type: number;
  /** Integers are bigint. */
  readonly value: unknown;
}

/** What the arguments say for the nodes that a name or a pattern stands for. */
export interface RclGiven {
  readonly name: string;
  readonly parameters: readonly RclParameter[];
}

export interface RclDescriptor {
  readonly type: number;
  readonly readOnly: boolean;
  additionalConstraints: string;
  /** As rcl_interfaces/msg/ParameterDescriptor. */
  toMessage(): object;
}

/** Writes to the console, the log file and /rosout. */
export interface RclLogger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A service's answer is what its callback's promise resolves to; nothing is sent for undefined. */
export type RclAnswer = (request: Readonly<Record<string, unknown>>) => Promise<object | undefined>;

export interface RclSetResult {
  readonly successful: boolean;
  readonly reason: string;
}

export interface RclNode {
  name(): string;
  namespace(): string;
  createPublisher(type: string, topic: string, options: { readonly qos: unknown }): RclPublisher;
  createSubscription(
    type: TypeName,
    topic: string,
    options: { readonly qos: unknown; readonly isRaw: true },
    receive: (bytes: Buffer) => void,
  ): RclSubscription;
  destroySubscription(subscription: RclSubscription): void;
  createService(type: string, name: string, options: object, answer: RclAnswer): unknown;
  getLogger(): RclLogger;
  resolveTopicName(name: string, onlyExpand: boolean): string;
  getNodeNamesAndNamespaces(): { readonly name: string; readonly namespace: string }[];
  getTopicNamesAndTypes(noDemangle: false): { readonly name: string; readonly types: string[] }[];
  getPublishersInfoByTopic(topic: string, noDemangle: false): RclEndpoint[];
  getSubscriptionsInfoByTopic(topic: string, noDemangle: false): RclEndpoint[];
  getParameter(name: string): RclParameter;
  getParameterNames(): string[];
  declareParameter(parameter: RclParameter, descriptor: RclDescriptor, ignoreOverride: true): RclParameter;
  undeclareParameter(name: string): void;
  getParameterDescriptor(name: string): RclDescriptor;
  setParametersAtomically(parameters: readonly RclParameter[]): RclSetResult;
  addOnSetParametersCallback(callback: (parameters: readonly RclParameter[]) => RclSetResult): void;
  /** rclnodejs's own: asked once, while the node is made and knows its names. */
  _getNativeParameterOverrides(): Map<string, RclParameter>;
  spin(timeoutMs?: number): void;
  destroy(): void;
}

export interface RclContext {
  readonly handle: unknown;
  shutdown(): void;
}

export interface Rclnodejs {
  readonly Context: new () => RclContext;
  readonly Node: new (name: string, namespace: string, context: RclContext, options: unknown) => RclNode;
  readonly NodeOptions: new (
    parameterServices: boolean,
    overrides: readonly RclParameter[],
    declareOverrides: boolean,
  ) => unknown;
  readonly Parameter: new (name: string, type: number, value: unknown) => RclParameter;
  readonly ParameterDescriptor: new (
    name: string,
    type: number,
    description: string,
    readOnly: boolean,
  ) => RclDescriptor;
  readonly QoS: new (history: number, depth: number, reliability: number, durability: number) => unknown;
  init(context: RclContext, argv: readonly string[]): Promise<void>;
  removeSignalHandlers(): void;
  removeROSArgs(argv: readonly string[]): string[];
}

/**
 * Throws Fault ros/missing, which says how to get it. `require` and not `import`, so that NODE_PATH may name an
 * installation elsewhere. Its SIGINT handler goes: whoever runs the node shuts down in order, then exits.
 */
export function loadRclnodejs(): Rclnodejs {
  try {
    const loaded = createRequire(import.meta.url)('rclnodejs') as Rclnodejs;
    loaded.removeSignalHandlers();
    return loaded;
  } catch (cause) {
    throw new Fault('ros/missing', {
      what: 'rclnodejs, which connects Node.js to ROS 2, cannot be loaded.',
      found: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      expected: 'a sourced ROS 2 (Humble or newer) and rclnodejs 2.2',
      next: 'source /opt/ros/<distribution>/setup.bash && npm install --no-save rclnodejs@2.2.0',
      cause,
    });
  }
}

/** By section, as rcl has read them. rclnodejs itself looks up bare names among them only. */
export function listGivenParameters({ handle }: RclContext): readonly RclGiven[] {
  const load = createRequire(import.meta.url);
  const { default: native } = load('rclnodejs/lib/native_loader.js') as { default: RclNative };
  return native.getParameterOverrides(handle) ?? [];
}

interface RclNative {
  getParameterOverrides(context: unknown): readonly RclGiven[] | undefined;
}
