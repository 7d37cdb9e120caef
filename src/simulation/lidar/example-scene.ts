// Scenes made in code, for the LIDAR's tests and benchmarks: one solid per shape and a robot that carries the sensor.
import { massOf, sceneOf, thing, type Draft } from '../physics/example-room.js';
import type { Appearance, Geometry, LidarDevice, Pose, Scene } from '../scene/scene.js';

export const ORIGIN: Pose = { position: [0, 0, 0], orientation: [0, 0, 0, 1] };

const DULL_WHITE: Appearance = {
  baseColor: [1, 1, 1],
  texture: undefined,
  textureTransform: undefined,
  transparency: 0,
  roughness: 1,
  metalness: 0,
  emissiveColor: [0, 0, 0],
};

export interface ExampleShape {
  readonly geometry: Geometry;
  /** World pose of the shape's solid. */
  readonly pose: Pose;
  readonly appearance?: Partial<Appearance>;
  /** Whether physics may move it. */
  readonly movable?: boolean;
}

/** A LIDAR at the origin of solid 0, 360 beams all around, without noise. */
export const EXAMPLE_LIDAR: LidarDevice = {
  kind: 'lidar',
  name: 'laser',
  solid: 0,
  pose: ORIGIN,
  horizontalResolution: 360,
  fieldOfView: 2 * Math.PI,
  verticalFieldOfView: 0.2,
  numberOfLayers: 1,
  tiltAngle: 0,
  minRange: 0.12,
  maxRange: 8,
  noise: 0,
  resolution: undefined,
  defaultFrequency: 10,
  rotating: false,
};

/** Solid 0 is the robot; solid i + 1 carries shape i. */
export function exampleScene(shapes: readonly ExampleShape[], robotPose: Pose = ORIGIN): Scene {
  const robot = { geometry: { kind: 'sphere', radius: 0.05 }, pose: robotPose, movable: true } as const;
  const drafts = [{ ...draftOf(robot, 0), robot: true }, ...shapes.map((shape, i) => draftOf(shape, i + 1))];
  return { ...sceneOf(drafts, []), robot: undefined };
}

/** Seen, but never touched. */
function draftOf({ geometry, pose, appearance, movable }: ExampleShape, index: number): Draft {
  return thing(`solid ${index}`, geometry, pose, {
    model: '',
    shapes: [{ geometry, pose: ORIGIN, appearance: { ...DULL_WHITE, ...appearance }, castShadows: true }],
    bounds: [],
    physics: movable === true ? massOf(1) : undefined,
  });
}
