import assert from 'node:assert/strict';
import { codecOf } from '../../message/codec.js';
import type { CameraInfo, Image, LaserScan, TransformStamped } from '../../message/messages.js';
import { toTime } from '../../message/time.js';
import { encodeJpeg } from '../../picture/encode.js';
import { createEnvelope } from '../../runtime/envelope.js';
import type { Emit, Envelope } from '../../runtime/stage.js';
import type { MessageOf, TopicName } from '../../message/topics.js';
import { detectConfig } from './detect-config.js';
import { DetectStage } from './detect.js';
import { openEngine, type Engine } from '../engine/engine.js';
import { encodeOnnx } from '../model/onnx.js';
import { tinyManifest, tinyNetwork, tinySize } from '../model/testing/tiny-model.js';

const network = encodeOnnx(tinyNetwork());
const manifest = tinyManifest(network);
const { width, height } = tinySize;
const stamp = toTime(5_000_000_000n);
const header = { stamp, frame_id: 'camera_optical_frame' };

/** A green floor under a grey wall, and what is asked for in it. */
function picture(red?: { readonly left: number; readonly top: number; readonly side: number }): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const inside =
        red !== undefined &&
        x >= red.left &&
        x < red.left + red.side &&
        y >= red.top &&
        y < red.top + red.side;
      rgb.set(inside ? [255, 0, 0] : y < 8 ? [90, 90, 90] : [0, 255, 0], at);
    }
  }
  return rgb;
}

function image(rgb: Uint8Array): Image {
  return { header, width, height, encoding: 'rgb8', is_bigendian: 0, step: width * 3, data: rgb };
}

const info: CameraInfo = {
  header,
  width,
  height,
  distortion_model: 'plumb_bob',
  d: new Float64Array(5),
  k: Float64Array.of(42, 0, 24, 0, 42, 16, 0, 0, 1),
  r: new Float64Array(9),
  p: new Float64Array(12),
  binning_x: 0,
  binning_y: 0,
  roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
};
const mounted: TransformStamped = {
  header: { stamp: { sec: 0, nanosec: 0 }, frame_id: 'base_footprint' },
  child_frame_id: 'camera_optical_frame',
  transform: {
    translation: { x: 0.05, y: 0, z: 0.13 },
    rotation: { x: -0.5, y: 0.5, z: -0.5, w: 0.5 },
  },
};

