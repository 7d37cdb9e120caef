// The stage `arbitrate`: of all who command the robot one is heard, and an emergency stop silences them all.
import { msToNs, toTime, type TimeNs } from '../message/time.js';
import type { Emit, Envelope, Stage } from '../runtime/stage.js';
import type { ArbitrateConfig } from './arbitrate-config.js';
import { twistStamped } from './twist.js';

const sourceByTopic = {
  cmd_vel_teleop: 'teleop',
  cmd_vel_nav: 'nav',
  cmd_vel_wander: 'wander',
} as const;

export type CommandSource = (typeof sourceByTopic)[keyof typeof sourceByTopic];

export class ArbitrateStage implements Stage {
  readonly name = 'arbitrate';
  readonly reads = ['cmd_vel_teleop', 'cmd_vel_nav', 'cmd_vel_wander'] as const;
  readonly writes = ['cmd_vel_raw'] as const;
  readonly periodMs = 50;
  #config: ArbitrateConfig;
  readonly #heard: Partial<Record<CommandSource, TimeNs>> = {};
  #stopped: boolean;

  constructor(config: ArbitrateConfig) {
    this.#config = config;
    this.#stopped = config.stopped;
  }

  reconfigure(config: ArbitrateConfig): void {
    this.#config = config;
  }

  /** Whether the emergency stop holds. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Zeros from now on, whoever commands what, until `reset`. */
  emergencyStop(): void {
    this.#stopped = true;
  }

  reset(): void {
    this.#stopped = false;
  }

  /** Commands pass unchanged, with the stamp of whoever gave them, so that the guard can tell their age. */
  take(envelope: Envelope, now: TimeNs, emit: Emit): void {
    switch (envelope.topic) {
      case 'cmd_vel_teleop':
      case 'cmd_vel_nav':
      case 'cmd_vel_wander': {
        const source = sourceByTopic[envelope.topic];
        this.#heard[source] = now;
        if (!this.#stopped && this.driver(now) === source) emit('cmd_vel_raw', envelope.message);
        break;
      }
      default:
    }
  }

  tick(now: TimeNs, emit: Emit): void {
    if (!this.#stopped) return;
    emit('cmd_vel_raw', twistStamped({ stamp: toTime(now), frame_id: this.#config.baseFrame }, 0, 0));
  }

  /** Who is heard at this time: of those not yet silent too long, the one with the highest priority. */
  driver(now: TimeNs): CommandSource | undefined {
    let driver: CommandSource | undefined;
    for (const source of Object.values(sourceByTopic)) {
      const heard = this.#heard[source];
      if (heard === undefined || now - heard > msToNs(this.#config[source].timeoutMs)) continue;
      if (driver === undefined || this.#config[source].priority > this.#config[driver].priority)
        driver = source;
    }
    return driver;
  }
}
