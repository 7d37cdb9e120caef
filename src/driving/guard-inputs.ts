// What the guard has heard and when: the newest of each source, and whether it may still be believed.
import type {
  Contact,
  Contacts,
  LaserScan,
  ObstacleArray,
  Odometry,
  TFMessage,
  TwistStamped,
} from '../message/messages.js';
import { fromTime, nsToMs, type TimeNs } from '../message/time.js';
import { identityPlanar, moveAlong, type Planar } from '../runtime/geometry/planar.js';
import { yawOf } from '../runtime/geometry/rigid.js';
import { ScanIntake, type PlacedScan } from '../runtime/geometry/scan-intake.js';
import type { GuardConfig, GuardSource } from './guard-config.js';
import { Movers, type Nearby } from './movers.js';
import { SeenObstacles } from './seen-obstacles.js';
import { Surroundings } from './surroundings.js';
import { guardAction, type Reason } from './verdict.js';

interface Odom {
  readonly stamp: TimeNs;
  readonly pose: Planar;
  readonly linear: number;
  readonly angular: number;
}

interface Command {
  readonly stamp: TimeNs;
  readonly linear: number;
  readonly angular: number;
}

/** Nothing is that old: it is stamped by another clock. */
const OTHER_TIME_MS = 3_600_000;

/** Either a command to judge, or why there is none. */
export type Order =
  { readonly kind: 'command'; readonly command: Command } | { readonly kind: 'none'; readonly why: Reason };

export class GuardInputs {
  readonly surroundings: Surroundings;
  #config: GuardConfig;
  readonly #intake: ScanIntake;
  readonly #movers = new Movers();
  readonly #seen = new SeenObstacles();
  readonly #stamps: Partial<Record<GuardSource, TimeNs>> = {};
  #scanPose: Planar | undefined;
  #odom: Odom | undefined;
  #odomFault = false;
  #contacts: readonly Contact[] = [];
  #command: Command | undefined;
  #commandFault = false;

  constructor(config: GuardConfig) {
    this.#config = config;
    this.#intake = new ScanIntake(config);
    this.surroundings = new Surroundings(config.memoryScans);
  }

  reconfigure(config: GuardConfig): void {
    this.#config = config;
    this.#intake.reconfigure(config);
  }

  get contacts(): readonly Contact[] {
    return this.#contacts;
  }

  takeTransforms(message: TFMessage, kind: 'moving' | 'fixed', now: TimeNs): void {
    this.#intake.takeTransforms(message, kind);
    this.#addScan(this.#intake.release(now));
  }

  takeScan(scan: LaserScan, now: TimeNs): void {
    this.#addScan(this.#intake.takeScan(scan, now));
  }

  takeOdom({ header, pose, twist }: Odometry): void {
    const { position, orientation } = pose.pose;
    const odom: Odom = {
      stamp: fromTime(header.stamp),
      pose: { x: position.x, y: position.y, yaw: yawOf(orientation), mirrored: false },
      linear: twist.twist.linear.x,
      angular: twist.twist.angular.z,
    };
    this.#odomFault = !Number.isFinite(
      odom.pose.x + odom.pose.y + odom.pose.yaw + odom.linear + odom.angular,
    );
    this.#stamps.odom = odom.stamp;
    if (!this.#odomFault) this.#odom = odom;
  }

  takeBumper({ header, contacts }: Contacts): void {
    this.#stamps.bumper = fromTime(header.stamp);
    this.#contacts = contacts;
  }

  takeObstacles(list: ObstacleArray): void {
    const stamp = fromTime(list.header.stamp);
    const { frame_id: frame } = list.header;
    const pose = frame === this.#config.fixedFrame ? identityPlanar : this.#intake.poseAt(frame, stamp);
    // A list that cannot be placed changes nothing: the one before it grows old and, if required, stops the robot.
    if (pose === undefined) return;
    this.#seen.replace(list, pose);
    this.#stamps.obstacles = stamp;
  }

  takeCommand({ header, twist }: TwistStamped): void {
    const { linear, angular } = twist;
    const sum = linear.x + linear.y + linear.z + angular.x + angular.y + angular.z;
    this.#commandFault = !Number.isFinite(sum);
    this.#command = { stamp: fromTime(header.stamp), linear: linear.x, angular: angular.z };
  }

