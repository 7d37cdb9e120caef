// The motor board: velocity commands to wheel speeds, within what the motors can, and a stop when nobody speaks.
import type { Twist } from '../../message/messages.js';
import type { Chassis } from './chassis.js';

/** The base stops by itself this long after the last command, milliseconds. */
export const WATCHDOG_MS = 500;

/** A wheel that lags behind what it is told is told more: so much per second of each rad/s, up to a limit in rad/s. */
const TRIM_RATE = 4;
const MAX_TRIM = 0.25;

/** Times are milliseconds on the world's clock. */
export class MotorBoard {
  readonly #chassis: Chassis;
  #wantedLeft = 0;
  #wantedRight = 0;
  #left = 0;
  #right = 0;
  #trimLeft = 0;
  #trimRight = 0;
  #commandedAt = Number.NEGATIVE_INFINITY;

  constructor(chassis: Chassis) {
    this.#chassis = chassis;
  }

  /** What the wheels are told at this moment, ramps included: m/s ahead. */
  get speedMps(): number {
    return ((this.#left + this.#right) / 2) * this.#chassis.wheelRadiusM;
  }

  /** rad/s, counter-clockwise. */
  get turnRate(): number {
    return ((this.#right - this.#left) * this.#chassis.wheelRadiusM) / this.#chassis.trackM;
  }

  /** Takes linear.x (m/s) and angular.z (rad/s). A command that is not finite means stop. */
  command({ linear, angular }: Twist, nowMs: number): void {
    if (!Number.isFinite(linear.x) || !Number.isFinite(angular.z)) return this.stop();
    const { wheelRadiusM, trackM, maxWheelVelocity } = this.#chassis;
    const left = (linear.x - (angular.z * trackM) / 2) / wheelRadiusM;
    const right = (linear.x + (angular.z * trackM) / 2) / wheelRadiusM;
    // Too fast for one wheel: both slow down alike, so that the curve stays the same.
    const scale = Math.min(1, maxWheelVelocity / Math.max(Math.abs(left), Math.abs(right), 1e-9));
    this.#wantedLeft = left * scale;
    this.#wantedRight = right * scale;
    this.#commandedAt = nowMs;
  }

  stop(): void {
    this.#wantedLeft = 0;
    this.#wantedRight = 0;
    this.#commandedAt = Number.NEGATIVE_INFINITY;
  }

  /** Sets the motors for the next step, which takes `stepMs`. */
  step(nowMs: number, stepMs: number): void {
    if (nowMs - this.#commandedAt >= WATCHDOG_MS) this.stop();
    const most = (this.#chassis.maxWheelAcceleration * stepMs) / 1000;
    const left = this.#wantedLeft - this.#left;
    const right = this.#wantedRight - this.#right;
    // One ramp for both wheels: a robot that speeds up keeps its curve.
    const share = Math.min(1, most / Math.max(Math.abs(left), Math.abs(right), 1e-9));
    this.#left += left * share;
    this.#right += right * share;
    const steady = share === 1;
    this.#trimLeft = steady ? trim(this.#trimLeft, this.#left, this.#chassis.left.velocity, stepMs) : 0;
    this.#trimRight = steady ? trim(this.#trimRight, this.#right, this.#chassis.right.velocity, stepMs) : 0;
    this.#chassis.left.hold(this.#left + this.#trimLeft);
    this.#chassis.right.hold(this.#right + this.#trimRight);
  }
}

/** The integral part of the speed control; its limit keeps a wheel that is stuck from winding up. None at standstill. */
function trim(before: number, wanted: number, velocity: number, stepMs: number): number {
  if (wanted === 0) return 0;
  const more = (TRIM_RATE * (wanted - velocity) * stepMs) / 1000;
  return Math.max(-MAX_TRIM, Math.min(MAX_TRIM, before + more));
}
