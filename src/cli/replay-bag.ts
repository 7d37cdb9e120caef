// What jackdaw replay does: opens the bag, makes the stages, runs them on it, and sums up the comparison.
import { Fault } from '../fault/fault.js';
import { msToNs } from '../message/time.js';
import { openBag, type Bag } from '../recording/bag.js';
import type { TopicComparison } from '../recording/compare.js';
import { replayBag, type ReplayResult } from '../recording/replay.js';
import { FloorWatch } from '../robot/floor-watch.js';
import { ForwardStage } from '../robot/forward.js';
import { DetectStage } from '../perception/detect/detect.js';
import { HUNG_MS } from '../perception/engine/engine.js';
import type { Pace } from '../robot/run.js';
import {
  createStage,
  createStages,
  stageNames,
  stageSchemas,
  type StageName,
  type StageSettings,
} from '../robot/stages.js';
import { findModelFolder, findShippedModel } from '../robot/named-model.js';
import { openVision } from '../robot/vision.js';
import { openSystemClock } from '../runtime/clock.js';
import { readConfigFile } from '../runtime/config/file.js';
import { layerConfig, parseSetting, type Setting } from '../runtime/config/config.js';
import { SettingsDesk } from '../runtime/config/settings-desk.js';
import type { Stage } from '../runtime/stage.js';
import { loadStages } from './own-stages.js';
import { openDrawing, whyNothingDrawn } from './replay-drawing.js';
import { changedByModel, isExplained, openModelComparison, type ModelsCompared } from './replay-models.js';
import { hintsFor, remapForStages, type Remap } from './replay-remap.js';
import { abortOnSignals } from './signals.js';

export interface ReplayFlags {
  /** cluster and guard if absent; with a model, detect. */
  readonly stages?: readonly string[];
  readonly rate: Pace;
  readonly render?: string;
  readonly pictures: number;
  readonly duration?: number;
  readonly forward: number;
  /** What detect sees by. */
  readonly model?: string;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly remap?: readonly Remap[];
  readonly json?: true;
  /** Where to play it instead of into stages. */
  readonly transport?: 'ros';
  /** Hertz of /clock. */
  readonly clock?: number;
  readonly loop?: true;
}

export interface ReplayOutcome {
  readonly bag: string;
  /** Of a replay by another model: but for what the model says. */
  readonly same: boolean;
  /** How detections compare, where the recording's were made by another model, or of pictures before JPEG. */
  readonly models: ModelsCompared | undefined;
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly realTimeFactor: number;
  readonly topics: Readonly<Record<string, TopicComparison>>;
  readonly told: readonly string[];
  readonly faults: readonly string[];
  /** What a person should know: commands that were made up, topics that nobody gave, messages that were skipped. */
  readonly notes: readonly string[];
  readonly pictures: readonly string[];
  /** Why --render drew nothing, and what to do. */
  readonly undrawn: string | undefined;
}

/** How many faults are kept in words. */
const FAULTS_KEPT = 20;

/** How many differences are told in words. */
const TOLD = 20;

