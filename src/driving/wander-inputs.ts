// What the wanderer knows: its surroundings, its pose and speed, what touches it, and what the guard says.
import type { Classification, Contact, GuardState, ObstacleArray, Odometry } from '../message/messages.js';
import { fromTime, nsToMs, type TimeNs } from '../message/time.js';
import { identityPlanar, type Planar } from '../runtime/geometry/planar.js';
import { yawOf } from '../runtime/geometry/rigid.js';
import { ScanIntake, type PlacedScan } from '../runtime/geometry/scan-intake.js';
import type { Envelope } from '../runtime/stage.js';
import { SeenObstacles } from './seen-obstacles.js';
import { Surroundings } from './surroundings.js';
import type { WanderConfig } from './wander-config.js';

/** Older than this, what it knows is no ground for driving. */
const MAX_AGE_MS = 400;
const MEMORY_SCANS = 2;
/** What the camera says is believed for longer than the guard does: planning with it is better than without. */
const CAMERA_AGE_MS = 1500;
/** A floor less sure than this is any floor. */
const SURFACE_SCORE = 0.5;

export class WanderInputs {
  readonly surroundings = new Surroundings(MEMORY_SCANS);
  readonly #intake: ScanIntake;
  readonly #fixedFrame: string;
  readonly #seen = new SeenObstacles();
  #seenStamp: TimeNs | undefined;
  #surface: { readonly stamp: TimeNs; readonly name: string } | undefined;
  #scanStamp: TimeNs | undefined;
  #odomStamp: TimeNs | undefined;
  #pose: Planar | undefined;
  #contacts: readonly Contact[] = [];
  #guard: GuardState | undefined;

  constructor(config: WanderConfig) {
    this.#intake = new ScanIntake(config);
    this.#fixedFrame = config.fixedFrame;
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
      case 'obstacles':
        return this.#takeObstacles(envelope.message);
      case 'surface':
        return this.#takeSurface(envelope.message);
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

  /** Puts what stands within reach of the pose into `surroundings`: what the scans met and what the camera saw. */
  look(pose: Planar, reachM: number, now: TimeNs): void {
    this.surroundings.look(pose, reachM);
    if (isFresh(this.#seenStamp, now, CAMERA_AGE_MS)) this.#seen.addTo(this.surroundings, pose, reachM);
  }

  /** The floor ahead by name; undefined while nothing tells it. */
  surface(now: TimeNs): string | undefined {
    return isFresh(this.#surface?.stamp, now, CAMERA_AGE_MS) ? this.#surface?.name : undefined;
  }

  #takeObstacles(list: ObstacleArray): void {
    const stamp = fromTime(list.header.stamp);
    const { frame_id: frame } = list.header;
    const pose = frame === this.#fixedFrame ? identityPlanar : this.#intake.poseAt(frame, stamp);
    if (pose === undefined) return;
    this.#seen.replace(list, pose);
    this.#seenStamp = stamp;
  }

  #takeSurface({ header, results }: Classification): void {
    const best = results[0];
    if (best === undefined) return;
    const name = best.score >= SURFACE_SCORE ? best.class_id : '';
    this.#surface = { stamp: fromTime(header.stamp), name };
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

function isFresh(stamp: TimeNs | undefined, now: TimeNs, maxAgeMs = MAX_AGE_MS): boolean {
  return stamp !== undefined && Math.abs(nsToMs(now - stamp)) <= maxAgeMs;
}
