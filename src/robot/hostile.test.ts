// Damaged messages into a whole robot: whatever bytes others send, every failure is a Fault, every command is finite, and what follows is used.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../fault/fault.js';
import { decode, encode } from '../message/codec.js';
import type { CompressedImage } from '../message/messages.js';
import type { TimeNs } from '../message/time.js';
import { topics, type MessageOf, type TopicName } from '../message/topics.js';
import { writeTinyModel } from '../perception/model/testing/tiny-model.js';
import { encodeJpeg } from '../picture/encode.js';
import { openBag } from '../recording/bag.js';
import { layerConfig } from '../runtime/config/config.js';
import { openSystemClock } from '../runtime/clock.js';
import { runLockstep } from '../runtime/executors/lockstep.js';
import type { Source } from '../runtime/stage.js';
import { createRandom, type Random } from '../simulation/random.js';
import { createStages, stageSchemas, type StageName } from './stages.js';
import { openVision } from './vision.js';

const BAG = fileURLToPath(new URL('./testing/bag-of-others', import.meta.url));
const SEEDS = [1, 2, 3];
const DAMAGED = 0.5;
const stages: readonly StageName[] = ['cluster', 'detect', 'fuse', 'wander', 'arbitrate', 'guard'];
const names: Readonly<Record<string, TopicName>> = {
  '/scan': 'scan',
  '/odom': 'odom',
  '/tf': '/tf',
  '/tf_static': '/tf_static',
  '/camera/image_raw': 'camera/image_raw',
  '/camera/camera_info': 'camera/camera_info',
};

interface Sent {
  readonly topic: TopicName;
  readonly time: TimeNs;
  readonly bytes: Uint8Array;
}

interface Outcome {
  readonly undecodable: number;
  readonly faults: readonly Fault[];
  readonly said: ReadonlyMap<TopicName, readonly MessageOf<TopicName>[]>;
}

describe('a robot among damaged messages', function () {
  this.timeout(60_000);
  let folder = '';
  let recorded: readonly Sent[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackdaw-hostile-'));
    await writeTinyModel(join(folder, 'tiny'));
    recorded = await readRecorded();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const seed of SEEDS) {
    it(`when half of all messages are damaged (seed ${seed}), then each failure is a Fault and every command is one that a base can drive`, async () => {
      const random = createRandom(seed);
      const sent = recorded.map((one) => (random.next() < DAMAGED ? damage(one, random) : one));
      const { undecodable, faults, said } = await drive(sent);
      assert.ok(undecodable > 10, `${undecodable}`);
      // A stage that broke would say TypeError or RangeError here.
      for (const { cause } of faults) assert.ok(cause instanceof Fault, String((cause as Error).stack));
      const commands = said.get('cmd_vel') as MessageOf<'cmd_vel'>[];
      assert.ok(commands.length > 20);
      for (const { twist } of commands)
        assert.ok(Math.abs(twist.linear.x) <= 1 && Math.abs(twist.angular.z) <= 5);
      for (const topic of ['obstacles', 'lidar/obstacles'] as const)
        for (const { obstacles } of (said.get(topic) ?? []) as MessageOf<typeof topic>[])
          for (const { position, size } of obstacles)
            assert.ok(Number.isFinite(position.x + position.y + size.x + size.y), topic);
    });
  }

  it('when sensors send nothing but damaged messages for a second and good ones then, then the robot sees and finds as before', async () => {
    const random = createRandom(9);
    const start = recorded[0]!.time;
    const isSensor = ({ topic }: Sent): boolean => topic === 'scan' || topic.startsWith('camera/');
    const sent = recorded.map((one) =>
      isSensor(one) && one.time < start + 1_000_000_000n ? damage(one, random) : one,
    );
    const { said } = await drive(sent);
    const labels = (said.get('detections') as MessageOf<'detections'>[])
      .at(-1)!
      .detections.map(({ results }) => results[0]!.hypothesis.class_id);
    assert.deepEqual(labels, ['red']);
    assert.ok((said.get('lidar/obstacles') as MessageOf<'lidar/obstacles'>[]).at(-1)!.obstacles.length > 0);
    assert.ok((said.get('obstacles') as MessageOf<'obstacles'>[]).at(-1)!.obstacles.length > 0);
  });

  /** What cannot be decoded never reaches a stage: transports and players count it. */
  async function drive(sent: readonly Sent[]): Promise<Outcome> {
    const settings = [{ path: 'guard.required', value: ['scan', 'odom'], flag: 'test' }];
    const { values } = layerConfig(stageSchemas, { settings });
    const vision = await openVision(join(folder, 'tiny'), values.detect);
    const faults: Fault[] = [];
    const said = new Map<TopicName, MessageOf<TopicName>[]>();
    const source = new Bytes(sent);
    await runLockstep({
      stages: createStages(stages, values, { vision }),
      sources: [source],
      clock: openSystemClock(),
      onFault: (fault) => faults.push(fault),
      onEnvelope: ({ topic, message }) => void said.set(topic, [...(said.get(topic) ?? []), message]),
    });
    return { undecodable: source.undecodable, faults, said };
  }
});

