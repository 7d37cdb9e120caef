// The room of the LIDAR's benchmark: 10 x 10 m, walls, N obstacles from a seed, and free places to scan from.
import { createRandom, type Random } from '../random.js';
import { POSE_STRIDE, startPoses, type Poses } from '../scene/poses.js';
import type { Geometry, Pose, Scene } from '../scene/scene.js';
import { exampleScene, type ExampleShape } from './example-scene.js';

const ROOM_M = 10;
const WALL_M = 0.1;
const HEIGHT_M = 0.6;
/** Of the LIDAR over the floor. */
export const PLANE_M = 0.17;
/** Of an obstacle's sides: the smallest and largest of what stands about, from a chair's leg to a carton. */
const SIDE_M = [0.05, 0.25] as const;
const CLEARANCE_M = 0.03;

export interface BenchRoom {
  readonly shapes: readonly ExampleShape[];
  readonly scene: Scene;
  /** Places of the robot: poses of all solids, one entry per place. */
  readonly places: readonly Poses[];
  /** x, y and yaw of each place. */
  readonly views: readonly (readonly [number, number, number])[];
}

export interface BenchRoomOptions {
  readonly obstacles: number;
  readonly seed: number;
  readonly places: number;
  /** boxes: for peers, which know nothing else; mixed: all round shapes too, every fourth movable. */
  readonly shapes: 'boxes' | 'mixed';
  /** Radians by which the robot leans at each place, as it does on real wheels. */
  readonly leanRad: number;
}

export function createBenchRoom({ obstacles, seed, places, shapes, leanRad }: BenchRoomOptions): BenchRoom {
  const random = createRandom(seed);
  const standing = Array.from({ length: obstacles }, (_, i) =>
    shapes === 'boxes' ? boxAnywhere(random) : shapeAnywhere(random, i),
  );
  const all = [...walls(), ...standing];
  const scene = exampleScene(all);
  const views = Array.from({ length: places }, () => freeView(random, standing));
  return { shapes: all, scene, views, places: views.map((view) => posesAt(scene, view, leanRad)) };
}

function walls(): ExampleShape[] {
  const reach = (ROOM_M + WALL_M) / 2;
  const along: Geometry = { kind: 'box', size: [ROOM_M + 2 * WALL_M, WALL_M, HEIGHT_M] };
  return [0, 1, 2, 3].map((side) => ({
    geometry: along,
    pose: standingAt(
      Math.sin((side * Math.PI) / 2) * reach,
      Math.cos((side * Math.PI) / 2) * reach,
      (side * Math.PI) / 2,
    ),
  }));
}

function boxAnywhere(random: Random): ExampleShape {
  const geometry: Geometry = {
    kind: 'box',
    size: [random.between(...SIDE_M), random.between(...SIDE_M), HEIGHT_M],
  };
  return { geometry, pose: poseAnywhere(random) };
}

function shapeAnywhere(random: Random, index: number): ExampleShape {
  const movable = index % 4 === 0;
  const radius = random.between(...SIDE_M) / 2;
  const kinds: Geometry[] = [
    { kind: 'cylinder', radius, height: HEIGHT_M, top: true, bottom: true, side: true },
    { kind: 'sphere', radius: radius + 0.15 },
    { kind: 'capsule', radius, height: HEIGHT_M },
    { kind: 'cone', bottomRadius: radius, height: 2 * HEIGHT_M },
  ];
  if (random.next() < 0.5) return { ...boxAnywhere(random), movable };
  return { geometry: kinds[random.below(kinds.length)]!, pose: poseAnywhere(random), movable };
}

function poseAnywhere(random: Random): Pose {
  const reach = ROOM_M / 2;
  return standingAt(
    random.between(-reach, reach),
    random.between(-reach, reach),
    random.between(-Math.PI, Math.PI),
  );
}

function standingAt(x: number, y: number, yaw: number): Pose {
  return { position: [x, y, HEIGHT_M / 2], orientation: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)] };
}

/** A place outside all obstacles. */
function freeView(random: Random, standing: readonly ExampleShape[]): readonly [number, number, number] {
  const reach = ROOM_M / 2 - CLEARANCE_M;
  for (;;) {
    const [x, y] = [random.between(-reach, reach), random.between(-reach, reach)];
    if (standing.every((shape) => distanceTo(shape, x, y) > CLEARANCE_M))
      return [x, y, random.between(-Math.PI, Math.PI)];
  }
}

/** From a point to an obstacle's outline on the floor: exact for boxes, to the bounding circle for round shapes. */
function distanceTo({ geometry, pose }: ExampleShape, x: number, y: number): number {
  const [dx, dy] = [x - pose.position[0], y - pose.position[1]];
  if (geometry.kind !== 'box') return Math.hypot(dx, dy) - SIDE_M[1];
  const yaw = 2 * Math.atan2(pose.orientation[2], pose.orientation[3]);
  const along = Math.abs(Math.cos(yaw) * dx + Math.sin(yaw) * dy) - geometry.size[0] / 2;
  const across = Math.abs(Math.cos(yaw) * dy - Math.sin(yaw) * dx) - geometry.size[1] / 2;
  return Math.max(along, across);
}

function posesAt(scene: Scene, [x, y, yaw]: readonly [number, number, number], leanRad: number): Poses {
  const poses = startPoses(scene);
  // Leaning about the robot's own left: q(yaw about z) · q(lean about y).
  const [s, c] = [Math.sin(yaw / 2), Math.cos(yaw / 2)];
  const [t, d] = [Math.sin(leanRad / 2), Math.cos(leanRad / 2)];
  poses.set([x, y, PLANE_M, -s * t, c * t, s * d, c * d].slice(0, POSE_STRIDE));
  return poses;
}
