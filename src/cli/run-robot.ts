// What jackdaw run does: settles place and settings, opens world and recording, runs, sums up.
import { join } from 'node:path';
import { topics, type TopicName } from '../message/topics.js';
import type { CallListener } from '../runtime/call-listener.js';
import { openSystemClock } from '../runtime/clock.js';
import { readConfigFile } from '../runtime/config-file.js';
import { formatConfig } from '../runtime/config-table.js';
import { layerConfig, parseSetting, type Config, type Setting } from '../runtime/config.js';
import { SettingsDesk } from '../runtime/settings-desk.js';
import type { Stage } from '../runtime/stage.js';
import { Tally } from '../runtime/tally.js';
import { WatchStage } from '../runtime/watch.js';
import { openRecording } from '../recording/open.js';
import { createRecorder, type RecorderStage } from '../recording/recorder.js';
import {
  openGeneratedRoom,
  openScenarioPlace,
  openWorldFile,
  readScenario,
  type Place,
} from '../robot/place.js';
import { runRobot, type Pace } from '../robot/run.js';
import { runSections } from '../robot/settings.js';
import { createStage, exploringStages } from '../robot/stages.js';
import { summarise, summaryLines, type RunSummary } from '../robot/summary.js';
import { Survey } from '../robot/survey.js';
import { unmetExpectations, type Scenario } from '../simulation/rooms/scenario.js';
import { openEmbeddedWorld } from '../simulation/embedded/open.js';
import type { World } from '../simulation/world.js';
import { keepHouse, RECORDINGS } from './housekeeping.js';
import { printRemark } from './print.js';
import { rereadOnHangUp } from './rereading.js';
import { abortOnSignals } from './signals.js';
import { openStatusLine } from './status.js';

export interface RunFlags {
  readonly world?: string;
  readonly scenario?: string;
  readonly seed?: number;
  readonly headless?: true;
  readonly duration?: number;
  readonly rate: Pace;
  /** false: --no-record. */
  readonly record?: string | boolean;
  readonly camera: boolean;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly printConfig?: true;
  readonly json?: true;
}

export interface RunPlan {
  readonly place: Place;
  readonly seed: number;
  readonly seconds: number | undefined;
  readonly scenario: Scenario | undefined;
  readonly config: Config<typeof runSections>;
  /** Folder of the bag to write. */
  readonly recording: string | undefined;
  readonly announcement: string;
  readonly configText: string;
}

export interface RunOutcome {
  readonly summary: RunSummary & { readonly unmet?: readonly string[] };
  readonly lines: readonly string[];
  /** Conditions of the scenario that do not hold, in words. */
  readonly unmet: readonly string[];
}

const DEFAULT_SEED = 1;

export async function prepareRun(flags: RunFlags): Promise<RunPlan> {
  const scenario = flags.scenario === undefined ? undefined : readScenario(flags.scenario);
  const seed = flags.seed ?? scenario?.seed ?? DEFAULT_SEED;
  const config = await readSettings(flags);
  const place = openPlace(flags, seed, scenario);
  const recording = recordingFolder(flags, seed);
  return {
    place,
    seed,
    seconds: flags.duration ?? scenario?.seconds,
    scenario,
    config,
    recording,
    announcement: `Driving in ${place.title}${recording === undefined ? '' : `, recording to ${recording}`}. Ctrl-C ends the run.`,
    configText: formatConfig(config),
  };
}

export async function executeRun(plan: RunPlan, flags: RunFlags): Promise<RunOutcome> {
  const house = ownsFolder(flags) ? await keepHouse(plan.config.values.recording) : undefined;
  const world = await openWorld(plan);
  const tally = new Tally();
  const { stages, calls } = await createStages(plan, flags, { tally, world });
  const survey = new Survey();
  const settings = new SettingsDesk(runSections, plan.config.values);
  const signals = abortOnSignals();
  const rereading = rereadSettings(settings, flags);
  const status = flags.headless === true ? undefined : openStatusLine(() => survey.glance());
  try {
    const clock = openSystemClock();
    const { signal } = signals;
    const result = await runRobot({
      source: world,
      stages,
      pace: flags.rate,
      clock,
      seconds: plan.seconds,
      signal,
      tally,
      survey,
      settings,
      calls,
    });
    const summary = summarise({
      ...result,
      world: plan.place.title,
      seed: plan.seed,
      collisions: world.account().collisions,
      recording: plan.recording,
      peakRssMiB: process.resourceUsage().maxRSS / 1024,
    });
    const unmet = plan.scenario === undefined ? [] : unmetExpectations(plan.scenario.expect, summary);
    const lines = [...summaryLines(summary), ...unmet.map((each) => `Does not hold: ${each}`)];
    return { summary: plan.scenario === undefined ? summary : { ...summary, unmet }, lines, unmet };
  } finally {
    status?.stop();
    signals.stop();
    rereading?.stop();
    house?.stop();
  }
}

