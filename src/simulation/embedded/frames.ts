// The robot's fixed frames (REP-105): where its devices sit, as static transforms.
import type { TFMessage, Transform, TransformStamped } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import { compose, relative, STILL } from '../../runtime/geometry/rigid-tuples.js';
import type { Device, Pose, Scene } from '../scene/scene.js';

export const WORLD_FRAME = 'world';

/** x right, y down, z forward, seen from a frame with x forward, y left, z up (REP-103). */
const OPTICAL: Pose = { position: [0, 0, 0], orientation: [-0.5, 0.5, -0.5, 0.5] };

/** Frames of the devices that the robot has, on base_link, which is `axleHeightM` over base_footprint. */
export function staticTransforms(scene: Scene, axleHeightM: number, stamp: Time): TFMessage {
  const axle: Pose = { position: [0, 0, axleHeightM], orientation: [0, 0, 0, 1] };
  const transforms = [stamped(stamp, 'base_footprint', 'base_link', axle)];
  const mount = (child: string, device: Device | undefined): void => {
    if (device === undefined) return;
    transforms.push(stamped(stamp, 'base_link', child, relative(axle, mountOnRobot(scene, device))));
  };
  mount('laser', findDevice(scene, 'lidar'));
  mount('imu_link', findInertialDevice(scene));
  const camera = findDevice(scene, 'camera');
  mount('camera_link', camera);
  if (camera !== undefined) transforms.push(stamped(stamp, 'camera_link', 'camera_optical_frame', OPTICAL));
  return { transforms };
}

export function findDevice<K extends Device['kind']>(
  { robot }: Scene,
  kind: K,
): Extract<Device, { kind: K }> | undefined {
  return robot?.devices.find((device): device is Extract<Device, { kind: K }> => device.kind === kind);
}

/** The frame imu_link is that of the gyro, else of another inertial device. */
export function findInertialDevice({ robot }: Scene): Device | undefined {
  const devices = robot?.devices ?? [];
  return (['gyro', 'accelerometer', 'inertial-unit'] as const)
    .map((kind) => devices.find((device) => device.kind === kind))
    .find((device) => device !== undefined);
}

/** A device's pose on the robot's own solid (base_footprint). */
export function mountOnRobot({ solids, robot }: Scene, device: Device): Pose {
  const root = robot === undefined ? undefined : solids[robot.solid];
  const carrier = solids[device.solid];
  if (root === undefined || carrier === undefined) return device.pose;
  return relative(root.pose, compose(carrier.pose, device.pose));
}

export function inertialMount(scene: Scene): Pose {
  const device = findInertialDevice(scene);
  return device === undefined ? STILL : mountOnRobot(scene, device);
}

export function stamped(stamp: Time, parent: string, child: string, pose: Pose): TransformStamped {
  return { header: { stamp, frame_id: parent }, child_frame_id: child, transform: transformOf(pose) };
}

export function transformOf({ position, orientation }: Pose): Transform {
  const [x, y, z] = position;
  const [qx, qy, qz, qw] = orientation;
  return { translation: { x, y, z }, rotation: { x: qx, y: qy, z: qz, w: qw } };
}
