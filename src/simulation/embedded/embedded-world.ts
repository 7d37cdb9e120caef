// The embedded world: physics, base and sensors of a scene in steps of 5 ms, published each at its own period.
import { Fault } from '../../fault/fault.js';
import type { LaserScan } from '../../message/messages.js';
import { msToNs, nsToMs, type Time, type TimeNs } from '../../message/time.js';
import type { TopicName } from '../../message/topics.js';
import type { Emit, Envelope } from '../../runtime/stage.js';
import { quaternionOf } from '../base/base-messages.js';
import { Base, BASE_PERIOD_MS } from '../base/base.js';
import { STEP_MS, type Physics } from '../physics/physics.js';
import { yawOf, type Pose } from '../../runtime/geometry/rigid-tuples.js';
import type { Poses } from '../scene/poses.js';
import { POSE_STRIDE } from '../scene/poses.js';
import type { Scene } from '../scene/scene.js';
import type { Account, Placement, World } from '../world.js';
import { CollisionLog, type Moment } from './collisions.js';
import { ContactWindow } from './contact-window.js';
import { inertialMount, staticTransforms, WORLD_FRAME } from './frames.js';
import { mapToOdom, worldToMap } from './localizer.js';
import { PixelTruth, type PixelTruthTopic } from './pixel-truth.js';
import { Scanning } from './scanning.js';
import type { Senses } from './senses.js';

/** What touches within this distance of what the LIDAR sees was there to be seen, metres. */
const VISIBLE_NEAR_M = 0.05;

export interface EmbeddedParts {
  readonly scene: Scene;
  readonly physics: Physics;
  readonly senses: Senses;
  readonly seed: number;
  readonly pixelTruth?: readonly PixelTruthTopic[] | undefined;
  /** Says map → odom as a localizer that is never wrong. */
  readonly localizer?: boolean | undefined;
}

export class EmbeddedWorld implements World {
  readonly name = 'world';
  readonly reads: readonly TopicName[] = ['cmd_vel'];
  readonly writes: readonly TopicName[];
  readonly scene: Scene;
  readonly #physics: Physics;
  readonly #senses: Senses;
  readonly #base: Base;
  readonly #scanning: Scanning | undefined;
  readonly #pixelTruth: PixelTruth | undefined;
  readonly #contacts: ContactWindow;
  readonly #collisions: CollisionLog;
  readonly #moment: MovingMoment;
  readonly #robot: number;
  readonly #localizer: boolean;
  #nextMs = 0;
  #closed = false;

  /** Owns the physics from now on. Throws world/invalid for a scene without a robot that can drive. */
  constructor({ scene, physics, senses, seed, pixelTruth = [], localizer = false }: EmbeddedParts) {
    if (scene.robot === undefined) throw noRobot(scene);
    this.scene = scene;
    this.#physics = physics;
    this.#senses = senses;
    this.#robot = scene.robot.solid;
    this.#localizer = localizer;
    this.#base = new Base(scene, physics, { seed, inertialMount: inertialMount(scene) });
    this.#scanning = senses.lidar === undefined ? undefined : new Scanning(senses.lidar);
    this.#contacts = new ContactWindow(scene, this.#robot);
    this.#collisions = new CollisionLog(scene);
    this.#moment = new MovingMoment((object, x, y) => this.#isVisible(object, x, y));
    this.#pixelTruth = pixelTruth.length === 0 ? undefined : new PixelTruth(pixelTruth);
    this.writes = [...writtenTopics(senses), ...pixelTruth];
  }

  get poses(): Poses {
    return this.#physics.poses;
  }

  next(): TimeNs | undefined {
    return this.#closed ? undefined : msToNs(this.#nextMs);
  }

  /** Moves the world up to `now`, then publishes what is due: transforms first, then what is seen from them. */
  advance(now: TimeNs, emit: Emit): void | Promise<void> {
    const nowMs = nsToMs(now);
    if (nowMs > 0) this.#step(nowMs);
    this.#senses.camera?.begin(nowMs, timeOf(nowMs), this.poses);
    this.#nextMs = nowMs + STEP_MS;
    const scan = this.#scanning?.finish(nowMs, timeOf);
    this.#scanning?.look(this.poses, nowMs);
    if (nowMs === 0) this.#publishFixed(emit);
    if (nowMs % BASE_PERIOD_MS === 0) this.#publishBase(nowMs, emit);
    if (scan !== undefined) emit('scan', scan);
    const { camera } = this.#senses;
    if (this.#pixelTruth !== undefined || camera?.isDue(nowMs) === true)
      return this.#publishLater(nowMs, scan, emit);
  }

  take(envelope: Envelope, now: TimeNs): void {
    if (envelope.topic === 'cmd_vel') this.#base.command(envelope.message.twist, nsToMs(now));
  }

  account(): Account {
    const at = this.#robot * POSE_STRIDE;
    const { poses } = this;
    return {
      pose: {
        x: poses[at]!,
        y: poses[at + 1]!,
        yawRad: yawOf([poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!]),
      },
      collisions: this.#collisions.collisions.slice(),
    };
  }

  place(placement: Placement): void {
    this.#physics.placeRobot(placement);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#physics.close();
    await this.#senses.camera?.close();
  }

  #step(nowMs: number): void {
    const at = this.#robot * POSE_STRIDE;
    const { poses } = this;
    const { before } = this.#moment;
    before.x = poses[at]!;
    before.y = poses[at + 1]!;
    before.yawRad = yawOf([poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!]);
    this.#physics.readRobotVelocity(before.velocity);
    this.#base.step(nowMs - STEP_MS, STEP_MS);
    before.drivenMps = this.#base.driven.speedMps;
    before.drivenTurn = this.#base.driven.turnRate;
    this.#physics.step();
    this.#moment.timeMs = nowMs;
    this.#collisions.take(this.#physics.touches, this.#moment);
    this.#contacts.take(this.#physics.touches);
  }

