// Round trips and reception over ROS: the two ends of a measurement, through our adapter and through bare rclnodejs.
import { emptyMessage } from '../../message/sample.js';
import { encode } from '../../message/codec.js';
import { toTime } from '../../message/time.js';
import { topics, type TopicName } from '../../message/topics.js';
import { openSystemClock } from '../clock.js';
import { createEnvelope, receiveEnvelope } from '../envelope.js';
import type { Envelope } from '../stage.js';
import { openRosNode, type RosNode } from './node.js';
import { offeredQos, requestedQos, toRcl } from './qos.js';
import { openRos } from './transport.js';

/** adapter: our transport, bytes handed on. objects: the same with messages decoded and encoded. bare: rclnodejs raw. */
export const arms = ['adapter', 'objects', 'bare'] as const;
export type Arm = (typeof arms)[number];

export const payloads = ['image', 'scan'] as const;
export type Payload = (typeof payloads)[number];

/** There and back, on topics of the table with those types. */
const ways: Readonly<Record<Payload, readonly [ping: TopicName, pong: TopicName]>> = {
  image: ['camera/image_raw', 'ground_truth/free_floor'],
  scan: ['scan', 'floor_scan'],
};

export interface RoundTrips {
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly lost: number;
  /** Processor time of the measuring process for each round trip. */
  readonly cpuUs: number;
}

/** As in scripts/peers/ros_bench.py. */
const WARM_UP_TRIPS_MS = 700;
const WARM_UP_RECEIVED = 30;
const LOST_AFTER_MS = 100;

/** Answers every message until it is killed. */
export async function echo(arm: Arm, payload: Payload): Promise<void> {
  const node = await openRosNode({ name: 'echo', namespace: 'bench', clock: openSystemClock() });
  const [ping, pong] = ways[payload];
  const end = openEnd(node, arm, { out: pong, into: ping });
  end.receive((sample) => end.send(sample));
  process.once('SIGTERM', () => node.close());
}

/** Sends one message after the other, each when the one before has come back. */
export async function roundTrips(arm: Arm, payload: Payload, rounds: number): Promise<RoundTrips> {
  const node = await openRosNode({ name: 'ping', namespace: 'bench', clock: openSystemClock() });
  try {
    const [ping, pong] = ways[payload];
    const end = openEnd(node, arm, { out: ping, into: pong });
    return await measure(end, sampleOf(arm, ping, payload), rounds);
  } finally {
    node.close();
  }
}

export interface Reception {
  /** From publishing to the callback. */
  readonly p50Us: number;
  readonly p99Us: number;
  /** Processor time of the receiving process for each message. */
  readonly cpuUs: number;
}

/** Takes so many messages of a publisher that stamps them with the machine's monotonic clock. */
export async function reception(arm: Arm, payload: Payload, count: number): Promise<Reception> {
  const node = await openRosNode({ name: 'receive', namespace: 'bench', clock: openSystemClock() });
  try {
    const [ping, pong] = ways[payload];
    const end = openEnd(node, arm, { out: pong, into: ping });
    const times: number[] = [];
    let [seen, cpu] = [0, process.cpuUsage()];
    await new Promise<void>((resolve) =>
      end.receive((sample) => {
        if (++seen <= WARM_UP_RECEIVED) return void (cpu = process.cpuUsage());
        times.push(Number(process.hrtime.bigint() - stampOf(arm, sample)) / 1000);
        if (times.length === count) resolve();
      }),
    );
    const { user, system } = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
    return { p50Us: at(0.5), p99Us: at(0.99), cpuUs: (user + system) / count };
  } finally {
    node.close();
  }
}

/** Of the bytes the stamp is the first field, behind the 4 bytes of CDR's header. */
function stampOf(arm: Arm, sample: Sample): bigint {
  if (arm === 'objects') return (sample as Envelope).stamp;
  const { buffer, byteOffset } = arm === 'bare' ? (sample as Buffer) : (sample as Envelope).bytes();
  const view = new DataView(buffer, byteOffset);
  return BigInt(view.getInt32(4, true)) * 1_000_000_000n + BigInt(view.getUint32(8, true));
}

