// Pictures of a world: what the camera sees, the same with its labels, the room from above, what the LIDAR measures.
import { join } from 'node:path';
import type { Picture } from '../picture/decode.js';
import { admitDrawings, writeDrawing } from '../recording/output.js';
import { identityPlanar } from '../runtime/geometry/planar.js';
import { Sweep } from '../runtime/geometry/sweep.js';
import { Camera } from '../simulation/camera/camera.js';
import { findDevice } from '../simulation/embedded/frames.js';
import { toLaserScan } from '../simulation/embedded/scanning.js';
import { Lidar } from '../simulation/lidar/lidar.js';
import { loadScene } from '../simulation/scene/load.js';
import { startPoses } from '../simulation/scene/poses.js';
import type { Scene } from '../simulation/scene/scene.js';
import { ObjectSeer } from '../simulation/truth/objects-seen.js';
import { renderCameraView } from '../simulation/views/camera-view.js';
import { renderPlan } from '../simulation/views/plan.js';
import { renderDetections } from './detection-picture.js';
import { withEye } from './look.js';
import { renderScan } from './scan-picture.js';
import { findModelFolder } from './named-model.js';

/** Labels are to be read. */
const LABELS_SCALE = 3;

export interface WorldPicturesOptions {
  readonly folder: string;
  readonly seed: number;
  /** What a model sees too. */
  readonly detect: boolean;
  /** Its folder; the newest that is shipped if absent. */
  readonly model?: string | undefined;
}

export interface WorldPictures {
  readonly files: readonly string[];
  /** Pictures that could not be made, and why. */
  readonly missing: readonly string[];
}

const drawings = ['camera.png', 'labels.png', 'detections.png', 'plan.png', 'lidar.png'];

/** Writes what the world has devices for. Errors: those of `loadScene`; cli/usage, cli/output. */
export async function renderWorld(
  file: string,
  { folder, seed, detect, model }: WorldPicturesOptions,
): Promise<WorldPictures> {
  await admitDrawings({ folder, flag: '--out', draws: (name) => drawings.includes(name) });
  const scene = loadScene(file);
  const pictures = {
    ...(await cameraPictures(scene, seed, detect ? await findModelFolder(model) : undefined)),
    'plan.png': await renderPlan(scene),
    ...(await lidarPicture(scene, seed)),
  };
  for (const [name, bytes] of Object.entries(pictures)) await writeDrawing(folder, name, bytes);
  return { files: Object.keys(pictures).map((name) => join(folder, name)), missing: missingIn(scene) };
}

function missingIn(scene: Scene): string[] {
  const why = (device: string): string =>
    scene.robot === undefined
      ? 'the world has no robot'
      : `its robot has no ${device} that the simulator can use`;
  return [
    ...(findDevice(scene, 'camera') === undefined ? [`No camera.png and labels.png: ${why('Camera')}.`] : []),
    ...(findDevice(scene, 'lidar') === undefined ? [`No lidar.png: ${why('Lidar')}.`] : []),
  ];
}

async function cameraPictures(
  scene: Scene,
  seed: number,
  model: string | undefined,
): Promise<Record<string, Uint8Array>> {
  const view = await viewAtStart(scene, seed);
  if (view === undefined) return {};
  const { camera, frame } = view;
  const seen = new ObjectSeer(camera.objects).see(frame);
  return {
    'camera.png': await renderCameraView(frame),
    'labels.png': await renderCameraView(frame, { seen, scale: LABELS_SCALE }),
    ...(model === undefined ? {} : { 'detections.png': await detectionsPicture(frame, model) }),
  };
}

/** What the robot's camera sees before anything has moved; undefined if it has none. */
export async function viewAtStart(scene: Scene, seed: number) {
  const device = findDevice(scene, 'camera');
  if (device === undefined) return undefined;
  const camera = await Camera.open(scene, device, { seed });
  return { camera, frame: camera.render(startPoses(scene), 0n) };
}

async function detectionsPicture(frame: Picture, folder: string): Promise<Uint8Array> {
  return renderDetections(frame, await withEye(folder, (look) => look(frame)));
}

async function lidarPicture(scene: Scene, seed: number): Promise<Record<string, Uint8Array>> {
  const device = findDevice(scene, 'lidar');
  if (device === undefined) return {};
  const lidar = new Lidar(scene, device, { seed, realistic: true });
  lidar.cast(startPoses(scene), 0, lidar.beams);
  const sweep = new Sweep();
  const scan = toLaserScan({ device, lidar, spread: false }, lidar.complete(), { sec: 0, nanosec: 0 });
  sweep.fill(scan, identityPlanar, identityPlanar);
  return { 'lidar.png': await renderScan({ title: `${scene.title}: LIDAR`, sweep }) };
}
