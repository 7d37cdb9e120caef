// Replaying: what a bag feeds, and how what stages emit is compared with what was recorded.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TwistStamped } from '../message/messages.js';
import { emptyMessage } from '../message/sample.js';
import { toTime } from '../message/time.js';
import type { TopicName } from '../message/topics.js';
import { encodeJpeg } from '../picture/encode.js';
import { ManualClock } from '../runtime/clock.js';
import { runLockstep } from '../runtime/executors/lockstep.js';
import type { Envelope, Source, Stage } from '../runtime/stage.js';
import { openBag } from './bag.js';
import { openBagSource } from './bag-source.js';
import { ReplayComparer, type Output } from './compare.js';
import { findDifference } from './difference.js';
import { openRecording } from './open.js';
import { createRecorder, recordedTopic } from './recorder.js';
import type { RecordedMessage } from './recording.js';
import { replayBag } from './replay.js';
import { inScratch, recordAll, sampleDrive, sampleMessage } from './testing/scratch-bag.js';

const clock = new ManualClock();

describe('replay', () => {
  it('when the same stage runs on what it was recorded with, then nothing differs; when it is changed, then it is told', async () => {
    await inScratch(async (folder) => {
      await recordRun(join(folder, 'bag'), follower());
      const bag = await openBag(join(folder, 'bag'));
      const same = await replayBag({ bag, stages: [follower()], clock });
      assert.equal(same.comparison.isSame, true);
      assert.deepEqual(same.fed, ['scan']);
      assert.deepEqual(same.unfed, []);
      const counts = same.comparison.byTopic.get('cmd_vel');
      assert.deepEqual([counts?.recorded, counts?.equal, counts?.excused], [30, 30, 0]);
      const changed = await replayBag({ bag, stages: [follower({ gain: 0.6, skipAt: 5 })], clock });
      assert.equal(changed.comparison.isSame, false);
      const difference = changed.comparison.byTopic.get('cmd_vel');
      assert.deepEqual([difference?.different, difference?.missing], [29, 1]);
      assert.match(
        changed.comparison.told[0] ?? '',
        /^cmd_vel at 0\.000 s: twist\.linear\.x was 0\.5, the replay says 0\.6$/,
      );
      const tolerant = await replayBag({
        bag,
        stages: [follower({ gain: 0.501 })],
        clock,
        toleranceByTopic: { cmd_vel: 0.01 },
      });
      assert.equal(tolerant.comparison.isSame, true);
      assert.ok((tolerant.comparison.byTopic.get('cmd_vel')?.largest ?? 0) > 0);
      await bag.close();
    });
  });

  it('when the recorded run had dropped inputs, then what the replay makes of them is excused', async () => {
    await inScratch(async (folder) => {
      await recordRun(join(folder, 'bag'), follower({ latencyMs: 250 }));
      const bag = await openBag(join(folder, 'bag'));
      const { comparison } = await replayBag({ bag, stages: [follower()], clock });
      const counts = comparison.byTopic.get('cmd_vel');
      assert.equal(comparison.isSame, true, comparison.told.join('\n'));
      assert.ok((counts?.excused ?? 0) > 10);
      await bag.close();
    });
  });
});

describe('comparing', () => {
  it('when the replay says something at a time without input, or says nothing, then it is extra or missing', () => {
    const comparer = new ReplayComparer({ topics: ['guard'] });
    for (const timeMs of [0, 100, 200]) comparer.recorded(guardAt(timeMs));
    for (const timeMs of [0, 50, 200, 300]) comparer.replayed(guardAt(timeMs));
    const { byTopic, isSame } = comparer.finish();
    const { equal, missing, extra, excused } = byTopic.get('guard')!;
    assert.deepEqual({ equal, missing, extra, excused }, { equal: 2, missing: 1, extra: 1, excused: 1 });
    assert.equal(isSame, false);
  });

  it('when messages differ, then the first place beyond the tolerance is named', () => {
    const [a, b] = [
      { list: [{ x: 1, data: Float32Array.of(1, NaN) }] },
      { list: [{ x: 1.001, data: Float32Array.of(1, NaN) }] },
    ];
    assert.deepEqual(findDifference(a, b, 0).first, { path: 'list[0].x', recorded: '1', replayed: '1.001' });
    assert.equal(findDifference(a, b, 0.01).first, undefined);
    assert.equal(findDifference({ v: Infinity }, { v: 1 }, 10).largest, Infinity);
    assert.equal(findDifference([1], [1, 2], 10).first?.path, '.length');
    assert.equal(findDifference({ name: 'a' }, { name: 'b' }, 10).first?.recorded, `'a'`);
  });
});

