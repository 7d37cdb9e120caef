// The recorder stage: which topics it takes, under which names, and what it says when the recording is in trouble.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { emptyMessage } from '../message/sample.js';
import { type TopicName, topics } from '../message/topics.js';
import { createEnvelope } from '../runtime/envelope.js';
import type { Envelope } from '../runtime/stage.js';
import { openMemoryRecording } from './memory-recording.js';
import { openRecording } from './open.js';
import { createRecorder, recordedTopics } from './recorder.js';
import { inScratch, troubledDisk } from './testing/scratch-bag.js';

describe('recorder', () => {
  it('when nothing is said, then it takes what the table records; options add and remove', () => {
    const recording = openMemoryRecording({ kind: 'memory', folder: 'bag' });
    const usual = createRecorder({ recording });
    assert.deepEqual(usual.reads, recordedTopics);
    assert.equal(usual.queue, 'lossless');
    const { reads } = createRecorder({ recording, also: ['camera/image_raw'], without: ['imu'] });
    assert.ok(
      reads.includes('camera/image_raw') &&
        !reads.includes('imu') &&
        !usual.reads.includes('camera/image_raw'),
    );
  });

  it('when it takes messages, then relative names go under the namespace and global ones stay', async () => {
    const recording = openMemoryRecording({ kind: 'memory', folder: 'bag' });
    const stage = createRecorder({ recording, namespace: '/robot1' });
    for (const name of ['scan', '/tf'] as const) await stage.take(envelope(name, 7n), 7n, () => undefined);
    const [scan, tf] = recording.messages;
    assert.deepEqual([scan?.topic.name, tf?.topic.name], ['/robot1/scan', '/tf']);
    assert.deepEqual([scan?.logTime, scan?.publishTime, scan?.sequence], [7n, 7n, 3]);
    assert.equal(scan?.topic.type, 'sensor_msgs/msg/LaserScan');
  });

  it('when the disk is full, then it says so once in rosout, in diagnostics at every tick, and goes on', async () => {
    await inScratch(async (folder) => {
      const recording = await openRecording(
        { kind: 'mcap', folder: join(folder, 'bag') },
        troubledDisk({ bytes: 600_000 }),
      );
      const stage = createRecorder({ recording, also: ['camera/image_raw'] });
      const said: TopicName[] = [];
      for (let second = 0n; second < 40n; second++) {
        const now = second * 1_000_000_000n;
        await stage.take(envelope('camera/image_raw', now, 60_000), now, () => undefined);
        await stage.tick?.(now, (topic) => void said.push(topic));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      assert.equal(said.filter((topic) => topic === '/rosout').length, 1);
      assert.ok(said.filter((topic) => topic === '/diagnostics').length > 10);
      await stage.close?.();
      assert.equal(recording.report().fault?.code, 'bag/disk-full');
    });
  });
});

function envelope(name: TopicName, time: bigint, bytes = 0): Envelope {
  const message = emptyMessage(topics[name].type) as { data?: Uint8Array };
  if (bytes > 0) message.data = new Uint8Array(bytes);
  return createEnvelope(name, message as never, time, 3) as Envelope;
}
