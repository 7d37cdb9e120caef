// The program of the camera's thread: opens the camera, then makes of each moment all messages that belong to its frame.
import { parentPort, workerData } from 'node:worker_threads';
import type { Fault } from '../../fault/fault.js';
import { toFault } from '../../fault/fault.js';
import type { Time } from '../../message/time.js';
import type { Emit } from '../../runtime/stage.js';
import { Camera } from '../camera/camera.js';
import { Labels } from '../truth/labels.js';
import type { CameraAnswer, CameraOrder, CameraThreadData, Emission } from './camera-thread.js';
import { publishFrame } from './picturing.js';
import { PixelTruth } from './pixel-truth.js';
import type { CameraSense } from './senses.js';

const { scene, device, seed, pixelTruth, labelsOnly } = workerData as CameraThreadData;
const truth = new PixelTruth(pixelTruth);

await answer(async () => {
  const camera = labelsOnly
    ? new Camera(scene, device, { seed })
    : await Camera.open(scene, device, { seed });
  const sense: CameraSense = { device, camera, labels: new Labels(scene, camera.objects), labelsOnly };
  parentPort?.on('message', (order: CameraOrder) => void answer(() => look(sense, order)));
  return { emissions: [] };
});

async function look(sense: CameraSense, { nowMs, stamp, poses }: CameraOrder): Promise<CameraAnswer> {
  const emissions: Emission[] = [];
  const emit: Emit = (topic, message) => void emissions.push({ topic, message } as Emission);
  const frame = publishFrame(sense, poses, { nowMs, stamp }, emit);
  await truth.frame(frame, headerOf(stamp), emit);
  return { emissions };
}

function headerOf(stamp: Time) {
  return { stamp, frame_id: 'camera_optical_frame' };
}

async function answer(work: () => Promise<CameraAnswer>): Promise<void> {
  try {
    const done = await work();
    parentPort?.postMessage(done, picturesOf(done));
  } catch (thrown) {
    const { code, what, found, expected, next, where } = asFault(thrown);
    const refusal = { code, details: { what, found, expected, next, where } };
    parentPort?.postMessage({ refusal } satisfies CameraAnswer);
  }
}

function asFault(thrown: unknown): Fault {
  return toFault(thrown, 'world/invalid', { what: 'The camera cannot draw this world.' });
}

/** Pictures travel without a copy. */
function picturesOf({ emissions = [] }: CameraAnswer): ArrayBuffer[] {
  return emissions.flatMap(({ topic, message }) =>
    topic === 'camera/image_raw' ? [message.data.buffer as ArrayBuffer] : [],
  );
}
