// The camera's messages: the picture, what the lens is, and the labels of what is seen; and when they are due.
import type { Header, Image } from '../../message/messages.js';
import type { Time } from '../../message/time.js';
import { msToNs } from '../../message/time.js';
import type { Emit } from '../../runtime/stage.js';
import { toCameraInfo } from '../camera/info.js';
import type { CameraFrame } from '../camera/frame.js';
import type { Poses } from '../scene/poses.js';
import type { CameraThread, Emission } from './camera-thread.js';
import type { CameraSense } from './senses.js';

export const FRAME_PERIOD_MS = 65;
/**
 * Exposure, read-out and processing: a frame shows the moment of its stamp and comes so much later. Nearly the period, so that the
 * thread that draws hardly ever waits for the next order.
 */
export const FRAME_LATENCY_MS = 60;

/** Has frames drawn at their period and publishes each when it is due, whenever it was ready. */
export class Picturing {
  readonly #camera: CameraThread;
  #dueMs = -1;
  #picture: Promise<readonly Emission[]> | undefined;

  /** Owns the camera from now on. */
  constructor(camera: CameraThread) {
    this.#camera = camera;
  }

  /** To be called at every step: orders a frame of the poses as they are now, if it is time for one. */
  begin(nowMs: number, stamp: Time, poses: Poses): void {
    if (nowMs % FRAME_PERIOD_MS !== 0) return;
    this.#picture = this.#camera.look({ nowMs, stamp, poses: poses.slice() });
    this.#dueMs = nowMs + FRAME_LATENCY_MS;
  }

  isDue(nowMs: number): boolean {
    return this.#picture !== undefined && nowMs === this.#dueMs;
  }

  /** Publishes what is due, all under the header of its moment. */
  async publish(emit: Emit): Promise<void> {
    const emissions = (await this.#picture) ?? [];
    this.#picture = undefined;
    for (const { topic, message } of emissions) emit(topic, message);
  }

  close(): Promise<void> {
    return this.#camera.close();
  }
}

/** Renders at `nowMs` and publishes all that belongs to the frame, under one header. The frame is the camera's. */
export function publishFrame(
  { camera, device, labels, labelsOnly }: CameraSense,
  poses: Poses,
  moment: { readonly nowMs: number; readonly stamp: Time },
  emit: Emit,
): CameraFrame {
  const frame = labelsOnly ? camera.label(poses) : camera.render(poses, msToNs(moment.nowMs));
  const header: Header = { stamp: moment.stamp, frame_id: 'camera_optical_frame' };
  emit('camera/camera_info', toCameraInfo(device, header));
  if (!labelsOnly) emit('camera/image_raw', imageOf(frame, header));
  emit('ground_truth/detections', labels.detections(frame, header));
  emit('ground_truth/surface', labels.surface(poses, header));
  emit('ground_truth/free_floor', labels.freeFloor(frame, header));
  return frame;
}

function imageOf({ width, height, rgb }: CameraFrame, header: Header): Image {
  const data = rgb.slice();
  return { header, height, width, encoding: 'rgb8', is_bigendian: 0, step: width * 3, data };
}
