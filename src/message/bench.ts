// Times the codec against a plain copy of the same bytes, in one run.
import { encode, encodeInto } from './codec.js';
import type { MessageByType, TypeName } from './messages.js';
import { emptyMessage } from './sample.js';

export interface CodecTiming {
  readonly type: TypeName;
  readonly bytes: number;
  /** Into a buffer that the caller gives, microseconds. */
  readonly writeUs: number;
  /** The same bytes copied into the same buffer, microseconds. */
  readonly copyUs: number;
  readonly writeOverCopy: number;
}

const ROUNDS = 7;
const ROUND_BYTES = 100e6;

/** `clockMs` is monotonic. Medians of rounds in turn, A B A B. Takes about a second. */
export function benchCodec(clockMs: () => number): CodecTiming[] {
  return samples().map(([type, message]) => {
    const bytes = encode(type, message);
    const out = new Uint8Array(bytes.byteLength + 64);
    const repeats = Math.max(200, Math.min(50_000, Math.floor(ROUND_BYTES / bytes.byteLength)));
    const [write, copy] = inTurn(clockMs, repeats, [
      () => encodeInto(type, message, out),
      () => out.set(bytes),
    ]);
    return { type, bytes: bytes.byteLength, writeUs: write!, copyUs: copy!, writeOverCopy: write! / copy! };
  });
}

function inTurn(clockMs: () => number, repeats: number, jobs: readonly (() => unknown)[]): number[] {
  const times = jobs.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    jobs.forEach((job, i) => {
      const begin = clockMs();
      for (let n = 0; n < repeats; n++) job();
      times[i]!.push(((clockMs() - begin) / repeats) * 1000);
    });
  }
  return times.map((each) => each.sort((a, b) => a - b)[ROUNDS >> 1]!);
}

function samples(): [TypeName, MessageByType[TypeName]][] {
  const image = {
    ...emptyMessage('sensor_msgs/msg/Image'),
    width: 640,
    height: 480,
    encoding: 'rgb8',
    step: 1920,
  };
  const header = { stamp: { sec: 1, nanosec: 2 }, frame_id: 'laser' };
  const scan = { ...emptyMessage('sensor_msgs/msg/LaserScan'), header };
  return [
    ['sensor_msgs/msg/Image', { ...image, data: new Uint8Array(921_600) }],
    [
      'sensor_msgs/msg/CompressedImage',
      { ...emptyMessage('sensor_msgs/msg/CompressedImage'), data: new Uint8Array(60_000) },
    ],
    [
      'sensor_msgs/msg/LaserScan',
      { ...scan, ranges: new Float32Array(360), intensities: new Float32Array(360) },
    ],
    ['nav_msgs/msg/Odometry', { ...emptyMessage('nav_msgs/msg/Odometry'), header, child_frame_id: 'base' }],
    ['sensor_msgs/msg/Imu', { ...emptyMessage('sensor_msgs/msg/Imu'), header }],
    ['geometry_msgs/msg/TwistStamped', { ...emptyMessage('geometry_msgs/msg/TwistStamped'), header }],
  ];
}
