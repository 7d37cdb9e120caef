// The stage `guard`, last before the wheels: doubt means stop, and the most restrictive rule wins.
import { toTime, type TimeNs } from '../message/time.js';
import type { TopicName } from '../message/topics.js';
import type { Planar } from '../runtime/geometry/planar.js';
import type { Emit, Envelope, Stage } from '../runtime/stage.js';
import type { GuardConfig, GuardSource } from './guard-config.js';
import { GuardInputs } from './guard-inputs.js';
import { applyRules } from './guard-rules.js';
import { ramp } from './ramp.js';
import { twistStamped } from './twist.js';
import { guardAction, Verdict, type Reason } from './verdict.js';
import { outlineOf, reachOf } from './zones.js';

const PERIOD_MS = 50;
/** Without it no scan has a place. */
const tf = [['/tf']] as const;

/** What to draw of the guard, in the base frame, metres. */
export interface GuardView {
  readonly zones: readonly {
    readonly name: string;
    readonly action: 'stop' | 'slow';
    readonly outline: readonly (readonly [number, number])[];
    /** It is the one that decides at present. */
    readonly deciding: boolean;
  }[];
  readonly reason: Reason;
  /** Speeds it lets through, m/s and rad/s. */
  readonly linear: number;
  readonly angular: number;
}

export class GuardStage implements Stage {
  readonly name = 'guard';
  readonly reads = ['cmd_vel_raw', 'scan', 'odom', 'bumper', 'obstacles', '/tf', '/tf_static'] as const;
  readonly writes = ['cmd_vel', 'guard'] as const;
  readonly periodMs = PERIOD_MS;
  #config: GuardConfig;
  readonly #alsoRequired: readonly GuardSource[];
  readonly #inputs: GuardInputs;
  readonly #verdict = new Verdict();
  #reachM: number;
  #emergency = false;
  #linear = 0;
  #angular = 0;

  /** `alsoRequired`: sources that this robot has, so that it does not move without them whatever the settings say. */
  constructor(config: GuardConfig, alsoRequired: readonly GuardSource[] = []) {
    this.#alsoRequired = alsoRequired;
    this.#config = this.#complete(config);
    this.#inputs = new GuardInputs(this.#config);
    this.#reachM = reachNeeded(config);
  }

  reconfigure(config: GuardConfig): void {
    this.#config = this.#complete(config);
    this.#inputs.reconfigure(this.#config);
    this.#reachM = reachNeeded(config);
  }

  get needs(): readonly (readonly TopicName[])[] {
    const { required } = this;
    return [...required.map((source) => [source]), ...(required.includes('scan') ? tf : []), ['cmd_vel_raw']];
  }

  /** Sources without which it lets nothing move. */
  get required(): readonly GuardSource[] {
    return this.#config.required;
  }

  #complete(config: GuardConfig): GuardConfig {
    return { ...config, required: [...new Set([...config.required, ...this.#alsoRequired])] };
  }

  /** Stops the robot until `reset`. */
  emergencyStop(): void {
    this.#emergency = true;
  }

  reset(): void {
    this.#emergency = false;
  }

  take(envelope: Envelope, now: TimeNs): void {
    const inputs = this.#inputs;
    switch (envelope.topic) {
      case 'cmd_vel_raw':
        return inputs.takeCommand(envelope.message);
      case 'scan':
        return inputs.takeScan(envelope.message, now);
      case 'odom':
        return inputs.takeOdom(envelope.message);
      case 'bumper':
        return inputs.takeBumper(envelope.message);
      case 'obstacles':
        return inputs.takeObstacles(envelope.message);
      case '/tf':
        return inputs.takeTransforms(envelope.message, 'moving', now);
      case '/tf_static':
        return inputs.takeTransforms(envelope.message, 'fixed', now);
      default:
    }
  }

  tick(now: TimeNs, emit: Emit): void {
    this.#judge(now);
    this.#accelerate();
    this.#publish(now, emit);
  }

  /** Zones and decision of the newest tick, for pictures. */
  view(): GuardView {
    const { reason } = this.#verdict;
    const zones = this.#config.zones.map(({ name, action, shape }) => ({
      name,
      action,
      outline: outlineOf(shape),
      deciding: name === reason.zone,
    }));
    return { zones, reason, linear: this.#linear, angular: this.#angular };
  }

  #judge(now: TimeNs): void {
    const verdict = this.#verdict;
    const pose = this.#inputs.poseSoon(now);
    const order = this.#inputs.order(now);
    const doubt = this.#doubt(now, pose);
    if (doubt !== undefined) verdict.stop(doubt);
    else if (order.kind === 'none') verdict.stop(order.why);
    else {
      verdict.begin(order.command.linear, order.command.angular);
      this.#applyRules(pose!, now);
    }
  }

  #doubt(now: TimeNs, pose: Planar | undefined): Reason | undefined {
    if (this.#emergency)
      return { action: guardAction.stop, cause: 'estop', zone: '', what: 'emergency stop' };
    const doubt = this.#inputs.doubt(now);
    if (doubt !== undefined || pose !== undefined) return doubt;
    return { action: guardAction.stop, cause: 'stale', zone: '', what: 'the pose is unknown' };
  }

  #applyRules(pose: Planar, now: TimeNs): void {
    const { surroundings: points, contacts } = this.#inputs;
    this.#inputs.look(pose, this.#reachM, now);
    const mover = this.#inputs.moverTooNear(pose, now);
    const situation = { points, sweep: points.sweep(), yaw: pose.yaw, contacts, mover };
    applyRules(situation, this.#config, this.#verdict);
  }

  #accelerate(): void {
    const { linearAccelMps2, linearBrakeMps2, angularAccelRps2 } = this.#config;
    const seconds = PERIOD_MS / 1000;
    const linear = { speedUp: linearAccelMps2, brake: linearBrakeMps2 };
    const angular = { speedUp: angularAccelRps2, brake: angularAccelRps2 };
    this.#linear = ramp(this.#linear, this.#verdict.linear, linear, seconds);
    this.#angular = ramp(this.#angular, this.#verdict.angular, angular, seconds);
  }

  #publish(now: TimeNs, emit: Emit): void {
    const { action, cause, zone, what } = this.#verdict.reason;
    const header = { stamp: toTime(now), frame_id: this.#config.baseFrame };
    emit('cmd_vel', twistStamped(header, this.#linear, this.#angular));
    emit('guard', { header, action, cause, zone, what, age: this.#inputs.age(now) });
  }
}

/** How far it must look: to the end of its zones, and as far as it drives before it could stop. */
function reachNeeded({ maxLinearMps, timeToCollisionS, rimM, zones }: GuardConfig): number {
  const driven = maxLinearMps * timeToCollisionS + rimM;
  return Math.max(driven, ...zones.map(({ shape }) => reachOf(shape)));
}
