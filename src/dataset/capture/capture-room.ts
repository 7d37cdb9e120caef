// One room to one bag: generated, looked at from sampled and from driven places, every frame with its labels and its scan.
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../runtime/clock.js';
import { Fault } from '../../fault/fault.js';
import type { LaserScan } from '../../message/messages.js';
import { encodeJpeg } from '../../picture/encode.js';
import { openRecording } from '../../recording/open.js';
import type { StageSettings } from '../../robot/stages.js';
import { Camera } from '../../simulation/camera/camera.js';
import type { MipMap } from '../../simulation/camera/textures.js';
import { toLaserScan } from '../../simulation/embedded/scanning.js';
import type { LidarSense } from '../../simulation/embedded/senses.js';
import { Lidar } from '../../simulation/lidar/lidar.js';
import type { Engine } from '../../simulation/physics/engine.js';
import { createRandom, type Random } from '../../simulation/random.js';
import { generateRoom, type Room } from '../../simulation/rooms/generate.js';
import type { AssetSet } from '../../simulation/rooms/kit.js';
import { defaultLoadOptions } from '../../simulation/scene/load.js';
import type { Poses } from '../../simulation/scene/poses.js';
import type { CameraDevice, Device, LidarDevice, Scene } from '../../simulation/scene/scene.js';
import type { RoomFacts } from '../labels.js';
import { RoomBag } from './room-bag.js';
import { driveAndLook } from './drive.js';
import { PARTIAL_FOLDER } from './order.js';
import { FrameLabeller } from './label-frame.js';
import { posesAt } from './stance.js';
import type { TextureShelf } from './texture-shelf.js';
import { isClearOfPeople, ViewSampler } from './views.js';

export interface RoomOrder {
  readonly seed: number;
  readonly assets: AssetSet;
  /** Sampled places. */
  readonly frames: number;
  /** Of driving in physics; 0: none. */
  readonly seconds: number;
  readonly generator: string;
  /** The bag's folder; it appears whole or not at all. */
  readonly folder: string;
}

export interface CaptureTools {
  readonly textures: TextureShelf;
  /** Called at the first drive. */
  readonly openEngine: () => Promise<Engine>;
  readonly settings: StageSettings;
  readonly clock: Clock;
}

/** Time between two sampled frames in the bag, and between two driven ones. */
const SAMPLED_MS = 1000;
const DRIVEN_MS = 500;
/** Of views, encoder and noise: apart from those of the room itself. */
const CAPTURE_STREAM = 1024;

/** Returns the number of frames written. Errors: rooms/impossible, bag/write-failed, bag/disk-full. */
export async function captureRoom(order: RoomOrder, tools: CaptureTools): Promise<number> {
  const partial = join(dirname(order.folder), PARTIAL_FOLDER, basename(order.folder));
  await rm(partial, { recursive: true, force: true });
  const room = generateRoom({
    seed: order.seed,
    file: join(defaultLoadOptions.simFolder, 'worlds', 'captured.wbt'),
    assets: order.assets,
    variety: 'wide',
  });
  const random = createRandom(order.seed + CAPTURE_STREAM * 2 ** 32);
  const studio = openStudio(room.scene, order.seed, {
    textures: await tools.textures.texturesOf(room.scene),
    jpegQuality: Math.round(random.between(75, 96)),
  });
  const bag = new RoomBag(await openRecording({ kind: 'mcap', folder: partial, sync: 'segment' }));
  bag.room(factsOf(room, order));
  await shootSampled(studio, bag, order, random);
  if (order.seconds > 0) await shootDriven(studio, bag, order, tools);
  const frames = await bag.close();
  await rename(partial, order.folder);
  return frames;
}

function factsOf({ text }: Room, { seed, assets, generator }: RoomOrder): RoomFacts {
  return { room: `${assets}-${generator.slice(0, 8)}-${seed}`, assets, generator, seed, world: text };
}

/** The sensors of one scene. */
interface Studio {
  readonly scene: Scene;
  readonly device: CameraDevice;
  readonly camera: Camera;
  readonly lidar: LidarSense;
  readonly labeller: FrameLabeller;
  readonly jpegQuality: number;
}

interface Look {
  readonly textures: ReadonlyMap<string, MipMap>;
  readonly jpegQuality: number;
}

function openStudio(scene: Scene, seed: number, { textures, jpegQuality }: Look): Studio {
  const device = deviceOf(scene, 'camera');
  const lidarDevice = deviceOf(scene, 'lidar');
  const camera = new Camera(scene, device, { seed, textures });
  const lidar = new Lidar(scene, lidarDevice, { seed, realistic: true });
  return {
    scene,
    device,
    camera,
    lidar: { device: lidarDevice, lidar, spread: false },
    labeller: new FrameLabeller(scene, device, camera.objects),
    jpegQuality,
  };
}

function deviceOf(scene: Scene, kind: 'camera'): CameraDevice;
function deviceOf(scene: Scene, kind: 'lidar'): LidarDevice;
function deviceOf(scene: Scene, kind: Device['kind']): Device {
  const device = scene.robot?.devices.find((each) => each.kind === kind);
  if (device !== undefined) return device;
  throw new Fault('world/invalid', { what: `the robot has no ${kind}` });
}

async function shootSampled(studio: Studio, bag: RoomBag, { frames }: RoomOrder, random: Random) {
  const sampler = new ViewSampler(studio.scene);
  for (let frame = 0; frame < frames; frame++) {
    const stance = sampler.sample(random);
    if (stance === undefined) continue;
    const poses = posesAt(studio.scene, stance);
    if (!isClearOfPeople(studio.scene, poses, stance)) continue;
    const ms = (frame + 1) * SAMPLED_MS;
    studio.lidar.lidar.cast(poses, 0, studio.lidar.lidar.beams);
    const stamp = { sec: Math.floor(ms / 1000), nanosec: 0 };
    shoot(studio, bag, { poses, ms, scan: toLaserScan(studio.lidar, studio.lidar.lidar.complete(), stamp) });
    await bag.keepUp();
  }
}

async function shootDriven(studio: Studio, bag: RoomBag, order: RoomOrder, tools: CaptureTools) {
  const { seed, seconds } = order;
  const { settings, clock, openEngine } = tools;
  const engine = await openEngine();
  const drive = { seed, seconds, everyMs: DRIVEN_MS, engine, settings, clock };
  const views = await driveAndLook(studio.scene, drive);
  const startMs = (order.frames + 10) * SAMPLED_MS;
  for (const [index, { poses, scan }] of views.entries()) {
    shoot(studio, bag, { poses, scan, ms: startMs + index * DRIVEN_MS });
    await bag.keepUp();
  }
}

interface Shot {
  readonly poses: Poses;
  readonly scan: LaserScan;
  readonly ms: number;
}

/** Renders now; the picture is compressed while the next one is rendered. */
function shoot(
  { camera, device, labeller, jpegQuality }: Studio,
  bag: RoomBag,
  { poses, scan, ms }: Shot,
): void {
  const timeNs = BigInt(ms) * 1_000_000n;
  const frame = camera.render(poses, timeNs);
  const labels = labeller.label(frame, poses, timeNs);
  const jpeg = encodeJpeg(frame.rgb.slice(), frame.width, frame.height, jpegQuality);
  bag.frame({ timeNs, jpeg, labels, scan, device });
}