export async function replay(path: string, flags: ReplayFlags): Promise<ReplayOutcome> {
  const wanted = stagesOf(flags);
  const files = wanted.filter(isModule);
  const names = wanted.filter((name) => !isModule(name)).map(knownStage);
  const own = (await Promise.all(files.map(loadStages))).flat();
  const recorded = await openBag(path);
  const signals = abortOnSignals();
  const faults: string[] = [];
  try {
    const remapped = remapForStages(recorded, flags.remap ?? [], topicsOf(names, own));
    const { bag } = remapped;
    const notes = [...remapped.notes];
    const values = await readSettings(flags, {
      running: names,
      presets: guardByScanAlone(bag, names, notes),
    });
    const watch = names.includes('detect') ? await watchVision(flags, values) : undefined;
    const models = watch && (await openModelComparison(bag, watch.vision.manifest));
    const stages = [
      ...createStages(names, values, { vision: watch?.vision, fusedBeside: wasFused(bag) }),
      ...own,
    ];
    const invented = inventCommands(bag, stages, flags.forward, notes);
    const { render, pictures: count } = flags;
    const drawing =
      render === undefined
        ? undefined
        : await openDrawing(bag, stages, { folder: render, count, floor: () => watch?.last });
    const result = await replayBag({
      bag,
      stages: [...stages, ...invented],
      clock: openSystemClock(),
      settings: new SettingsDesk(stageSchemas, values),
      signal: signals.signal,
      // Of two models' differences those of other stages are to be told, too.
      told: models === undefined ? TOLD : Infinity,
      ...(typeof flags.rate === 'number' ? { rate: flags.rate } : {}),
      ...(flags.duration === undefined || bag.span === undefined
        ? {}
        : { until: bag.span.startTime + msToNs(flags.duration * 1000) }),
      onFault({ message }, member) {
        if (faults.length < FAULTS_KEPT) faults.push(`${member}: ${message}`);
      },
      onEnvelope(envelope) {
        drawing?.observe(envelope);
        models?.replayed(envelope);
      },
    });
    notes.push(...notesOf(bag, result));
    const pictures = await drawing?.finish();
    const isBare = pictures?.length === 0 && !signals.signal.aborted;
    const undrawn = isBare ? whyNothingDrawn(bag, stages, { unfed: result.unfed, faults }) : undefined;
    const expected = models === undefined ? undefined : changedByModel(stages, result);
    const told = { faults, notes, pictures: pictures ?? [], undrawn, models: models?.finish() };
    return summarise(path, result, { ...told, expected });
  } finally {
    signals.stop();
    await recorded.close();
  }
}

/** Who names a model wants to know what it sees. Throws cli/usage where nothing would see by it. */
function stagesOf({ stages, model }: ReplayFlags): readonly string[] {
  if (model === undefined) return stages ?? ['cluster', 'guard'];
  if (stages === undefined) return ['detect'];
  if (stages.includes('detect')) return stages;
  throw new Fault('cli/usage', {
    what: '--model is what detect sees by, and detect is not among the stages.',
    found: `--stages ${stages.join(',')}`,
    next: `Give --stages ${['detect', ...stages].join(',')}, or leave --model out.`,
  });
}

/** What stages read and write, before there is a model. */
function topicsOf(names: readonly StageName[], own: readonly Stage[]): Pick<Stage, 'reads' | 'writes'>[] {
  const { values } = layerConfig(stageSchemas, {});
  const ours = names.map((name) => (name === 'detect' ? DetectStage.topics : createStage(name, values)));
  return [...ours, ...own];
}

async function readSettings(
  { config, set }: ReplayFlags,
  { running, presets }: { readonly running: readonly StageName[]; readonly presets: readonly Setting[] },
): Promise<StageSettings> {
  const file = config === undefined ? undefined : await readConfigFile(config);
  const given = (set ?? []).map((text) => parseSetting('--set', text));
  return layerConfig(stageSchemas, { file, settings: [...presets, ...given], running }).values;
}

/** Logs of others have no bumper and seldom dense odometry; with our demands on them the guard would only ever say stop. */
function guardByScanAlone(bag: Bag, names: readonly StageName[], notes: string[]): Setting[] {
  if (!names.includes('guard') || bag.topics.some(({ name }) => name.endsWith('/guard'))) return [];
  notes.push(
    'No guard was recorded: it judges each scan by itself (guard.required=[scan], guard.heedMovers=false).',
  );
  const flag = 'replay of a foreign log';
  return [
    { path: 'guard.required', value: ['scan'], flag },
    { path: 'guard.heedMovers', value: false, flag },
  ];
}

/** Its guard waited for the camera's obstacles then, and so does the one of the replay. */
function wasFused({ topics }: Bag): boolean {
  const recorded = (ending: RegExp): boolean => topics.some(({ name }) => ending.test(name));
  return recorded(/\/guard$/) && recorded(/(?<!\/lidar)\/obstacles$/);
}

