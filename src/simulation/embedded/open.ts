// Opens an embedded world: a scene, its physics, and the sensors that are asked for.
import { Camera } from '../camera/camera.js';
import { Lidar } from '../lidar/lidar.js';
import type { Engine } from '../physics/engine.js';
import { openPhysics } from '../physics/physics.js';
import { aboutZ } from '../physics/rigid.js';
import type { RealisticOptions } from '../lidar/echo.js';
import type { Pose, Scene } from '../scene/scene.js';
import { Labels } from '../truth/labels.js';
import type { Placement, World } from '../world.js';
import { EmbeddedWorld } from './embedded-world.js';
import { findDevice } from './frames.js';
import type { PixelTruthTopic } from './pixel-truth.js';
import type { CameraSense, LidarSense } from './senses.js';

export interface EmbeddedWorldOptions {
  /** Decides all noise and how wrong the robot's calibration is. */
  readonly seed: number;
  /** Where the robot starts; undefined: where the scene has it. */
  readonly start?: Placement | undefined;
  /** Absent: as realistic as the LIDAR can be. */
  readonly lidar?: { readonly realistic: boolean | RealisticOptions } | undefined;
  /** Frames with their labels cost most of a run's time; absent: none. */
  readonly camera?: boolean | undefined;
  /** Published too, PNG-compressed; each costs more than the frame itself. */
  readonly pixelTruth?: readonly PixelTruthTopic[] | undefined;
  /** Reuse a loaded engine for many worlds in turn. */
  readonly engine?: Engine | undefined;
}

/** Throws world/invalid without a robot that can drive, physics/missing, physics/invalid, picture/undecodable. */
export async function openEmbeddedWorld(scene: Scene, options: EmbeddedWorldOptions): Promise<World> {
  const camera = options.camera === true ? await openCamera(scene, options.seed) : undefined;
  const lidar = openLidar(scene, options);
  const physics = await openPhysics(scene, {
    engine: options.engine,
    robotPose: options.start === undefined ? undefined : standingAt(scene, options.start),
  });
  try {
    const senses = { lidar, camera };
    return new EmbeddedWorld({ scene, physics, senses, seed: options.seed, pixelTruth: options.pixelTruth });
  } catch (thrown) {
    physics.close();
    throw thrown;
  }
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

async function openCamera(scene: Scene, seed: number): Promise<CameraSense | undefined> {
  const device = findDevice(scene, 'camera');
  if (device === undefined) return undefined;
  const camera = await Camera.open(scene, device, { seed: seed + CAMERA_SEED });
  return { device, camera, labels: new Labels(scene, camera.objects) };
}

/** Sensors draw from sources of their own: leaving one out changes nothing in the others. */
const LIDAR_SEED = 0x1_0000_0000;
const CAMERA_SEED = 0x2_0000_0000;

/** As high over the floor as the scene has it. */
function standingAt({ robot, solids }: Scene, { x, y, yawRad }: Placement): Pose {
  const height = solids[robot?.solid ?? -1]?.pose.position[2] ?? 0;
  return { position: [x, y, height], orientation: aboutZ(yawRad) };
}
