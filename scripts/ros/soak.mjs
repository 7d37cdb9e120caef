// Lets a robot node run for long while its peers do their worst, and looks at its memory: npm run soak:ros [-- SECONDS]
// All the while: sensors killed and started again, at least twenty times; scans at 1,000 a second, half of them garbage; a parameter
// set 100 times a second. Exit 1 if the node dies, does not drive again afterwards, or grows by more than a listener in rclpy
// does beside it: of each killed publisher of pictures Fast DDS 2.14 keeps one picture, in every process that listens.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeTinyModel } from '../../src/perception/model/testing/tiny-model.ts';
import { Commands } from '../../src/robot/nodes/testing/commands.ts';
import {
  askClient,
  end,
  endAll,
  nowS,
  startNode,
  startPeer,
} from '../../src/robot/nodes/testing/processes.ts';

const seconds = Number(process.argv[2] ?? 300);
const RESTARTS = 20;
/** Of the run: until then caches, pools and compiled code grow. */
const WARM_UP = 0.4;
const MOST_MIB_A_MINUTE = 1;
/** In less than five minutes a slope says little: then this much growth after the warm-up is allowed. */
const LONG_ENOUGH_S = 300;
const MOST_MIB_IN_ALL = 24;
/** Share of the parameters set: answers get lost while a client is new (scripts/peers/ros_client.py), and only then. */
const MOST_ASKED_AGAIN = 0.02;

async function soak() {
  const folder = mkdtempSync(join(tmpdir(), 'jackdaw-soak-'));
  try {
    await writeTinyModel(join(folder, 'tiny'));
    const node = await startNode(['robot', '--ros-args', '-p', `vision.model:=${join(folder, 'tiny')}`]);
    const tormented = await torment(node.child.pid).catch((thrown) => {
      process.stderr.write(`The node said last:\n${node.said().split('\n').slice(-40).join('\n')}\n`);
      throw thrown;
    });
    const back = await drivesAgain();
    const [code] = await end(node.child, 'SIGINT');
    return judge({ ...tormented, back, code });
  } finally {
    await endAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With more, V8 puts off collecting what is garbage already, for minutes, and a leak could not be told from that. */
process.env['NODE_OPTIONS'] = '--max-old-space-size=48 --max-semi-space-size=2';

/** [seconds, MiB of the node, MiB of the listener] */
const samples = [];

async function torment(pid) {
  const listener = startPeer('listen', 'camera/image_raw=sensor_msgs/msg/Image');
  const periodMs = Math.min(10_000, (seconds * 1000) / RESTARTS);
  const startMs = performance.now();
  const elapsed = () => (performance.now() - startMs) / 1000;
  const sampling = setInterval(
    () => samples.push([elapsed(), residentMiB(pid), residentMiB(listener.pid)]),
    1000,
  );
  // Settled before it is awaited: whatever fails, the processes started here are ended.
  const hammering = Promise.allSettled([hammerUntil(() => elapsed() > seconds)]);
  let restarts = 0;
  let flood;
  while (elapsed() < seconds || restarts < RESTARTS) {
    const sensors = startPeer('sense', '', '10', 'camera');
    if (restarts % 2 === 0) flood = startPeer('flood', 'scan', '1000');
    await sleep(periodMs);
    await end(sensors, 'SIGKILL');
    if (restarts % 2 === 1) await end(flood, 'SIGKILL');
    restarts += 1;
  }
  if (flood !== undefined) await end(flood, 'SIGKILL');
  clearInterval(sampling);
  const [hammered] = await hammering;
  if (hammered.status === 'rejected') throw hammered.reason;
  return { restarts, ...hammered.value };
}

async function hammerUntil(isOver) {
  const sum = { asked: 0, askedAgain: 0 };
  while (!isOver()) {
    const told = await askClient('hammer', 'robot', 'guard.maxLinearMps', '300', '100', '0.1', '0.4');
    if (told.accepted < told.asked) throw new Error(`parameters: ${JSON.stringify(told)}`);
    sum.asked += told.asked;
    sum.askedAgain += told.askedAgain;
  }
  return sum;
}

async function drivesAgain() {
  startPeer('sense', '', '10', 'camera');
  return new Commands().untilDriving(nowS()).then(
    () => true,
    () => false,
  );
}

function judge({ restarts, asked, askedAgain, back, code }) {
  const steady = samples.filter(([at]) => at >= seconds * WARM_UP);
  const [slope, slopeOfRclpy] = [slopeOf(steady, 1) * 60, slopeOf(steady, 2) * 60];
  const grown =
    Math.max(...steady.slice(-5).map(([, mib]) => mib)) -
    Math.max(...steady.slice(0, 5).map(([, mib]) => mib));
  const flat = seconds >= LONG_ENOUGH_S ? slope - slopeOfRclpy < MOST_MIB_A_MINUTE : grown < MOST_MIB_IN_ALL;
  const answers = askedAgain <= asked * MOST_ASKED_AGAIN;
  const good = back && code === 0 && flat && answers;
  const round = (value) => Number(value.toFixed(2));
  console.log(
    JSON.stringify({
      good,
      seconds,
      restarts,
      asked,
      askedAgain,
      drivesAgain: back,
      exitCode: code,
      mibAtWarmUp: round(steady[0][1]),
      mibAtEnd: round(steady.at(-1)[1]),
      grownMib: round(grown),
      slopeMibAMinute: round(slope),
      slopeOfRclpyMibAMinute: round(slopeOfRclpy),
    }),
  );
  return good;
}

/** Least squares, MiB a second. */
function slopeOf(points, column) {
  const mean = (pick) => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [at, mib] = [mean((p) => p[0]), mean((p) => p[column])];
  const over = points.reduce((sum, p) => sum + (p[0] - at) * (p[column] - mib), 0);
  return over / points.reduce((sum, p) => sum + (p[0] - at) ** 2, 0);
}

function residentMiB(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

process.exitCode = (await soak()) ? 0 : 1;
