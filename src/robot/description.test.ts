import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { multiply, type Quaternion } from '../runtime/geometry/rigid-tuples.js';
import { openGeneratedRoom } from './place.js';
import { describeRobot, rollPitchYaw } from './description.js';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A turn about one axis. */
function turn(axis: 0 | 1 | 2, angle: number): Quaternion {
  const imaginary = [0, 0, 0];
  imaginary[axis] = Math.sin(angle / 2);
  return [imaginary[0]!, imaginary[1]!, imaginary[2]!, Math.cos(angle / 2)];
}

describe('the description of the robot', () => {
  it('when a quaternion is written as roll, pitch and yaw, then turning by those about x, y, z gives it back', () => {
    const angle = (most: number): fc.Arbitrary<number> => fc.double({ min: -most, max: most, noNaN: true });
    fc.assert(
      fc.property(angle(3.1), angle(1.5), angle(3.1), (roll, pitch, yaw) => {
        const made = multiply(turn(2, yaw), multiply(turn(1, pitch), turn(0, roll)));
        rollPitchYaw(made).forEach((value, i) => assert.ok(Math.abs(value - [roll, pitch, yaw][i]!) < 1e-6));
      }),
    );
  });

  it('when it is made, then every joint joins links that are there, each but the first has one parent, and frames are those of REP-105', () => {
    const text = describeRobot(openGeneratedRoom({ seed: 3 }).scene);
    const links = [...text.matchAll(/<link name="([^"]+)"/g)].map(([, name]) => name);
    const children = [...text.matchAll(/<child link="([^"]+)"/g)].map(([, name]) => name);
    const parents = [...text.matchAll(/<parent link="([^"]+)"/g)].map(([, name]) => name);
    assert.deepEqual([...children].sort(), links.filter((name) => name !== 'base_footprint').sort());
    assert.deepEqual(
      parents.filter((name) => !links.includes(name)),
      [],
    );
    for (const frame of ['base_link', 'laser', 'imu_link', 'camera_link', 'camera_optical_frame'])
      assert.ok(links.includes(frame), frame);
  });

  it('when Webots is told how to name frames, then its devices are those of the PROTO, and the frames those of the description', () => {
    const told = readFileSync(inRepository('ros_ws/src/jackdaw_bringup/config/webots.urdf'), 'utf8');
    const description = describeRobot(openGeneratedRoom({ seed: 3 }).scene);
    const proto = readFileSync(inRepository('sim/protos/JackdawRobot.proto'), 'utf8');
    const valuesOf = (pattern: RegExp): string[] => [...told.matchAll(pattern)].map(([, value]) => value!);
    const devices = [
      ...valuesOf(/reference="([^"]+)"/g),
      ...valuesOf(/<(?:inertialUnit|gyro|accelerometer)Name>([^<]+)/g),
    ];
    assert.equal(devices.length, 5);
    assert.deepEqual(
      valuesOf(/<frameName>([^<]+)/g).filter((frame) => !description.includes(`<link name="${frame}"`)),
      [],
    );
    assert.deepEqual(
      devices.filter((device) => !proto.includes(`name "${device}"`)),
      [],
    );
  });

  it('when a world has no robot, then that is said', () => {
    const { scene } = openGeneratedRoom({ seed: 3 });
    assert.throws(() => describeRobot({ ...scene, robot: undefined }), { code: 'world/invalid' });
  });
});