/** `./timid.mjs` among names of stages. */
function isModule(name: string): boolean {
  return /\.(js|mjs|ts|mts)$/.test(name);
}

function knownStage(name: string): StageName {
  const known = stageNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new Fault('cli/usage', {
    what: `There is no stage ${name}`,
    found: name,
    expected: `${stageNames.join(', ')}, or a module with stages of your own`,
    next: 'Correct --stages.',
  });
}

/** Logs of others hold scans and odometry, but seldom commands: the guard then judges driving straight ahead. */
function inventCommands(bag: Bag, stages: readonly Stage[], speedMps: number, notes: string[]): Stage[] {
  const wanted = stages.some(({ reads }) => reads.includes('cmd_vel_raw'));
  const made = stages.some(({ writes }) => writes.includes('cmd_vel_raw'));
  const recorded = bag.topics.some(({ name }) => name.endsWith('/cmd_vel_raw'));
  if (!wanted || made || recorded) return [];
  notes.push(
    `No commands were recorded: at every scan the guard is asked for ${speedMps} m/s straight ahead.`,
  );
  return [new ForwardStage(speedMps)];
}

async function watchVision(
  { model }: ReplayFlags,
  { detect }: StageSettings,
): Promise<FloorWatch | undefined> {
  const folder = model === undefined ? await findShippedModel() : await findModelFolder(model);
  if (folder === undefined) return undefined;
  return new FloorWatch(await openVision(folder, { ...detect, deadlineMs: HUNG_MS }));
}

/** How exact the comparison can be, in words. */
function methodOf({ method, strangers, lost }: ReplayResult): string[] {
  const { before, calls, messages } = lost;
  const notes: string[] = [];
  if (strangers.length > 0)
    notes.push(
      `${strangers.join(', ')} did not run then: all stages are fed by time, and a live run's own timing shows as differences.`,
    );
  if (method === 'calls') notes.push('Each stage gets the very calls that it got in the live run.');
  if (before > 0)
    notes.push(
      `The first ${before} calls are no longer in the recording: stages begin without what they knew then.`,
    );
  if (calls + messages > 0)
    notes.push(
      `${calls} calls and the messages of ${messages} more are missing from the recording: what follows them may differ.`,
    );
  return notes;
}

function notesOf(bag: Bag, result: ReplayResult): string[] {
  const { fed, skipped } = result;
  // Compressed pictures are for recordings that hold no others.
  const unfed = result.unfed.filter(
    (topic) => topic !== 'camera/image_raw/compressed' || !fed.includes('camera/image_raw'),
  );
  const hints = hintsFor(bag, unfed);
  const hint = hints.length === 0 ? '' : ` (perhaps under another name: ${hints.join(' ')})`;
  const missing = unfed.length === 0 ? [] : [`Not in the recording: ${unfed.join(', ')}${hint}`];
  const left = [...skipped].map(
    ([topic, { count, why }]) => `${count} messages of ${topic} were skipped: ${why}`,
  );
  return [...methodOf(result), ...missing, ...left];
}

function summarise(
  bag: string,
  { comparison, run }: ReplayResult,
  {
    expected,
    ...told
  }: Pick<ReplayOutcome, 'faults' | 'notes' | 'pictures' | 'undrawn' | 'models'> & {
    /** Topics whose differences are what was asked for. */
    readonly expected: ReadonlySet<string> | undefined;
  },
): ReplayOutcome {
  const strict = [...comparison.byTopic].filter(([topic]) => expected?.has(topic) !== true);
  return {
    bag,
    same:
      (told.models === undefined || isExplained(told.models)) &&
      strict.every(([, { different, missing, extra }]) => different + missing + extra === 0),
    seconds: run.runSeconds,
    wallSeconds: run.wallSeconds,
    realTimeFactor: run.runSeconds / Math.max(run.wallSeconds, 1e-9),
    topics: Object.fromEntries(comparison.byTopic),
    told: comparison.told.filter((each) => expected?.has(each.split(' at ')[0]!) !== true).slice(0, TOLD),
    ...told,
  };
}