  #publishFixed(emit: Emit): void {
    const { transforms } = staticTransforms(this.scene, this.#base.chassis.axleHeightM, timeOf(0));
    emit('/tf_static', { transforms: this.#localizer ? [...transforms, worldToMap(timeOf(0))] : transforms });
  }

  #publishBase(nowMs: number, emit: Emit): void {
    const stamp = timeOf(nowMs);
    const inWorld = { stamp, frame_id: WORLD_FRAME };
    emit('/clock', { clock: stamp });
    const truth = this.#truePose();
    this.#base.publish(stamp, emit);
    if (this.#localizer) emit('/tf', { transforms: [mapToOdom(truth, this.#base.odometry, stamp)] });
    emit('ground_truth/pose', { header: inWorld, pose: poseMessage(truth) });
    emit('ground_truth/contacts', this.#contacts.truth(inWorld));
    const onRobot = { stamp, frame_id: 'base_link' };
    emit('bumper', this.#contacts.bumper(onRobot, this.poses, this.#base.chassis.axleHeightM));
    this.#contacts.clear();
  }

  /** The world waits for a frame that is due and until beams are encoded: its next step overwrites them. */
  async #publishLater(nowMs: number, scan: LaserScan | undefined, emit: Emit): Promise<void> {
    const { camera } = this.#senses;
    if (camera?.isDue(nowMs) === true) await camera.publish(emit);
    const beams = this.#scanning?.beamSolids;
    if (scan !== undefined && beams !== undefined)
      await this.#pixelTruth?.beams(beams, scan.header.stamp, emit);
  }

  #truePose(): Pose {
    const at = this.#robot * POSE_STRIDE;
    const { poses } = this;
    return {
      position: [poses[at]!, poses[at + 1]!, poses[at + 2]!],
      orientation: [poses[at + 3]!, poses[at + 4]!, poses[at + 5]!, poses[at + 6]!],
    };
  }

  #isVisible(object: number, x: number, y: number): boolean {
    return this.#senses.lidar?.lidar.visibleNear(this.poses, object, x, y, VISIBLE_NEAR_M) ?? false;
  }
}

/** The moment of a step, reused. */
class MovingMoment implements Moment {
  timeMs = 0;
  readonly before = { velocity: new Float64Array(6), x: 0, y: 0, yawRad: 0, drivenMps: 0, drivenTurn: 0 };
  constructor(readonly visible: Moment['visible']) {}
}

/** Of a world with these senses, whatever they are. */
export function writtenTopics({
  lidar,
  camera,
}: {
  readonly [S in keyof Senses]: unknown;
}): readonly TopicName[] {
  const base: TopicName[] = ['/clock', '/tf', '/tf_static', 'odom', 'joint_states', 'imu', 'bumper'];
  const truth: TopicName[] = ['ground_truth/pose', 'ground_truth/contacts'];
  const seen: TopicName[] = lidar === undefined ? [] : ['scan'];
  if (camera !== undefined) {
    seen.push(
      'camera/image_raw',
      'camera/camera_info',
      'ground_truth/detections',
      'ground_truth/surface',
      'ground_truth/free_floor',
    );
  }
  return [...base, ...seen, ...truth];
}

function poseMessage({ position: [x, y, z], orientation }: Pose) {
  return { position: { x, y, z }, orientation: quaternionOf(orientation) };
}

function timeOf(ms: number): Time {
  const sec = Math.floor(ms / 1000);
  return { sec, nanosec: (ms - sec * 1000) * 1_000_000 };
}

function noRobot({ title }: Scene): Fault {
  return new Fault('world/invalid', {
    what: `There is no robot in the world "${title}".`,
    expected: 'one Robot node',
    next: 'add a JackdawRobot { } to the world, or make a room with npx jackdaw sim generate',
  });
}
