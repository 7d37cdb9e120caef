// The camera's messages: the picture, what the lens is, and the labels of what is seen.
import type { Header } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import { msToNs } from '../../message/time.js';
import type { Emit } from '../../runtime/stage.js';
import { toCameraInfo } from '../camera/info.js';
import type { CameraFrame } from '../camera/frame.js';
import type { Poses } from '../scene/poses.js';
import type { CameraSense } from './senses.js';

export const FRAME_PERIOD_MS = 65;

/** Renders at `nowMs` and publishes all that belongs to the frame, under one header. The frame is the camera's. */
export function publishFrame(
  { camera, device, labels }: CameraSense,
  poses: Poses,
  moment: { readonly nowMs: number; readonly stamp: Time },
  emit: Emit,
): CameraFrame {
  const frame = camera.render(poses, msToNs(moment.nowMs));
  const header: Header = { stamp: moment.stamp, frame_id: 'camera_optical_frame' };
  emit('camera/camera_info', toCameraInfo(device, header));
  emit('camera/image_raw', {
    header,
    height: frame.height,
    width: frame.width,
    encoding: 'rgb8',
    is_bigendian: 0,
    step: frame.width * 3,
    data: frame.rgb.slice(),
  });
  emit('ground_truth/detections', labels.detections(frame, header));
  emit('ground_truth/surface', labels.surface(poses, header));
  return frame;
}
