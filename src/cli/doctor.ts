// jackdaw doctor: what this machine has, what is missing, and the command that mends it.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '../fault/fault.js';
import { profileVariableOf, shippedProfile } from '../runtime/ros/fastdds-profile.js';
import { exitCodes } from './exit.js';
import { printJson, printLine } from './print.js';
import type { Conclude } from './program.js';

interface Finding {
  readonly check: string;
  /** missing: a thing that is optional is not there; failed: Jackdaw does not work without it. */
  readonly result: 'ok' | 'missing' | 'failed';
  readonly found: string;
  readonly mend?: string;
}

export function addDoctor(program: Command, conclude: Conclude): void {
  program
    .command('doctor')
    .description('tell what is missing on this machine, and the command that mends it')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: true }) => {
      const findings = await examine();
      const healthy = findings.every(({ result }) => result !== 'failed');
      if (options.json === true) printJson({ healthy, findings });
      else for (const finding of findings) printFinding(finding);
      conclude(healthy ? exitCodes.ok : exitCodes.finding);
    });
}

function printFinding({ check, result, found, mend }: Finding): void {
  const mark = { ok: 'ok     ', missing: 'missing', failed: 'FAILED ' }[result];
  printLine(`${mark}  ${check.padEnd(16)} ${found}`);
  if (mend !== undefined) printLine(`         ${''.padEnd(16)} → ${mend}`);
}

async function examine(): Promise<Finding[]> {
  return [
    nodeVersion(),
    await pictures(),
    await physics(),
    await eyes(),
    await training(),
    await memory(),
    await disk(),
    await ros(),
    sharedMemory(),
    webots(),
  ].filter((finding) => finding !== undefined);
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 20);
  const found = `${process.version} on ${process.platform}-${process.arch}`;
  if (fits) return { check: 'Node.js', result: 'ok', found };
  return {
    check: 'Node.js',
    result: 'failed',
    found,
    mend: 'install Node.js 20.20 or newer (22 and 24 work too)',
  };
}

async function pictures(): Promise<Finding> {
  try {
    const { encodeJpeg } = await import('../picture/encode.js');
    await encodeJpeg(new Uint8Array(16 * 16 * 3), 16, 16, 80);
    return { check: 'pictures', result: 'ok', found: 'sharp encodes' };
  } catch (thrown) {
    return { check: 'pictures', result: 'failed', found: firstLine(thrown), mend: 'npm ci' };
  }
}

async function physics(): Promise<Finding> {
  try {
    await import('@mujoco/mujoco');
    return { check: 'physics', result: 'ok', found: 'MuJoCo (WASM) is installed' };
  } catch (thrown) {
    return { check: 'physics', result: 'failed', found: firstLine(thrown), mend: 'npm ci' };
  }
}

/** Loads the shipped model on its engine, as a robot does, and asks it for its golden frames. */
async function eyes(): Promise<Finding> {
  const check = 'detection';
  try {
    const { findShippedModel } = await import('../robot/named-model.js');
    const folder = await findShippedModel();
    if (folder === undefined) {
      await import('onnxruntime-node');
      const mend = 'make one: docs/train-your-own.md; without it the robot drives by its LIDAR alone';
      return { check, result: 'missing', found: 'ONNX Runtime is installed, but there is no model', mend };
    }
    const { checkModel } = await import('./models-work.js');
    const { frames, problems } = await checkModel(folder);
    const model = relative('.', folder);
    const [problem] = problems;
    if (problem !== undefined)
      return { check, result: 'failed', found: `${model}: ${problem}`, mend: 'npm ci' };
    return { check, result: 'ok', found: `${model} gives what its ${frames} golden frames must give` };
  } catch (thrown) {
    return { check, result: 'failed', found: firstLine(thrown), mend: 'npm ci' };
  }
}

