// Everything between rcl and the stages: parameters, lifecycle, and the session that a node runs while it is configured.
import type { DiagnosticStatus } from '../../message/messages.js';
import { toTime } from '../../message/time.js';
import { layerOver, type Setting } from '../../runtime/config/config.js';
import type { Sections, ValuesOf } from '../../runtime/config/schema.js';
import { createEnvelope } from '../../runtime/envelope.js';
import { createEdgeTeller, serveLifecycle } from '../../runtime/ros/lifecycle-services.js';
import { Lifecycle } from '../../runtime/ros/lifecycle.js';
import type { RosNode } from '../../runtime/ros/node.js';
import {
  declareParameters,
  followParameters,
  readSettings,
  takeSwitch,
} from '../../runtime/ros/parameters.js';
import { NodeWatch } from '../../runtime/ros/node-watch.js';
import { openRos, type RosTransport } from '../../runtime/ros/transport.js';
import type { Place } from '../place.js';
import { createChecks } from './checks.js';
import { openSession, type Session } from './session.js';
import { sectionsOf, type NodeSettings } from './settings.js';
import { serveSimulator } from './simulator-services.js';
import type { NodeKind } from './table.js';

export interface Whereabouts {
  readonly place: () => Place;
  readonly seed: number;
}

export interface NodeParts {
  /** Where a simulator is, and the seed of its chance. */
  readonly start: Whereabouts;
  /** Where it is when a service asks for another world. */
  readonly findPlace: (world: string, seed: number) => Place;
  /** For the name of a bag that nobody named. */
  readonly startedAt: string;
  /** `--ros-args …` */
  readonly rosArguments: readonly string[];
}

/** What changes its session happens one after the other. */
export class Machine {
  readonly node: RosNode;
  readonly lifecycle: Lifecycle;
  readonly findPlace: NodeParts['findPlace'];
  where: Whereabouts;
  readonly #parts: NodeParts;
  readonly #kind: NodeKind;
  readonly #sections: Sections;
  readonly #transport: RosTransport;
  readonly #managed: boolean;
  #diagnosed = 0;
  /** Sessions so far. */
  #opened = 0;
  #settings: NodeSettings;
  #session: Session | undefined;
  #fault: unknown;
  #work: Promise<unknown> = Promise.resolve();
  #break: (reason: unknown) => void = () => undefined;
  readonly #broken = new Promise<never>((_, reject) => (this.#break = reject));

  constructor(node: RosNode, kind: NodeKind, parts: NodeParts) {
    this.node = node;
    this.#parts = parts;
    this.findPlace = parts.findPlace;
    this.where = parts.start;
    this.#kind = kind;
    this.#sections = sectionsOf(this.#kind);
    this.#managed = takeSwitch(node, 'managed', 'Whether others configure and activate this node');
    const unstamped = takeSwitch(node, 'unstamped', 'Whether commands go out as Twist, not TwistStamped');
    this.#settings = readSettings(node, this.#sections).values as unknown as NodeSettings;
    this.#broken.catch(() => undefined);
    declareParameters(node, this.#sections, {
      values: this.#settings as unknown as ValuesOf<Sections>,
      fixed: this.#managed ? 'none' : 'start-only',
    });
    followParameters(node, this.#sections, this);
    this.#transport = openRos({ node, unstamped });
    this.lifecycle = new Lifecycle({
      work: {
        configure: () => this.#configure(),
        activate: () => this.#session?.activate(),
        deactivate: () => this.#session?.deactivate(),
        cleanup: () => this.#close(),
        shutdown: () => this.#close(),
      },
      onFault: (fault) => {
        this.#fault = fault;
        node.report(fault, 'lifecycle');
      },
      onEdge: createEdgeTeller(node),
    });
    serveLifecycle(node, this.lifecycle);
    if (this.#kind.carries === 'world') serveSimulator(this);
    this.#watch();
    node.onTimeJump(() => void this.renew().catch(this.#break));
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** Throws what configuring or activating threw, unless others manage this node. */
  async begin(): Promise<void> {
    if (this.#managed) return;
    if ((await this.lifecycle.take('configure')) && (await this.lifecycle.take('activate'))) return;
    throw this.#fault;
  }

  /** Until the signal; throws what broke a run for good. */
  async broken(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([aborted, this.#broken]);
  }

  async end(): Promise<void> {
    await this.lifecycle.take('shutdown');
    await this.#transport.close();
  }

  /** The same node with a new session, in the same state: a world from its beginning, or stages that know nothing yet. */
  renew(where: Whereabouts = this.where): Promise<void> {
    return this.#inTurn(async () => {
      this.where = where;
      if (this.#session === undefined) return;
      const isActive = this.lifecycle.state === 'active';
      await this.#session.close();
      this.#session = undefined;
      this.#session = await this.#open();
      if (isActive) this.#session.activate();
    });
  }

  /** What others set: in force from the stage's next call on, or, before there are stages, when they are made. */
  change(settings: readonly Setting[]): void {
    if (this.#session !== undefined) {
      this.#session.desk.change(settings);
      this.#settings = this.#session.desk.values as unknown as NodeSettings;
      return;
    }
    this.#settings = layerOver(this.#sections, { ...this.#settings }, settings) as unknown as NodeSettings;
  }

  /** What goes on around it, from its first moment on, in every state. */
  #watch(): void {
    const { node } = this;
    const watch = new NodeWatch({
      checks: createChecks({
        node,
        kind: this.#kind,
        transport: this.#transport,
        rosArguments: this.#parts.rosArguments,
        session: () => this.#session,
      }),
      rcl: node.handle,
      node: node.fullName,
      say: (level, text) => node.log(level, text),
      diagnose: (status) => this.#diagnose(status),
      onFault: (fault) => node.report(fault, 'ros'),
    });
    void watch.run(node.wallClock, node.closing);
  }

  #diagnose(status: readonly DiagnosticStatus[]): void {
    if (this.#session === undefined || !this.node.open) return;
    const now = this.node.clock.wallNs();
    const message = { header: { stamp: toTime(now), frame_id: '' }, status: [...status] };
    this.#transport.publish(createEnvelope('/diagnostics', message, now, this.#diagnosed++));
  }

  #configure(): Promise<void> {
    return this.#inTurn(async () => {
      this.#session = await this.#open();
    });
  }

  #close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#session?.close();
      this.#session = undefined;
    });
  }

  async #open(): Promise<Session> {
    const session = await openSession({
      node: this.node,
      transport: this.#transport,
      kind: this.#kind,
      sections: this.#sections,
      settings: this.#settings,
      place: this.where.place,
      seed: this.where.seed,
      startedAt: this.#parts.startedAt,
      opened: this.#opened++,
      onFault: (fault, member) => this.node.report(fault, member),
    });
    session.ended.catch(this.#break);
    return session;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(work);
    this.#work = turn.catch(() => undefined);
    return turn;
  }
}
