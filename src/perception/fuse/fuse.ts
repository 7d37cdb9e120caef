// The stage `fuse`: what camera and LIDAR see becomes one list of obstacles, remembered where nobody looks.
import type {
  CameraInfo,
  Detection2DArray,
  LaserScan,
  Obstacle,
  ObstacleArray,
} from '../../message/messages.js';
import { msToNs, type Time, type TimeNs } from '../../message/time.js';
import { planarOf, seenFrom, type Planar } from '../../runtime/geometry/planar.js';
import { createTransform } from '../../runtime/geometry/rigid.js';
import { ScanIntake, type PlacedScan } from '../../runtime/geometry/scan-intake.js';
import type { Emit, Envelope, Stage } from '../../runtime/stage.js';
import { BeamView } from './beam-view.js';
import { cameraProblem, type FloorCamera } from '../floor/floor-camera.js';
import { piecesOf } from './floor-end.js';
import type { FuseConfig } from './fuse-config.js';
import { LidarObstacles } from './lidar-obstacles.js';
import { PictureDesk, type Picture } from './picture-desk.js';
import { ScanHistory } from './scan-history.js';
import { sightingOf, type Outlook, type Sighting } from './sighting.js';
import { standingPart } from './standing-part.js';
import { SteadyCamera } from '../floor/steady-camera.js';
import type { Track } from './track.js';
import { Tracks } from './tracks.js';

/** No detector finds more in one picture; further ones are left out, worst first. */
const MAX_DETECTIONS = 64;
/** A robot does not drive farther between two pictures: its odometry was set anew, metres. */
const JUMP_M = 1;
/** What LIDAR and camera see within this of each other is one thing, metres. */
const SAME_M = 0.06;

export class FuseStage implements Stage {
  readonly name = 'fuse';
  readonly reads = [
    'detections',
    'floor_scan',
    'lidar/obstacles',
    'scan',
    'camera/camera_info',
    '/tf',
    '/tf_static',
  ] as const;
  readonly writes = ['obstacles'] as const;
  readonly needs = [['detections'], ['lidar/obstacles'], ['scan'], ['camera/camera_info'], ['/tf']] as const;
  readonly periodMs = 20;
  #config: FuseConfig;
  readonly #intake: ScanIntake;
  readonly #desk = new PictureDesk();
  readonly #scans = new ScanHistory();
  readonly #lidar = new LidarObstacles();
  readonly #tracks = new Tracks();
  readonly #beams = new BeamView();
  readonly #camera = new SteadyCamera();
  readonly #mount = createTransform();
  readonly #scratch = createTransform();
  #info: CameraInfo | undefined;
  #foot: Planar | undefined;
  #wayM = 0;
  #refused = 0;

  constructor(config: FuseConfig) {
    this.#config = config;
    this.#intake = new ScanIntake(config);
  }

  reconfigure(config: FuseConfig): void {
    this.#config = config;
    this.#intake.reconfigure(config);
  }

  /** Messages that could not be used so far: malformed, late, early, or without their transforms. */
  get refused(): number {
    return this.#refused + this.#desk.refused + this.#intake.refused;
  }

  /** All that it follows, confirmed or not. */
  get tracks(): readonly Track[] {
    return this.#tracks.list;
  }

  take(envelope: Envelope, now: TimeNs, emit: Emit): void {
    switch (envelope.topic) {
      case 'detections':
        this.#work(this.#desk.takeDetections(envelope.message, now, this.#config), emit);
        break;
      case 'floor_scan':
        this.#desk.takeFloor(envelope.message, this.#config);
        break;
      case 'lidar/obstacles':
        this.#lidar.add(envelope.message);
        return;
      case 'scan':
        this.#keep(this.#intake.takeScan(envelope.message, now));
        return;
      case 'camera/camera_info':
        if (cameraProblem(envelope.message) === undefined) this.#info = envelope.message;
        else this.#refused++;
        return;
      case '/tf':
      case '/tf_static':
        this.#intake.takeTransforms(envelope.message, envelope.topic === '/tf' ? 'moving' : 'fixed');
        this.#keep(this.#intake.release(now));
        break;
      default:
        return;
    }
    this.#settle(now, emit);
  }

  tick(now: TimeNs, emit: Emit): void {
    this.#keep(this.#intake.release(now));
    this.#settle(now, emit);
  }

