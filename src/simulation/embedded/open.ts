// Opens an embedded world: a scene, its physics, and the sensors that are asked for.
import { Lidar } from '../lidar/lidar.js';
import type { Engine } from '../physics/engine.js';
import { openPhysics, type Physics } from '../physics/physics.js';
import { aboutZ } from '../../runtime/geometry/rigid-tuples.js';
import type { RealisticOptions } from '../lidar/echo.js';
import type { Pose, Scene } from '../scene/scene.js';
import type { Placement, World } from '../world.js';
import { CameraThread } from './camera-thread.js';
import { EmbeddedWorld } from './embedded-world.js';
import { findDevice } from './frames.js';
import { Picturing } from './picturing.js';
import type { PixelTruthTopic } from './pixel-truth.js';
import type { LidarSense } from './senses.js';

export interface EmbeddedWorldOptions {
  /** Decides all noise and how wrong the robot's calibration is. */
  readonly seed: number;
  /** Where the robot starts; undefined: where the scene has it. */
  readonly start?: Placement | undefined;
  /** Absent: as realistic as the LIDAR can be. */
  readonly lidar?: { readonly realistic: boolean | RealisticOptions } | undefined;
  /** Frames with their labels cost most of a run's time, labels alone much less; absent: none. */
  readonly camera?: boolean | 'labels' | undefined;
  /** Published too, PNG-compressed; each costs more than the frame itself. */
  readonly pixelTruth?: readonly PixelTruthTopic[] | undefined;
  /** Says map → odom as a localizer that is never wrong; not beside another one. */
  readonly localizer?: boolean | undefined;
  /** Reuse a loaded engine for many worlds in turn. */
  readonly engine?: Engine | undefined;
}

/** Throws world/invalid without a robot that can drive, physics/missing, physics/invalid, picture/undecodable. */
export async function openEmbeddedWorld(scene: Scene, options: EmbeddedWorldOptions): Promise<World> {
  const { camera: wanted = false } = options;
  const opening = wanted === false ? Promise.resolve(undefined) : openCamera(scene, options);
  // Both at once: the camera's thread reads its textures meanwhile.
  const [camera, physics] = await Promise.allSettled([opening, openPhysicsOf(scene, options)]);
  try {
    const senses = { lidar: openLidar(scene, options), camera: valueOf(camera) };
    const { seed, pixelTruth, localizer } = options;
    return new EmbeddedWorld({ scene, physics: valueOf(physics), senses, seed, pixelTruth, localizer });
  } catch (thrown) {
    if (physics.status === 'fulfilled') physics.value.close();
    if (camera.status === 'fulfilled') await camera.value?.close();
    throw thrown;
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

function openPhysicsOf(scene: Scene, { engine, start }: EmbeddedWorldOptions): Promise<Physics> {
  return openPhysics(scene, {
    engine,
    robotPose: start === undefined ? undefined : standingAt(scene, start),
  });
}

function openLidar(scene: Scene, { seed, lidar }: EmbeddedWorldOptions): LidarSense | undefined {
  const device = findDevice(scene, 'lidar');
  if (device === undefined) return undefined;
  const realistic = lidar?.realistic ?? true;
  return {
    device,
    lidar: new Lidar(scene, device, { seed: seed + LIDAR_SEED, realistic }),
    spread: realistic !== false || device.rotating,
  };
}

async function openCamera(scene: Scene, options: EmbeddedWorldOptions): Promise<Picturing | undefined> {
  const device = findDevice(scene, 'camera');
  if (device === undefined) return undefined;
  const { pixelTruth = [] } = options;
  const labelsOnly = options.camera === 'labels';
  const seed = options.seed + CAMERA_SEED;
  return new Picturing(await CameraThread.open({ scene, device, seed, pixelTruth, labelsOnly }));
}

/** Sensors draw from sources of their own: leaving one out changes nothing in the others. */
const LIDAR_SEED = 0x1_0000_0000;
const CAMERA_SEED = 0x2_0000_0000;

/** As high over the floor as the scene has it. */
function standingAt({ robot, solids }: Scene, { x, y, yawRad }: Placement): Pose {
  const height = solids[robot?.solid ?? -1]?.pose.position[2] ?? 0;
  return { position: [x, y, height], orientation: aboutZ(yawRad) };
}
