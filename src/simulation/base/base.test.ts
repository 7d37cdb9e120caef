// The base: motor board, encoders, odometry and inertial unit, alone and on the simulated floor.
import assert from 'node:assert/strict';
import type { Twist } from '../../message/messages.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { loadEngine, type Engine } from '../physics/engine.js';
import { FLOOR, poseAt, robotDrafts, sceneOf, thing, box } from '../physics/example-room.js';
import { openPhysics, STEP_MS, type Physics } from '../physics/physics.js';
import { yawOf } from '../../runtime/geometry/rigid-tuples.js';
import { createRandom } from '../random.js';
import { POSE_STRIDE } from '../scene/poses.js';
import { Fault } from '../../fault/fault.js';
import { Base, BASE_PERIOD_MS } from './base.js';
import { findChassis } from './chassis.js';
import { MotorBoard, WATCHDOG_MS } from './motor-board.js';
import { WheelOdometry } from './wheel-odometry.js';

const scene = sceneOf([FLOOR, ...robotDrafts()]);
const MOUNT = poseAt(0, 0, 0.05);
const SIZES = { wheelRadiusM: 0.033, trackM: 0.16 };

function twist(linear: number, angular: number): Twist {
  return { linear: { x: linear, y: 0, z: 0 }, angular: { x: 0, y: 0, z: angular } };
}

describe('the base on the floor', () => {
  let engine: Engine;
  before(async () => {
    engine = await loadEngine();
  });

  async function openBase(seed = 1): Promise<Drive> {
    return new Drive(await openPhysics(scene, { engine }), seed);
  }

  it('when it is told to drive 5 m straight ahead, then it covers 5 m within 1 % and stays on its line', async () => {
    const drive = await openBase();
    drive.run(20, twist(0.25, 0));
    drive.run(0.5, twist(0, 0));
    const { x, y, yaw } = drive.pose();
    assert.ok(Math.abs(x - 5) < 0.05, `covered ${String(x)} m`);
    assert.ok(Math.abs(y) < 0.02 && Math.abs(yaw) < 0.02, `off by ${String(y)} m, ${String(yaw)} rad`);
    drive.close();
  });

  for (const rate of [1, -1]) {
    it(`when it is told to turn by 360° at ${String(rate)} rad/s, then it turns so within 2 % on the spot`, async () => {
      const drive = await openBase();
      drive.run(2 * Math.PI, twist(0, rate));
      drive.run(0.5, twist(0, 0));
      const { x, y, turned } = drive.pose();
      assert.ok(Math.abs(turned - rate * 2 * Math.PI) < 0.02 * 2 * Math.PI, `turned ${String(turned)} rad`);
      assert.ok(Math.hypot(x, y) < 0.01);
      drive.close();
    });
  }

  it('when it drives a curve, then it follows the circle of the differential-drive model', async () => {
    const drive = await openBase();
    drive.run(1, twist(0.2, 0.4));
    const start = drive.pose();
    drive.run(5, twist(0.2, 0.4));
    const end = drive.pose();
    const turned = end.turned - start.turned;
    assert.ok(Math.abs(turned - 2) < 0.04, `turned ${String(turned)} rad`);
    const chord = Math.hypot(end.x - start.x, end.y - start.y);
    assert.ok(Math.abs(chord - 2 * 0.5 * Math.sin(1)) < 0.02, `chord ${String(chord)} m`);
    drive.close();
  });

  it('when commands end, then it stands within half a second after half a second', async () => {
    const drive = await openBase();
    drive.run(1, twist(0.2, 0));
    drive.run((WATCHDOG_MS - 60) / 1000);
    assert.ok(drive.speed() > 0.19, 'it still drives on the last command');
    drive.run(0.5);
    assert.ok(drive.speed() < 0.005);
    drive.close();
  });

  it('when a command is not finite, then it stops at once', async () => {
    for (const bad of [twist(Number.NaN, 0), twist(0.2, Number.POSITIVE_INFINITY)]) {
      const drive = await openBase();
      drive.run(1, twist(0.2, 0));
      drive.run(0.4, bad);
      assert.ok(drive.speed() < 0.005);
      drive.close();
    }
  });

  it('when it drives, then odometry follows the truth within its drift, and another seed drifts otherwise', async () => {
    const ends: number[][] = [];
    for (const seed of [1, 2]) {
      const drive = await openBase(seed);
      drive.run(10, twist(0.2, 0.3));
      const { x, y, yaw } = drive.pose();
      const { pose, twist: speed, header, child_frame_id } = drive.last('odom');
      assert.deepEqual([header.frame_id, child_frame_id], ['odom', 'base_footprint']);
      const off = Math.hypot(pose.pose.position.x - x, pose.pose.position.y - y);
      assert.ok(off > 1e-4 && off < 0.05, `off by ${String(off)} m`);
      const { z, w } = pose.pose.orientation;
      const yawOff = Math.atan2(Math.sin(2 * Math.atan2(z, w) - yaw), Math.cos(2 * Math.atan2(z, w) - yaw));
      assert.ok(Math.abs(yawOff) < 0.06, `heading off by ${String(yawOff)} rad`);
      assert.ok(Math.abs(speed.twist.linear.x - 0.2) < 0.02);
      assert.ok(pose.covariance[0]! > 0 && pose.covariance[35]! > 0);
      ends.push([pose.pose.position.x, pose.pose.position.y]);
      drive.close();
    }
    assert.notDeepEqual(ends[0], ends[1]);
  });

  it('when it stands, then the inertial unit feels gravity and hardly any turning', async () => {
    const drive = await openBase();
    drive.run(1);
    const { linear_acceleration: force, angular_velocity: rate } = drive.last('imu');
    assert.ok(Math.abs(force.z - 9.81) < 0.3 && Math.hypot(force.x, force.y) < 0.4);
    assert.ok(Math.hypot(rate.x, rate.y, rate.z) < 0.03);
    drive.close();
  });

  it('when it turns, then the gyro shows its rate', async () => {
    const drive = await openBase();
    drive.run(2, twist(0, 0.8));
    assert.ok(Math.abs(drive.last('imu').angular_velocity.z - 0.8) < 0.05);
    drive.close();
  });

  it('when it is read, then joint states are whole encoder ticks', async () => {
    const drive = await openBase();
    drive.run(0.5, twist(0.1, 0));
    const { name, position } = drive.last('joint_states');
    assert.deepEqual(name, ['left_wheel_joint', 'right_wheel_joint']);
    for (const angle of position) {
      const ticks = angle / 0.001534;
      assert.ok(Math.abs(ticks - Math.round(ticks)) < 1e-6 && angle > 0.5);
    }
    drive.close();
  });

  it('when a world has no differential drive, then a Fault names what it found', async () => {
    const wall = sceneOf([FLOOR, thing('wall', box(1, 1, 1), poseAt(0, 0, 0.5))]);
    const physics = await openPhysics(wall, { engine });
    assert.throws(
      () => findChassis(wall, physics.drives),
      (thrown) => thrown instanceof Fault && thrown.code === 'world/invalid',
    );
    physics.close();
  });

  it('when a command is beyond the motors, then both wheels slow down alike and the curve stays', async () => {
    const physics = await openPhysics(scene, { engine });
    const board = new MotorBoard(findChassis(scene, physics.drives));
    for (let now = 0; now < 1000; now += STEP_MS) {
      board.command(twist(1, 2), now);
      board.step(now, STEP_MS);
      physics.step();
    }
    const [left, right] = physics.drives;
    assert.ok(Math.abs(right!.velocity - 9.09) < 0.1, `right at ${String(right!.velocity)}`);
    assert.ok(Math.abs(left!.velocity / right!.velocity - 0.84 / 1.16) < 0.01);
    physics.close();
  });
});

