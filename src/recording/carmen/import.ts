// Turns a CARMEN log of a real robot into a bag: scan, odom, tf and tf_static, in order of the logger's time.
import { encode } from '../../message/codec.js';
import type { LaserScan, TransformStamped } from '../../message/messages.js';
import { type TimeNs, toTime } from '../../message/time.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { openRecording } from '../open.js';
import { recordedTopic } from '../recorder.js';
import type { RecordedTopic, Recording } from '../recording.js';
import { collectLog, type LogCounts } from './collect.js';
import {
  type Motion,
  type MotionSample,
  toOdometry,
  toTransform,
  withTwists,
  yawQuaternion,
} from './motion.js';
import type { LaserRecord, OdometryRecord } from './parse.js';
import { type RangeCounts, toScan } from './scan.js';

export interface CarmenOptions {
  /** Ranges of this and more mean no return; the log's own limit, if it has one, wins when smaller. 81 m if absent. */
  readonly rangeMax?: number;
  /** 0.02 m if absent. */
  readonly rangeMin?: number;
  /** Height of the laser over the floor, which the logs do not say; 0.17 m if absent. */
  readonly laserHeight?: number;
}

export interface CarmenReport {
  readonly files: readonly string[];
  readonly scans: number;
  readonly odometry: number;
  /** How often each number of beams came. */
  readonly scansByBeams: ReadonlyMap<number, number>;
  readonly ranges: Readonly<RangeCounts>;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** Added to all times because the log begins before 0. */
  readonly shiftSeconds: number;
  readonly medianScanPeriodSeconds: number;
  readonly longestScanGapSeconds: number;
  readonly twists: Motion['twists'];
  readonly poseJumps: number;
  readonly counts: LogCounts;
}

/** Codes of a SICK laser for an error or for nothing in range begin at 81.83 m. */
const RANGE_MAX = 81;
/** A log of hours is one file of some megabytes. */
const ONE_FILE = { segmentSeconds: Infinity, segmentBytes: 1_000_000_000 };
const REAR_TOPIC = '/scan_rear';

/** `out` is the new bag's folder. Throws log/invalid, bag/exists, or what writing throws. */
export async function importCarmen(
  path: string,
  out: string,
  options: CarmenOptions = {},
): Promise<CarmenReport> {
  const { records, parameterByName, counts } = await collectLog(path);
  const first = records[0]!.time;
  const shiftSeconds = first < 0 ? Math.ceil(-first) : 0;
  const motion = withTwists(records.flatMap((record) => sampleOf(record) ?? []));
  const recording = await openRecording({ kind: 'mcap', folder: out, sync: 'segment', ...ONE_FILE });
  const writer = new LogWriter(recording, { ...options, shiftSeconds, parameterByName });
  await writer.frames(
    first,
    records.some((record) => record.kind === 'laser' && record.laser === 2),
  );
  let nextSample = 0;
  for (const record of records) {
    for (
      let s = motion.samples[nextSample];
      s !== undefined && s.time <= record.time;
      s = motion.samples[++nextSample]
    ) {
      await writer.motion(s);
    }
    if (record.kind === 'laser') await writer.scan(record);
  }
  const { fault, files } = await recording.close();
  if (fault !== undefined) throw fault;
  const scanTimes = records.filter(({ kind }) => kind === 'laser').map(({ time }) => time);
  return {
    files,
    scans: scanTimes.length,
    odometry: motion.samples.length,
    scansByBeams: writer.scansByBeams,
    ranges: writer.ranges,
    startSeconds: first + shiftSeconds,
    durationSeconds: records.at(-1)!.time - first,
    shiftSeconds,
    ...periodsOf(scanTimes),
    twists: motion.twists,
    poseJumps: motion.jumps,
    counts,
  };
}

/** A scan's pose is odometry too: it is the one that fits the scan. */
function sampleOf(record: OdometryRecord | LaserRecord): MotionSample | undefined {
  if (record.kind === 'odometry') return record;
  const { time, pose } = record;
  return pose === undefined ? undefined : { time, pose, forward: 0, turn: 0 };
}

function periodsOf(times: readonly number[]) {
  const periods = times.slice(1).map((time, i) => time - times[i]!);
  periods.sort((a, b) => a - b);
  return {
    medianScanPeriodSeconds: periods[periods.length >> 1] ?? 0,
    longestScanGapSeconds: periods.at(-1) ?? 0,
  };
}

