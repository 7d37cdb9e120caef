// What the guard allows: it starts as the command and every rule may only take away.

/** GuardState.action, as nav2's collision monitor numbers them. */
export const guardAction = { none: 0, stop: 1, slow: 2, approach: 3, limit: 4 } as const;
export type GuardAction = (typeof guardAction)[keyof typeof guardAction];

export type GuardCause =
  'clear' | 'zone' | 'approach' | 'stale' | 'fault' | 'bumper' | 'invalid' | 'silent' | 'estop';

/** Why something was taken away. */
export interface Reason {
  readonly action: GuardAction;
  readonly cause: GuardCause;
  /** The zone or limit by name, empty if none. */
  readonly zone: string;
  /** The source or obstacle behind it, in words. */
  readonly what: string;
  /** Where that is, in the base frame as it is about to be, metres; absent where it has no place. */
  readonly at?: { readonly x: number; readonly y: number };
}

const clear: Reason = { action: guardAction.none, cause: 'clear', zone: '', what: '' };

/** Speeds in m/s and rad/s. The most restrictive rule wins, and of equal ones the first. */
export class Verdict {
  linear = 0;
  angular = 0;
  reason: Reason = clear;

  begin(linear: number, angular: number): void {
    this.linear = linear;
    this.angular = angular;
    this.reason = clear;
  }

  /** Nothing may move. */
  stop(reason: Reason): void {
    this.linear = 0;
    this.angular = 0;
    this.reason = reason;
  }

  /** Allows no more linear speed than this, either way; turning on the spot remains. */
  capLinear(speed: number, reason: () => Reason): void {
    if (Math.abs(this.linear) <= speed) return;
    this.linear = speed === 0 ? 0 : Math.sign(this.linear) * speed;
    this.reason = reason();
  }

  capAngular(speed: number, reason: () => Reason): void {
    if (Math.abs(this.angular) <= speed) return;
    this.angular = Math.sign(this.angular) * speed;
    this.reason = reason();
  }
}
