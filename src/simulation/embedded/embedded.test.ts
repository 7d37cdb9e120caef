// The embedded world: what it publishes and when, what it calls a collision, and that a seed decides it all.
import assert from 'node:assert/strict';
import { encode } from '../../message/codec.js';
import { msToNs, nsToMs, fromTime } from '../../message/time.js';
import { topics, type MessageOf, type TopicName } from '../../message/topics.js';
import type { TransformStamped } from '../../message/messages.js';
import { compose, STILL, type Pose } from '../../runtime/geometry/rigid-tuples.js';
import type { Envelope } from '../../runtime/stage.js';
import { Fault } from '../../fault/fault.js';
import { loadEngine, type Engine } from '../physics/engine.js';
import {
  ball,
  box,
  FLOOR,
  GLASS,
  poseAt,
  robotDrafts,
  sceneOf,
  thing,
  cylinder,
  type Draft,
} from '../physics/example-room.js';
import type { Scene } from '../scene/scene.js';
import type { World } from '../world.js';
import { openEmbeddedWorld, type EmbeddedWorldOptions } from './open.js';

const WALL = thing('wall', box(0.1, 4, 1), poseAt(0.6, 0, 0.5));

interface Published {
  readonly topic: TopicName;
  readonly timeMs: number;
  readonly message: unknown;
}