  /** Why the robot must not move whatever the command; undefined if all required sources are sound. */
  doubt(now: TimeNs): Reason | undefined {
    if (this.#odomFault) return stopFor('invalid', 'odom is not finite');
    for (const source of this.#config.required) {
      const late = lateness(this.#stamps[source], now, this.#config.maxAgeMs[source]);
      if (late !== undefined) return stopFor('stale', this.#explain(source, late));
    }
    if (this.#config.heedMovers && !this.surroundings.tellsMovers)
      return stopFor('stale', 'too few scans yet to tell what moves');
    return undefined;
  }

  /** The command to judge now. Silence, age, a stamp from the future and non-finite numbers are none. */
  order(now: TimeNs): Order {
    const command = this.#command;
    const late = lateness(command?.stamp, now, this.#config.maxAgeMs.command);
    if (this.#commandFault) return { kind: 'none', why: stopFor('invalid', 'the command is not finite') };
    if (command === undefined || late !== undefined)
      return { kind: 'none', why: stopFor('silent', `cmd_vel_raw ${late ?? 'is missing'}`) };
    return { kind: 'command', command };
  }

  /** Seconds since the stamp of the oldest required source; Infinity while one is missing. */
  age(now: TimeNs): number {
    let oldest = 0;
    for (const source of this.#config.required) {
      const stamp = this.#stamps[source];
      oldest = Math.max(oldest, stamp === undefined ? Infinity : nsToMs(now - stamp) / 1000);
    }
    return oldest;
  }

  /** Where the robot is about to be, in the fixed frame; where it was at its newest scan if it has no odometry. */
  poseSoon(now: TimeNs): Planar | undefined {
    if (this.#odom === undefined) return this.#scanPose;
    const { stamp, pose, linear, angular } = this.#odom;
    const aheadMs = Math.max(0, nsToMs(now - stamp)) + this.#config.reactionMs;
    return moveAlong(pose, linear, angular, aheadMs / 1000);
  }

  /** Puts the points within reach into `surroundings`, relative to the pose. */
  look(pose: Planar, reachM: number, now: TimeNs): void {
    const { surroundings } = this;
    surroundings.look(pose, reachM);
    if (lateness(this.#stamps.obstacles, now, this.#config.maxAgeMs.obstacles) !== undefined) return;
    this.#seen.addTo(surroundings, pose, reachM);
  }

  /** Something that walks and could be met in motion. */
  moverTooNear(pose: Planar, now: TimeNs): Nearby | undefined {
    return this.#config.heedMovers ? this.#movers.tooNear(pose, now, this.#config) : undefined;
  }

  #addScan(placed: PlacedScan | undefined): void {
    if (placed === undefined || !this.surroundings.add(placed)) return;
    this.surroundings.showMoving(this.#movers);
    this.#stamps.scan = placed.stamp;
    this.#scanPose = this.#intake.poseAt(this.#config.baseFrame, placed.stamp);
  }

  #explain(source: GuardSource, late: string): string {
    const problem = source === 'scan' ? this.#intake.problem : undefined;
    return problem === undefined ? `${source} ${late}` : `${source} ${late}: ${problem}`;
  }
}

/** In words how a stamp is out of its limit, both ways (a one-sided test lets the future pass); undefined if it is not. */
function lateness(stamp: TimeNs | undefined, now: TimeNs, limitMs: number): string | undefined {
  if (stamp === undefined) return 'is missing';
  const ageMs = nsToMs(now - stamp);
  if (Math.abs(ageMs) <= limitMs) return undefined;
  if (Math.abs(ageMs) > OTHER_TIME_MS)
    return `is stamped ${Math.round(Math.abs(ageMs) / 1000)} s ${ageMs > 0 ? 'before' : 'after'} the guard's clock`;
  return ageMs > 0 ? `is ${Math.round(ageMs)} ms old` : `is ${Math.round(-ageMs)} ms in the future`;
}

function stopFor(cause: Reason['cause'], what: string): Reason {
  return { action: guardAction.stop, cause, zone: '', what };
}
