// The commands for the base as a peer hears them: when the guard said each, and how fast it lets the robot be.
import type { Twist, TwistStamped } from '../../../message/messages.js';
import { hear, stampS, type Hearing } from './hearing.js';

export interface Command {
  /** By the clock of the node that says it: no matter when the peer, or this process, came to hear it. */
  readonly stampS: number;
  readonly speed: number;
}

const topic = 'cmd_vel';
/** Slower is a robot that stands. */
const MOVING = 0.01;

export class Commands {
  readonly #hearing: Hearing = hear(`${topic}=geometry_msgs/msg/TwistStamped@reliable`);

  get all(): readonly Command[] {
    return this.#hearing
      .messages<TwistStamped>(topic)
      .map((message) => ({ stampS: stampS(message), speed: speedOf(message.twist) }));
  }

  until(what: string, holds: (commands: readonly Command[]) => boolean): Promise<void> {
    return this.#hearing.until(what, () => holds(this.all));
  }

  found(): Promise<void> {
    return this.#hearing.found(topic);
  }

  /** Until the guard has let the robot move, later than this. */
  untilDriving(sinceS = 0): Promise<void> {
    return this.until('the robot drives', (commands) =>
      commands.some((command) => command.stampS > sinceS && moves(command)),
    );
  }
}

export function moves({ speed }: Pick<Command, 'speed'>): boolean {
  return speed > MOVING;
}

export function speedOf({ linear, angular }: Twist): number {
  return Math.max(Math.abs(linear.x), Math.abs(angular.z));
}
