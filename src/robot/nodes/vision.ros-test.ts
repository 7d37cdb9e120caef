// Eyes over ROS: rclpy's pictures become detections and obstacles, with a model small enough to reason about.
import assert from 'node:assert/strict';
import type { Detection2DArray, TFMessage, VisionInfo } from '../../message/messages.js';
import { hear, stampS } from './testing/hearing.js';
import { LONGEST_MS } from './testing/news.js';
import { end, endAll, nowS, startNode, startPeer } from './testing/processes.js';
import { giveTinyModel } from './testing/tiny-eye.js';

const pictures = 'camera/image_raw=sensor_msgs/msg/Image';
const detections = 'detections=vision_msgs/msg/Detection2DArray';

describe('a robot that sees, over ROS', function () {
  this.timeout(LONGEST_MS);
  const model = giveTinyModel();
  afterEach(endAll);

  it('when rclpy shows a red box, then it hears it detected where it is, fused, and a command that was guarded', async () => {
    const startedS = nowS();
    startPeer('sense', '', '10', 'camera');
    const hearing = hear(
      detections,
      'surface=vision_msgs/msg/Classification',
      'floor_scan=sensor_msgs/msg/LaserScan',
      'obstacles=jackdaw_msgs/msg/ObstacleArray',
      'lidar/obstacles=jackdaw_msgs/msg/ObstacleArray',
      'cmd_vel=geometry_msgs/msg/TwistStamped@reliable',
      'guard=jackdaw_msgs/msg/GuardState@reliable',
    );
    await startNode(['robot', ...model()]);
    await hearing.count(15);
    const { atS, message: seen } = hearing.on<Detection2DArray>('detections').at(-1)!;
    assert.equal(seen.header.frame_id, 'camera_optical_frame');
    assert.ok(stampS(seen) > startedS && stampS(seen) < atS);
    const red = seen.detections.filter(({ results }) => results[0]!.hypothesis.class_id === 'red');
    assert.ok(red.length > 0, JSON.stringify(seen));
    const { x, y } = red[0]!.bbox.center.position;
    assert.ok(x > 200 && x < 440 && y > 230 && y < 370, `${x}, ${y}`);
    const frameOf = (topic: string): string => hearing.messages(topic).at(-1)!.header.frame_id;
    assert.equal(frameOf('obstacles'), 'odom');
    assert.equal(frameOf('floor_scan'), 'base_footprint');
    assert.equal(frameOf('cmd_vel'), 'base_link');
  });

  it('when pictures cannot be read, then their encoding is named; when they can again, then the detector sees', async () => {
    const camera = startPeer('sense', '', '10', 'strange');
    const detector = await startNode(['detector', ...model()]);
    await detector.says('bayer_rggb16');
    await end(camera, 'SIGKILL');
    startPeer('sense', '', '10', 'camera');
    await hear(detections).count(10);
  });

  it('when somebody comes late, then it gets the transforms and the labels that were said before', async () => {
    startPeer('sense', '', '10', 'camera');
    const hearing = hear(detections);
    await startNode(['detector', ...model()]);
    await hearing.count(3);
    const late = hear(
      '/tf_static=tf2_msgs/msg/TFMessage@latched',
      'vision_info=vision_msgs/msg/VisionInfo@latched',
    );
    await late.count(1);
    const { method, database_location: labels } = late.messages<VisionInfo>('vision_info')[0]!;
    assert.match(method, /tiny/);
    assert.match(labels, /red/);
    const [{ transforms }] = late.messages<TFMessage>('/tf_static') as [TFMessage];
    assert.ok(transforms.some(({ child_frame_id }) => child_frame_id === 'camera_optical_frame'));
  });

  it('when the camera node shows a file and the detector looks, then detections carry the stamps of pictures', async () => {
    const source = 'camera.source:=docs/pictures/camera-office.jpg';
    const hearing = hear(detections, pictures);
    await Promise.all([
      startNode(['camera', '--ros-args', '-p', source, '-p', 'camera.rateHz:=10']),
      startNode(['detector', ...model()]),
    ]);
    await hearing.until('detections with stamps of pictures', () => {
      const shown = new Set(hearing.messages('camera/image_raw').map(stampS));
      return hearing.messages('detections').filter((message) => shown.has(stampS(message))).length >= 10;
    });
    const frames = hearing.messages('detections').map(({ header }) => header.frame_id);
    assert.deepEqual(new Set(frames), new Set(['camera_optical_frame']));
  });
});
