// What jackdaw run does: settles place and settings, opens world and recording, runs, sums up.
import { join, relative } from 'node:path';
import type { Fault } from '../fault/fault.js';
import { openSystemClock } from '../runtime/clock.js';
import { readConfigFile } from '../runtime/config/file.js';
import { formatConfig } from '../runtime/config/table.js';
import { layerConfig, parseSetting, type Setting } from '../runtime/config/config.js';
import { SettingsDesk } from '../runtime/config/settings-desk.js';
import type { Stage } from '../runtime/stage.js';
import { Tally } from '../runtime/tally.js';
import { loadModel, type Model } from '../perception/model/model.js';
import { refuseTaken } from '../recording/mcap-recording.js';
import {
  openGeneratedRoom,
  openScenarioPlace,
  openWorldFile,
  readScenario,
  type Place,
} from '../robot/place.js';
import { runRobot, type Pace } from '../robot/run.js';
import { runSections } from '../robot/settings.js';
import { summarise, summaryLines, type RunSummary, type SeenBy } from '../robot/summary.js';
import { Survey } from '../robot/survey.js';
import { findModelFolder, findShippedModel } from '../robot/named-model.js';
import { unmetExpectations, type Scenario } from '../simulation/rooms/scenario.js';
import { openEmbeddedWorld } from '../simulation/embedded/open.js';
import type { World } from '../simulation/world.js';
import { keepHouse, RECORDINGS } from './housekeeping.js';
import { loadStages } from './own-stages.js';
import { printRemark } from './print.js';
import { rereadOnHangUp } from './rereading.js';
import { forcedEnd, RECORDING_PATIENCE_MS, tellWhileClosing } from './run-ending.js';
import { createStages, replacedStages, type StagePlan } from './run-stages.js';
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
  readonly stages?: string;
  /** false: --no-model. */
  readonly model?: string | boolean;
  readonly camera: boolean;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly printConfig?: true;
  readonly json?: true;
}

export interface RunPlan extends StagePlan {
  readonly place: Place;
  readonly seed: number;
  readonly seconds: number | undefined;
  readonly scenario: Scenario | undefined;
  readonly announcement: string;
  readonly configText: string;
}

export interface RunOutcome {
  readonly summary: RunSummary & { readonly unmet?: readonly string[] };
  readonly lines: readonly string[];
  /** Conditions of the scenario that do not hold, in words. */
  readonly unmet: readonly string[];
  /** Why the recording ended before the run. */
  readonly unrecorded: Fault | undefined;
}

const DEFAULT_SEED = 1;

export async function prepareRun(flags: RunFlags): Promise<RunPlan> {
  const scenario = flags.scenario === undefined ? undefined : readScenario(flags.scenario);
  const seed = flags.seed ?? scenario?.seed ?? DEFAULT_SEED;
  const config = await readSettings(flags);
  const own = flags.stages === undefined ? [] : await loadStages(flags.stages);
  const recording = recordingFolder(flags, seed);
  if (recording !== undefined) await refuseTaken(recording);
  const place = openPlace(flags, seed, scenario);
  // Before anything is said: what it would see by may not be there, or be broken.
  const model = config.values.simulation.camera ? await findModel(flags) : undefined;
  return {
    place,
    seed,
    seconds: flags.duration ?? scenario?.seconds,
    scenario,
    config,
    own,
    model,
    recording,
    live: flags.rate === 'real',
    announcement: `${announce(place, recording, ownInWords(own, config))}\n${seeing(model, config)}`,
    configText: formatConfig(config),
  };
}

function announce({ title }: Place, recording: string | undefined, own: string): string {
  return `Driving in ${title}${own}${recording === undefined ? '' : `, recording to ${recording}`}. Ctrl-C ends the run.`;
}