interface End {
  send(sample: Sample): void;
  receive(take: (sample: Sample) => void): void;
}
/** Bytes for bare rclnodejs, an envelope for our transport. */
type Sample = Buffer | Envelope;

function openEnd(node: RosNode, arm: Arm, { out, into }: { out: TopicName; into: TopicName }): End {
  return arm === 'bare' ? bareEnd(node, out, into) : ourEnd(node, arm, out, into);
}

function bareEnd({ rcl, handle }: RosNode, out: TopicName, into: TopicName): End {
  const publisher = handle.createPublisher(topics[out].type, out, { qos: toRcl(rcl, offeredQos(out)) });
  return {
    send: (sample) => publisher.publish(sample as Buffer),
    receive(take) {
      const qos = toRcl(rcl, requestedQos(into));
      handle.createSubscription(topics[into].type, into, { qos, isRaw: true }, take);
    },
  };
}

/** What came in on one topic goes out on another of the same type. */
function ourEnd(node: RosNode, arm: Arm, out: TopicName, into: TopicName): End {
  const transport = openRos({ node });
  transport.announce([out]);
  const readdress = (envelope: Envelope): Envelope => {
    const { time, sequence } = envelope;
    return (
      arm === 'objects'
        ? createEnvelope(out, envelope.message, time, sequence)
        : receiveEnvelope(out, envelope.bytes(), time, sequence)
    ) as Envelope;
  };
  return {
    send: (sample) => transport.publish(readdress(sample as Envelope)),
    receive: (take) => void transport.subscribe(into, take),
  };
}

function sampleOf(arm: Arm, topic: TopicName, payload: Payload): Sample {
  const message = payload === 'image' ? picture() : scan();
  const bytes = encode(topics[topic].type, message as never);
  if (arm === 'bare') return Buffer.from(bytes);
  return receiveEnvelope(topic, bytes, 0n, 0) as Envelope;
}

function picture() {
  const [width, height] = [640, 480];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 7919) & 255);
  const header = { stamp: toTime(1n), frame_id: 'camera_optical_frame' };
  return {
    ...emptyMessage('sensor_msgs/msg/Image'),
    header,
    width,
    height,
    encoding: 'rgb8',
    step: 3 * width,
    data,
  };
}

function scan() {
  const ranges = Float32Array.from({ length: 360 }, (_, i) => 1 + i / 360);
  return { ...emptyMessage('sensor_msgs/msg/LaserScan'), ranges, intensities: ranges };
}

async function measure(end: End, sample: Sample, rounds: number): Promise<RoundTrips> {
  const times: number[] = [];
  let lost = 0;
  let back: () => void = () => undefined;
  end.receive(() => back());
  const once = async (): Promise<number | undefined> => {
    const startMs = performance.now();
    const returned = new Promise<number>((resolve) => (back = () => resolve(performance.now() - startMs)));
    end.send(sample);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>(
      (resolve) => (timer = setTimeout(resolve, LOST_AFTER_MS, undefined)),
    );
    const time = await Promise.race([returned, patience]);
    clearTimeout(timer);
    return time;
  };
  // Until the two have found each other.
  while ((await once()) === undefined);
  const warmAt = performance.now() + WARM_UP_TRIPS_MS;
  while (performance.now() < warmAt) await once();
  const cpu = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const time = await once();
    if (time === undefined) lost += 1;
    else times.push(time);
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const at = (share: number): number => 1000 * (times[Math.floor(times.length * share)] ?? Number.NaN);
  return { p50Us: at(0.5), p90Us: at(0.9), p99Us: at(0.99), lost, cpuUs: (user + system) / rounds };
}

/** Processor share of a node that only spins, percent. */
export async function idleShare(seconds: number): Promise<number> {
  const clock = openSystemClock();
  const node = await openRosNode({ name: 'idle', namespace: 'bench', clock });
  try {
    const transport = openRos({ node });
    for (const topic of ['scan', 'odom', 'bumper', '/tf', '/tf_static'] as const)
      transport.subscribe(topic, () => undefined);
    await clock.sleep(1500);
    const cpu = process.cpuUsage();
    await clock.sleep(seconds * 1000);
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1e4 / seconds;
  } finally {
    node.close();
  }
}
