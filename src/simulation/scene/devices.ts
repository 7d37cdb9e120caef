// The robot's devices: LIDAR and camera with all they need, the others by kind.
import type { Quaternion } from '../../runtime/geometry/rigid-tuples.js';
import { isKindOf } from '../worldfile/fields.js';
import { booleanField, nodeField, numberField, pairField, stringField } from '../worldfile/reading.js';
import type { Node } from '../worldfile/tree.js';
import type { SceneDraft } from './draft.js';
import { multiply, turnOf } from './placing.js';
import type { CameraDevice, Device, DeviceMount, LidarDevice, OtherDevice, Pose } from './scene.js';

const kindByType: Readonly<Record<string, OtherDevice['kind']>> = {
  Gyro: 'gyro',
  Accelerometer: 'accelerometer',
  InertialUnit: 'inertial-unit',
  TouchSensor: 'touch-sensor',
  GPS: 'gps',
  Compass: 'compass',
};

/** True for every node that inherits Solid and is none of those that are bodies themselves. */
export function isDevice(type: string): boolean {
  const isBody = type === 'Solid' || type === 'Robot' || type === 'Track' || type === 'Charger';
  return isKindOf(type, 'Solid') && !isBody;
}

/** The device mounted on a solid; `pose` is the device node's, on that solid. */
export function deviceOf(node: Node, solid: number, pose: Pose, draft: SceneDraft): Device {
  const mount = { name: stringField(node, 'name'), solid, pose };
  const problem = problemOf(node);
  if (problem !== undefined) {
    draft.skip(`${node.type} "${mount.name}" is not simulated: ${problem}`, node.at);
    return { ...mount, kind: 'other', type: node.type, noise: 0 };
  }
  if (node.type === 'Lidar') return lidarOf(node, lookingAhead(mount, draft), draft);
  if (node.type === 'Camera') return cameraOf(node, lookingAhead(mount, draft), draft);
  const kind = kindByType[node.type] ?? 'other';
  if (kind === 'other') draft.skip(`Device "${node.type}" is not simulated`, node.at);
  return {
    ...mount,
    kind,
    type: node.type,
    noise: numberField(node, node.type === 'GPS' ? 'accuracy' : 'noise'),
  };
}

/** More than any real device has, and little enough for one picture or scan to fit in memory. */
const mostPixels = 4096 * 4096;
const mostBeams = 1_000_000;

function problemOf(node: Node): string | undefined {
  if (node.type === 'Lidar') return problemOfLidar(node);
  return node.type === 'Camera' ? problemOfCamera(node) : undefined;
}

function problemOfLidar(node: Node): string | undefined {
  const [columns, layers] = [numberField(node, 'horizontalResolution'), numberField(node, 'numberOfLayers')];
  if (!isCount(columns) || !isCount(layers)) return `it has ${columns} x ${layers} beams`;
  if (columns * layers > mostBeams) return `${columns} x ${layers} beams are more than ${mostBeams}`;
  const [near, far] = [numberField(node, 'minRange'), numberField(node, 'maxRange')];
  return near >= 0 && far > near ? undefined : `its range is ${near} to ${far}`;
}

function problemOfCamera(node: Node): string | undefined {
  const [width, height] = [numberField(node, 'width'), numberField(node, 'height')];
  if (!isCount(width) || !isCount(height)) return `it has ${width} x ${height} pixels`;
  if (width * height > mostPixels) return `${width} x ${height} pixels are more than ${mostPixels}`;
  const fieldOfView = numberField(node, 'fieldOfView');
  return fieldOfView > 0 && fieldOfView < Math.PI ? undefined : `a pinhole cannot see ${fieldOfView} rad`;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

/** Before R2022a cameras and LIDARs looked along their -z with y up; from then on along x with z up. */
const oldLook: Quaternion = multiply(turnOf([1, 0, 0, -Math.PI / 2]), turnOf([0, 0, 1, Math.PI / 2]));

function lookingAhead(mount: DeviceMount, draft: SceneDraft): DeviceMount {
  if (!draft.conventions.oldAxes) return mount;
  return { ...mount, pose: { ...mount.pose, orientation: multiply(mount.pose.orientation, oldLook) } };
}

function lidarOf(node: Node, mount: DeviceMount, draft: SceneDraft): LidarDevice {
  if (stringField(node, 'projection') === 'planar' || !booleanField(node, 'spherical')) {
    draft.skip('The planar projection of a Lidar was skipped: it scans by equal angles', node.at);
  }
  const resolution = numberField(node, 'resolution');
  return {
    ...mount,
    kind: 'lidar',
    horizontalResolution: numberField(node, 'horizontalResolution'),
    fieldOfView: numberField(node, 'fieldOfView'),
    verticalFieldOfView: numberField(node, 'verticalFieldOfView'),
    numberOfLayers: numberField(node, 'numberOfLayers'),
    tiltAngle: numberField(node, 'tiltAngle'),
    minRange: numberField(node, 'minRange'),
    maxRange: numberField(node, 'maxRange'),
    noise: numberField(node, 'noise'),
    resolution: resolution < 0 ? undefined : resolution,
    defaultFrequency: numberField(node, 'defaultFrequency'),
    rotating: stringField(node, 'type') === 'rotating',
  };
}

function cameraOf(node: Node, mount: DeviceMount, draft: SceneDraft): CameraDevice {
  if (stringField(node, 'projection') !== 'planar' || booleanField(node, 'spherical')) {
    draft.skip('The projection of a Camera was skipped: it is a pinhole camera', node.at);
  }
  const lens = nodeField(node, 'lens');
  return {
    ...mount,
    kind: 'camera',
    width: numberField(node, 'width'),
    height: numberField(node, 'height'),
    fieldOfView: numberField(node, 'fieldOfView'),
    near: numberField(node, 'near'),
    far: numberField(node, 'far'),
    exposure: numberField(node, 'exposure'),
    antiAliasing: booleanField(node, 'antiAliasing'),
    noise: numberField(node, 'noise'),
    lens:
      lens === undefined
        ? undefined
        : {
            center: pairField(lens, 'center'),
            radial: pairField(lens, 'radialCoefficients'),
            tangential: pairField(lens, 'tangentialCoefficients'),
          },
  };
}
