// Opens what a node runs: its stages, the world or the bag it carries, all from its settings.
import { Fault } from '../../fault/fault.js';
import type { TopicName } from '../../message/topics.js';
import type { Vision } from '../../perception/detect/detect.js';
import { openRecording } from '../../recording/open.js';
import { createRecorder } from '../../recording/recorder.js';
import type { Envelope, Source, Stage } from '../../runtime/stage.js';
import type { Tally } from '../../runtime/tally.js';
import { WatchStage } from '../../runtime/watch/watch.js';
import { openEmbeddedWorld } from '../../simulation/embedded/open.js';
import type { Place } from '../place.js';
import { createStages } from '../stages.js';
import { findModelFolder } from '../named-model.js';
import { openVision } from '../vision.js';
import { openBagPlayer } from './play-bag.js';
import { createPicturePlayer, findPictures } from './play-pictures.js';
import type { NodeSettings } from './settings.js';
import { stagesOf, type NodeKind } from './table.js';

/** Hears envelopes as they come from others, bytes and all, past the executor. */
export interface Listener {
  readonly reads: readonly TopicName[];
  readonly take: (envelope: Envelope) => void;
}

export interface Members {
  readonly sources: readonly Source[];
  readonly stages: readonly Stage[];
  readonly listeners: readonly Listener[];
}

export interface MembersContext {
  readonly kind: NodeKind;
  readonly settings: NodeSettings;
  /** Before the colon in diagnostics. */
  readonly fullName: string;
  readonly tally: Tally;
  readonly place: () => Place;
  readonly seed: number;
  /** For the name of a bag that nobody named. */
  readonly startedAt: string;
  /** How often this node was opened before: at each configure, and when its time began anew. */
  readonly opened: number;
  readonly onFault: (fault: Fault, member: string) => void;
}

/** What was opened before something failed is closed again. Throws the Faults of models, worlds, bags and pictures. */
export async function openMembers(context: MembersContext): Promise<Members> {
  const { kind, settings } = context;
  const vision = await openEyes(kind, settings);
  try {
    const stages = createStages(stagesOf(kind, vision !== undefined), settings, { vision });
    const carried = await openCarried(context);
    return { ...carried, stages: [...stages, ...carried.stages] };
  } catch (thrown) {
    await vision?.engine.close();
    throw thrown;
  }
}

/** Whether a node of this kind will have a model, by its settings. */
function hasEyes({ model }: NodeKind, { vision }: NodeSettings): boolean {
  return model !== undefined && vision.model !== 'none';
}

async function openEyes(kind: NodeKind, settings: NodeSettings): Promise<Vision | undefined> {
  if (!hasEyes(kind, settings)) return undefined;
  const { model } = settings.vision;
  const folder = await findModelFolder(model === 'shipped' ? undefined : model);
  return openVision(folder, settings.detect);
}

export const playedPictures = [
  'camera/image_raw',
  'camera/camera_info',
  'camera/image_raw/compressed',
] as const;

const nothing: Members = { sources: [], stages: [], listeners: [] };

async function openCarried(context: MembersContext): Promise<Members> {
  const { carries } = context.kind;
  if (carries === undefined) return nothing;
  switch (carries) {
    case 'world':
      return { ...nothing, sources: [await openWorld(context)] };
    case 'pictures':
      return { ...nothing, stages: [await openCamera(context.settings)] };
    case 'scans':
      return { ...nothing, stages: [await openLidar(context.settings)] };
    case 'recording':
      return openBagRecorder(context);
    case 'graph':
      return watchGraph(context);
  }
}

function openWorld({ settings, place, seed }: MembersContext): Promise<Source> {
  const { camera, realisticLidar, perfectLocalizer } = settings.simulation;
  const lidar = { realistic: realisticLidar };
  return openEmbeddedWorld(place().scene, { seed, camera, lidar, localizer: perfectLocalizer });
}

async function openCamera({ camera }: NodeSettings): Promise<Stage> {
  if (camera.source === '')
    throw withoutSource('camera', 'a picture (JPEG, PNG), a folder of pictures, or a bag');
  const pictures = await findPictures(camera.source);
  if (pictures !== undefined) return createPicturePlayer(pictures, camera);
  const { source, loop } = camera;
  return openBagPlayer({ name: 'camera', source, loop, topics: playedPictures });
}

async function openLidar({ lidar: { source, loop } }: NodeSettings): Promise<Stage> {
  if (source === '') throw withoutSource('lidar', 'a bag with scans');
  return openBagPlayer({ name: 'lidar', source, loop, topics: ['scan'] });
}

function withoutSource(node: 'camera' | 'lidar', expected: string): Fault {
  return new Fault('node/nothing-to-play', {
    what: `The node ${node} was not told what to play.`,
    expected,
    next: `npx jackdaw node ${node} --ros-args -p ${node}.source:=PATH`,
  });
}

/** Bytes go from the wire to the disk as they are. */
async function openBagRecorder(context: MembersContext): Promise<Members> {
  const { settings, startedAt, opened, onFault } = context;
  const { folder, segmentSeconds, segmentMegabytes, rawImages, format, without } = settings.recorder;
  const recording = await openRecording({
    kind: 'mcap',
    folder: nextFolder(folder === '' ? `recordings/ros-${startedAt}` : folder, opened),
    format,
    segmentSeconds,
    segmentBytes: segmentMegabytes * 1e6,
    sync: 'second',
    whenBehind: 'drop',
    onFault: (fault) => onFault(fault, 'record'),
  });
  const recorder = createRecorder({ recording, also: rawImages ? ['camera/image_raw'] : [], without });
  return listening(recorder);
}

/** Each time that begins anew has a bag of its own: `kitchen`, `kitchen-2` … */
function nextFolder(folder: string, opened: number): string {
  return opened === 0 ? folder : `${folder.replace(/\/+$/, '')}-${opened + 1}`;
}

function watchGraph({ settings, tally, fullName }: MembersContext): Members {
  const watch = new WatchStage({ tally, robot: fullName, without: settings.watch.without });
  return listening(watch);
}

/** A stage that hears past the executor what it would read, and ticks and ends with the others. */
function listening(stage: Stage): Members {
  const { name, reads, writes, periodMs, closeMs } = stage;
  const deaf: Stage = {
    name,
    reads: [],
    writes,
    ...(periodMs === undefined ? {} : { periodMs }),
    ...(closeMs === undefined ? {} : { closeMs }),
    take: () => undefined,
    tick: (now, emit) => stage.tick?.(now, emit),
    close: () => stage.close?.(),
  };
  const take = (envelope: Envelope): void => void stage.take(envelope, envelope.time, () => undefined);
  return { ...nothing, stages: [deaf], listeners: [{ reads, take }] };
}
