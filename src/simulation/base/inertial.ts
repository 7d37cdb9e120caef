// The inertial unit: angular rate, specific force and attitude with bias, drift and noise as a small MEMS chip has them.
import {
  rotate,
  conjugate,
  multiply,
  aboutZ,
  yawOf,
  type Quaternion,
  type Vector,
} from '../../runtime/geometry/rigid-tuples.js';
import type { Random } from '../random.js';
import type { Pose } from '../scene/scene.js';

/** Per sample at 50 Hz: rad/s, m/s². */
const GYRO_NOISE = 0.002;
const FORCE_NOISE = 0.03;
/** Turn-on bias, standard deviation: rad/s, m/s². */
const GYRO_BIAS = 0.002;
const FORCE_BIAS = 0.05;
/** Random walk of the gyro's bias, rad/s per square root of a second. */
const GYRO_BIAS_WALK = 1e-4;
/** Attitude against gravity, rad. */
const TILT_NOISE = 0.003;

export const IMU_VARIANCES = {
  rate: GYRO_NOISE ** 2 + GYRO_BIAS ** 2,
  force: FORCE_NOISE ** 2 + FORCE_BIAS ** 2,
  tilt: TILT_NOISE ** 2,
} as const;

/** True motion of the robot's own solid. */
export interface Motion {
  readonly orientation: Quaternion;
  /** m/s, world. */
  readonly velocity: Vector;
  /** rad/s, robot frame. */
  readonly rate: Vector;
}

export interface InertialReading {
  /** imu_link in the frame the robot started in; heading integrated from the gyro, so it drifts. */
  readonly orientation: Quaternion;
  /** rad/s in imu_link. */
  readonly rate: Vector;
  /** m/s² in imu_link, +9.81 on z at rest. */
  readonly force: Vector;
  /** rad², grows with time. */
  readonly headingVariance: number;
}

export class Inertial {
  readonly #mount: Pose;
  readonly #gravity: number;
  readonly #random: Random;
  readonly #gyroBias: [number, number, number];
  readonly #forceBias: Vector;
  #velocity: Vector | undefined;
  #heading = 0;
  #elapsed = 0;

  /** `mount` is imu_link on the robot's own solid. */
  constructor(mount: Pose, gravity: number, random: Random) {
    this.#mount = mount;
    this.#gravity = gravity;
    this.#random = random;
    this.#gyroBias = [random.normal() * GYRO_BIAS, random.normal() * GYRO_BIAS, random.normal() * GYRO_BIAS];
    this.#forceBias = [
      random.normal() * FORCE_BIAS,
      random.normal() * FORCE_BIAS,
      random.normal() * FORCE_BIAS,
    ];
  }

  /** Mean over the interval since the last reading, as the chip's own filter gives it. */
  read({ orientation, velocity, rate }: Motion, seconds: number): InertialReading {
    const before = this.#velocity ?? velocity;
    this.#velocity = velocity;
    const force: Vector = [
      (velocity[0] - before[0]) / seconds,
      (velocity[1] - before[1]) / seconds,
      (velocity[2] - before[2]) / seconds + this.#gravity,
    ];
    const toDevice = conjugate(this.#mount.orientation);
    const measuredRate = this.#noisy(rotate(toDevice, rate), this.#gyroBias, GYRO_NOISE);
    this.#walkBias(seconds);
    this.#integrateHeading(measuredRate, seconds);
    return {
      orientation: this.#attitude(orientation),
      rate: measuredRate,
      force: this.#noisy(
        rotate(toDevice, rotate(conjugate(orientation), force)),
        this.#forceBias,
        FORCE_NOISE,
      ),
      headingVariance: (GYRO_BIAS * this.#elapsed) ** 2 + GYRO_NOISE ** 2 * seconds * this.#elapsed,
    };
  }

  #noisy(value: Vector, bias: Vector, deviation: number): Vector {
    const random = this.#random;
    return [
      value[0] + bias[0] + deviation * random.normal(),
      value[1] + bias[1] + deviation * random.normal(),
      value[2] + bias[2] + deviation * random.normal(),
    ];
  }

  #walkBias(seconds: number): void {
    const step = GYRO_BIAS_WALK * Math.sqrt(seconds);
    for (let axis = 0; axis < 3; axis++) this.#gyroBias[axis]! += step * this.#random.normal();
  }

  #integrateHeading(rate: Vector, seconds: number): void {
    this.#heading += rotate(this.#mount.orientation, rate)[2] * seconds;
    this.#elapsed += seconds;
  }

  /** Roll and pitch are seen against gravity; the heading is the integrated one. */
  #attitude(orientation: Quaternion): Quaternion {
    const random = this.#random;
    const level = multiply(aboutZ(-yawOf(orientation)), orientation);
    const tilt: Quaternion = [random.normal() * (TILT_NOISE / 2), random.normal() * (TILT_NOISE / 2), 0, 1];
    return normalized(
      multiply(multiply(multiply(aboutZ(this.#heading), tilt), level), this.#mount.orientation),
    );
  }
}

function normalized([x, y, z, w]: Quaternion): Quaternion {
  const length = Math.hypot(x, y, z, w);
  return [x / length, y / length, z / length, w / length];
}
