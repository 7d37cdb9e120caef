// The pinhole: Webots' horizontal field of view as a focal length, square pixels, the middle as principal point.
import type { CameraDevice } from '../scene/scene.js';

export interface Pinhole {
  readonly width: number;
  readonly height: number;
  /** Pixels. */
  readonly focal: number;
  readonly centerX: number;
  readonly centerY: number;
}

/** `scale` pixels for each of the device's, along each side. */
export function pinholeOf({ width, height, fieldOfView }: CameraDevice, scale = 1): Pinhole {
  return {
    width: width * scale,
    height: height * scale,
    focal: (width * scale) / (2 * Math.tan(fieldOfView / 2)),
    centerX: (width * scale) / 2,
    centerY: (height * scale) / 2,
  };
}
