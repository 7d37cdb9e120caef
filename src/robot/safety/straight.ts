// A driver for approaches: turns to its heading, then drives straight on, whatever stands there.
import { toTime, type TimeNs } from '../../message/time.js';
import { wrapAngle } from '../../runtime/geometry/planar.js';
import { yawOf } from '../../runtime/geometry/rigid.js';
import type { Emit, Envelope, Stage } from '../../runtime/stage.js';

const TURN_RPS = 1;
const FACING_RAD = 0.02;
const STEER_GAIN = 2;

export class StraightStage implements Stage {
  readonly name = 'straight';
  readonly reads = ['odom'] as const;
  readonly writes = ['cmd_vel'] as const;
  readonly periodMs = 50;
  readonly #headingRad: number;
  readonly #speedMps: number;
  #yaw = 0;
  #drives = false;

  /** `headingRad`: in odom, where the robot starts at 0. */
  constructor(headingRad: number, speedMps: number) {
    this.#headingRad = headingRad;
    this.#speedMps = speedMps;
  }

  take(envelope: Envelope): void {
    if (envelope.topic === 'odom') this.#yaw = yawOf(envelope.message.pose.pose.orientation);
  }

  tick(now: TimeNs, emit: Emit): void {
    const left = wrapAngle(this.#headingRad - this.#yaw);
    this.#drives ||= Math.abs(left) < FACING_RAD;
    const turn = this.#drives
      ? STEER_GAIN * left
      : Math.sign(left) * Math.min(TURN_RPS, 0.2 + 2 * Math.abs(left));
    emit('cmd_vel', {
      header: { stamp: toTime(now), frame_id: 'base_link' },
      twist: {
        linear: { x: this.#drives ? this.#speedMps : 0, y: 0, z: 0 },
        angular: { x: 0, y: 0, z: turn },
      },
    });
  }
}
