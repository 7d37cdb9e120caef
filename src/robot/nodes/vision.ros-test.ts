// Eyes over ROS: rclpy's pictures become detections and obstacles, with a model small enough to reason about.
import assert from 'node:assert/strict';
import { ask, end, endAll, startNode, startPeer, type Heard } from './testing/processes.js';
import { giveTinyModel } from './testing/tiny-eye.js';

interface Header {
  readonly frame_id: string;
  readonly stamp: { readonly sec: number; readonly nanosec: number };
}
interface Detections {
  readonly header: Header;
  readonly detections: readonly {
    readonly bbox: { readonly center: { readonly position: { readonly x: number; readonly y: number } } };
    readonly results: readonly {
      readonly hypothesis: { readonly class_id: string; readonly score: number };
    }[];
  }[];
}

const pictures = 'camera/image_raw=sensor_msgs/msg/Image';
const detections = 'detections=vision_msgs/msg/Detection2DArray';

describe('a robot that sees, over ROS', function () {
  this.timeout(60_000);
  const model = giveTinyModel();
  afterEach(endAll);

  it('when rclpy shows a red box, then it hears it detected where it is, fused, and a command that was guarded', async () => {
    await startNode(['robot', ...model()]);
    startPeer('sense', '', '10', 'camera');
    const heard = await ask<Record<string, Heard>>(
      'hear',
      '20/15',
      detections,
      'surface=vision_msgs/msg/Classification',
      'floor_scan=sensor_msgs/msg/LaserScan',
      'obstacles=jackdaw_msgs/msg/ObstacleArray',
      'lidar/obstacles=jackdaw_msgs/msg/ObstacleArray',
      'cmd_vel=geometry_msgs/msg/TwistStamped@reliable',
      'guard=jackdaw_msgs/msg/GuardState@reliable',
    );
    for (const [topic, { count }] of Object.entries(heard)) assert.ok(count >= 15, `${topic}: ${count}`);
    const seen = heard['detections']!.last as unknown as Detections;
    assert.equal(seen.header.frame_id, 'camera_optical_frame');
    assert.ok(Math.abs(seen.header.stamp.sec - Date.now() / 1000) < 5);
    const red = seen.detections.filter(({ results }) => results[0]!.hypothesis.class_id === 'red');
    assert.ok(red.length > 0, JSON.stringify(seen));
    const { x, y } = red[0]!.bbox.center.position;
    assert.ok(x > 200 && x < 440 && y > 230 && y < 370, `${x}, ${y}`);
    assert.equal((heard['obstacles']!.last as unknown as Detections).header.frame_id, 'odom');
    assert.equal((heard['floor_scan']!.last as unknown as Detections).header.frame_id, 'base_footprint');
    assert.equal((heard['cmd_vel']!.last as unknown as Detections).header.frame_id, 'base_link');
  });

  it('when pictures cannot be read, then their encoding is named; when they can again, then the detector sees', async () => {
    const detector = await startNode(['detector', ...model()]);
    const camera = startPeer('sense', '', '10', 'strange');
    await detector.says('bayer_rggb16');
    await end(camera, 'SIGKILL');
    startPeer('sense', '', '10', 'camera');
    const heard = await ask<Record<string, Heard>>('hear', '20/10', detections);
    assert.ok(heard['detections']!.count >= 10);
  });

  it('when somebody comes late, then it gets the transforms and the labels that were said before', async () => {
    await startNode(['detector', ...model()]);
    startPeer('sense', '', '10', 'camera');
    await ask('hear', '20/3', detections);
    const late = await ask<Record<string, Heard>>(
      'hear',
      '10/1',
      '/tf_static=tf2_msgs/msg/TFMessage@latched',
      'vision_info=vision_msgs/msg/VisionInfo@latched',
    );
    const { method, database_location: labels } = late['vision_info']!.last as Record<string, string>;
    assert.match(method!, /tiny/);
    assert.match(labels!, /red/);
    const { transforms } = late['/tf_static']!.last as { transforms: { child_frame_id: string }[] };
    assert.ok(transforms.some(({ child_frame_id }) => child_frame_id === 'camera_optical_frame'));
  });

  it('when the camera node shows a file and the detector looks, then detections carry the stamps of pictures', async () => {
    const source = 'camera.source:=docs/pictures/camera-office.jpg';
    await startNode(['camera', '--ros-args', '-p', source, '-p', 'camera.rateHz:=10']);
    await startNode(['detector', ...model()]);
    const heard = await ask<Record<string, Heard>>('hear', '15/10', detections, pictures);
    const stamps = ({ last }: Heard): Header => (last as unknown as Detections).header;
    assert.equal(stamps(heard['detections']!).frame_id, 'camera_optical_frame');
    const apart = stamps(heard[Object.keys(heard)[1]!]!).stamp.sec - stamps(heard['detections']!).stamp.sec;
    assert.ok(Math.abs(apart) <= 1);
  });
});
