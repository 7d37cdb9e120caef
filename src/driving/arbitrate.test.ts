// Arbitration: who is heard, when he loses his turn, and the emergency stop that silences all.
import assert from 'node:assert/strict';
import type { TwistStamped } from '../message/messages.js';
import { msToNs, toTime } from '../message/time.js';
import { createEnvelope } from '../runtime/envelope.js';
import type { Emit } from '../runtime/stage.js';
import { arbitrateConfig } from './arbitrate-config.js';
import { ArbitrateStage } from './arbitrate.js';
import { twistStamped } from './twist.js';

type Source = 'cmd_vel_teleop' | 'cmd_vel_nav' | 'cmd_vel_wander';

class Bench {
  readonly stage: ArbitrateStage;
  said: TwistStamped[] = [];
  readonly #emit: Emit = (_topic, message) => void this.said.push(message as TwistStamped);

  constructor(config: object = {}) {
    this.stage = new ArbitrateStage(arbitrateConfig.parse(config));
  }

  /** What is passed on when the source commands this speed; undefined if nothing is. */
  command(topic: Source, linear: number, ms: number): number | undefined {
    this.said = [];
    const now = msToNs(ms);
    const message = twistStamped({ stamp: toTime(now), frame_id: 'base_link' }, linear, 0);
    this.stage.take(createEnvelope(topic, message, now, 0), now, this.#emit);
    return this.said[0]?.twist.linear.x;
  }

  tick(ms: number): number | undefined {
    this.said = [];
    this.stage.tick(msToNs(ms), this.#emit);
    return this.said[0]?.twist.linear.x;
  }
}

describe('arbitration', () => {
  it('when two command, then the one with the higher priority is heard, in whatever order they come', () => {
    const bench = new Bench();
    assert.equal(bench.command('cmd_vel_wander', 0.1, 0), 0.1);
    assert.equal(bench.command('cmd_vel_nav', 0.2, 10), 0.2);
    assert.equal(bench.command('cmd_vel_teleop', 0.3, 20), 0.3);
    assert.equal(bench.command('cmd_vel_nav', 0.2, 30), undefined);
    assert.equal(bench.command('cmd_vel_wander', 0.1, 40), undefined);
  });

  it('when the driver is silent for longer than his limit, then the next one is heard', () => {
    const bench = new Bench();
    bench.command('cmd_vel_teleop', 0.3, 0);
    assert.equal(bench.command('cmd_vel_wander', 0.1, 500), undefined);
    assert.equal(bench.command('cmd_vel_wander', 0.1, 501), 0.1);
  });

  it('when nobody commands, then it says nothing: silence is for the guard to notice', () => {
    assert.equal(new Bench().tick(1000), undefined);
  });

  it('when a command passes, then it keeps the stamp of whoever gave it', () => {
    const bench = new Bench();
    bench.command('cmd_vel_wander', 0.1, 70);
    assert.deepEqual(bench.said[0]?.header.stamp, toTime(msToNs(70)));
  });

  it('when the emergency stop is pressed, then zeros are repeated until it is reset', () => {
    const bench = new Bench();
    bench.stage.emergencyStop();
    assert.equal(bench.command('cmd_vel_teleop', 0.3, 0), undefined);
    assert.deepEqual([bench.tick(50), bench.tick(100)], [0, 0]);
    bench.stage.reset();
    assert.equal(bench.tick(150), undefined);
    assert.equal(bench.command('cmd_vel_teleop', 0.3, 160), 0.3);
  });

  it('when the configuration says so, then it starts stopped, and priorities and limits are its own', () => {
    assert.equal(new Bench({ stopped: true }).tick(0), 0);
    const bench = new Bench({ wander: { priority: 99, timeoutMs: 50 } });
    bench.command('cmd_vel_wander', 0.1, 0);
    assert.equal(bench.command('cmd_vel_teleop', 0.3, 50), undefined);
    assert.equal(bench.command('cmd_vel_teleop', 0.3, 51), 0.3);
  });
});