function openPlace({ world }: RunFlags, seed: number, scenario: Scenario | undefined): Place {
  if (scenario !== undefined) return openScenarioPlace(scenario);
  return world === undefined ? openGeneratedRoom({ seed }) : openWorldFile(world);
}

async function readSettings(flags: RunFlags): Promise<RunPlan['config']> {
  const file = flags.config === undefined ? undefined : await readConfigFile(flags.config);
  return layerConfig(runSections, { file, settings: settingsGiven(flags) });
}

function settingsGiven({ set = [], camera }: RunFlags): Setting[] {
  const given = set.map((text) => parseSetting('--set', text));
  const noCamera = { path: 'simulation.camera', value: false, flag: '--no-camera' };
  return camera ? given : [...given, noCamera];
}

/** Without a file there is nothing to read again. */
function rereadSettings(desk: SettingsDesk, flags: RunFlags): { stop(): void } | undefined {
  const { config: file } = flags;
  if (file === undefined) return undefined;
  return rereadOnHangUp({ desk, sections: runSections, file, settings: settingsGiven(flags) });
}

/** Runs of one second apart never share a folder; a folder that was asked for is taken as it is. */
function recordingFolder({ record }: RunFlags, seed: number): string | undefined {
  if (record === false) return undefined;
  if (typeof record === 'string') return record;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return join(RECORDINGS, `room-${seed}-${stamp}`);
}

/** The folder that Jackdaw chose is Jackdaw's to keep in order. */
function ownsFolder({ record }: RunFlags): boolean {
  return record !== false && typeof record !== 'string';
}

async function openWorld({ place, seed, config, scenario }: RunPlan): Promise<World> {
  const { camera, realisticLidar } = config.values.simulation;
  const { scene } = place;
  return openEmbeddedWorld(scene, {
    seed,
    start: scenario?.start,
    camera,
    pixelTruth: config.values.recording.pixelTruth,
    lidar: { realistic: realisticLidar },
  });
}

interface RunStages {
  readonly stages: readonly Stage[];
  readonly calls: CallListener | undefined;
}

interface RunParts {
  readonly tally: Tally;
  readonly world: World;
}

async function createStages(plan: RunPlan, flags: RunFlags, { tally, world }: RunParts): Promise<RunStages> {
  const settings = plan.config.values;
  const driving = exploringStages(settings.simulation).map((name) => createStage(name, settings));
  const watch = new WatchStage({ tally, expected: periodicTopics([world, ...driving]) });
  if (plan.recording === undefined) return { stages: [...driving, watch], calls: undefined };
  const recorder = await openRecorder(plan, plan.recording, flags);
  return { stages: [...driving, watch, recorder], calls: recorder.calls };
}

async function openRecorder({ config }: RunPlan, folder: string, { rate }: RunFlags): Promise<RecorderStage> {
  const { segmentSeconds, segmentMegabytes, rawImages, pixelTruth, format } = config.values.recording;
  const live = rate === 'real';
  const recording = await openRecording({
    kind: 'mcap',
    folder,
    format,
    segmentSeconds,
    segmentBytes: segmentMegabytes * 1e6,
    sync: live ? 'second' : 'segment',
    whenBehind: live ? 'drop' : 'wait',
    onFault: (fault) => printRemark(`\nThe recording has ended, the robot goes on.\n${fault.message}`),
  });
  return createRecorder({
    recording,
    calls: { stages: exploringStages(config.values.simulation), keep: live ? 'all' : 'settings' },
    also: [...(rawImages ? (['camera/image_raw'] as const) : []), ...pixelTruth],
  });
}

/** What must be heard of regularly: a sensor or stage that never starts is a fault too. */
function periodicTopics(writers: readonly Pick<Stage, 'writes'>[]): TopicName[] {
  return writers.flatMap(({ writes }) => writes).filter((topic) => topics[topic].periodMs !== undefined);
}
