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

export function pinholeOf({ width, height, fieldOfView }: CameraDevice): Pinhole {
  const focal = width / (2 * Math.tan(fieldOfView / 2));
  return { width, height, focal, centerX: width / 2, centerY: height / 2 };
}

/** The same view with `scale` times the pixels along each side. */
export function enlarge({ width, height, focal, centerX, centerY }: Pinhole, scale: number): Pinhole {
  return {
    width: width * scale,
    height: height * scale,
    focal: focal * scale,
    centerX: centerX * scale,
    centerY: centerY * scale,
  };
}
