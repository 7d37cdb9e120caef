// How fast the camera draws generated rooms, labels included: turning on the spot, with and without people who walk.
import type { Clock } from '../bench-clock.js';
import { findDevice } from '../embedded/frames.js';
import { Walker } from '../physics/walker.js';
import { generateRoom } from '../rooms/generate.js';
import { startPoses, writePose } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import { Labels } from '../truth/labels.js';
import { BENCH_VIEWS, measure, type Draw } from './bench.js';
import { Camera } from './camera.js';
import { openTextures } from './textures.js';

export interface FurnishedBench {
  /** As the robot's camera is: 320 x 240, anti-aliasing, noise; picture and labels. */
  readonly framesPerSecondFurnished: number;
  /** Two people walk through the view. */
  readonly framesPerSecondWalkers: number;
  /** From a new room's scene to its first picture, textures decoded before: mean of twenty rooms. */
  readonly firstFrameSecondsFurnished: number;
}

const FURNISHED_SEED = 7;
const WALKERS_SEED = 3;
const FIRST_FRAME_ROOMS = 20;
const FRAME_SECONDS = 0.065;

/** Takes about twenty seconds. */
export async function benchFurnished(clock: Clock): Promise<FurnishedBench> {
  return {
    framesPerSecondFurnished: measure(clock, await roomDrawer(FURNISHED_SEED)),
    framesPerSecondWalkers: measure(clock, await roomDrawer(WALKERS_SEED)),
    firstFrameSecondsFurnished: await firstFrames(clock),
  };
}

/** Draws view number n of a turn on the spot where the robot starts; people walk on from view to view. */
async function roomDrawer(seed: number): Promise<Draw> {
  const { scene, device } = roomOf(seed);
  const camera = await Camera.open(scene, device, { seed });
  const labels = new Labels(scene, camera.objects);
  const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: 'camera_optical_frame' };
  const poses = startPoses(scene);
  const robot = scene.solids[device.solid]!;
  const walkers = scene.solids.flatMap(({ index, path, pose }) =>
    path === undefined ? [] : [{ index, walker: new Walker(path, pose) }],
  );
  return (view) => {
    const turn = (view * Math.PI) / BENCH_VIEWS;
    writePose(poses, device.solid, {
      position: robot.pose.position,
      orientation: [0, 0, Math.sin(turn), Math.cos(turn)],
    });
    for (const { index, walker } of walkers) {
      walker.step(FRAME_SECONDS, undefined);
      writePose(poses, index, walker.pose());
    }
    const frame = camera.render(poses, BigInt(view));
    labels.detections(frame, header);
    labels.surface(poses, header);
  };
}

async function firstFrames(clock: Clock): Promise<number> {
  let seconds = 0;
  for (let seed = 1; seed <= FIRST_FRAME_ROOMS; seed++) {
    const { scene, device } = roomOf(seed);
    const textures = await openTextures(scene);
    const before = clock.now();
    new Camera(scene, device, { seed, textures }).render(startPoses(scene), 0n);
    seconds += clock.now() - before;
  }
  return seconds / FIRST_FRAME_ROOMS;
}

function roomOf(seed: number): { readonly scene: Scene; readonly device: CameraDevice } {
  const { scene } = generateRoom({ seed, file: `room-${seed}.wbt` });
  const device = findDevice(scene, 'camera');
  if (device === undefined) throw new RangeError(`the robot of room ${seed} has no camera`);
  return { scene, device };
}