/** Every second picture goes out compressed too. */
async function readRecorded(): Promise<Sent[]> {
  const bag = await openBag(BAG);
  const sent: Sent[] = [];
  for await (const { topic, logTime: time, data } of bag.messages()) {
    const name = names[topic.name];
    if (name === undefined) continue;
    sent.push({ topic: name, time, bytes: Uint8Array.from(data) });
    if (name === 'camera/image_raw') sent.push({ ...(await compressed(data)), time });
  }
  await bag.close();
  return sent;
}

async function compressed(data: Uint8Array): Promise<Omit<Sent, 'time'>> {
  const { header, width, height } = decode('sensor_msgs/msg/Image', data);
  const rgb = new Uint8Array(3 * width * height).fill(90);
  const message: CompressedImage = { header, format: 'jpeg', data: await encodeJpeg(rgb, width, height, 80) };
  return {
    topic: 'camera/image_raw/compressed',
    bytes: encode('sensor_msgs/msg/CompressedImage', message),
  };
}

/** Cut short, bytes replaced anywhere, or a stretch of one byte: 0xff is NaN, -1 or four billion, whatever stands there. */
function damage({ topic, time, bytes }: Sent, random: Random): Sent {
  const spoiled = Uint8Array.from(bytes);
  const at = (): number => random.below(spoiled.length);
  const kind = random.next();
  if (kind < 0.2) return { topic, time, bytes: spoiled.slice(0, at()) };
  if (kind < 0.6) {
    const start = at();
    const length = 4 + random.below(40);
    return { topic, time, bytes: spoiled.fill(random.next() < 0.5 ? 0xff : 0, start, start + length) };
  }
  // The first bytes are where lengths, stamps, frames and limits stand.
  const reach = random.next() < 0.5 ? Math.min(160, spoiled.length) : spoiled.length;
  for (let i = 0; i < 8; i++) spoiled[random.below(reach)] = random.below(256);
  return { topic, time, bytes: spoiled };
}

/** Decodes as a transport does. */
class Bytes implements Source {
  readonly name = 'others';
  readonly reads = [];
  readonly writes = [...new Set(Object.values(names)), 'camera/image_raw/compressed'] as const;
  undecodable = 0;
  readonly #sent: readonly Sent[];
  #at = 0;

  constructor(sent: readonly Sent[]) {
    this.#sent = sent;
  }

  next(): TimeNs | undefined {
    return this.#sent[this.#at]?.time;
  }

  advance(_now: TimeNs, emit: Parameters<Source['advance']>[1]): void {
    const { topic, bytes } = this.#sent[this.#at++]!;
    try {
      emit(topic, decode(topics[topic].type, bytes) as never);
    } catch (thrown) {
      assert.ok(thrown instanceof Fault && thrown.code === 'message/undecodable', String(thrown));
      this.undecodable += 1;
    }
  }
}
