// The sensors that an embedded world may have beside its base: each may be left out.
import type { Classification, Detection2DArray, Header } from '../../message/messages.js';
import type { Camera } from '../camera/camera.js';
import type { CameraFrame } from '../camera/frame.js';
import type { Lidar } from '../lidar/lidar.js';
import type { Poses } from '../scene/poses.js';
import type { CameraDevice, LidarDevice } from '../scene/scene.js';

export interface LidarSense {
  readonly device: LidarDevice;
  readonly lidar: Lidar;
  /** Beams are spread over the turn in time, as a turning LIDAR's are; otherwise all look at one moment. */
  readonly spread: boolean;
}

export interface CameraSense {
  readonly device: CameraDevice;
  readonly camera: Camera;
}

/** Ground truth of a frame; each message is made fresh. */
export interface LabelSense {
  detections(frame: CameraFrame, poses: Poses, header: Header): Detection2DArray;
  surface(frame: CameraFrame, poses: Poses, header: Header): Classification;
}

export interface Senses {
  readonly lidar?: LidarSense | undefined;
  readonly camera?: CameraSense | undefined;
  readonly labels?: LabelSense | undefined;
}