describe('detect', () => {
  let engine: Engine;
  let stage: DetectStage;
  beforeEach(async () => {
    const model = { folder: 'tiny', manifest, network };
    engine = await openEngine({ kind: 'onnx-runtime', model, threads: 1, deadlineMs: 10_000 });
    stage = new DetectStage(detectConfig.parse({}), { manifest, engine });
  });
  afterEach(() => stage.close());

  /** What the stage says to one message, by topic. */
  async function say<T extends TopicName>(topic: T, message: MessageOf<T>) {
    const said: Partial<Record<TopicName, unknown>> = {};
    const emit: Emit = (on, what) => void (said[on] = what);
    await stage.take(createEnvelope(topic, message, 5_000_000_000n, 0) as Envelope, 5_000_000_000n, emit);
    return said as { readonly [N in TopicName]?: MessageOf<N> };
  }

  it('when a red square is in the picture, then it is detected where it is, with the header of the image', async () => {
    const { detections } = await say('camera/image_raw', image(picture({ left: 24, top: 16, side: 8 })));
    assert.deepEqual(detections?.header, header);
    assert.equal(detections?.detections.length, 1);
    const { results, bbox } = detections.detections[0]!;
    assert.equal(results[0]!.hypothesis.class_id, 'red');
    assert.ok(results[0]!.hypothesis.score > 0.99);
    assert.deepEqual(bbox, { center: { position: { x: 28, y: 20 }, theta: 0 }, size_x: 16, size_y: 16 });
  });

  it('when nothing is in the picture, then detections are said to be empty, and the surface is told', async () => {
    const { detections, surface } = await say('camera/image_raw', image(picture()));
    assert.deepEqual(detections?.detections, []);
    assert.deepEqual(
      surface?.results.map(({ class_id }) => class_id),
      ['meadow', 'sea'],
    );
  });

  it('when the first frame is seen, then labels, name and digest are told once, and its health', async () => {
    const first = await say('camera/image_raw', image(picture()));
    assert.equal(first.vision_info?.method, 'tiny 1.0.0');
    assert.deepEqual(JSON.parse(first.vision_info?.database_location ?? ''), {
      model: 'tiny',
      version: '1.0.0',
      sha256: manifest.network.sha256,
      labels: ['red', 'blue'],
      surfaces: ['sea', 'meadow'],
    });
    assert.equal(first['/diagnostics']?.status[0]?.name, 'jackdaw: detect');
    assert.equal((await say('camera/image_raw', image(picture()))).vision_info, undefined);
  });

  it('when camera_info and the way to the floor are known, then the free floor is a scan; before, it is not said', async () => {
    assert.equal((await say('camera/image_raw', image(picture()))).floor_scan, undefined);
    await say('camera/camera_info', info);
    await say('/tf_static', { transforms: [mounted] });
    const { floor_scan } = await say('camera/image_raw', image(picture({ left: 0, top: 24, side: 8 })));
    assert.equal(floor_scan?.header.frame_id, 'base_footprint');
    const scan: LaserScan = floor_scan;
    const codec = codecOf('sensor_msgs/msg/LaserScan');
    assert.deepEqual(codec.decode(codec.encode(scan)), scan, 'a recording holds just this');
    assert.ok(scan.ranges.every((range) => Number.isNaN(range) || range > 0));
    // What is red is no floor: on the left, thus on the last bearings.
    assert.ok(scan.ranges.at(-2)! < 1, String(scan.ranges));
    assert.equal(scan.ranges[3], Infinity, String(scan.ranges));
  });

  it('when the lens is of an unknown model, then there are detections but no floor, and its health says why', async () => {
    await say('camera/camera_info', { ...info, distortion_model: 'fov', d: Float64Array.of(0.9) });
    await say('/tf_static', { transforms: [mounted] });
    const said = await say('camera/image_raw', image(picture({ left: 24, top: 16, side: 8 })));
    assert.equal(said.detections?.detections.length, 1);
    assert.equal(said.floor_scan, undefined);
    assert.match(said['/diagnostics']?.status[0]?.message ?? '', /distortion model 'fov'/);
  });

  it('when only compressed pictures come, then they are used; once raw ones come, they are not', async () => {
    const data = await encodeJpeg(picture({ left: 24, top: 16, side: 8 }), width, height, 95);
    const compressed = { header, format: 'rgb8; jpeg compressed rgb8', data };
    const { detections } = await say('camera/image_raw/compressed', compressed);
    assert.equal(detections?.detections[0]?.results[0]?.hypothesis.class_id, 'red');
    await say('camera/image_raw', image(picture()));
    assert.deepEqual(await say('camera/image_raw/compressed', compressed), {});
  });

  it('when a picture is damaged, or not of its camera, then it is a Fault and the next one is served', async () => {
    await say('camera/camera_info', info);
    const small = await encodeJpeg(new Uint8Array(16 * 16 * 3), 16, 16, 90);
    for (const data of [small, small.subarray(0, 40), new Uint8Array(0)]) {
      await assert.rejects(say('camera/image_raw/compressed', { header, format: 'jpeg', data }));
    }
    await assert.rejects(say('camera/image_raw', { ...image(picture()), encoding: '32FC1' }));
    assert.ok((await say('camera/image_raw', image(picture()))).detections !== undefined);
  });

  it('when a message only has to be noted, then no work is begun: it costs no virtual time', () => {
    const emit: Emit = () => assert.fail('nothing to say');
    for (const envelope of [
      createEnvelope('/tf_static', { transforms: [mounted] }, 0n, 0),
      createEnvelope('camera/camera_info', info, 0n, 0),
    ]) {
      assert.equal(stage.take(envelope as Envelope, 0n, emit), undefined);
    }
  });
});