describe('feeding a bag', () => {
  it('when a bag has a plain Twist, other names, or only compressed pictures, then they fit the table', async () => {
    await inScratch(async (folder) => {
      const twist: RecordedMessage = {
        ...sampleMessage('scan', 5),
        topic: { ...recordedTopic('cmd_vel'), name: '/robot1/cmd_vel', ...twistType },
        data: Uint8Array.from([0, 1, 0, 0, ...new Uint8Array(Float64Array.of(0.25, 0, 0, 0, 0, 1).buffer)]),
      };
      const scan = { ...sampleMessage('scan', 10), topic: { ...recordedTopic('scan'), name: '/base_scan' } };
      const jpeg = await encodeJpeg(new Uint8Array(3 * 64).fill(200), 8, 8, 90);
      const image = sampleMessage('camera/image_raw/compressed', 20, {
        fill: (message) => (message.data = jpeg),
      });
      const named = { ...image, topic: { ...image.topic, name: '/robot1/camera/image_raw/compressed' } };
      const broken = {
        ...named,
        logTime: 30_000_000n,
        data: sampleMessage('camera/image_raw/compressed', 30).data,
      };
      await recordAll([twist, scan, named, broken], { folder: join(folder, 'bag') });
      const bag = await openBag(join(folder, 'bag'));
      const source = await openBagSource(bag, {
        namespace: '/robot1',
        remap: { '/base_scan': 'scan' },
        topics: ['scan', 'cmd_vel', 'camera/image_raw'],
      });
      assert.deepEqual([...source.writes].sort(), ['camera/image_raw', 'cmd_vel', 'scan']);
      assert.deepEqual([...source.lossy], ['camera/image_raw']);
      const fed = await listen(source);
      assert.deepEqual(
        fed.map(({ topic }) => topic),
        ['cmd_vel', 'scan', 'camera/image_raw'],
      );
      const [command, , picture] = fed;
      assert.ok(command?.topic === 'cmd_vel' && picture?.topic === 'camera/image_raw');
      assert.equal(command.message.twist.linear.x, 0.25);
      assert.deepEqual(command.message.header.stamp, { sec: 0, nanosec: 5_000_000 });
      assert.deepEqual(
        [picture.message.width, picture.message.encoding, picture.message.data.length],
        [8, 'rgb8', 192],
      );
      assert.equal(source.skipped.get('/robot1/camera/image_raw/compressed')?.count, 1);
      await bag.close();
    });
  });

  it('when a run is recorded, then the bag feeds the same envelopes at the same times', async () => {
    await inScratch(async (folder) => {
      await recordAll(sampleDrive(2), { folder: join(folder, 'bag'), segmentSeconds: 0.5 });
      const bag = await openBag(join(folder, 'bag'));
      const fed = await listen(await openBagSource(bag, { from: 500_000_000n }));
      const expected = [...sampleDrive(2)].filter(({ logTime }) => logTime >= 500_000_000n);
      assert.equal(fed.length, expected.length);
      assert.ok(fed.every(({ time, stamp }) => time === stamp));
      const scans = fed.filter(({ topic }) => topic === 'scan');
      const recorded = expected.filter(({ topic }) => topic.name === '/scan');
      for (const [i, scan] of scans.entries())
        assert.equal(Buffer.compare(scan.bytes(), recorded[i]!.data), 0);
      await bag.close();
    });
  });
});

const twistType = {
  type: 'geometry_msgs/msg/Twist',
  typeHash: 'RIHS01_9c45bf16fe0983d80e3cfe750d6835843d265a9a6c46bd2e609fcddde6fb8d2a',
};

/** Answers each scan with a command. */
function follower({ gain = 0.5, skipAt = -1, latencyMs = 20 } = {}): Stage {
  let taken = 0;
  return {
    name: 'follower',
    reads: ['scan'],
    writes: ['cmd_vel'],
    latencyMs,
    take(envelope, _now, emit) {
      if (envelope.topic !== 'scan' || taken++ === skipAt) return;
      const command: TwistStamped = emptyMessage('geometry_msgs/msg/TwistStamped');
      command.header.stamp = envelope.message.header.stamp;
      command.twist.linear.x = gain * (envelope.message.ranges[0] ?? 0);
      emit('cmd_vel', command);
    },
  };
}

/** Three seconds of scans through the stage, recorded in lockstep. */
async function recordRun(folder: string, stage: Stage): Promise<void> {
  const recording = await openRecording({ kind: 'mcap', folder, sync: 'segment' });
  let timeMs = 0;
  const lidar: Source = {
    name: 'lidar',
    reads: [],
    writes: ['scan'],
    next: () => (timeMs < 3000 ? BigInt(timeMs) * 1_000_000n : undefined),
    advance(now, emit) {
      const scan = emptyMessage('sensor_msgs/msg/LaserScan');
      scan.header.stamp = toTime(now);
      scan.ranges = Float32Array.of(1 + timeMs / 1000);
      timeMs += 100;
      emit('scan', scan);
    },
  };
  const report = await runLockstep({
    stages: [stage, createRecorder({ recording })],
    sources: [lidar],
    clock,
  });
  assert.equal(
    report.members.reduce((sum, { failures }) => sum + failures, 0),
    0,
  );
  assert.equal(recording.report().fault, undefined);
}

async function listen(source: Source): Promise<Envelope[]> {
  const heard: Envelope[] = [];
  await runLockstep({
    stages: [],
    sources: [source],
    clock,
    onEnvelope: (envelope) => void heard.push(envelope),
  });
  return heard;
}

function guardAt(timeMs: number): Output {
  const time = BigInt(timeMs) * 1_000_000n;
  const message = emptyMessage('jackdaw_msgs/msg/GuardState');
  message.header.stamp = toTime(time);
  return { topic: 'guard' satisfies TopicName, time, stamp: time, message };
}
