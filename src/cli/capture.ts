// jackdaw capture: labelled frames from many generated rooms, one bag a room.
import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import type { CaptureTools } from '../dataset/capture/capture-room.js';
import type { AssetSet } from '../simulation/rooms/kit.js';
import { assetSets } from '../simulation/rooms/kit.js';
import { parseSeed, parseWhole } from './arguments.js';
import { exitCodes } from './exit.js';
import { openProgress, printJson, printLine } from './print.js';
import type { Conclude } from './program.js';

interface CaptureFlags {
  readonly rooms: number;
  readonly framesPerRoom: number;
  readonly seconds: number;
  readonly seed: number;
  readonly assets: AssetSet;
  readonly out: string;
  readonly workers: number;
  readonly json?: true;
}

export function addCapture(program: Command, conclude: Conclude): void {
  program
    .command('capture')
    .description('labelled camera frames and scans from many generated rooms, one bag a room')
    .requiredOption('--rooms <n>', 'how many; many rooms teach more than many frames', parseWhole)
    .requiredOption('--out <folder>', 'where the bags go')
    .option('--frames-per-room <n>', 'from random places', parseWhole, 8)
    .option('--seconds <s>', 'of driving in each room too, a frame every half second', Number, 0)
    .option('--seed <n>', 'of the whole capture: another seed, other rooms', parseSeed, 1)
    .addOption(
      new Option('--assets <set>', 'heldout: for the proof only, refused in training')
        .choices(assetSets)
        .default('standard'),
    )
    .option('--workers <n>', 'processes side by side', parseWhole, availableParallelism())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nKilled or interrupted, the same command goes on where it stopped; --rooms may grow.\n\nExample:\n  $ npx jackdaw capture --rooms 1000 --seed 1 --out captures/rooms',
    )
    .action(async (flags: CaptureFlags) => {
      const report = await runCapture(flags);
      if (flags.json === true) printJson(report);
      else {
        const rate = report.framesPerSecond.toFixed(1);
        printLine(
          `${report.rooms} rooms in ${flags.out}; ${report.newFrames} frames of ${report.newRooms} rooms in ${report.seconds.toFixed(0)} s (${rate} a second)`,
        );
        if (!report.finished) printLine('Not finished: run the same command again.');
      }
      conclude(report.finished ? exitCodes.ok : exitCodes.finding);
    });
  program.command('capture-room', { hidden: true }).action(async () => {
    const { serveRooms } = await import('../dataset/capture/room-process.js');
    serveRooms(await openTools());
  });
}

async function runCapture(flags: CaptureFlags) {
  const { capture } = await import('../dataset/capture/capture.js');
  const { openRoomProcess } = await import('../dataset/capture/room-process.js');
  const { generatorDigest } = await import('../simulation/rooms/digest.js');
  const { abortOnSignals } = await import('./signals.js');
  const { rooms, framesPerRoom, seconds, seed, assets, out, workers } = flags;
  const order = { rooms, framesPerRoom, seconds, seed, assets, generator: generatorDigest() };
  const progress = openProgress('rooms', rooms);
  const signals = abortOnSignals();
  const startMs = performance.now();
  try {
    const report = await capture(order, {
      out,
      workers: Math.max(1, workers),
      openWorker: () => openRoomProcess(process.argv[1] ?? '', ['capture-room']),
      signal: signals.signal,
      onRoom: (done) => progress.update(done),
    });
    const wallS = (performance.now() - startMs) / 1000;
    return {
      ...report,
      seconds: wallS,
      framesPerSecond: report.newFrames / wallS,
      roomsPerSecond: report.newRooms / wallS,
      generator: order.generator,
    };
  } finally {
    progress.stop();
    signals.stop();
  }
}

async function openTools(): Promise<CaptureTools> {
  const { stageSchemas } = await import('../robot/stages.js');
  const { layerConfig } = await import('../runtime/config/config.js');
  const { openSystemClock } = await import('../runtime/clock.js');
  const { loadEngine } = await import('../simulation/physics/engine.js');
  const { TextureShelf } = await import('../dataset/capture/texture-shelf.js');
  let engine: ReturnType<typeof loadEngine> | undefined;
  return {
    textures: new TextureShelf(),
    openEngine: () => (engine ??= loadEngine()),
    settings: layerConfig(stageSchemas).values,
    clock: openSystemClock(),
  };
}