/** What the camera is good for in this run. */
function seeing(model: Model | undefined, { values }: RunPlan['config']): string {
  if (!values.simulation.camera) return 'Without a camera: LIDAR only.';
  if (model !== undefined)
    return `The camera sees by the model ${relative('.', model.folder) || model.folder}.`;
  return 'No model is shipped or named (--model): the camera is recorded, and the LIDAR alone steers.';
}

async function findModel({ model }: RunFlags): Promise<Model | undefined> {
  if (model === false) return undefined;
  const folder = typeof model === 'string' ? await findModelFolder(model) : await findShippedModel();
  return folder === undefined ? undefined : loadModel(folder);
}

function seenBy({ manifest: { name, version, network } }: Model): SeenBy {
  return { name, version, sha256: network.sha256 };
}

function ownInWords(own: readonly Stage[], { values }: RunPlan['config']): string {
  if (own.length === 0) return '';
  const replaced = replacedStages(own, values);
  const place = replaced.length === 0 ? '' : ` in place of ${replaced.join(', ')}`;
  return ` with ${own.map(({ name }) => name).join(', ')}${place}`;
}

export async function executeRun(plan: RunPlan, flags: RunFlags): Promise<RunOutcome> {
  const house = ownsFolder(flags) ? await keepHouse(plan.config.values.recording) : undefined;
  // From here on: whoever is told to stop while the world is opened ends cleanly too.
  const { recording } = plan;
  const patienceMs = recording === undefined ? undefined : RECORDING_PATIENCE_MS;
  const signals = abortOnSignals(patienceMs, () => printRemark(`\n${forcedEnd(recording)}`));
  const closing = tellWhileClosing(signals.signal, recording, printRemark);
  const world = await openWorld(plan);
  const tally = new Tally();
  let unrecorded: Fault | undefined;
  const onUnrecorded = (fault: Fault): void => {
    unrecorded = fault;
    printRemark(`\nThe recording has ended, the robot goes on.\n${fault.message}`);
  };
  const { stages, calls } = await createStages(plan, { tally, world, onUnrecorded });
  const survey = new Survey();
  const settings = new SettingsDesk(runSections, plan.config.values);
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
      faults: [...unrecordedIn(unrecorded), ...result.faults],
      world: plan.place.title,
      seed: plan.seed,
      model: plan.model && seenBy(plan.model),
      collisions: world.account().collisions,
      recording,
      peakRssMiB: process.resourceUsage().maxRSS / 1024,
    });
    const unmet = plan.scenario === undefined ? [] : unmetExpectations(plan.scenario.expect, summary);
    const lines = [...summaryLines(summary), ...unmet.map((each) => `Does not hold: ${each}`)];
    return {
      summary: plan.scenario === undefined ? summary : { ...summary, unmet },
      lines,
      unmet,
      unrecorded,
    };
  } finally {
    status?.stop();
    signals.stop();
    closing.stop();
    rereading?.stop();
    house?.stop();
  }
}

function unrecordedIn(fault: Fault | undefined): string[] {
  return fault === undefined ? [] : [`record: ${fault.message}`];
}

function openPlace({ world }: RunFlags, seed: number, scenario: Scenario | undefined): Place {
  if (scenario !== undefined) return openScenarioPlace(scenario);
  return world === undefined ? openGeneratedRoom({ seed }) : openWorldFile(world);
}

async function readSettings(flags: RunFlags): Promise<RunPlan['config']> {
  const file = flags.config === undefined ? undefined : await readConfigFile(flags.config);
  return layerConfig(runSections, {
    file,
    settings: settingsGiven(flags),
    seeAll: '--print-config shows all',
  });
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
  const { camera, realisticLidar, perfectLocalizer } = config.values.simulation;
  const { scene } = place;
  return openEmbeddedWorld(scene, {
    seed,
    start: scenario?.start,
    camera,
    pixelTruth: config.values.recording.pixelTruth,
    lidar: { realistic: realisticLidar },
    localizer: perfectLocalizer,
  });
}
