// What jackdaw bench ros measures: round trips, reception and an idle node, each peer in turn in processes of its own.
import { fileURLToPath } from 'node:url';
import { median } from '../runtime/quantile.js';
import type { Arm, Payload, Reception, RoundTrips } from '../runtime/ros/bench.js';
import { openProgress, type Progress } from './print.js';
import { PartProcess, type PartOptions } from './part-process.js';

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  /** Round trips in each round. */
  readonly trips: number;
  /** Messages, of what a camera and a fast LIDAR send. */
  readonly received: Readonly<Record<Payload, number>>;
  /** Pictures that a detector is shown in each round. */
  readonly shown: number;
}

export type Peer = Arm | 'rclpy';
const peers: readonly Peer[] = ['adapter', 'bare', 'objects', 'rclpy'];
const payloads: readonly Payload[] = ['image', 'scan'];
const hertz: Readonly<Record<Payload, number>> = { image: 30, scan: 40 };
/** Without the profile a picture takes ten times as long. */
const TRIPS_BY_DEFAULT = 1 / 3;

const peerScript = fileURLToPath(new URL('../../scripts/peers/ros_bench.py', import.meta.url));

/** A command of rclpy's. */
export function inRclpy(...args: readonly (string | number)[]): readonly string[] {
  return ['python3', peerScript, ...args.map(String)];
}

/** A command of ours, run as this one is. */
export function inJackdaw(...args: readonly string[]): readonly string[] {
  return [process.execPath, ...process.execArgv, process.argv[1]!, ...args];
}

/** The role, then what it needs: bench-ros.ts plays it. */
function ourPart(...part: readonly (string | number)[]): readonly string[] {
  return inJackdaw('bench', 'ros', '--part', part.join(':'));
}

/** Medians of the rounds. */
export async function measureTrips(amount: Amount, signal: AbortSignal) {
  const byDefault = { rounds: 1, trips: Math.ceil(amount.trips * TRIPS_BY_DEFAULT) };
  const withoutObjects = peers.filter((peer) => peer !== 'objects');
  return {
    tuned: await tripsWith(amount, peers, { profile: 'tuned', signal }),
    default: await tripsWith(byDefault, withoutObjects, { profile: 'default', signal }),
  };
}

async function tripsWith(
  { rounds, trips }: Pick<Amount, 'rounds' | 'trips'>,
  peers: readonly Peer[],
  options: PartOptions,
) {
  const figures: Record<string, Record<string, number>> = {};
  await inTurns(`round trips, ${options.profile}`, rounds * payloads.length * peers.length, async (done) => {
    for (const payload of payloads) {
      const byPeer = new Map<Peer, RoundTrips[]>(peers.map((peer) => [peer, []]));
      for (let round = 0; round < rounds; round++) {
        for (const peer of peers) {
          byPeer.get(peer)!.push(await tripsOf(peer, payload, trips, options));
          done();
        }
      }
      figures[payload] = summarise(byPeer);
    }
  });
  return figures;
}

async function tripsOf(
  peer: Peer,
  payload: Payload,
  trips: number,
  options: PartOptions,
): Promise<RoundTrips> {
  const isRclpy = peer === 'rclpy';
  const echo = isRclpy ? inRclpy('echo', payload) : ourPart('echo', peer, payload);
  const ask = isRclpy ? inRclpy('trips', payload, trips) : ourPart('trips', peer, payload, trips);
  return (await answerBeside(echo, () => ask, options)) as RoundTrips;
}

/** Each peer in turn takes what one publisher in rclpy sends. */
export async function measureReception({ received }: Amount, signal: AbortSignal) {
  const options = { profile: 'tuned', signal } as const;
  const figures: Record<string, Record<string, Reception>> = { image: {}, scan: {} };
  await inTurns('reception', payloads.length * peers.length, async (done) => {
    for (const payload of payloads) {
      const count = received[payload];
      const stream = inRclpy('stream', payload, hertz[payload]);
      for (const peer of peers) {
        const taker =
          peer === 'rclpy' ? inRclpy('receive', payload, count) : ourPart('receive', peer, payload, count);
        figures[payload]![peer] = (await answerBeside(stream, () => taker, options)) as Reception;
        done();
      }
    }
  });
  return figures;
}

/** Percent of a processor. */
export async function measureIdle(signal: AbortSignal): Promise<number> {
  let percent = Number.NaN;
  await inTurns('idle node', 1, async (done) => {
    const answer = await new PartProcess(ourPart('idle'), { profile: 'tuned', signal }).answer();
    ({ percent } = answer as { percent: number });
    done();
  });
  return percent;
}

/** The answer of one process while another runs, whose process number it may want to know. */
export async function answerBeside(
  endless: readonly string[],
  asked: (pid: number) => readonly string[],
  options: PartOptions,
): Promise<unknown> {
  const other = new PartProcess(endless, options);
  try {
    return await new PartProcess(asked(other.pid), options).answer();
  } finally {
    await other.close();
  }
}

/** Tells on stderr how far it is. */
export async function inTurns(
  what: string,
  total: number,
  work: (done: () => void) => Promise<void>,
): Promise<void> {
  const progress: Progress = openProgress(what, total);
  let count = 0;
  try {
    await work(() => progress.update(++count));
  } finally {
    progress.stop();
  }
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
    if (byPeer.has('objects')) figures[`objects/rclpy.${short}`] = ratio('objects', 'rclpy', name);
  }
  return figures;
}
