// A bag that another library wrote of another robot (scripts/write_foreign_bag.py), through our stages end to end.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessageOf, TopicName } from '../message/topics.js';
import { fromTime } from '../message/time.js';
import { writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { openBag } from '../recording/bag.js';
import { replayBag, type ReplayResult } from '../recording/replay.js';
import { layerConfig } from '../runtime/config/config.js';
import { openSystemClock } from '../runtime/clock.js';
import { createStages, stageSchemas } from './stages.js';
import { openVision } from './vision.js';

const BAG = fileURLToPath(new URL('./testing/bag-of-others', import.meta.url));
/** Where the red box of its pictures is. */
const RED = { x: 24, y: 40 };
const POST = { x: 1.2 * Math.cos(0.567), y: 1.2 * Math.sin(0.567) };

describe('a bag of another robot', () => {
  let folder = '';
  let result: ReplayResult;
  const said = new Map<TopicName, unknown[]>();
  const heard = <T extends TopicName>(topic: T): MessageOf<T>[] => (said.get(topic) ?? []) as MessageOf<T>[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-others-'));
    await writeTinyModel(join(folder, 'tiny'));
    const settings = [{ path: 'guard.required', value: ['scan', 'odom'], flag: 'test' }];
    const { values } = layerConfig(stageSchemas, { settings });
    const vision = await openVision(join(folder, 'tiny'), values.detect);
    const bag = await openBag(BAG);
    result = await replayBag({
      bag,
      stages: createStages(['cluster', 'detect', 'fuse', 'guard'], values, { vision }),
      clock: openSystemClock(),
      onFault: (fault) => assert.fail(fault),
      onEnvelope: ({ topic, message }) => void said.set(topic, [...(said.get(topic) ?? []), message]),
    });
    await bag.close();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('when it is replayed, then every message of it is used', () => {
    assert.deepEqual([...result.skipped], []);
    assert.deepEqual(
      result.run.members
        .map(({ name, failures }) => [name, failures])
        .filter(([, failures]) => failures !== 0),
      [],
    );
  });

  it('when the LIDAR turns clockwise, then a post ahead to the left is there, and not to the right', () => {
    const lists = heard('lidar/obstacles');
    assert.ok(lists.length >= 15, `${lists.length}`);
    for (const { header, obstacles } of lists) {
      assert.equal(header.frame_id, 'base_link');
      const near = (side: number) =>
        obstacles.filter(({ position: { x, y } }) => Math.hypot(x - POST.x, y - side * POST.y) < 0.2);
      assert.deepEqual([near(1).length, near(-1).length], [1, 0], JSON.stringify(obstacles));
    }
  });

  it('when pictures are bgr8 with padded rows and yuyv by turns, then the red box is red and in its place in each', () => {
    const lists = heard('detections');
    assert.ok(lists.length >= 15, `${lists.length}`);
    for (const { detections } of lists) {
      const red = detections.filter(({ results }) => results[0]!.hypothesis.class_id === 'red');
      assert.equal(red.length, detections.length, 'nothing is blue');
      assert.ok(
        red.some(
          ({ bbox: { center } }) => Math.hypot(center.position.x - RED.x, center.position.y - RED.y) < 1,
        ),
        JSON.stringify(red),
      );
    }
  });

  it('when its camera has a rational lens, then the box stands on the floor to the left, beside what the LIDAR sees', () => {
    const last = heard('obstacles').at(-1)!;
    const red = last.obstacles.filter(({ class_id }) => class_id === 'red');
    assert.ok(red.length > 0, JSON.stringify(last));
    for (const { position } of red) assert.ok(position.y > 0 && position.x > 0.2, JSON.stringify(position));
  });

  it('when commands have no header, then the guard takes them as of when they were recorded, and lets them pass', () => {
    const commands = heard('cmd_vel').filter(({ twist }) => twist.linear.x > 0.1);
    assert.ok(commands.length > 10, JSON.stringify(heard('guard').at(-1)));
    for (const { twist } of commands) assert.ok(twist.linear.x <= 0.2);
    const raw = heard('cmd_vel_raw').at(-1)!;
    assert.equal(raw.header.frame_id, 'base_link');
    assert.equal(fromTime(raw.header.stamp), 1_700_000_001_950_000_000n);
  });
});
