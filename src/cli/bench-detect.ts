// jackdaw bench detect: a camera frame to published detections, beside the bare call and the same work in Python.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { DetectBench } from '../perception/detect/bench-detect.js';
import type { Model } from '../perception/model/model.js';
import { MODEL_NAMES, parseAtLeastOne, parseWhole } from './arguments.js';
import { printSweep, sweepSettings } from './bench-session.js';
import { machineFacts, type MachineFacts } from './machine.js';
import { printJson, printRemark, printTable } from './print.js';

interface DetectFlags {
  readonly model?: string;
  readonly rounds: number;
  readonly threads: number;
  readonly peers?: true;
  readonly sweep?: true;
  readonly json?: true;
}

const PEER_SCRIPT = fileURLToPath(new URL('../../scripts/peers/detect_opencv.py', import.meta.url));
const PEER_PYTHON = fileURLToPath(new URL('../../.venv-peers/bin/python', import.meta.url));

export function addBenchDetect(bench: Command): void {
  bench
    .command('detect')
    .description('from a camera frame to published detections, beside the bare call to ONNX Runtime')
    .option('--model <model>', `${MODEL_NAMES}; obstacle-net if absent. Its golden frames are used`)
    .option('--rounds <n>', 'frames, in turn with the bare call', parseAtLeastOne, 300)
    .option('--threads <n>', 'that compute one frame', parseWhole, 1)
    .option('--peers', 'the same in Python: OpenCV, NumPy, onnxruntime (scripts/peers/README.md)')
    .option('--sweep', 'instead: what threads, spinning and arena of ONNX Runtime cost (a minute)')
    .option('--json', 'print one JSON object')
    .action(async (flags: DetectFlags) => {
      const machine = machineFacts();
      if (machine.load > 0.5)
        printRemark(`The machine is busy (load ${machine.load}): the figures will be too low.`);
      if (flags.sweep === true) return sweep(flags, machine);
      const figures = await measure(flags);
      if (flags.json === true) return printJson({ machine, ...figures });
      const rows = Object.entries(figures).map(([name, value]) => [name, Number(value).toPrecision(4)]);
      printTable(['figure', 'value'], rows);
    });
}

/** The model and the files of its golden pictures. */
async function findWork({ model: named }: DetectFlags) {
  const { loadModel } = await import('../perception/model/model.js');
  const { GOLDEN_FOLDER } = await import('../perception/model/golden.js');
  const { findModelFolder } = await import('../robot/named-model.js');
  const folder = await findModelFolder(named);
  const model = await loadModel(folder);
  const files = model.manifest.golden.frames.map(({ image }) => join(folder, GOLDEN_FOLDER, image));
  return { model, files };
}

async function sweep(flags: DetectFlags, machine: MachineFacts): Promise<void> {
  const { model, files } = await findWork(flags);
  const work = { folder: model.folder, pictures: files, rounds: flags.rounds };
  const settings = await sweepSettings(work);
  if (flags.json === true) printJson({ machine, settings });
  else printSweep(settings);
}

async function measure(flags: DetectFlags): Promise<DetectBench> {
  const { rounds, threads, peers } = flags;
  const { benchDetect } = await import('../perception/detect/bench-detect.js');
  const { decodePicture } = await import('../picture/decode.js');
  const { model, files } = await findWork(flags);
  const frames = await Promise.all(files.map(async (file) => decodePicture(await readFile(file))));
  const peer = peers === true ? await openPeer(model, files, threads) : undefined;
  try {
    const now = (): number => performance.now();
    return await benchDetect({ model, frames, rounds, threads, now, peer: peer?.run });
  } finally {
    await peer?.close();
  }
}

async function openPeer({ folder, manifest }: Model, frames: readonly string[], threads: number) {
  const { PeerProcess } = await import('../simulation/peer-process.js');
  const { Fault } = await import('../fault/fault.js');
  const scratch = await mkdtemp(join(tmpdir(), 'jackdaw-bench-'));
  const task = join(scratch, 'task.json');
  await writeFile(task, JSON.stringify({ model: folder, frames, threads }));
  const peer = new PeerProcess(PEER_PYTHON, PEER_SCRIPT, task);
  const close = async (): Promise<void> => {
    peer.close();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    const { answers } = (await peer.answer()) as { readonly answers: readonly unknown[][] };
    const counts = await Promise.all(
      manifest.golden.frames.map(async ({ expected }) => {
        const text = await readFile(join(folder, 'golden', expected), 'utf8');
        return (JSON.parse(text) as { detections: unknown[] }).detections.length;
      }),
    );
    // OpenCV rounds to bytes between resizing and normalising: a detection near its threshold may differ.
    const differ = answers.filter((found, i) => Math.abs(found.length - counts[i]!) > 1 + 0.1 * counts[i]!);
    if (differ.length > 0) {
      throw new Fault('bench/peer-failed', {
        what: 'The peer finds something else; a peer with other answers has no time.',
        found: answers.map(({ length }) => length).join(', '),
        expected: `about ${counts.join(', ')} detections by frame`,
      });
    }
    const run = async (frame: number): Promise<number> =>
      ((await peer.ask(String(frame))) as { ms: number }).ms;
    return { run, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
