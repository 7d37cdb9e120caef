// Wheel odometry: where the robot thinks it is from its encoders, with a drift like that of a real, slightly wrong calibration.
import type { Random } from '../random.js';

/** Standard deviations of the calibration: each wheel's radius, and the track, as shares. */
const RADIUS_ERROR = 0.001;
const TRACK_ERROR = 0.004;
/** Growth of the uncertainty: metres per metre driven, radians per radian turned, radians per metre. */
const DISTANCE_DRIFT = 0.02;
const TURN_DRIFT = 0.02;
const HEADING_DRIFT = 0.01;

export interface WheelSizes {
  readonly wheelRadiusM: number;
  readonly trackM: number;
}

/** Frame odom: starts at the robot's start, x forward. Angles in rad, variances in m² and rad². */
export class WheelOdometry {
  x = 0;
  y = 0;
  yaw = 0;
  /** m/s and rad/s over the last interval. */
  linear = 0;
  angular = 0;
  varianceX = 0;
  varianceY = 0;
  varianceYaw = 0;
  readonly #radiusLeft: number;
  readonly #radiusRight: number;
  readonly #track: number;
  #left = Number.NaN;
  #right = Number.NaN;

  /** The seed decides how wrong this robot's calibration is. */
  constructor({ wheelRadiusM, trackM }: WheelSizes, random: Random) {
    this.#radiusLeft = wheelRadiusM * (1 + RADIUS_ERROR * random.normal());
    this.#radiusRight = wheelRadiusM * (1 + RADIUS_ERROR * random.normal());
    this.#track = trackM * (1 + TRACK_ERROR * random.normal());
  }

  /** Takes the encoders' angles (rad) after another interval. */
  update(leftRad: number, rightRad: number, seconds: number): void {
    const left = (leftRad - this.#left) * this.#radiusLeft;
    const right = (rightRad - this.#right) * this.#radiusRight;
    this.#left = leftRad;
    this.#right = rightRad;
    if (!Number.isFinite(left) || !Number.isFinite(right)) return;
    const distance = (left + right) / 2;
    const turned = (right - left) / this.#track;
    this.#move(distance, turned);
    this.#doubt(distance, turned);
    this.linear = distance / seconds;
    this.angular = turned / seconds;
  }

  /** Along the chord of the arc: exact for constant wheel speeds up to third order. */
  #move(distance: number, turned: number): void {
    const heading = this.yaw + turned / 2;
    this.x += distance * Math.cos(heading);
    this.y += distance * Math.sin(heading);
    this.yaw += turned;
  }

  #doubt(distance: number, turned: number): void {
    const along = Math.abs(distance);
    this.varianceYaw += (TURN_DRIFT * turned) ** 2 + (HEADING_DRIFT * distance) ** 2;
    const across = along ** 2 * this.varianceYaw;
    const stretch = (DISTANCE_DRIFT * distance) ** 2;
    this.varianceX += stretch + across;
    this.varianceY += stretch + across;
  }
}
