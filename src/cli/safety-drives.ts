// What the benches of safety share: what is done to the detector, which model it is, and the process that drives.
import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import type { BenchEntry } from '../evaluation/log.js';
import type { Approach, ApproachOrder } from '../robot/safety/approach.js';
import type { Drive, DriveOrder } from '../robot/safety/drive-room.js';
import type { Hindrances } from '../robot/safety/hindrances.js';
import { obstacleClasses } from '../simulation/scene/obstacle-classes.js';
import type { OrderProcess } from '../runtime/order-process.js';
import { MODEL_NAMES, parseAmount, parseSeed, parseShare, parseWhole } from './arguments.js';
import { openProgress } from './print.js';

export interface HinderedFlags {
  readonly seed?: number;
  readonly model?: string;
  readonly delay: number;
  readonly lost: number;
  readonly pitch: number;
  readonly unknown?: string;
  readonly log?: string;
  readonly workers: number;
}

export interface NamedModel {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/** Adds the flags that both benches have. */
export function addHinderedFlags(command: Command): Command {
  return command
    .option(
      '--seed <n>',
      "of the first room; absent: the first 8 hex digits of the model's sha256, or 1",
      parseSeed,
    )
    .option('--model <model>', `what the robot sees by: ${MODEL_NAMES}; obstacle-net if absent`)
    .option('--delay <ms>', 'from a published frame to its published detections', parseAmount, 100)
    .option('--lost <share>', 'of the frames on their way to the detector', parseShare, 0.1)
    .option(
      '--pitch <degrees>',
      'the camera looks up to so much higher or lower than the robot knows',
      parseAmount,
      1,
    )
    .addOption(
      new Option(
        '--unknown <class>',
        'detections of this class are left out: what if it had never been taught?',
      ).choices(obstacleClasses),
    )
    .option(
      '--log <file>',
      'that a trial of a model is added to; absent: evaluations.jsonl beside its version',
    )
    .option('--workers <n>', 'processes side by side', parseWhole, availableParallelism());
}

export function hindrancesOf({ delay, lost, pitch, unknown }: HinderedFlags): Hindrances {
  return { delayMs: delay, lost, pitchRad: (pitch * Math.PI) / 180, unknownClass: unknown };
}

export function seedOf({ seed }: HinderedFlags, model: NamedModel | undefined): number {
  return seed ?? (model === undefined ? 1 : seedOfModel(model.sha256));
}

/** The proof's rooms follow from the model's network: trained again, it is tried in others. */
export function seedOfModel(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 8), 16);
}

/** The named model, or the shipped one; undefined where there is none and nobody insists. */
export async function findModel(
  named: string | undefined,
  isNeeded: boolean,
): Promise<NamedModel | undefined> {
  const { findModelFolder, findShippedModel } = await import('../robot/named-model.js');
  const { loadModel } = await import('../perception/model/model.js');
  const isAsked = isNeeded || named !== undefined;
  const folder = isAsked ? await findModelFolder(named) : await findShippedModel();
  if (folder === undefined) return undefined;
  const { name, version, network } = (await loadModel(folder)).manifest;
  return { folder, name, version, sha256: network.sha256 };
}

/** Before hours of driving. Throws cli/usage, cli/output. */
export async function checkLog({ log }: HinderedFlags): Promise<void> {
  const { admitLog } = await import('../evaluation/log.js');
  if (log !== undefined) await admitLog(log);
}

/** Adds what was found to the log of the model that was tried, if there was one. Throws evaluation/write-failed. */
export async function logTrial(
  model: NamedModel | undefined,
  found: Pick<BenchEntry, 'bench' | 'seed' | 'figures'>,
  { log }: HinderedFlags,
): Promise<void> {
  if (model === undefined) return;
  const { appendToLog, logOf } = await import('../evaluation/log.js');
  const { folder, ...identity } = model;
  await appendToLog(log ?? logOf(folder), { time: new Date().toISOString(), model: identity, ...found });
}

/** The hidden command that a bench starts as its driving process. */
const DRIVING_COMMAND = 'safety-drive';

export interface Driving {
  readonly model: NamedModel | undefined;
  readonly workers: number;
  /** Of the progress: what is counted, and how much of it is known of at first. */
  readonly what: string;
  readonly total: number;
}

/** What both benches drive with. */
export interface DrivingTools {
  readonly workers: number;
  readonly openDriver: <O extends object, A>() => OrderProcess<O, A>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Work with driving processes, a progress bar, and an early end by Ctrl-C. */
export async function withDriving<T>(
  { model, workers, what, total }: Driving,
  work: (tools: DrivingTools) => Promise<T>,
): Promise<T> {
  const { openOrderProcess } = await import('../runtime/order-process.js');
  const { abortOnSignals } = await import('./signals.js');
  const args = ['bench', DRIVING_COMMAND, ...(model === undefined ? [] : [model.folder])];
  const progress = openProgress(what, total);
  const signals = abortOnSignals();
  try {
    return await work({
      workers,
      openDriver: () => openOrderProcess(process.argv[1] ?? '', args),
      signal: signals.signal,
      onProgress: (done, of) => progress.update(done, of),
    });
  } finally {
    progress.stop();
    signals.stop();
  }
}

export function addDrivingCommand(bench: Command): void {
  bench.command(DRIVING_COMMAND, { hidden: true }).argument('[model]').action(serveDrives);
}

/** Answers drives and approaches until its parent goes. */
async function serveDrives(model: string | undefined): Promise<void> {
  const { driveRoom } = await import('../robot/safety/drive-room.js');
  const { driveApproaches } = await import('../robot/safety/approach.js');
  const { stageSchemas } = await import('../robot/stages.js');
  const { HUNG_MS } = await import('../perception/engine/engine.js');
  const { openVision } = await import('../robot/vision.js');
  const { openSystemClock } = await import('../runtime/clock.js');
  const { layerConfig } = await import('../runtime/config/config.js');
  const { serveOrders } = await import('../runtime/order-process.js');
  const { loadEngine } = await import('../simulation/physics/engine.js');
  const tools = {
    engine: await loadEngine(),
    settings: layerConfig(stageSchemas).values,
    clock: openSystemClock(),
    openVision:
      model === undefined
        ? undefined
        : ({ threads }: Parameters<typeof openVision>[1]) =>
            openVision(model, { threads, deadlineMs: HUNG_MS }),
  };
  serveOrders<DriveOrder | ApproachOrder, Drive | Approach[]>((order) =>
    order.kind === 'drive' ? driveRoom(order, tools) : driveApproaches(order, tools),
  );
}
