// The robot's base: motor board, encoders, odometry and inertial unit, read and published together every 20 ms.
import type { Twist } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import type { Emit } from '../../runtime/stage.js';
import { aboutZ } from '../../runtime/geometry/rigid-tuples.js';
import type { Physics } from '../physics/physics.js';
import { createRandom } from '../random.js';
import { POSE_STRIDE } from '../scene/poses.js';
import type { Pose, Scene } from '../scene/scene.js';
import { imuMessage, jointStates, odometryMessage, odometryTransform } from './base-messages.js';
import { findChassis, type Chassis } from './chassis.js';
import { Encoder } from './encoder.js';
import { Inertial } from './inertial.js';
import { MotorBoard } from './motor-board.js';
import { WheelOdometry } from './wheel-odometry.js';

export const BASE_PERIOD_MS = 20;

export interface BaseOptions {
  readonly seed: number;
  /** imu_link on the robot's own solid. */
  readonly inertialMount: Pose;
}

/** Times are milliseconds on the world's clock. */
export class Base {
  readonly chassis: Chassis;
  readonly #physics: Physics;
  readonly #robot: number;
  readonly #board: MotorBoard;
  readonly #encoders: readonly [Encoder, Encoder];
  readonly #odometry: WheelOdometry;
  readonly #inertial: Inertial;
  readonly #velocity = new Float64Array(6);

  /** Throws world/invalid for a robot that is not a differential drive. */
  constructor(scene: Scene, physics: Physics, { seed, inertialMount }: BaseOptions) {
    const random = createRandom(seed);
    this.#physics = physics;
    this.#robot = scene.robot?.solid ?? 0;
    this.chassis = findChassis(scene, physics.drives);
    this.#board = new MotorBoard(this.chassis);
    this.#encoders = [new Encoder(this.chassis.left, random), new Encoder(this.chassis.right, random)];
    this.#odometry = new WheelOdometry(this.chassis, random);
    this.#inertial = new Inertial(inertialMount, scene.gravity, random);
  }

  command(twist: Twist, nowMs: number): void {
    this.#board.command(twist, nowMs);
  }

  /** What the wheels are told to do: m/s ahead and rad/s counter-clockwise. */
  get driven(): Pick<MotorBoard, 'speedMps' | 'turnRate'> {
    return this.#board;
  }

  /** base_footprint in odom, as the wheels tell it. */
  get odometry(): Pose {
    const { x, y, yaw } = this.#odometry;
    return { position: [x, y, 0], orientation: aboutZ(yaw) };
  }

  /** Sets the motors for the step that begins now. */
  step(nowMs: number, stepMs: number): void {
    this.#board.step(nowMs, stepMs);
  }

  /** Reads all its sensors; the transform comes before what is seen from it. */
  publish(stamp: Time, emit: Emit): void {
    const seconds = BASE_PERIOD_MS / 1000;
    const [left, right] = this.#encoders;
    const angles = [left.read(), right.read()] as const;
    this.#odometry.update(...angles, seconds);
    emit('/tf', odometryTransform(this.#odometry, stamp));
    emit('odom', odometryMessage(this.#odometry, stamp));
    emit('joint_states', jointStates([this.chassis.left, this.chassis.right], angles, stamp));
    emit('imu', imuMessage(this.#inertial.read(this.#motion(), seconds), stamp));
  }

  #motion() {
    const { poses } = this.#physics;
    const at = this.#robot * POSE_STRIDE;
    const v = this.#velocity;
    this.#physics.readRobotVelocity(v);
    return {
      orientation: [poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!],
      velocity: [v[0]!, v[1]!, v[2]!],
      rate: [v[3]!, v[4]!, v[5]!],
    } as const;
  }
}
