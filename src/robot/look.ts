// One picture by the very path of the robot: prepare, engine, decode; what the model says of it.
import type { Classification, Detection2DArray } from '../message/messages.js';
import { detectConfig } from '../perception/detect/detect-config.js';
import { DetectStage } from '../perception/detect/detect.js';
import { HUNG_MS } from '../perception/engine/engine.js';
import type { Picture } from '../picture/decode.js';
import type { CellMask } from '../picture/tint.js';
import { createEnvelope } from '../runtime/envelope.js';
import { FloorWatch } from './floor-watch.js';
import { openVision } from './vision.js';

export interface Seen {
  readonly detections: Detection2DArray;
  readonly surface: Classification | undefined;
  /** The free floor. */
  readonly floor: CellMask | undefined;
}

/** Gives `work` the model's eye, and closes it. Throws the Faults of `openVision`. */
export async function withEye<T>(
  folder: string,
  work: (look: (picture: Picture) => Promise<Seen>) => Promise<T>,
): Promise<T> {
  const config = detectConfig.parse({ deadlineMs: HUNG_MS });
  const watch = new FloorWatch(await openVision(folder, config));
  const stage = new DetectStage(config, watch.vision);
  try {
    return await work(async (picture) => ({ ...(await lookAt(picture, stage)), floor: watch.last }));
  } finally {
    await stage.close();
  }
}

async function lookAt({ width, height, rgb }: Picture, stage: DetectStage): Promise<Omit<Seen, 'floor'>> {
  const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: 'camera_optical_frame' };
  const image = { header, width, height, encoding: 'rgb8', is_bigendian: 0, step: 3 * width, data: rgb };
  let detections: Detection2DArray = { header, detections: [] };
  let surface: Classification | undefined;
  await stage.take(createEnvelope('camera/image_raw', image, 0n, 0), 0n, (topic, message) => {
    if (topic === 'detections') detections = message as Detection2DArray;
    if (topic === 'surface') surface = message as Classification;
  });
  return { detections, surface };
}
