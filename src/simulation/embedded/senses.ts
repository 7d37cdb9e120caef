// The sensors that an embedded world may have beside its base: each may be left out.
import type { Camera } from '../camera/camera.js';
import type { Lidar } from '../lidar/lidar.js';
import type { CameraDevice, LidarDevice } from '../scene/scene.js';
import type { Labels } from '../truth/labels.js';
import type { Picturing } from './picturing.js';

export interface LidarSense {
  readonly device: LidarDevice;
  readonly lidar: Lidar;
  /** Beams are spread over the turn in time, as a turning LIDAR's are; otherwise all look at one moment. */
  readonly spread: boolean;
}

/** What the camera's thread works with. */
export interface CameraSense {
  readonly device: CameraDevice;
  readonly camera: Camera;
  readonly labels: Labels;
  readonly labelsOnly: boolean;
}

export interface Senses {
  readonly lidar?: LidarSense | undefined;
  readonly camera?: Picturing | undefined;
}
