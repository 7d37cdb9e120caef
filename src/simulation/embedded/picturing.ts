// The camera's messages: the picture, what the lens is, and the labels of what is seen.
import type { CameraInfo, Header } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import { msToNs } from '../../message/time.js';
import type { Emit } from '../../runtime/stage.js';
import { pinholeOf } from '../camera/pinhole.js';
import type { Poses } from '../scene/poses.js';
import type { CameraDevice } from '../scene/scene.js';
import type { CameraSense, LabelSense } from './senses.js';

export const FRAME_PERIOD_MS = 65;

/** Renders at `nowMs` and publishes all that belongs to the frame, under one header. */
export function publishFrame(
  { camera, device }: CameraSense,
  labels: LabelSense | undefined,
  poses: Poses,
  moment: { readonly nowMs: number; readonly stamp: Time },
  emit: Emit,
): void {
  const frame = camera.render(poses, msToNs(moment.nowMs));
  const header: Header = { stamp: moment.stamp, frame_id: 'camera_optical_frame' };
  emit('camera/camera_info', cameraInfo(device, header));
  emit('camera/image_raw', {
    header,
    height: frame.height,
    width: frame.width,
    encoding: 'rgb8',
    is_bigendian: 0,
    step: frame.width * 3,
    data: frame.rgb.slice(),
  });
  if (labels === undefined) return;
  emit('ground_truth/detections', labels.detections(frame, poses, header));
  emit('ground_truth/surface', labels.surface(frame, poses, header));
}

/** K, R and P of an ideal pinhole (sensor_msgs/CameraInfo); distortion in the order k1 k2 p1 p2 k3. */
function cameraInfo(device: CameraDevice, header: Header): CameraInfo {
  const { focal, centerX, centerY } = pinholeOf(device);
  const [k1, k2, p1, p2] = [...(device.lens?.radial ?? [0, 0]), ...(device.lens?.tangential ?? [0, 0])];
  return {
    header,
    height: device.height,
    width: device.width,
    distortion_model: 'plumb_bob',
    d: Float64Array.of(k1 ?? 0, k2 ?? 0, p1 ?? 0, p2 ?? 0, 0),
    k: Float64Array.of(focal, 0, centerX, 0, focal, centerY, 0, 0, 1),
    r: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    p: Float64Array.of(focal, 0, centerX, 0, 0, focal, centerY, 0, 0, 0, 1, 0),
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}
