// A stage that commands straight ahead at every scan: something for the guard to judge where a log holds no commands.
import type { Emit, Envelope, Stage } from '../runtime/stage.js';
import { toTime, type TimeNs } from '../message/time.js';

export class ForwardStage implements Stage {
  readonly name = 'forward';
  readonly reads = ['scan'] as const;
  readonly writes = ['cmd_vel_raw'] as const;
  readonly #speedMps: number;

  constructor(speedMps: number) {
    this.#speedMps = speedMps;
  }

  take(_envelope: Envelope, now: TimeNs, emit: Emit): void {
    emit('cmd_vel_raw', {
      header: { stamp: toTime(now), frame_id: 'base_link' },
      twist: { linear: { x: this.#speedMps, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } },
    });
  }
}
