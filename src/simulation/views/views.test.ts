// Pictures for people: things appear where they are, in the colour of their class.
import assert from 'node:assert/strict';
import type { LaserScan } from '../../message/messages.js';
import { decodePicture } from '../../picture/decode.js';
import { Camera } from '../camera/camera.js';
import { cameraDevice, furnishedRoom } from '../camera/testing/furnished.js';
import { POSE_STRIDE, startPoses } from '../scene/poses.js';
import { ObjectSeer } from '../truth/objects-seen.js';
import { renderCameraView } from './camera-view.js';
import { hullOf } from './hull.js';
import { colorOfClass } from './palette.js';
import { drawScanView } from './scan-view.js';
import { drawTopView } from './top-view.js';

describe('views', () => {
  it('when a room is drawn from above, then each box has its colour at its place', () => {
    const scene = furnishedRoom({ boxes: 6 });
    const poses = startPoses(scene);
    const { canvas, spotOf } = drawTopView(scene, poses, { names: false });
    const [r, g, b] = colorOfClass('box');
    for (const { index } of scene.solids.filter(({ model }) => model === 'box')) {
      const at = index * POSE_STRIDE;
      const [x, y] = spotOf(poses[at]!, poses[at + 1]!);
      const pixel = (Math.floor(y) * canvas.width + Math.floor(x)) * 3;
      [r, g, b].forEach((value, channel) => assert.ok(Math.abs(canvas.rgb[pixel + channel]! - value) < 20));
    }
  });

  it('when a frame is shown with labels, then its pixels are enlarged and a coloured box surrounds what is seen', async () => {
    const scene = furnishedRoom({ boxes: 20 });
    const camera = new Camera(scene, cameraDevice(), { seed: 1 });
    const frame = camera.render(startPoses(scene), 0n);
    const seen = new ObjectSeer(camera.objects).see(frame);
    const plain = await decodePicture(await renderCameraView(frame, { scale: 2 }));
    const labelled = await decodePicture(await renderCameraView(frame, { scale: 2, seen }));
    assert.deepEqual([plain.width, plain.height], [640, 480]);
    assert.equal(plain.rgb[3 * (2 * 640 + 8)], frame.rgb[3 * (320 + 4)]);
    const { box } = seen[0]!;
    const corner = 3 * ((box.bottom * 2 - 1) * 640 + box.left * 2);
    assert.deepEqual([...labelled.rgb.subarray(corner, corner + 3)], [...colorOfClass('box')]);
  });

  it('when a scan is plotted, then a return ahead is above the middle and one to the left is left of it', () => {
    const ranges = new Float32Array(4).fill(Infinity);
    ranges.set([2, 1]);
    const scan: LaserScan = {
      header: { stamp: { sec: 0, nanosec: 0 }, frame_id: 'laser' },
      angle_min: 0,
      angle_max: (3 * Math.PI) / 2,
      angle_increment: Math.PI / 2,
      time_increment: 0,
      scan_time: 0.1,
      range_min: 0.12,
      range_max: 8,
      ranges,
      intensities: new Float32Array(),
    };
    const canvas = drawScanView(scan, { size: 400, reach: 4 });
    const isRed = (x: number, y: number) => canvas.rgb[(y * 400 + x) * 3 + 1]! < 80;
    assert.ok(isRed(200, 100) && isRed(150, 200));
    assert.ok(!isRed(200, 300) && !isRed(250, 200));
  });

  it('when points lie within others, then the hull leaves them out', () => {
    assert.deepEqual(
      hullOf([
        [0, 0],
        [2, 0],
        [1, 1],
        [2, 2],
        [0, 2],
        [1, 0],
      ]),
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
    );
  });
});