describe('wheel odometry', () => {
  it('when the wheels roll alike, then it goes straight by their circumference, as far as its calibration is right', () => {
    const odometry = new WheelOdometry(SIZES, createRandom(3));
    odometry.update(0, 0, 0.02);
    for (let k = 1; k <= 1000; k++) odometry.update(k * 0.1, k * 0.1, 0.02);
    assert.ok(Math.abs(Math.hypot(odometry.x, odometry.y) - 3.3) < 0.02);
    assert.ok(Math.abs(odometry.linear - 0.165) < 0.001);
  });

  it('when its first reading is far from zero, then it still starts at its origin', () => {
    const odometry = new WheelOdometry(SIZES, createRandom(3));
    odometry.update(1234, -77, 0.02);
    assert.deepEqual([odometry.x, odometry.y, odometry.yaw, odometry.linear], [0, 0, 0, 0]);
  });

  it('when it drives on, then its uncertainty only grows', () => {
    const odometry = new WheelOdometry(SIZES, createRandom(3));
    let last = 0;
    for (let k = 0; k < 100; k++) {
      odometry.update(k * 0.1, k * 0.12, 0.02);
      assert.ok(odometry.varianceYaw >= last);
      last = odometry.varianceYaw;
    }
    assert.ok(last > 0 && odometry.varianceX > 0);
  });
});

/** A base driven through physics, with what it published last. */
class Drive {
  readonly #physics: Physics;
  readonly #base: Base;
  readonly #last = new Map<TopicName, unknown>();
  readonly #velocity = new Float64Array(6);
  #nowMs = 0;
  #turned = 0;
  #yaw = 0;

  constructor(physics: Physics, seed: number) {
    this.#physics = physics;
    this.#base = new Base(scene, physics, { seed, inertialMount: MOUNT });
  }

  /** Repeats the command every 50 ms, as the guard does; silent without one. */
  run(seconds: number, command?: Twist): void {
    const end = this.#nowMs + seconds * 1000;
    for (; this.#nowMs < end; this.#nowMs += STEP_MS) {
      if (command !== undefined && this.#nowMs % 50 === 0) this.#base.command(command, this.#nowMs);
      this.#base.step(this.#nowMs, STEP_MS);
      this.#physics.step();
      this.#turn();
      if (this.#nowMs % BASE_PERIOD_MS === 0) {
        this.#base.publish({ sec: 0, nanosec: 0 }, (topic, message) => void this.#last.set(topic, message));
      }
    }
  }

  #turn(): void {
    const { yaw } = this.pose();
    this.#turned += Math.atan2(Math.sin(yaw - this.#yaw), Math.cos(yaw - this.#yaw));
    this.#yaw = yaw;
  }

  pose() {
    const at = (scene.robot?.solid ?? 0) * POSE_STRIDE;
    const [x, y, , qx, qy, qz, qw] = this.#physics.poses.slice(at, at + POSE_STRIDE);
    return { x: x!, y: y!, yaw: yawOf([qx!, qy!, qz!, qw!]), turned: this.#turned };
  }

  speed(): number {
    this.#physics.readRobotVelocity(this.#velocity);
    return Math.hypot(this.#velocity[0]!, this.#velocity[1]!);
  }

  last<T extends TopicName>(topic: T): MessageOf<T> {
    return this.#last.get(topic) as MessageOf<T>;
  }

  close(): void {
    this.#physics.close();
  }
}