describe('the embedded world', () => {
  let engine: Engine;
  before(async () => {
    engine = await loadEngine();
  });

  async function open(scene: Scene, options: Partial<EmbeddedWorldOptions> = {}): Promise<World> {
    return openEmbeddedWorld(scene, { seed: 1, engine, ...options });
  }

  /** Drives with one command for some seconds; closes the world. */
  async function runWith(drafts: readonly Draft[], seconds: number, command = ahead(0.2), options = {}) {
    const world = await open(sceneOf([FLOOR, ...drafts]), options);
    const published = await run(world, seconds, command);
    const account = world.account();
    await world.close?.();
    return { account, published, world };
  }

  it('when it runs, then every topic comes at its own period and transforms come first', async () => {
    const { published } = await runWith([...robotDrafts(), WALL], 1);
    for (const topic of [
      '/clock',
      '/tf',
      'odom',
      'imu',
      'joint_states',
      'bumper',
      'ground_truth/pose',
    ] as const) {
      const times = published.filter((p) => p.topic === topic).map(({ timeMs }) => timeMs);
      assert.deepEqual(
        times,
        Array.from({ length: 51 }, (_, k) => k * (topics[topic].periodMs ?? 0)),
        topic,
      );
    }
    assert.equal(published[0]?.topic, '/tf_static');
    const scans = published.filter(({ topic }) => topic === 'scan');
    assert.deepEqual(
      scans.map(({ timeMs }) => timeMs),
      [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000],
    );
    const at100 = published.filter(({ timeMs }) => timeMs === 100).map(({ topic }) => topic);
    assert.ok(at100.indexOf('/tf') < at100.indexOf('scan'));
  });

  it('when it localizes, then map → odom → base_footprint is where the robot truly is, though odometry is not', async () => {
    const { published } = await runWith(robotDrafts(), 3, ahead(0.2), { localizer: true });
    const fixed = transformsOf(published.filter(({ topic }) => topic === '/tf_static'));
    assert.deepEqual(poseOf(fixed.find(({ child_frame_id }) => child_frame_id === 'map')!), STILL);
    const at3s = published.filter(({ timeMs }) => timeMs === 3000);
    const [odometry, map] = ['base_footprint', 'odom'].map((child) =>
      transformsOf(at3s).find(({ child_frame_id }) => child_frame_id === child),
    );
    assert.deepEqual([odometry?.header.frame_id, map?.header.frame_id], ['odom', 'map']);
    const { pose } = at3s.find(({ topic }) => topic === 'ground_truth/pose')!
      .message as MessageOf<'ground_truth/pose'>;
    const { position } = compose(poseOf(map!), poseOf(odometry!));
    const truth = [pose.position.x, pose.position.y, pose.position.z];
    assert.ok(
      position.every((value, axis) => Math.abs(value - truth[axis]!) < 1e-9),
      `${position.join()} ${truth.join()}`,
    );
    const { x, y } = odometry!.transform.translation;
    assert.ok(Math.hypot(x - pose.position.x, y - pose.position.y) > 1e-4, 'odometry drifts');
  });

  it('when nobody asks for it, then map → odom is left to whoever localizes', async () => {
    const { published } = await runWith(robotDrafts(), 0.1);
    const children = transformsOf(published).map(({ child_frame_id }) => child_frame_id);
    assert.ok(!children.includes('odom') && !children.includes('map'), children.join());
  });

  it('when it publishes, then it writes what it said and every message encodes', async () => {
    const { published, world } = await runWith([...robotDrafts(), WALL], 0.3, ahead(0.2), { camera: true });
    const seen = new Set(published.map(({ topic }) => topic));
    assert.deepEqual([...seen].sort(), [...world.writes].sort());
    for (const { topic, message } of published) {
      assert.ok(encode(topics[topic].type, message as MessageOf<typeof topic>).length > 4);
    }
  });

  it('when a turn of the LIDAR ends, then the scan is stamped at its first beam and sees the wall ahead', async () => {
    const { published } = await runWith([...robotDrafts(), WALL], 0.2, ahead(0));
    const scan = published.find(({ topic }) => topic === 'scan')?.message as MessageOf<'scan'>;
    assert.equal(nsToMs(fromTime(scan.header.stamp)), 0);
    assert.equal(scan.header.frame_id, 'laser');
    assert.equal(scan.ranges.length, 360);
    assert.ok(Math.abs(scan.time_increment * 360 - 0.1) < 1e-6);
    const aheadBeam = Math.round(-scan.angle_min / scan.angle_increment);
    assert.ok(Math.abs(scan.ranges[aheadBeam]! - 0.55) < 0.05, `range ${String(scan.ranges[aheadBeam])}`);
    const left = scan.ranges[(aheadBeam + 90) % 360]!;
    assert.equal(left, Number.POSITIVE_INFINITY);
  });

  it('when the camera is on, then frames come every 65 ms, 60 ms after their moment, in a buffer of their own', async () => {
    const { published } = await runWith([...robotDrafts(), WALL], 0.2, ahead(0), { camera: true });
    const frames = published.filter(({ topic }) => topic === 'camera/image_raw');
    assert.deepEqual(
      frames.map(({ timeMs }) => timeMs),
      [60, 125, 190],
    );
    assert.deepEqual(
      frames.map(({ message }) => nsToMs(fromTime((message as MessageOf<'camera/image_raw'>).header.stamp))),
      [0, 65, 130],
    );
    const [first, second] = frames.map(({ message }) => message as MessageOf<'camera/image_raw'>);
    assert.equal(first?.data.length, 32 * 24 * 3);
    assert.notEqual(first?.data.buffer, second?.data.buffer);
    const info = published.find(({ topic }) => topic === 'camera/camera_info')
      ?.message as MessageOf<'camera/camera_info'>;
    assert.ok(Math.abs(info.k[0]! - 16 / Math.tan(1.085595 / 2)) < 1e-9);
  });

  it('when the robot runs into a wall, then that is one collision, seen by the LIDAR, made by the robot', async () => {
    const { account, published } = await runWith([...robotDrafts(), WALL], 5);
    assert.deepEqual(
      account.collisions.map(({ object, class: kind, lidarVisible, robotMoving }) => ({
        object,
        kind,
        lidarVisible,
        robotMoving,
      })),
      [{ object: 'wall', kind: 'wall', lidarVisible: true, robotMoving: true }],
    );
    assert.ok(Math.abs(account.collisions[0]!.atSeconds - 2.4) < 0.3);
    assert.ok(Math.abs(account.pose.x - 0.45) < 0.03, `drove ${String(account.pose.x)} m`);
    const felt = published
      .filter(({ topic }) => topic === 'bumper')
      .map(({ message, timeMs }) => ({ timeMs, contacts: (message as MessageOf<'bumper'>).contacts }));
    assert.ok(felt.filter(({ timeMs }) => timeMs < 2000).every(({ contacts }) => contacts.length === 0));
    const bumped = felt.find(({ contacts }) => contacts.length > 0)?.contacts[0];
    assert.ok(bumped !== undefined && Math.abs(bumped.position.x - 0.1) < 0.01 && bumped.object === '');
    const truth = published.findLast(({ topic }) => topic === 'ground_truth/contacts')
      ?.message as MessageOf<'bumper'>;
    assert.equal(truth.contacts[0]?.object, 'wall');
  });

  it('when the thing it hits lies under the LIDAR plane or is glass, then the LIDAR could not see it', async () => {
    const low = thing('shoe', box(0.1, 0.3, 0.1), poseAt(0.4, 0, 0.05));
    const pane = thing('pane', box(0.02, 1, 1), poseAt(0.4, 0, 0.5));
    const glass: Draft = {
      ...pane,
      shapes: (pane.shapes ?? []).map((shape) => ({ ...shape, appearance: GLASS })),
    };
    for (const hidden of [low, glass]) {
      const { account } = await runWith([...robotDrafts(), hidden], 3);
      assert.deepEqual(
        account.collisions.map(({ object, lidarVisible }) => [object, lidarVisible]),
        [[hidden.name, false]],
      );
    }
  });

  it('when a person pushes a ball against the standing robot, then the robot did not move', async () => {
    const person = thing('person', cylinder(0.2, 1.7), poseAt(-2, 0, 0.85), {
      path: { points: [[-2, 0], [2, 0]], speed: 0.8 }, // prettier-ignore
    });
    const { account } = await runWith([...robotDrafts(), person, ball('ball', 0.08, -1.2, 0)], 4, ahead(0));
    const [first, ...others] = account.collisions.map(({ object, robotMoving }) => [object, robotMoving]);
    assert.deepEqual(first, ['ball', false]);
    assert.ok(
      others.every(([object]) => object === 'ball'),
      'the person waits behind it',
    );
  });

  it('when a person pushes the standing robot against a wall, then the robot did not move by itself', async () => {
    const { account } = await runWith(
      [
        ...robotDrafts(0.14, -0.275),
        thing('wall', box(4, 0.1, 1), poseAt(0, -0.44, 0.5)),
        thing('person', cylinder(0.2, 1.7), poseAt(0, 0, 0.85), {
          path: { points: [[0, 0], [3, 0]], speed: 0.8 }, // prettier-ignore
        }),
      ],
      2,
      ahead(0),
    );
    assert.deepEqual(
      account.collisions.map(({ object, robotMoving }) => [object, robotMoving]),
      [
        ['person', false],
        ['wall', false],
      ],
    );
  });

  it('when the robot has got over a push and drives into a wall, then it did that by itself', async () => {
    const world = await open(
      sceneOf([
        FLOOR,
        ...robotDrafts(0.275, 0.14),
        thing('wall', box(0.1, 9, 1), poseAt(1.2, 0, 0.5)),
        thing('person', cylinder(0.2, 1.7), poseAt(0, 0, 0.85), {
          path: { points: [[0, 0], [0, 6]], speed: 0.8 }, // prettier-ignore
        }),
      ]),
    );
    await run(world, 2, ahead(0));
    await run(world, 6, ahead(0.25));
    assert.deepEqual(
      world.account().collisions.map(({ object, robotMoving }) => [object, robotMoving]),
      [
        ['person', false],
        ['wall', true],
      ],
    );
    await world.close?.();
  });

  it('when wheels and caster roll over a low threshold, then that is no collision', async () => {
    const threshold = thing('threshold', box(0.03, 1, 0.004), poseAt(0.3, 0, 0.002));
    const { account } = await runWith([...robotDrafts(), threshold], 4);
    assert.ok(account.pose.x > 0.6, `stuck at ${String(account.pose.x)}`);
    assert.deepEqual(account.collisions, []);
  });

  it('when the robot comes back to what it has hit, then that is another collision', async () => {
    const world = await open(
      sceneOf([FLOOR, ...robotDrafts(), thing('wall', box(0.1, 9, 1), poseAt(0.4, 0, 0.5))]),
    );
    await run(world, 2, ahead(0.2));
    await run(world, 2, ahead(-0.2));
    await run(world, 1.2, { linear: { x: 0, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0.6 } });
    await run(world, 4, ahead(0.2));
    assert.equal(world.account().collisions.length, 2);
    await world.close?.();
  });

  it('when two worlds have one seed, then all they publish is the same bytes; another seed differs', async () => {
    const runs: Buffer[] = [];
    for (const seed of [4, 4, 5]) {
      const { published } = await runWith([...robotDrafts(), ball('ball', 0.08, 0.4, 0.01)], 2, ahead(0.2), {
        seed,
      });
      runs.push(
        Buffer.concat(
          published.map(({ topic, message }) =>
            encode(topics[topic].type, message as MessageOf<typeof topic>),
          ),
        ),
      );
    }
    const [first, second, third] = runs;
    assert.ok(first!.equals(second!));
    assert.ok(!first!.equals(third!));
  });

  it('when a start is given, then the robot starts there', async () => {
    const { account } = await runWith([...robotDrafts()], 0.1, ahead(0), {
      start: { x: 1, y: 2, yawRad: 0.5 },
    });
    assert.ok(Math.hypot(account.pose.x - 1, account.pose.y - 2) < 1e-3);
    assert.ok(Math.abs(account.pose.yawRad - 0.5) < 1e-3);
  });

  it('when it is closed, then it has nothing more to do', async () => {
    const { world } = await runWith([...robotDrafts()], 0.1);
    assert.equal(world.next(), undefined);
  });

  it('when a scene has no robot, then a Fault says so', async () => {
    await assert.rejects(
      open(sceneOf([FLOOR])),
      (thrown) => thrown instanceof Fault && thrown.code === 'world/invalid',
    );
  });
});

