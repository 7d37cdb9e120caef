// The stages of a run: ours, a person's own, the watch over them, and the recorder.
import type { Fault } from '../fault/fault.js';
import { topics, type TopicName } from '../message/topics.js';
import { openRecording } from '../recording/open.js';
import type { RecordingOptions } from '../recording/recording.js';
import { createRecorder, type RecorderStage } from '../recording/recorder.js';
import type { runSections } from '../robot/settings.js';
import { createStages as createStagesOf, exploringStages } from '../robot/stages.js';
import { startVision } from '../robot/vision.js';
import type { Vision } from '../perception/detect/detect.js';
import { HUNG_MS } from '../perception/engine/engine.js';
import type { Model } from '../perception/model/model.js';
import type { CallListener } from '../runtime/executors/call-listener.js';
import type { Config } from '../runtime/config/config.js';
import type { Stage } from '../runtime/stage.js';
import type { Tally } from '../runtime/tally.js';
import { WatchStage } from '../runtime/watch/watch.js';
import type { World } from '../simulation/world.js';
import { replacedBy } from './own-stages.js';

type Settings = Config<typeof runSections>['values'];

/** What of a run's plan decides its stages. */
export interface StagePlan {
  /** A person's own stages. */
  readonly own: readonly Stage[];
  readonly config: Config<typeof runSections>;
  /** What to detect by. */
  readonly model: Model | undefined;
  /** Folder of the bag to write. */
  readonly recording: string | undefined;
  /** Wall time: the recorder never holds up the robot, and keeps the calls of all stages. */
  readonly live: boolean;
}

export interface RunStages {
  readonly stages: readonly Stage[];
  readonly calls: CallListener | undefined;
}

export interface RunParts {
  readonly tally: Tally;
  readonly world: World;
  /** The recording has ended before the run. */
  readonly onUnrecorded: (fault: Fault) => void;
}

export async function createStages(plan: StagePlan, parts: RunParts): Promise<RunStages> {
  const driving = drivingStages(plan.own, plan.config.values, await openModel(plan));
  try {
    return await withWatchAndRecorder(plan, driving, parts);
  } catch (thrown) {
    for (const stage of driving) await stage.close?.();
    throw thrown;
  }
}

async function openModel({ model, config, live }: StagePlan): Promise<Vision | undefined> {
  if (model === undefined || !config.values.simulation.camera) return undefined;
  const { detect } = config.values;
  // In lockstep a frame given up on a slow machine would be another recording.
  return startVision(model, live ? detect : { ...detect, deadlineMs: HUNG_MS });
}

async function withWatchAndRecorder(
  plan: StagePlan,
  driving: readonly Stage[],
  { tally, world, onUnrecorded }: RunParts,
): Promise<RunStages> {
  const watch = new WatchStage({ tally, expected: periodicTopics([world, ...driving]) });
  if (plan.recording === undefined) return { stages: [...driving, watch], calls: undefined };
  const recorder = await openRecorder(plan, driving, { folder: plan.recording, onFault: onUnrecorded });
  return { stages: [...driving, watch, recorder], calls: recorder.calls };
}

/** Built-in stages whose place own ones take, by name. */
export function replacedStages(own: readonly Stage[], settings: Settings): string[] {
  return replacedBy(own, builtInStages(settings)).map(({ name }) => name);
}

function drivingStages(own: readonly Stage[], settings: Settings, vision: Vision | undefined): Stage[] {
  const builtIn = builtInStages(settings, vision);
  const replaced = replacedBy(own, builtIn);
  for (const stage of replaced) void stage.close?.();
  return [...builtIn.filter((stage) => !replaced.includes(stage)), ...own];
}

function builtInStages(settings: Settings, vision?: Vision): Stage[] {
  const { camera } = settings.simulation;
  const names = exploringStages({ camera, detector: vision === undefined ? undefined : 'detect' });
  return createStagesOf(names, settings, { vision });
}

async function openRecorder(
  { config, live }: StagePlan,
  driving: readonly Stage[],
  { folder, onFault }: Required<Pick<RecordingOptions, 'folder' | 'onFault'>>,
): Promise<RecorderStage> {
  const { segmentSeconds, segmentMegabytes, rawImages, pixelTruth, format } = config.values.recording;
  const recording = await openRecording({
    kind: 'mcap',
    folder,
    format,
    segmentSeconds,
    segmentBytes: segmentMegabytes * 1e6,
    sync: live ? 'second' : 'segment',
    whenBehind: live ? 'drop' : 'wait',
    onFault,
  });
  return createRecorder({
    recording,
    calls: { stages: driving.map(({ name }) => name), keep: live ? 'all' : 'settings' },
    also: [...(rawImages ? (['camera/image_raw'] as const) : []), ...pixelTruth],
  });
}

/** What must be heard of regularly: a sensor or stage that never starts is a fault too. */
function periodicTopics(writers: readonly Pick<Stage, 'writes'>[]): TopicName[] {
  return writers.flatMap(({ writes }) => writes).filter((topic) => topics[topic].periodMs !== undefined);
}
