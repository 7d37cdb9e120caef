// Replaying runs whose timing no clock can make again: the recorded calls are repeated, and what cannot be is said.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { z } from 'zod';
import { emptyMessage } from '../message/sample.js';
import { msToNs, toTime } from '../message/time.js';
import type { TopicName } from '../message/topics.js';
import { encodeJpeg } from '../picture/encode.js';
import { ManualClock } from '../runtime/clock.js';
import { layerConfig } from '../runtime/config/config.js';
import { runLive } from '../runtime/executors/live.js';
import { runLockstep } from '../runtime/executors/lockstep.js';
import { SettingsDesk } from '../runtime/config/settings-desk.js';
import type { Emit, Envelope, Source, Stage } from '../runtime/stage.js';
import { type Bag, openBag } from './bag.js';
import { CALLS_TYPE } from './call-log.js';
import { openRecording } from './open.js';
import { createRecorder } from './recorder.js';
import type { RecordedMessage } from './recording.js';
import { replayBag, type ReplayResult } from './replay.js';
import { inScratch, recordAll } from './testing/scratch-bag.js';

const sections = { counter: z.strictObject({ gain: z.number().default(1).meta({ live: true }) }) };

/** What it says depends on all it took, in which order and when, and on its gain at that time. */
class Counter implements Stage {
  readonly name = 'counter';
  readonly reads = ['scan', 'odom', 'cmd_vel_raw'] as const;
  readonly writes = ['cmd_vel'] as const;
  readonly periodMs = 50;
  #sum = 0;
  #gain = 1;

  constructor(private readonly step = 1) {}

  reconfigure({ gain }: { readonly gain: number }): void {
    this.#gain = gain;
  }

  take({ topic, sequence }: Envelope): void {
    this.#sum = (this.#sum * 31 + sequence * this.step + topic.length * this.#gain) % 65_521;
  }

  tick(now: bigint, emit: Emit): void {
    const message = emptyMessage('geometry_msgs/msg/TwistStamped');
    message.header.stamp = toTime(now);
    message.twist.linear.x = this.#sum;
    emit('cmd_vel', message);
  }
}

/** Works for a while on each picture, so that it lets go of some. */
function looker(work: () => Promise<void>): Stage {
  return {
    name: 'looker',
    reads: ['camera/image_raw'],
    writes: ['cmd_vel_raw'],
    async take(envelope, _now, emit) {
      if (envelope.topic !== 'camera/image_raw') return;
      await work();
      const message = emptyMessage('geometry_msgs/msg/TwistStamped');
      message.header.stamp = envelope.message.header.stamp;
      message.twist.linear.x = (envelope.message.data[0] ?? 0) / 255;
      emit('cmd_vel_raw', message);
    },
  };
}

/** Scans every 100 ms, odometry every 20 ms, pictures every 65 ms with their JPEG 10 ms later. */
function sensors(untilMs: number, jpeg: Uint8Array): Source {
  let ms = 0;
  const due = (): TopicName[] => [
    ...(ms % 100 === 0 ? (['scan'] as const) : []),
    ...(ms % 20 === 0 ? (['odom'] as const) : []),
    ...(ms % 65 === 0 ? (['camera/image_raw'] as const) : []),
    ...(ms % 65 === 10 ? (['camera/image_raw/compressed'] as const) : []),
  ];
  return {
    name: 'sensors',
    reads: [],
    writes: ['scan', 'odom', 'camera/image_raw', 'camera/image_raw/compressed'],
    next: () => (ms < untilMs ? msToNs(ms) : undefined),
    advance(now, emit) {
      const header = { stamp: toTime(now), frame_id: 'sensor' };
      const taken = { stamp: toTime(now - msToNs(10)), frame_id: 'sensor' };
      for (const topic of due()) {
        if (topic === 'scan') emit(topic, { ...emptyMessage('sensor_msgs/msg/LaserScan'), header });
        else if (topic === 'odom') emit(topic, { ...emptyMessage('nav_msgs/msg/Odometry'), header });
        else if (topic === 'camera/image_raw') {
          const data = new Uint8Array(3 * 64).fill(200);
          const size = { width: 8, height: 8, step: 24, encoding: 'rgb8', is_bigendian: 0 };
          emit(topic, { header, ...size, data });
        } else if (topic === 'camera/image_raw/compressed')
          emit(topic, { header: taken, format: 'jpeg', data: jpeg });
      }
      ms += 5;
    },
  };
}

