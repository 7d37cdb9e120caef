// What a configured node runs: its members behind a gate that opens when the node is active. Made anew at each configure.
import type { Fault } from '../../fault/fault.js';
import { toTime } from '../../message/time.js';
import { topics, type TopicName } from '../../message/topics.js';
import { createEnvelope } from '../../runtime/envelope.js';
import type { Sections, ValuesOf } from '../../runtime/config/schema.js';
import { runLive } from '../../runtime/executors/live.js';
import { Gate } from '../../runtime/ros/gate.js';
import type { Need } from '../../runtime/ros/checks/inputs.js';
import type { RosNode } from '../../runtime/ros/node.js';
import type { RosTransport } from '../../runtime/ros/transport.js';
import { isCommand } from '../../runtime/ros/unstamped.js';
import { SettingsDesk } from '../../runtime/config/settings-desk.js';
import type { Envelope, Feed, Stage } from '../../runtime/stage.js';
import { Tally } from '../../runtime/tally.js';
import { createTransportFeed } from '../../runtime/transport/feed.js';
import type { Transport } from '../../runtime/transport/transport.js';
import { WatchStage } from '../../runtime/watch/watch.js';
import { Halt } from './halt.js';
import { openMembers, type Listener, type Members, type MembersContext } from './members.js';
import { SlashedFrames } from './slashed-frames.js';

export interface SessionSetup extends Omit<MembersContext, 'tally' | 'fullName'> {
  readonly node: RosNode;
  readonly transport: Transport & Pick<RosTransport, 'announce'>;
  readonly sections: Sections;
  readonly onFault: (fault: Fault, member: string) => void;
}

/** Throws what opening its members throws. */
export async function openSession(setup: SessionSetup): Promise<Session> {
  const tally = new Tally();
  const members = await openMembers({ ...setup, tally, fullName: setup.node.fullName });
  return new Session(setup, members, tally);
}

export class Session {
  /** Settings of its stages, while its run goes on. */
  readonly desk: SettingsDesk;
  /** What it carries that has a time of its own: a world. */
  readonly halts: readonly Halt[];
  /** Rejects if the run breaks; resolves when it ends. */
  readonly ended: Promise<void>;
  /** What it publishes and nobody else should. */
  readonly owned: readonly TopicName[];
  readonly #needs: readonly Need[];
  readonly #node: RosNode;
  readonly #gate: Gate;
  /** Who says cmd_vel, if anybody does. */
  readonly #driver: Writer | undefined;
  readonly #controller = new AbortController();

  constructor(setup: SessionSetup, members: Members, tally: Tally) {
    const { node, transport, sections, settings, onFault } = setup;
    const { signal } = this.#controller;
    const { sources, listeners } = members;
    this.#node = node;
    this.#gate = new Gate(transport);
    this.halts = sources.map((source) => new Halt(source, signal, ['inactive']));
    this.desk = new SettingsDesk(sections, settings as unknown as ValuesOf<Sections>);
    const stages = [...members.stages, ...watchOver(members, tally, node)];
    const { incoming, outgoing } = trafficOf([...sources, ...stages], [...sources, ...members.stages]);
    this.#driver = members.stages.find(({ writes }) => writes.includes('cmd_vel'));
    this.owned = outgoing.filter((topic) => isCommand(topic) || topic === '/clock');
    this.#needs = needsOf(members.stages, incoming);
    transport.announce(outgoing);
    const feeds = [
      createTransportFeed({ transport: this.#gate, incoming, outgoing }),
      ...this.#listen(listeners),
    ];
    const frames = new SlashedFrames((fault) => onFault(fault, 'tf'));
    this.ended = this.#run({
      sources: this.halts,
      stages,
      feeds,
      clock: node.clock,
      signal,
      tally,
      settings: this.desk,
      onEnvelope: (envelope) => frames.look(envelope),
      onFault: (fault, member) => {
        onFault(fault, member);
        if (member === this.#driver?.name && tally.of({ name: member }).resting) this.#stop();
      },
    });
    // Whoever waits for it hears of it; nobody has to.
    this.ended.catch(() => undefined);
  }

  /** What it listens for; nothing while it is inactive. */
  get needs(): readonly Need[] {
    return this.#gate.isOpen ? this.#needs : [];
  }

  activate(): void {
    this.#gate.open();
    for (const halt of this.halts) halt.release('inactive');
  }

  /** What drives is told to stop: the last command of a node that falls silent must not be to go on. */
  deactivate(): void {
    for (const halt of this.halts) halt.hold('inactive');
    this.#stop();
    this.#gate.shut();
  }

  async close(): Promise<void> {
    this.deactivate();
    this.#controller.abort();
    await this.ended.catch(() => undefined);
  }

  /** What drives and will say nothing for a while must not leave a command to go on. */
  #stop(): void {
    if (this.#driver !== undefined) this.#gate.publish(stopAt(this.#node));
  }

  async #run(options: Parameters<typeof runLive>[0]): Promise<void> {
    await this.#node.timeStarted(this.#controller.signal);
    await runLive(options);
  }

  #listen(listeners: readonly Listener[]): Feed[] {
    return listeners.map(({ reads, take }, index) => ({
      name: `listener ${index}`,
      reads: [],
      writes: [],
      open: () => {
        for (const topic of reads) this.#gate.subscribe(topic, take);
      },
    }));
  }
}

/** Of a node that watches the whole graph, that watch is enough. */
function watchOver({ sources, stages }: Members, tally: Tally, { fullName }: RosNode): Stage[] {
  if (stages.some(({ name }) => name === 'watch')) return [];
  return [new WatchStage({ tally, robot: fullName, expected: spokenBy([...sources, ...stages]) })];
}

interface Writer {
  readonly name: string;
  readonly reads: readonly TopicName[];
  readonly writes: readonly TopicName[];
}

/** What others must bring, and what goes out to them. */
function trafficOf(writers: readonly Writer[], readers: readonly Writer[]) {
  const outgoing = [...new Set(writers.flatMap(({ writes }) => writes))];
  const read = new Set(readers.flatMap(({ reads }) => reads));
  return { outgoing, incoming: [...read].filter((topic) => !outgoing.includes(topic)) };
}

/** What others must bring, each once. What the driver lacks holds the robot; a robot that nobody commands stands as it should. */
function needsOf(stages: readonly Stage[], incoming: readonly TopicName[]): Need[] {
  const needByTopics = new Map<string, Need>();
  for (const { needs = [], writes } of stages) {
    for (const topics of needs) {
      if (!topics.every((topic) => incoming.includes(topic))) continue;
      const before = needByTopics.get(topics.join());
      const holds = writes.includes('cmd_vel') && !topics.every(isCommand);
      needByTopics.set(topics.join(), { topics, holds: holds || before?.holds === true });
    }
  }
  return [...needByTopics.values()];
}

/** What must be heard regularly. */
function spokenBy(members: readonly Writer[]): TopicName[] {
  return members.flatMap(({ writes }) => writes).filter((topic) => topics[topic].periodMs !== undefined);
}

function stopAt({ clock }: RosNode): Envelope {
  const now = clock.wallNs();
  const still = { x: 0, y: 0, z: 0 };
  const message = {
    header: { stamp: toTime(now), frame_id: 'base_link' },
    twist: { linear: still, angular: still },
  };
  return createEnvelope('cmd_vel', message, now, 0);
}
