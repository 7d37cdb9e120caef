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
    const thread = await CameraThread.open({
      scene,
      device,
      seed: 5,
      pixelTruth: ['ground_truth/depth'],
      labelsOnly: false,
    });
    const emissions = await thread.look({ nowMs: 0, stamp, poses: startPoses(scene) });
    await thread.close();
    assert.deepEqual(
      emissions.map(({ topic }) => topic),
      [
        'camera/camera_info',
        'camera/image_raw',
        'ground_truth/detections',
        'ground_truth/surface',
        'ground_truth/free_floor',
        'ground_truth/depth',
      ],
    );
    const image = emissions[1]?.message as MessageOf<'camera/image_raw'>;
    const own = new Camera(scene, device, { seed: 5 }).render(startPoses(scene), 0n);
    assert.deepEqual(new Uint8Array(image.data), own.rgb);
  });

  it('when only labels are wanted, then there is no picture and the labels are the same', async () => {
    const scene = furnishedRoom({ boxes: 20, floorTexture: '/nowhere/floor.png' });
    const open = (labelsOnly: boolean, of = scene) =>
      CameraThread.open({ scene: of, device, seed: 5, pixelTruth: [], labelsOnly });
    const labels = await lookOnce(await open(true));
    const whole = await lookOnce(await open(false, furnishedRoom({ boxes: 20 })));
    assert.deepEqual(
      labels,
      whole.filter(({ topic }) => topic !== 'camera/image_raw'),
    );
    assert.ok((labels[1]!.message as MessageOf<'ground_truth/detections'>).detections.length > 0);
  });

  it('when a texture cannot be read, then opening it fails with the very Fault of the camera', async () => {
    const scene = furnishedRoom({ boxes: 1, floorTexture: '/nowhere/floor.png' });
    await assert.rejects(
      CameraThread.open({ scene, device, seed: 1, pixelTruth: [], labelsOnly: false }),
      (thrown) =>
        thrown instanceof Fault &&
        thrown.code === 'picture/undecodable' &&
        thrown.where === '/nowhere/floor.png',
    );
  });

  it('when it is closed, then what was asked of it and what is asked later fails with a Fault', async () => {
    const scene = furnishedRoom({ boxes: 1 });
    const thread = await CameraThread.open({ scene, device, seed: 1, pixelTruth: [], labelsOnly: false });
    const asked = thread.look({ nowMs: 0, stamp, poses: startPoses(scene) });
    await thread.close();
    const isClosed = (thrown: unknown) => thrown instanceof Fault && thrown.code === 'runtime/closed';
    await assert.rejects(asked, isClosed);
    await assert.rejects(thread.look({ nowMs: 65, stamp, poses: startPoses(scene) }), isClosed);
  });
});

async function lookOnce(thread: CameraThread) {
  const emissions = await thread.look({ nowMs: 0, stamp, poses: startPoses(furnishedRoom({ boxes: 20 })) });
  await thread.close();
  return emissions;
}