const jpegOfGrey = encodeJpeg(new Uint8Array(3 * 64).fill(200), 8, 8, 90);

/** A live run on a clock that is held up again and again, recorded with its calls, settings changed on the way. */
async function recordLive(folder: string): Promise<void> {
  const clock = new ManualClock();
  const recording = await openRecording({ kind: 'mcap', folder, segmentSeconds: 1 });
  const recorder = createRecorder({ recording, calls: { stages: ['counter', 'looker'], keep: 'all' } });
  const desk = new SettingsDesk(sections, layerConfig(sections).values);
  let works = 0;
  const work = (): Promise<void> => clock.sleep((works++ % 3) * 80);
  const run = runLive({
    stages: [new Counter(), looker(work), recorder],
    sources: [sensors(2980, await jpegOfGrey)],
    clock,
    calls: recorder.calls,
    settings: desk,
  });
  for (let turn = 0; turn < 60; turn++) {
    await clock.advance(turn % 7 === 0 ? 5 : 43);
    if (turn % 5 === 0) clock.jump(117);
    if (turn === 30) desk.change([{ path: 'counter.gain', value: 3, flag: 'test' }]);
  }
  await clock.advance(1000);
  const report = await run;
  assert.ok((report.members.find(({ name }) => name === 'looker')?.dropped ?? 0) > 0);
  assert.deepEqual([recording.report().fault, recording.report().droppedByTopic.size], [undefined, 0]);
}

async function replay(bag: Bag, stages: readonly Stage[], until?: bigint): Promise<ReplayResult> {
  const clock = new ManualClock();
  const settings = new SettingsDesk(sections, layerConfig(sections).values);
  return replayBag({ bag, stages, clock, settings, ...(until === undefined ? {} : { until }) });
}

const stages = (): Stage[] => [new Counter(), looker(() => Promise.resolve())];

/** The same bag with some of its messages. */
async function copyOf(bag: Bag, folder: string, keep: (message: RecordedMessage) => boolean): Promise<Bag> {
  const kept: RecordedMessage[] = [];
  for await (const message of bag.messages()) if (keep(message)) kept.push(message);
  await recordAll(kept, { folder });
  return openBag(folder);
}

