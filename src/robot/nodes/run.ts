// One ROS node, from its arguments to its end: parameters, stages, transport, run.
import type { Fault } from '../../fault/fault.js';
import { topics, type TopicName } from '../../message/topics.js';
import type { Clock } from '../../runtime/clock.js';
import type { Sections } from '../../runtime/config-schema.js';
import { runLive } from '../../runtime/live.js';
import { GraphWatchStage } from '../../runtime/ros/graph-watch.js';
import { openRosNode, type RosNode } from '../../runtime/ros/node.js';
import { declareSettings, followParameters } from '../../runtime/ros/parameters.js';
import { openRos } from '../../runtime/ros/transport.js';
import type { RunReport } from '../../runtime/run.js';
import { SettingsDesk } from '../../runtime/settings-desk.js';
import type { Source, Stage } from '../../runtime/stage.js';
import { Tally } from '../../runtime/tally.js';
import { createTransportFeed } from '../../runtime/transport-feed.js';
import { WatchStage } from '../../runtime/watch.js';
import { openEmbeddedWorld } from '../../simulation/embedded/open.js';
import type { Place } from '../place.js';
import { simulationConfig } from '../settings.js';
import { createStage, stageSchemas, type StageSettings } from '../stages.js';
import { nodeKinds, type NodeKind, type NodeName } from './table.js';

export interface NodeRun {
  readonly name: NodeName;
  /** `--ros-args …` */
  readonly rosArguments: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Where a simulator is, and the seed of its chance. */
  readonly place: () => Place;
  readonly seed: number;
  readonly onFault: (fault: Fault, member: string) => void;
  /** Called once the node is there, with its full name. */
  readonly onReady?: (fullName: string) => void;
}

/** Until the signal aborts. Throws ros/missing, ros/start-failed, config/invalid. The rcl node is closed in any case. */
export async function runNode(run: NodeRun): Promise<RunReport> {
  const { name, rosArguments, clock, onFault } = run;
  const node = await openRosNode({
    name,
    namespace: '',
    clock,
    rosArguments,
    onFault: (fault) => onFault(fault, 'ros'),
  });
  try {
    return await runOn(node, run);
  } finally {
    node.close();
  }
}

async function runOn(node: RosNode, run: NodeRun): Promise<RunReport> {
  const kind: NodeKind = nodeKinds[run.name];
  const sections = sectionsOf(kind);
  const { values } = declareSettings(node, sections);
  // Only the sections of this node's stages are there, and only those are read.
  const members = await openMembers(kind, values as unknown as NodeSettings, run);
  const tally = new Tally();
  const watch = new WatchStage({ tally, expected: spokenBy([...members.sources, ...members.stages]) });
  const written = writesOf([...members.sources, ...members.stages, watch]);
  const incoming = readsOf([...members.sources, ...members.stages]).filter(
    (topic) => !written.includes(topic),
  );
  const transport = openRos({ node, outgoing: written });
  const settings = new SettingsDesk(sections, values);
  followParameters(node, sections, settings);
  run.onReady?.(node.fullName);
  await node.timeStarted(run.signal);
  return runLive({
    sources: members.sources,
    stages: [...members.stages, watch, new GraphWatchStage(transport, node.fullName)],
    feeds: [createTransportFeed({ transport, incoming, outgoing: written })],
    clock: node.clock,
    signal: run.signal,
    tally,
    settings,
    onFault: run.onFault,
  });
}

type NodeSettings = StageSettings & { readonly simulation: { camera: boolean; realisticLidar: boolean } };

function sectionsOf({ stages, world }: NodeKind): Sections {
  const own: Record<string, Sections[string]> = {};
  for (const stage of stages) own[stage] = stageSchemas[stage];
  return world === true ? { ...own, simulation: simulationConfig } : own;
}

async function openMembers(
  { stages, world }: NodeKind,
  settings: NodeSettings,
  { place, seed }: NodeRun,
): Promise<{ readonly sources: readonly Source[]; readonly stages: readonly Stage[] }> {
  const created = stages.map((stage) => createStage(stage, settings));
  if (world !== true) return { sources: [], stages: created };
  const { camera, realisticLidar } = settings.simulation;
  const { scene } = place();
  const source = await openEmbeddedWorld(scene, { seed, camera, lidar: { realistic: realisticLidar } });
  return { sources: [source], stages: created };
}

function readsOf(members: readonly Pick<Stage, 'reads'>[]): TopicName[] {
  return [...new Set(members.flatMap(({ reads }) => reads))];
}

function writesOf(members: readonly Pick<Stage, 'writes'>[]): TopicName[] {
  return [...new Set(members.flatMap(({ writes }) => writes))];
}

/** What this node must be heard to say regularly. */
function spokenBy(members: readonly Pick<Stage, 'writes'>[]): TopicName[] {
  return writesOf(members).filter((topic) => topics[topic].periodMs !== undefined);
}
