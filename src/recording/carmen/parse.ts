// One line of a CARMEN log: odometry, an old or a new laser message, a parameter, or something odd that is named.

export interface PlanarPose {
  /** Metres. */
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly theta: number;
}

export interface OdometryRecord {
  readonly kind: 'odometry';
  /** The logger's time, seconds. */
  readonly time: number;
  readonly pose: PlanarPose;
  /** Metres and radians per second, as logged: often 0. */
  readonly forward: number;
  readonly turn: number;
}

export interface LaserRecord {
  readonly kind: 'laser';
  readonly time: number;
  /** Which laser: 1 looks forwards, 2 backwards. */
  readonly laser: 1 | 2;
  /** As logged, metres; NaN where the text was no number. */
  readonly ranges: Float32Array;
  /** Of the first beam; undefined where the message does not say. */
  readonly angleMin: number | undefined;
  readonly angleIncrement: number | undefined;
  readonly rangeMax: number | undefined;
  /** Of the robot in the odometry frame; undefined where the message has none. */
  readonly pose: PlanarPose | undefined;
}

export interface ParameterRecord {
  readonly kind: 'parameter';
  readonly name: string;
  readonly value: string;
}

/** Why a line was left out. */
export const oddities = {
  unknown: 'a kind of line that is not read (NEFF, SYNC, TRUEPOS, …)',
  torn: 'fewer or more fields than its kind has',
  absurd: 'a time, pose or speed that is no number or beyond belief',
  'beam-count': 'a number of beams that is no number, negative or beyond the ceiling',
} as const satisfies Record<string, string>;

export type Oddity = keyof typeof oddities;

export type CarmenRecord =
  | OdometryRecord
  | LaserRecord
  | ParameterRecord
  | { readonly kind: 'odd'; readonly why: Oddity; readonly word: string }
  | { readonly kind: 'blank' };

const BEAMS_CEILING = 10_000;
/** No indoor robot is farther from its start, metres. */
const POSITION_CEILING = 100_000;
/** Seconds: the year 2106. */
const TIME_CEILING = 4_294_967_295;
const SPEED_CEILING = 100;

/** Never throws. */
export function parseCarmenLine(line: string): CarmenRecord {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return { kind: 'blank' };
  const fields = text.split(/\s+/);
  const word = fields[0] ?? '';
  switch (word) {
    case 'ODOM':
      return parseOdometry(fields);
    case 'FLASER':
      return parseOldLaser(fields, 1);
    case 'RLASER':
      return parseOldLaser(fields, 2);
    case 'ROBOTLASER1':
      return parseNewLaser(fields, 1);
    case 'ROBOTLASER2':
      return parseNewLaser(fields, 2);
    case 'RAWLASER1':
      return parseRawLaser(fields, 1);
    case 'RAWLASER2':
      return parseRawLaser(fields, 2);
    case 'PARAM':
      return parseParameter(fields);
    default:
      return odd('unknown', fields);
  }
}

/** ODOM x y theta tv rv accel ipc_timestamp hostname logger_timestamp */
function parseOdometry(fields: readonly string[]): CarmenRecord {
  if (fields.length !== 10) return odd('torn', fields);
  const pose = poseAt(fields, 1);
  const time = timeAt(fields, 9);
  const [forward, turn] = [numberAt(fields, 4), numberAt(fields, 5)];
  const isSane = Math.abs(forward) <= SPEED_CEILING && Math.abs(turn) <= SPEED_CEILING;
  if (pose === undefined || time === undefined || !isSane) return odd('absurd', fields);
  return { kind: 'odometry', time, pose, forward, turn };
}

/** FLASER n r_1 … r_n x y theta odom_x odom_y odom_theta ipc_timestamp hostname logger_timestamp */
function parseOldLaser(fields: readonly string[], laser: 1 | 2): CarmenRecord {
  const beams = countAt(fields, 1);
  if (beams === undefined) return odd('beam-count', fields);
  if (fields.length !== 2 + beams + 9) return odd('torn', fields);
  const pose = poseAt(fields, 2 + beams + 3);
  const time = timeAt(fields, 2 + beams + 8);
  if (pose === undefined || time === undefined) return odd('absurd', fields);
  const unsaid = { angleMin: undefined, angleIncrement: undefined, rangeMax: undefined };
  return { kind: 'laser', time, laser, ranges: rangesAt(fields, 2, beams), ...unsaid, pose };
}