function ahead(metresPerSecond: number) {
  return { linear: { x: metresPerSecond, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } };
}

/** Runs on for some seconds, repeating the command every 50 ms. */
async function run(world: World, seconds: number, twist: ReturnType<typeof ahead>): Promise<Published[]> {
  const published: Published[] = [];
  const end = world.next()! + msToNs(seconds * 1000);
  for (let now = world.next()!; now <= end; now = world.next()!) {
    const timeMs = nsToMs(now);
    await world.advance(now, (topic, message) => void published.push({ topic, timeMs, message }));
    if (timeMs % 50 === 0) world.take?.(commandEnvelope(twist), now);
  }
  return published;
}

function commandEnvelope(twist: ReturnType<typeof ahead>): Envelope {
  const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: 'base_link' };
  return {
    topic: 'cmd_vel',
    stamp: 0n,
    time: 0n,
    sequence: 0,
    message: { header, twist },
    bytes: () => new Uint8Array(),
  };
}

function transformsOf(published: readonly Published[]): TransformStamped[] {
  return published
    .filter(({ topic }) => topic === '/tf' || topic === '/tf_static')
    .flatMap(({ message }) => (message as MessageOf<'/tf'>).transforms);
}

function poseOf({ transform: { translation, rotation } }: TransformStamped): Pose {
  const { x, y, z, w } = rotation;
  return { position: [translation.x, translation.y, translation.z], orientation: [x, y, z, w] };
}
