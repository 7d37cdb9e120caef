// jackdaw bench ros: round trips of pictures and scans, through our adapter, bare rclnodejs and rclpy, in turn.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Option, type Command } from 'commander';
import { Fault } from '../fault/fault.js';
import type { Arm, Payload, Reception, RoundTrips } from '../runtime/ros/bench.js';
import { namingProfile, shippedProfile } from '../runtime/ros/fastdds-profile.js';
import { parseWhole } from './arguments.js';
import { machineFacts } from './machine.js';
import { printJson, printRemark, printTable } from './print.js';

interface RosFlags {
  readonly rounds: number;
  readonly trips: number;
  readonly json?: true;
  /** Set by this command for the processes it starts: `echo:ARM:PAYLOAD`, `trips:…`, `receive:…`, `idle`. */
  readonly part?: string;
}

type Peer = Arm | 'rclpy';
type Profile = 'tuned' | 'default';

const peers: readonly Peer[] = ['adapter', 'bare', 'objects', 'rclpy'];
const payloads: readonly Payload[] = ['image', 'scan'];
const IDLE_SECONDS = 5;
/** What a camera and a fast LIDAR send, and how many of it are taken. */
const streams = { image: { hertz: 30, count: 150 }, scan: { hertz: 40, count: 200 } } as const;

const peerScript = fileURLToPath(new URL('../../scripts/peers/ros_bench.py', import.meta.url));

export function addBenchRos(bench: Command): void {
  bench
    .command('ros')
    .description(
      'round trips and reception of a 640x480 picture and a scan: our adapter, bare rclnodejs, rclpy; and an idle node',
    )
    .option('--rounds <n>', 'each of them in turn, so often', parseWhole, 3)
    .option('--trips <n>', 'in each round', parseWhole, 300)
    .option('--json', 'print one JSON object')
    .addOption(new Option('--part <which>').hideHelp())
    .action(async (flags: RosFlags) => {
      if (flags.part !== undefined) return playPart(flags.part, flags);
      const machine = machineFacts();
      if (machine.load > 0.5)
        printRemark(
          `The machine is busy (load ${machine.load}): latencies mean little, ratios and processor time more.`,
        );
      const figures = await measure(flags);
      if (flags.json === true) return printJson({ machine, ...figures });
      printTable(
        ['figure', 'value'],
        Object.entries(flatten(figures)).map(([name, value]) => [name, value.toPrecision(4)]),
      );
    });
}

async function playPart(part: string, { trips }: RosFlags): Promise<void> {
  const { echo, idleShare, reception, roundTrips } = await import('../runtime/ros/bench.js');
  const [role, arm, payload] = part.split(':') as [string, Arm, Payload];
  if (role === 'echo') return echo(arm, payload);
  if (role === 'receive') return printJson(await reception(arm, payload, streams[payload].count));
  printJson(role === 'idle' ? await idleShare(IDLE_SECONDS) : await roundTrips(arm, payload, trips));
}

async function measure(flags: RosFlags) {
  const tuned = await measureProfile('tuned', flags.rounds, flags);
  const asItComes = await measureProfile('default', 1, flags);
  const idlePercent = (await answerOf(start('ours', 'idle', flags, 'tuned'))) as number;
  return { tuned, default: asItComes, received: await measureReception(flags), idlePercent };
}

async function measureProfile(profile: Profile, rounds: number, flags: RosFlags) {
  const figures: Record<string, unknown> = {};
  for (const payload of payloads) {
    const byPeer = new Map<Peer, RoundTrips[]>(peers.map((peer) => [peer, []]));
    for (let round = 0; round < rounds; round++)
      for (const peer of peers) byPeer.get(peer)!.push(await tripsOf(peer, payload, flags, profile));
    figures[payload] = summarise(byPeer);
  }
  return figures;
}

/** Each peer in turn takes what one publisher in rclpy sends. */
async function measureReception(flags: RosFlags) {
  const figures: Record<string, Record<string, Reception>> = {};
  for (const payload of payloads) {
    const byPeer: Record<string, Reception> = (figures[payload] = {});
    const { hertz, count } = streams[payload];
    for (const peer of peers) {
      const stream = start('rclpy', `stream:${payload}:${hertz}`, flags, 'tuned');
      const part = peer === 'rclpy' ? `receive:${payload}:${count}` : `receive:${peer}:${payload}`;
      try {
        const answer = await answerOf(start(peer === 'rclpy' ? 'rclpy' : 'ours', part, flags, 'tuned'));
        byPeer[peer] = answer as Reception;
      } finally {
        await endOf(stream);
      }
    }
  }
  return figures;
}

async function endOf(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function tripsOf(peer: Peer, payload: Payload, flags: RosFlags, profile: Profile): Promise<RoundTrips> {
  const who = peer === 'rclpy' ? 'rclpy' : 'ours';
  const part = (role: string): string =>
    peer === 'rclpy' ? `${role}:${payload}` : `${role}:${peer}:${payload}`;
  const echo = start(who, part('echo'), flags, profile);
  try {
    return (await answerOf(start(who, part('trips'), flags, profile))) as RoundTrips;
  } finally {
    await endOf(echo);
  }
}

function start(who: 'ours' | 'rclpy', part: string, { trips }: RosFlags, profile: Profile): ChildProcess {
  const env = { ...process.env, ...namingProfile(profile === 'tuned' ? shippedProfile : '') };
  const [role, ...rest] = part.split(':');
  const command =
    who === 'rclpy'
      ? ['python3', peerScript, role!, ...rest, ...(role === 'trips' ? [`${trips}`] : [])]
      : [
          process.execPath,
          ...process.execArgv,
          process.argv[1]!,
          'bench',
          'ros',
          '--part',
          part,
          '--trips',
          `${trips}`,
        ];
  return spawn(command[0]!, command.slice(1), { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return JSON.parse(text);
  throw new Fault('bench/peer-failed', {
    what: `${child.spawnargs.slice(0, 6).join(' ')} failed.`,
    found: `exit code ${code}`,
    next: 'Run it where ROS 2, rclpy and rclnodejs are: node scripts/with-ros.mjs npx jackdaw bench ros',
  });
}

/** Medians of the rounds; ratios are medians of ratios within a round. */
function summarise(byPeer: ReadonlyMap<Peer, readonly RoundTrips[]>) {
  const figures: Record<string, number> = {};
  for (const [peer, rounds] of byPeer)
    for (const name of ['p50Us', 'p90Us', 'p99Us', 'cpuUs', 'lost'] as const)
      figures[`${peer}.${name}`] = median(rounds.map((each) => each[name]));
  const ratio = (a: Peer, b: Peer, name: keyof RoundTrips): number =>
    median(byPeer.get(a)!.map((each, round) => each[name] / byPeer.get(b)![round]![name]));
  for (const name of ['p50Us', 'p99Us', 'cpuUs'] as const) {
    const short = name.slice(0, 3);
    figures[`adapter/bare.${short}`] = ratio('adapter', 'bare', name);
    figures[`adapter/rclpy.${short}`] = ratio('adapter', 'rclpy', name);
    figures[`objects/rclpy.${short}`] = ratio('objects', 'rclpy', name);
  }
  return figures;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function flatten(value: object, prefix = ''): Record<string, number> {
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) =>
    typeof inner === 'number' ? { [prefix + name]: inner } : flatten(inner as object, `${prefix}${name} `),
  );
  return Object.assign({}, ...entries) as Record<string, number>;
}
