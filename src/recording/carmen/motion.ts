// Odometry from logged poses: speeds are those of the log, or derived from the poses where the log has none.
import type { Odometry, TransformStamped } from '../../message/messages.js';
import { type TimeNs, toTime } from '../../message/time.js';
import type { PlanarPose } from './parse.js';

export interface MotionSample {
  /** Seconds. */
  readonly time: number;
  readonly pose: PlanarPose;
  readonly forward: number;
  readonly turn: number;
}

export interface Motion {
  /** logged: at least one logged speed is not 0. */
  readonly twists: 'logged' | 'derived';
  readonly samples: readonly MotionSample[];
  /** Steps that no indoor robot can make; their speed is given as 0. */
  readonly jumps: number;
}

/** Metres and radians per second beyond which a step is a jump of the log, not a motion of the robot. */
const FASTEST = 5;
const FASTEST_TURN = 10;
/** Times in such logs are off by tens of milliseconds: a step may look this much too long. */
const SLACK_METRES = 0.25;
const SLACK_RADIANS = 0.3;
/** Speeds are taken over at least this long, for the same reason. */
const SHORTEST_STEP_SECONDS = 0.1;
/** Over longer pauses the speed in between is unknown. */
const LONGEST_STEP_SECONDS = 2;

/** `samples` are in order of time; of several at one time the first counts. */
export function withTwists(samples: readonly MotionSample[]): Motion {
  const distinct = samples.filter((sample, i) => i === 0 || sample.time > samples[i - 1]!.time);
  if (distinct.some(({ forward, turn }) => forward !== 0 || turn !== 0)) {
    return { twists: 'logged', samples: distinct, jumps: countJumps(distinct) };
  }
  const derived = distinct.map((sample, i) => {
    const before = sampleBefore(distinct, i);
    return before === undefined ? sample : { ...sample, ...speedBetween(before, sample) };
  });
  return { twists: 'derived', samples: derived, jumps: countJumps(distinct) };
}

export function toOdometry({ pose, forward, turn }: MotionSample, stamp: TimeNs): Odometry {
  const zero = { x: 0, y: 0, z: 0 };
  return {
    header: { stamp: toTime(stamp), frame_id: 'odom' },
    child_frame_id: 'base_footprint',
    pose: {
      pose: { position: { x: pose.x, y: pose.y, z: 0 }, orientation: yawQuaternion(pose.theta) },
      covariance: planarCovariance(0.01, 0.01),
    },
    twist: {
      twist: { linear: { ...zero, x: forward }, angular: { ...zero, z: turn } },
      covariance: planarCovariance(0.02, 0.02),
    },
  };
}

export function toTransform({ pose }: MotionSample, stamp: TimeNs): TransformStamped {
  return {
    header: { stamp: toTime(stamp), frame_id: 'odom' },
    child_frame_id: 'base_footprint',
    transform: { translation: { x: pose.x, y: pose.y, z: 0 }, rotation: yawQuaternion(pose.theta) },
  };
}

export function yawQuaternion(yawRad: number): { x: number; y: number; z: number; w: number } {
  return { x: 0, y: 0, z: Math.sin(yawRad / 2), w: Math.cos(yawRad / 2) };
}

function sampleBefore(samples: readonly MotionSample[], at: number): MotionSample | undefined {
  let i = at - 1;
  while (i > 0 && samples[at]!.time - samples[i]!.time < SHORTEST_STEP_SECONDS) i--;
  return samples[i];
}

function speedBetween(before: MotionSample, after: MotionSample): { forward: number; turn: number } {
  const seconds = after.time - before.time;
  if (seconds > LONGEST_STEP_SECONDS || isJump(before, after)) return { forward: 0, turn: 0 };
  const heading = before.pose.theta;
  const [dx, dy] = [after.pose.x - before.pose.x, after.pose.y - before.pose.y];
  return {
    forward: (dx * Math.cos(heading) + dy * Math.sin(heading)) / seconds,
    turn: turnBetween(before.pose, after.pose) / seconds,
  };
}

function isJump(before: MotionSample, after: MotionSample): boolean {
  const seconds = after.time - before.time;
  const metres = Math.hypot(after.pose.x - before.pose.x, after.pose.y - before.pose.y);
  const turn = Math.abs(turnBetween(before.pose, after.pose));
  return metres > FASTEST * seconds + SLACK_METRES || turn > FASTEST_TURN * seconds + SLACK_RADIANS;
}

function countJumps(samples: readonly MotionSample[]): number {
  return samples.filter((sample, i) => i > 0 && isJump(samples[i - 1]!, sample)).length;
}

function turnBetween(before: PlanarPose, after: PlanarPose): number {
  const turn = after.theta - before.theta;
  return Math.atan2(Math.sin(turn), Math.cos(turn));
}

/** REP-103 order x, y, z, roll, pitch, yaw; what a planar robot cannot do is near certain. */
function planarCovariance(position: number, yaw: number): Float64Array {
  const covariance = new Float64Array(36);
  const diagonal = [position, position, 1e-6, 1e-6, 1e-6, yaw];
  for (const [i, variance] of diagonal.entries()) covariance[i * 7] = variance;
  return covariance;
}
