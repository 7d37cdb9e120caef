// The camera's intrinsics as ROS's CameraInfo.
import type { CameraInfo, Header } from '../../message/messages.js';
import type { CameraDevice } from '../scene/scene.js';
import { pinholeOf } from './pinhole.js';

/** K and P of the pinhole, D of its lens as plumb_bob (k1 k2 p1 p2 k3), in the optical frame that `header` names. */
export function toCameraInfo(device: CameraDevice, header: Header): CameraInfo {
  const { width, height, focal, centerX, centerY } = pinholeOf(device);
  return {
    header,
    height,
    width,
    distortion_model: 'plumb_bob',
    d: distortionOf(device, focal),
    k: Float64Array.of(focal, 0, centerX, 0, focal, centerY, 0, 0, 1),
    r: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    p: Float64Array.of(focal, 0, centerX, 0, 0, focal, centerY, 0, 0, 0, 1, 0),
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}

/**
 * Webots' lens is written in fractions of the picture's width, ROS's in focal lengths: radii scale by focal/width per power.
 * Webots maps picture points to ideal ones (the inverse of Brown's model): to first order the signs turn.
 */
function distortionOf({ lens, width }: CameraDevice, focal: number): Float64Array {
  if (lens === undefined) return new Float64Array(5);
  const [k1, k2] = lens.radial;
  const [p1, p2] = lens.tangential;
  const unit = focal / width;
  return Float64Array.of(-k1 * unit ** 2, -k2 * unit ** 4, -p1 * unit, -p2 * unit, 0);
}