interface WriterOptions extends CarmenOptions {
  readonly shiftSeconds: number;
  readonly parameterByName: ReadonlyMap<string, string>;
}

class LogWriter {
  readonly scansByBeams = new Map<number, number>();
  readonly ranges: RangeCounts = { beams: 0, noReturn: 0, tooNear: 0, unknown: 0 };
  readonly #recording: Recording;
  readonly #options: WriterOptions;
  readonly #topicByName = new Map<string, RecordedTopic>();
  readonly #sequenceByName = new Map<string, number>();

  constructor(recording: Recording, options: WriterOptions) {
    this.#recording = recording;
    this.#options = options;
  }

  /** base_footprint → base_link → laser, by the offsets that the log's parameters give. */
  async frames(seconds: number, hasRear: boolean): Promise<void> {
    const time = this.#time(seconds);
    const z = this.#options.laserHeight ?? 0.17;
    const transforms = [
      fixed('base_footprint', 'base_link', { x: 0, z: 0, yaw: 0 }, time),
      fixed('base_link', 'laser', { x: this.#offset('robot_frontlaser_offset'), z, yaw: 0 }, time),
    ];
    const rear = { x: this.#offset('robot_rearlaser_offset'), z, yaw: Math.PI };
    if (hasRear) transforms.push(fixed('base_link', 'laser_rear', rear, time));
    await this.#write('/tf_static', { transforms }, time);
  }

  async motion(sample: MotionSample): Promise<void> {
    const time = this.#time(sample.time);
    await this.#write('/tf', { transforms: [toTransform(sample, time)] }, time);
    await this.#write('odom', toOdometry(sample, time), time);
  }

  async scan(record: LaserRecord): Promise<void> {
    const beams = record.ranges.length;
    this.scansByBeams.set(beams, (this.scansByBeams.get(beams) ?? 0) + 1);
    const time = this.#time(record.time);
    const settings = {
      frame: record.laser === 1 ? 'laser' : 'laser_rear',
      rangeMax: this.#rangeMax(),
      rangeMin: this.#options.rangeMin ?? 0.02,
    };
    const scan = toScan(record, time, settings, this.ranges);
    if (record.laser === 1) await this.#write('scan', scan, time);
    else await this.#writeRear(scan, time);
  }

  #rangeMax(): number {
    const { rangeMax = RANGE_MAX, parameterByName } = this.#options;
    const logged = Number(parameterByName.get('robot_front_laser_max'));
    return logged > 0 && logged < rangeMax ? logged : rangeMax;
  }

  #offset(name: string): number {
    const offset = Number(this.#options.parameterByName.get(name) ?? 0);
    return Math.abs(offset) <= 10 ? offset : 0;
  }

  /** The logger's time as it stands, as nanoseconds. */
  #time(seconds: number): TimeNs {
    const shifted = seconds + this.#options.shiftSeconds;
    const whole = Math.floor(shifted);
    return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((shifted - whole) * 1e6)) * 1000n;
  }

  async #write<T extends TopicName>(name: T, message: MessageOf<T>, time: TimeNs): Promise<void> {
    let topic = this.#topicByName.get(name);
    if (topic === undefined) this.#topicByName.set(name, (topic = recordedTopic(name)));
    await this.#put(topic, encode(topic.type as never, message as never), time);
  }

  /** The table has one scan; a second laser is kept beside it. */
  async #writeRear(scan: LaserScan, time: TimeNs): Promise<void> {
    const topic = this.#topicByName.get(REAR_TOPIC) ?? { ...recordedTopic('scan'), name: REAR_TOPIC };
    this.#topicByName.set(REAR_TOPIC, topic);
    await this.#put(topic, encode('sensor_msgs/msg/LaserScan', scan), time);
  }

  async #put(topic: RecordedTopic, data: Uint8Array, time: TimeNs): Promise<void> {
    const sequence = this.#sequenceByName.get(topic.name) ?? 0;
    this.#sequenceByName.set(topic.name, sequence + 1);
    await this.#recording.write({ topic, logTime: time, publishTime: time, sequence, data });
  }
}

function fixed(
  parent: string,
  child: string,
  { x, z, yaw }: { readonly x: number; readonly z: number; readonly yaw: number },
  time: TimeNs,
): TransformStamped {
  return {
    header: { stamp: toTime(time), frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x, y: 0, z }, rotation: yawQuaternion(yaw) },
  };
}