/**
 * ROBOTLASER1 type start_angle field_of_view resolution max_range accuracy remission_mode n r_1 … r_n m rem_1 … rem_m
 * laser_x laser_y laser_theta robot_x robot_y robot_theta tv rv forward_safety side_safety turn_axis
 * timestamp host logger_timestamp
 */
function parseNewLaser(fields: readonly string[], laser: 1 | 2): CarmenRecord {
  const afterBeams = 14;
  return parseConfigured(fields, laser, { afterBeams, poseAt: 3 });
}

/** RAWLASER1: the same without anything between the remissions and the times. */
function parseRawLaser(fields: readonly string[], laser: 1 | 2): CarmenRecord {
  const afterBeams = 3;
  return parseConfigured(fields, laser, { afterBeams, poseAt: undefined });
}

function parseConfigured(
  fields: readonly string[],
  laser: 1 | 2,
  layout: { readonly afterBeams: number; readonly poseAt: number | undefined },
): CarmenRecord {
  const beams = countAt(fields, 8);
  const remissions = beams === undefined ? undefined : countAt(fields, 9 + beams);
  if (beams === undefined || remissions === undefined) return odd('beam-count', fields);
  const after = 9 + beams + 1 + remissions;
  if (fields.length !== after + layout.afterBeams) return odd('torn', fields);
  const pose = layout.poseAt === undefined ? undefined : poseAt(fields, after + layout.poseAt);
  const time = timeAt(fields, fields.length - 1);
  const [angleMin, angleIncrement, rangeMax] = [
    numberAt(fields, 2),
    numberAt(fields, 4),
    numberAt(fields, 5),
  ];
  const isPosed = layout.poseAt === undefined || pose !== undefined;
  if (!isPosed || time === undefined || !isGeometry(angleMin, angleIncrement, rangeMax))
    return odd('absurd', fields);
  return {
    kind: 'laser',
    time,
    laser,
    ranges: rangesAt(fields, 9, beams),
    angleMin,
    angleIncrement,
    rangeMax,
    pose,
  };
}

function isGeometry(angleMin: number, angleIncrement: number, rangeMax: number): boolean {
  return (
    Math.abs(angleMin) <= 2 * Math.PI &&
    angleIncrement > 0 &&
    angleIncrement < 1 &&
    rangeMax > 0 &&
    rangeMax < 1000
  );
}

function parseParameter(fields: readonly string[]): CarmenRecord {
  const [, name, value] = fields;
  if (name === undefined || value === undefined) return odd('torn', fields);
  return { kind: 'parameter', name, value };
}

function odd(why: Oddity, fields: readonly string[]): CarmenRecord {
  return { kind: 'odd', why, word: (fields[0] ?? '').slice(0, 32) };
}

/** Number('') is 0 and Number('0x10') is 16: neither is meant in a log. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function numberAt(fields: readonly string[], at: number): number {
  const text = fields[at] ?? '';
  return NUMBER.test(text) ? Number(text) : NaN;
}

function countAt(fields: readonly string[], at: number): number | undefined {
  const count = numberAt(fields, at);
  return Number.isInteger(count) && count >= 0 && count <= BEAMS_CEILING ? count : undefined;
}

function timeAt(fields: readonly string[], at: number): number | undefined {
  const time = numberAt(fields, at);
  return Math.abs(time) <= TIME_CEILING ? time : undefined;
}

function poseAt(fields: readonly string[], at: number): PlanarPose | undefined {
  const [x, y, theta] = [numberAt(fields, at), numberAt(fields, at + 1), numberAt(fields, at + 2)];
  const isSane = Math.abs(x) <= POSITION_CEILING && Math.abs(y) <= POSITION_CEILING && Math.abs(theta) <= 1e6;
  return isSane ? { x, y, theta } : undefined;
}

function rangesAt(fields: readonly string[], from: number, count: number): Float32Array {
  const ranges = new Float32Array(count);
  for (let i = 0; i < count; i++) ranges[i] = numberAt(fields, from + i);
  return ranges;
}
