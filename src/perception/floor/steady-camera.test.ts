// The camera over the floor is made anew exactly when what is told of it changes.
import assert from 'node:assert/strict';
import type { CameraInfo } from '../../message/messages.js';
import { copyTransform, createTransform } from '../../runtime/geometry/rigid.js';
import { SteadyCamera } from './steady-camera.js';
import { cameraInfo } from '../fuse/testing/fused.js';

const mount = createTransform();
mount.translation.z = 0.12;

describe('the steady camera', () => {
  it('when the same is told again in other messages, then it is the same camera', () => {
    const steady = new SteadyCamera();
    assert.equal(steady.at(cameraInfo(), mount), steady.at(cameraInfo(), copyTransform(mount)));
  });

  it('when lens, picture or mounting changes, then it is another, and stays that one', () => {
    const [k, d] = [Float64Array.from(cameraInfo().k), Float64Array.of(0.1, 0, 0, 0, 0)];
    k[4]! += 1;
    const others: Partial<CameraInfo>[] = [
      { k },
      { d },
      { d: new Float64Array(4) },
      { width: 640 },
      { height: 480 },
    ];
    for (const other of others) {
      const steady = new SteadyCamera();
      const before = steady.at(cameraInfo(), mount);
      const after = steady.at({ ...cameraInfo(), ...other }, mount);
      assert.notEqual(after, before, JSON.stringify(other));
      assert.equal(steady.at({ ...cameraInfo(), ...other }, mount), after);
    }
  });

  it('when the transform that it was given moves on, then the camera stays where it was until it is asked for again', () => {
    const steady = new SteadyCamera();
    const moving = copyTransform(mount);
    const before = steady.at(cameraInfo(), moving);
    moving.translation.z = 0.2;
    moving.rotation.w = -1;
    assert.equal(before.lens.z, 0.12);
    const after = steady.at(cameraInfo(), moving);
    assert.equal(after.lens.z, 0.2);
    assert.notEqual(after, before);
  });
});
