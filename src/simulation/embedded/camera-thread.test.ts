// The camera's thread: what cannot be opened or goes on after its end is a Fault, and a moment gives the camera's own frame.
import assert from 'node:assert/strict';
import { Fault } from '../../fault/fault.js';
import type { MessageOf } from '../../message/topics.js';
import { Camera } from '../camera/camera.js';
import { cameraDevice, furnishedRoom } from '../camera/testing/furnished.js';
import { startPoses } from '../scene/poses.js';
import { CameraThread } from './camera-thread.js';

const stamp = { sec: 0, nanosec: 0 };
const device = cameraDevice({ width: 64, height: 48 });

describe("the camera's thread", () => {
  it('when it is given a moment, then it answers with the frame the camera itself draws, and all that belongs to it', async () => {
    const scene = furnishedRoom({ boxes: 3 });
    const thread = await CameraThread.open({ scene, device, seed: 5, pixelTruth: ['ground_truth/depth'] });
    const emissions = await thread.look({ nowMs: 0, stamp, poses: startPoses(scene) });
    await thread.close();
    assert.deepEqual(
      emissions.map(({ topic }) => topic),
      [
        'camera/camera_info',
        'camera/image_raw',
        'ground_truth/detections',
        'ground_truth/surface',
        'ground_truth/depth',
      ],
    );
    const image = emissions[1]?.message as MessageOf<'camera/image_raw'>;
    const own = new Camera(scene, device, { seed: 5 }).render(startPoses(scene), 0n);
    assert.deepEqual(new Uint8Array(image.data), own.rgb);
  });

  it('when a texture cannot be read, then opening it fails with the very Fault of the camera', async () => {
    const scene = furnishedRoom({ boxes: 1, floorTexture: '/nowhere/floor.png' });
    await assert.rejects(
      CameraThread.open({ scene, device, seed: 1, pixelTruth: [] }),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'picture/undecodable' &&
        thrown.where === '/nowhere/floor.png',
    );
  });

  it('when it is closed, then what was asked of it and what is asked later fails with a Fault', async () => {
    const scene = furnishedRoom({ boxes: 1 });
    const thread = await CameraThread.open({ scene, device, seed: 1, pixelTruth: [] });
    const asked = thread.look({ nowMs: 0, stamp, poses: startPoses(scene) });
    await thread.close();
    const isClosed = (thrown: unknown) => thrown instanceof Fault && thrown.code === 'runtime/closed';
    await assert.rejects(asked, isClosed);
    await assert.rejects(thread.look({ nowMs: 65, stamp, poses: startPoses(scene) }), isClosed);
  });
});
