// The base's readings as ROS messages: odometry with its transform, joint states, inertial data.
import type { Imu, JointState, Odometry, TFMessage, Quaternion } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import type { Drive } from '../physics/drive.js';
import { aboutZ, type Quaternion as Turn, type Vector } from '../../runtime/geometry/rigid-tuples.js';
import { IMU_VARIANCES, type InertialReading } from './inertial.js';
import type { WheelOdometry } from './wheel-odometry.js';

/** A robot on a floor does not leave it: height, roll and pitch are known to this variance. */
const LEVEL_VARIANCE = 1e-6;
/** Of the wheels' speeds: m²/s², rad²/s². */
const SPEED_VARIANCE = 1e-4;
const TURN_VARIANCE = 4e-4;

export function odometryMessage(odometry: WheelOdometry, stamp: Time): Odometry {
  const { x, y, yaw, linear, angular } = odometry;
  const { varianceX, varianceY, varianceYaw } = odometry;
  return {
    header: { stamp, frame_id: 'odom' },
    child_frame_id: 'base_footprint',
    pose: {
      pose: { position: { x, y, z: 0 }, orientation: quaternionOf(aboutZ(yaw)) },
      covariance: diagonal(varianceX, varianceY, varianceYaw),
    },
    twist: {
      twist: { linear: { x: linear, y: 0, z: 0 }, angular: { x: 0, y: 0, z: angular } },
      covariance: diagonal(SPEED_VARIANCE, LEVEL_VARIANCE, TURN_VARIANCE),
    },
  };
}

export function odometryTransform({ x, y, yaw }: WheelOdometry, stamp: Time): TFMessage {
  return {
    transforms: [
      {
        header: { stamp, frame_id: 'odom' },
        child_frame_id: 'base_footprint',
        transform: { translation: { x, y, z: 0 }, rotation: quaternionOf(aboutZ(yaw)) },
      },
    ],
  };
}

/** Positions as the encoders give them, rad; speeds and efforts from the motor board. */
export function jointStates(
  drives: readonly [Drive, Drive],
  positions: readonly [number, number],
  stamp: Time,
): JointState {
  const [left, right] = drives;
  return {
    header: { stamp, frame_id: '' },
    name: ['left_wheel_joint', 'right_wheel_joint'],
    position: Float64Array.from(positions),
    velocity: Float64Array.of(left.velocity, right.velocity),
    effort: Float64Array.of(left.effort, right.effort),
  };
}

export function imuMessage({ orientation, rate, force, headingVariance }: InertialReading, stamp: Time): Imu {
  return {
    header: { stamp, frame_id: 'imu_link' },
    orientation: quaternionOf(orientation),
    orientation_covariance: diagonal3(IMU_VARIANCES.tilt, IMU_VARIANCES.tilt, headingVariance),
    angular_velocity: vectorOf(rate),
    angular_velocity_covariance: diagonal3(IMU_VARIANCES.rate, IMU_VARIANCES.rate, IMU_VARIANCES.rate),
    linear_acceleration: vectorOf(force),
    linear_acceleration_covariance: diagonal3(IMU_VARIANCES.force, IMU_VARIANCES.force, IMU_VARIANCES.force),
  };
}

/** 6x6 row-major, order x y z roll pitch yaw. */
function diagonal(x: number, y: number, yaw: number): Float64Array {
  const covariance = new Float64Array(36);
  covariance[0] = x;
  covariance[7] = y;
  covariance[14] = LEVEL_VARIANCE;
  covariance[21] = LEVEL_VARIANCE;
  covariance[28] = LEVEL_VARIANCE;
  covariance[35] = yaw;
  return covariance;
}

function diagonal3(x: number, y: number, z: number): Float64Array {
  return Float64Array.of(x, 0, 0, 0, y, 0, 0, 0, z);
}

function vectorOf([x, y, z]: Vector) {
  return { x, y, z };
}

export function quaternionOf([x, y, z, w]: Turn): Quaternion {
  return { x, y, z, w };
}