describe('repeating the calls of a live run', () => {
  it('when a live run was held up, dropped pictures and had its settings changed, then it replays to the byte', async () => {
    await inScratch(async (folder) => {
      await recordLive(join(folder, 'bag'));
      const bag = await openBag(join(folder, 'bag'));
      const whole = await replay(bag, stages());
      assert.equal(whole.method, 'calls');
      assert.deepEqual(whole.lost, { before: 0, calls: 0, messages: 0 });
      assert.equal(whole.comparison.isSame, true, whole.comparison.told.join('\n'));
      const counts = whole.comparison.byTopic.get('cmd_vel');
      assert.ok(counts !== undefined && counts.equal > 30 && counts.equal === counts.recorded);
      const looked = whole.comparison.byTopic.get('cmd_vel_raw');
      assert.ok(looked !== undefined && looked.equal > 10 && looked.equal === looked.recorded);

      const half = await replay(bag, stages(), msToNs(1500));
      assert.equal(half.comparison.isSame, true, half.comparison.told.join('\n'));
      const alone = await replay(bag, [new Counter()]);
      assert.equal(alone.comparison.isSame, true, alone.comparison.told.join('\n'));
      const changed = await replay(bag, [new Counter(2)]);
      assert.ok((changed.comparison.byTopic.get('cmd_vel')?.different ?? 0) > 30);
      await bag.close();
    });
  });

  it('when it is replayed by its calls, then who listens hears what was fed too, each once', async () => {
    await inScratch(async (folder) => {
      const path = join(folder, 'live');
      await recordLive(path);
      const bag = await openBag(path);
      const heard: string[] = [];
      const { method } = await replayBag({
        ...{ bag, stages: stages(), clock: new ManualClock() },
        onEnvelope: ({ topic, sequence }) => heard.push(`${topic} ${sequence}`),
      });
      await bag.close();
      assert.equal(method, 'calls');
      for (const topic of ['scan', 'odom', 'camera/image_raw', 'cmd_vel'])
        assert.ok(
          heard.some((each) => each.startsWith(`${topic} `)),
          topic,
        );
      assert.equal(new Set(heard).size, heard.length);
    });
  });

  it('when a stage did not run then, then all are fed by time and it is named', async () => {
    await inScratch(async (folder) => {
      await recordLive(join(folder, 'bag'));
      const bag = await openBag(join(folder, 'bag'));
      const { method, strangers } = await replay(bag, [
        new Counter(),
        { name: 'new', reads: ['scan'], writes: [], take: () => undefined },
      ]);
      assert.deepEqual([method, strangers], ['time', ['new']]);
      await bag.close();
    });
  });

  it('when the recording lost messages, the end or the beginning of its log, then it is counted, and no difference where it cannot be one', async () => {
    await inScratch(async (folder) => {
      await recordLive(join(folder, 'bag'));
      const bag = await openBag(join(folder, 'bag'));
      const isLog = ({ topic }: RecordedMessage): boolean => topic.type === CALLS_TYPE;

      const torn = await copyOf(bag, join(folder, 'torn'), (each) => !isLog(each) || each.sequence < 2);
      const end = await replay(torn, stages());
      assert.equal(end.comparison.isSame, true, end.comparison.told.join('\n'));
      assert.ok((end.comparison.byTopic.get('cmd_vel')?.excused ?? 0) > 5);

      const emptied = await copyOf(bag, join(folder, 'emptied'), ({ logTime }) => logTime >= msToNs(1100));
      const late = await replay(emptied, stages());
      assert.ok(late.lost.before > 50, `${late.lost.before}`);
      assert.equal(late.comparison.byTopic.get('cmd_vel')?.missing, 0);

      const gap = await copyOf(bag, join(folder, 'gap'), (each) => !isLog(each) || each.sequence !== 1);
      assert.ok((await replay(gap, stages())).lost.calls > 50);

      const noOdom = await copyOf(bag, join(folder, 'no-odom'), ({ topic }) => topic.name !== '/odom');
      const { lost, unfed, comparison } = await replay(noOdom, [new Counter()]);
      assert.ok(lost.messages > 100);
      assert.deepEqual(unfed, ['odom']);
      assert.equal(comparison.isSame, false);
      await Promise.all([torn, emptied, gap, noOdom, bag].map((each) => each.close()));
    });
  });

  it('when settings change in a lockstep run, then only that is logged, and a replay by time follows it', async () => {
    await inScratch(async (folder) => {
      const record = async (name: string, changeAt: bigint | undefined): Promise<Bag> => {
        const recording = await openRecording({ kind: 'mcap', folder: join(folder, name), sync: 'segment' });
        const recorder = createRecorder({ recording, calls: { stages: ['counter'], keep: 'settings' } });
        const desk = new SettingsDesk(sections, layerConfig(sections).values);
        await runLockstep({
          stages: [new Counter(), recorder],
          sources: [sensors(1000, await jpegOfGrey)],
          clock: new ManualClock(),
          calls: recorder.calls,
          settings: desk,
          onEnvelope({ topic, time }) {
            if (topic !== 'scan' || time !== changeAt) return;
            desk.change([{ path: 'counter.gain', value: 3, flag: 'test' }]);
          },
        });
        return openBag(join(folder, name));
      };
      const plain = await record('plain', undefined);
      assert.equal(
        plain.topics.some(({ type }) => type === CALLS_TYPE),
        false,
      );
      const bag = await record('changed', msToNs(500));
      const { method, comparison } = await replay(bag, [new Counter()]);
      assert.equal(method, 'time');
      assert.equal(comparison.isSame, true, comparison.told.join('\n'));
      await Promise.all([plain.close(), bag.close()]);
    });
  });
});