  #keep(placed: PlacedScan | undefined): void {
    if (placed !== undefined) this.#scans.add(placed);
  }

  /** Works on the picture that waits once all that belongs to it is there, or its time is over. */
  #settle(now: TimeNs, emit: Emit): void {
    const { fixedFrame, footFrame } = this.#config;
    const isPlaced = (stamp: TimeNs): boolean =>
      this.#intake.lookUp(this.#scratch, fixedFrame, footFrame, stamp);
    this.#work(this.#desk.due(now, this.#config, isPlaced), emit);
  }

  #work(picture: Picture | undefined, emit: Emit): void {
    if (picture === undefined) return;
    const { header } = picture.detections;
    const camera = this.#cameraAt(picture.stamp, header.frame_id);
    const foot = this.#footAt(picture.stamp);
    if (camera === undefined || foot === undefined) {
      this.#refused++;
      return;
    }
    this.#drive(foot);
    this.#update(picture, foot, camera);
    emit('obstacles', this.#obstacles(header.stamp, picture.stamp));
  }

  #cameraAt(stamp: TimeNs, frame: string): FloorCamera | undefined {
    const isKnown = this.#intake.lookUp(this.#mount, this.#config.footFrame, frame, stamp);
    return this.#info !== undefined && isKnown ? this.#camera.at(this.#info, this.#mount) : undefined;
  }

  #footAt(stamp: TimeNs): Planar | undefined {
    const { fixedFrame, footFrame } = this.#config;
    const isKnown = this.#intake.lookUp(this.#scratch, fixedFrame, footFrame, stamp);
    return isKnown ? planarOf(this.#scratch) : undefined;
  }

  #drive(foot: Planar): void {
    const before = this.#foot ?? foot;
    const stepM = Math.hypot(foot.x - before.x, foot.y - before.y);
    if (stepM < JUMP_M) this.#wayM += stepM;
    this.#foot = foot;
  }

  #update({ detections, stamp, floor }: Picture, foot: Planar, camera: FloorCamera): void {
    this.#pairScan(stamp, foot, camera);
    const outlook: Outlook = { camera, beams: this.#beams, config: this.#config };
    const sightings = this.#sightings(detections, floor, outlook);
    const freeFloor =
      floor === undefined
        ? undefined
        : { angleMin: floor.angle_min, angleIncrement: floor.angle_increment, ranges: floor.ranges };
    this.#tracks.update(
      { stamp, foot, wayM: this.#wayM, sightings, outlook, floor: freeFloor },
      this.#config,
    );
  }

  /** The scan that was taken when the picture was. */
  #pairScan(stamp: TimeNs, foot: Planar, { lens }: FloorCamera): void {
    const found = this.#scans.nearest(stamp, msToNs(this.#config.pairMs));
    const planeM = found && this.#intake.heightAt(found.frame, this.#config.footFrame, found.stamp);
    if (found === undefined || planeM === undefined) this.#beams.clear();
    else this.#beams.fill(found.sweep, foot, lens, planeM);
  }

  #sightings({ detections }: Detection2DArray, floor: LaserScan | undefined, outlook: Outlook): Sighting[] {
    const boxed = detections
      .slice(0, MAX_DETECTIONS)
      .map((detection) => sightingOf(detection, outlook))
      .filter((sighting) => sighting !== undefined)
      .map((sighting) => (floor === undefined ? sighting : standingPart(sighting, floor, outlook.camera)))
      .filter((sighting) => sighting !== undefined);
    return floor === undefined ? boxed : [...boxed, ...piecesOf(floor, boxed, outlook)];
  }

  #obstacles(stamp: Time, at: TimeNs): ObstacleArray {
    const seen = this.#tracks.list.filter(({ confirmed }) => confirmed).map(obstacleOf);
    const byLidar = this.#lidar.near(at, this.#config.pairMs, (frame, time) =>
      this.#intake.poseAt(frame, time),
    );
    const alone = byLidar.filter(({ position }) => !seen.some((obstacle) => covers(obstacle, position)));
    return { header: { stamp, frame_id: this.#config.fixedFrame }, obstacles: [...seen, ...alone] };
  }
}

function obstacleOf(track: Track): Obstacle {
  return {
    id: track.id,
    class_id: track.classId,
    score: track.score,
    position: { x: track.x, y: track.y, z: track.height / 2 },
    size: { x: track.depth, y: track.width, z: track.height },
    yaw: track.yaw,
    velocity: { x: track.vx, y: track.vy, z: 0 },
    sources: track.sources,
  };
}

/** Whether the middle of what the LIDAR sees lies within a thing that the camera sees. */
function covers(
  { position, size, yaw }: Obstacle,
  point: { readonly x: number; readonly y: number },
): boolean {
  const { x, y } = seenFrom({ x: position.x, y: position.y, yaw }, point);
  return Math.abs(x) <= size.x / 2 + SAME_M && Math.abs(y) <= size.y / 2 + SAME_M;
}
