// Pictures for people: things appear where they are, in the colour of their class.
import assert from 'node:assert/strict';
import { decodePicture } from '../../picture/decode.js';
import { Camera } from '../camera/camera.js';
import { cameraDevice, furnishedRoom } from '../camera/testing/furnished.js';
import { startPoses } from '../scene/poses.js';
import { ObjectSeer } from '../truth/objects-seen.js';
import { renderCameraView } from './camera-view.js';
import { colorOfClass } from './palette.js';
import { renderPlan } from './plan.js';

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

describe('views', () => {
  it('when a room is drawn from above, then its boxes are in it in their colour', async () => {
    const scene = furnishedRoom({ boxes: 6 });
    const { rgb } = await decodePicture(await renderPlan(scene));
    const wanted = channels(colorOfClass('box'));
    let found = 0;
    for (let at = 0; at < rgb.length; at += 3) if (wanted.every((value, i) => rgb[at + i] === value)) found++;
    assert.ok(found > 500, `${found} pixels`);
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
    const expected = channels(colorOfClass('box'));
    const found = [...labelled.rgb.subarray(corner, corner + 3)];
    assert.ok(
      found.every((value, i) => Math.abs(value - expected[i]!) < 40),
      found.join(' '),
    );
  });
});
