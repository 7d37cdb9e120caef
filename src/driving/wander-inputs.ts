// What the wanderer knows: its surroundings, its pose and speed, what touches it, and what the guard says.
import type { Contact, GuardState, Odometry } from '../message/messages.js';
import { fromTime, nsToMs, type TimeNs } from '../message/time.js';
import type { Planar } from '../runtime/planar.js';
import { yawOf } from '../runtime/rigid.js';
import { ScanIntake, type PlacedScan } from '../runtime/scan-intake.js';
import type { Envelope } from '../runtime/stage.js';
import { Surroundings } from './surroundings.js';
import type { WanderConfig } from './wander-config.js';

/** Older than this, what it knows is no ground for driving. */
const MAX_AGE_MS = 400;
const MEMORY_SCANS = 2;

export class WanderInputs {
  readonly surroundings = new Surroundings(MEMORY_SCANS);
  readonly #intake: ScanIntake;
  #scanStamp: TimeNs | undefined;
  #odomStamp: TimeNs | undefined;
  #pose: Planar | undefined;
  #contacts: readonly Contact[] = [];
  #guard: GuardState | undefined;

  constructor(config: WanderConfig) {
    this.#intake = new ScanIntake(config);
  }

  reconfigure(config: WanderConfig): void {
    this.#intake.reconfigure(config);
  }

  get contacts(): readonly Contact[] {
    return this.#contacts;
  }

  get guard(): GuardState | undefined {
    return this.#guard;
  }

  take(envelope: Envelope, now: TimeNs): void {
    switch (envelope.topic) {
      case 'scan':
        return this.#add(this.#intake.takeScan(envelope.message, now));
      case '/tf':
      case '/tf_static':
        this.#intake.takeTransforms(envelope.message, envelope.topic === '/tf' ? 'moving' : 'fixed');
        return this.#add(this.#intake.release(now));
      case 'odom':
        return this.#takeOdom(envelope.message);
      case 'bumper':
        this.#contacts = envelope.message.contacts;
        return;
      case 'guard':
        this.#guard = envelope.message;
        return;
      default:
    }
  }

  /** The robot's pose in the fixed frame; undefined while scan or odometry are missing or old. */
  pose(now: TimeNs): Planar | undefined {
    return isFresh(this.#scanStamp, now) && isFresh(this.#odomStamp, now) ? this.#pose : undefined;
  }

  #takeOdom({ header, pose }: Odometry): void {
    const { position, orientation } = pose.pose;
    const planar = { x: position.x, y: position.y, yaw: yawOf(orientation), mirrored: false };
    if (!Number.isFinite(planar.x + planar.y + planar.yaw)) return;
    this.#pose = planar;
    this.#odomStamp = fromTime(header.stamp);
  }

  #add(placed: PlacedScan | undefined): void {
    if (placed !== undefined && this.surroundings.add(placed)) this.#scanStamp = placed.stamp;
  }
}

function isFresh(stamp: TimeNs | undefined, now: TimeNs): boolean {
  return stamp !== undefined && Math.abs(nsToMs(now - stamp)) <= MAX_AGE_MS;
}
