// How fast the camera draws: frames per second in the benchmark's rooms, textures, lamps and shadows on, while it moves.
import type { Clock } from '../bench-clock.js';
import { createRandom } from '../random.js';
import { startPoses, writePose } from '../scene/poses.js';
import type { Poses } from '../scene/poses.js';
import type { CameraDevice, Scene } from '../scene/scene.js';
import { Camera } from './camera.js';
import { cameraDevice, furnishedRoom } from './testing/furnished.js';
import { createMipMap } from './textures.js';
import type { MipMap } from './textures.js';

export interface CameraBench {
  /** 320 x 240, 20 boxes in a walled room of 8 m, two lamps; picture, depth and segmentation. */
  readonly cameraFramesPerSecond: number;
  readonly framesPerSecondAt200: number;
  readonly framesPerSecondAt500: number;
  /** Time per frame at 200 boxes over that at 20. */
  readonly growth20To200: number;
  readonly framesPerSecondSmooth: number;
  readonly framesPerSecondNoisy: number;
  readonly framesPerSecond640x480: number;
  /** Boxes that can be pushed, one of them moving all the time. */
  readonly framesPerSecondMoving: number;
  /** From a scene to its first picture, light and all. */
  readonly firstFrameSeconds: number;
}

export const BENCH_VIEWS = 60;
const ROUNDS = 5;
const ROUND_SECONDS = 0.25;
const SIDE_M = 8;

/** Takes about fifteen seconds. */
export function benchCamera(clock: Clock): CameraBench {
  const textures = benchTextures();
  const rate = (boxes: number, device: Partial<CameraDevice> = {}) =>
    measure(clock, drawer(benchRoom(boxes), textures, device));
  const before = clock.now();
  drawer(benchRoom(20), textures, {})(0);
  const firstFrameSeconds = clock.now() - before;
  const [at20, at200] = [rate(20), rate(200)];
  return {
    cameraFramesPerSecond: at20,
    framesPerSecondAt200: at200,
    framesPerSecondAt500: rate(500),
    growth20To200: at20 / at200,
    framesPerSecondSmooth: rate(20, { antiAliasing: true }),
    framesPerSecondNoisy: rate(20, { noise: 0.01 }),
    framesPerSecond640x480: rate(20, { width: 640, height: 480 }),
    framesPerSecondMoving: measure(clock, movingDrawer(textures)),
    firstFrameSeconds,
  };
}

/** Draws view number n of the benchmark's round trip; returns what is only worked out when it is asked for. */
export type Draw = (view: number) => unknown;

export function benchRoom(boxes: number, loose = false): Scene {
  return furnishedRoom({
    boxes,
    loose,
    side: SIDE_M,
    floorTexture: 'planks',
    wallTexture: 'plaster',
    boxTexture: 'card',
  });
}

export function drawer(
  scene: Scene,
  textures: ReadonlyMap<string, MipMap>,
  device: Partial<CameraDevice>,
): Draw {
  const camera = new Camera(scene, cameraDevice(device), { seed: 1, textures });
  const poses = startPoses(scene);
  return (view) => {
    placeCamera(poses, view);
    return camera.render(poses, BigInt(view)).depth;
  };
}

/** x, y in metres and yaw of view n: round the middle of the room, looking everywhere. */
export function benchView(view: number): readonly [number, number, number] {
  const turn = (view * 2 * Math.PI) / BENCH_VIEWS;
  return [0.5 * Math.cos(3 * turn), 0.5 * Math.sin(2 * turn), turn];
}

function placeCamera(poses: Poses, view: number): void {
  const [x, y, yaw] = benchView(view);
  writePose(poses, 0, { position: [x, y, 0], orientation: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)] });
}

/** As `drawer`, but the first box slides along. */
export function movingDrawer(textures: ReadonlyMap<string, MipMap>): Draw {
  const scene = benchRoom(20, true);
  const camera = new Camera(scene, cameraDevice(), { seed: 1, textures });
  const poses = startPoses(scene);
  const box = scene.solids.findIndex(({ model }) => model === 'box');
  const { position, orientation } = scene.solids[box]!.pose;
  return (view) => {
    placeCamera(poses, view);
    writePose(poses, box, {
      position: [position[0] + 0.05 * (view % 20), position[1], position[2]],
      orientation,
    });
    return camera.render(poses, BigInt(view)).depth;
  };
}

/** Views drawn per second: the best of a few rounds, since others use the machine too. */
export function measure(clock: Clock, draw: Draw): number {
  for (let view = 0; view < BENCH_VIEWS; view++) draw(view);
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) best = Math.max(best, rateOf(clock, draw, ROUND_SECONDS));
  return best;
}

/** Whole round trips until the time is over, views per second. */
export function rateOf(clock: Clock, draw: Draw, seconds: number): number {
  const start = clock.now();
  let views = 0;
  while (clock.now() - start < seconds) {
    for (let view = 0; view < BENCH_VIEWS; view++) draw(view);
    views += BENCH_VIEWS;
  }
  return views / (clock.now() - start);
}

/** Three pictures of 256 pixels a side, streaked and grainy as wood, plaster and cardboard are. */
export function benchTextures(): ReadonlyMap<string, MipMap> {
  return new Map(
    ['planks', 'plaster', 'card'].map((name, seed) => {
      const random = createRandom(seed);
      const rows = Array.from({ length: 256 }, () => random.between(150, 220));
      const rgb = Uint8Array.from(
        { length: 256 * 256 * 3 },
        (_, i) => rows[Math.floor(i / 768)]! + random.between(-25, 25),
      );
      return [name, createMipMap({ width: 256, height: 256, rgb })];
    }),
  );
}