async function training(): Promise<Finding> {
  const check = 'training';
  const { isNativeThere } = await import('../training/learners/native.js');
  if (isNativeThere()) return { check, result: 'ok', found: 'tfjs-node is set up: --learner native' };
  const mend = 'only if you train: npm run setup:tfjs-node, which is several times faster';
  return { check, result: 'missing', found: 'tfjs-node is not set up; --learner wasm needs nothing', mend };
}

async function memory(): Promise<Finding> {
  const { totalmem, freemem } = await import('node:os');
  const found = `${toMiB(freemem())} MiB free of ${toMiB(totalmem())} MiB`;
  const enough = freemem() > 400 * 2 ** 20;
  if (enough) return { check: 'memory', result: 'ok', found };
  return {
    check: 'memory',
    result: 'missing',
    found,
    mend: 'close something: a simulated run takes up to 400 MiB',
  };
}

async function disk(): Promise<Finding> {
  const { statfs } = await import('node:fs/promises');
  const { bavail, bsize } = await statfs(process.cwd());
  const freeMiB = toMiB(bavail * bsize);
  const found = `${freeMiB} MiB free here`;
  if (freeMiB > 1024) return { check: 'disk', result: 'ok', found };
  return {
    check: 'disk',
    result: 'missing',
    found,
    mend: 'free some space: an hour of recording takes about 500 MiB',
  };
}

async function ros(): Promise<Finding> {
  const distribution = process.env['ROS_DISTRO'];
  if (distribution === undefined) {
    const mend = 'only if you want ROS 2: source /opt/ros/<distribution>/setup.bash';
    return { check: 'ROS 2', result: 'missing', found: 'no ROS 2 is sourced', mend };
  }
  try {
    const { loadRclnodejs } = await import('../runtime/ros/rclnodejs.js');
    loadRclnodejs();
    return { check: 'ROS 2', result: 'ok', found: `${distribution}, rclnodejs loads` };
  } catch (thrown) {
    const mend = 'npm install --no-save rclnodejs@2.2.0, in a shell where ROS 2 is sourced';
    const found = thrown instanceof Fault ? (thrown.found ?? thrown.what) : firstLine(thrown);
    return { check: 'ROS 2', result: 'missing', found: `${distribution}, but ${found}`, mend };
  }
}

/** Only where Fast DDS carries a ROS that is sourced: with its default segment a picture goes in fragments. */
function sharedMemory(): Finding | undefined {
  const distribution = process.env['ROS_DISTRO'];
  const middleware = process.env['RMW_IMPLEMENTATION'];
  if (distribution === undefined || middleware?.startsWith('rmw_fastrtps') === false) return undefined;
  const check = 'shared memory';
  const variable = profileVariableOf(distribution);
  const file = process.env[variable] ?? '';
  const mend = `for pictures, in every process: export ${variable}=${shippedProfile}`;
  if (file === '')
    return { check, result: 'missing', found: 'Fast DDS has its default segment of 512 KiB', mend };
  const segment = segmentBytesOf(file);
  if (segment === undefined) return { check, result: 'missing', found: `${file} sets no segment_size`, mend };
  const found = `${file}: segment of ${toMiB(segment)} MiB`;
  return segment >= SEGMENT_BYTES
    ? { check, result: 'ok', found }
    : { check, result: 'missing', found, mend };
}

/** A few 640x480 pictures under way. */
const SEGMENT_BYTES = 4 * 2 ** 20;

function segmentBytesOf(file: string): number | undefined {
  try {
    const [, size] = /<segment_size>\s*(\d+)\s*<\/segment_size>/.exec(readFileSync(file, 'utf8')) ?? [];
    return size === undefined ? undefined : Number(size);
  } catch {
    return undefined;
  }
}

function webots(): Finding {
  const home = process.env['WEBOTS_HOME'];
  if (home !== undefined) return { check: 'Webots', result: 'ok', found: home };
  const mend =
    'only if you want Webots: install R2025a and set WEBOTS_HOME; the embedded simulator needs nothing';
  return { check: 'Webots', result: 'missing', found: 'WEBOTS_HOME is not set', mend };
}

function toMiB(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

function firstLine(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
}
