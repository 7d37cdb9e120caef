// Scenes made in code, for the LIDAR's tests and benchmarks: one solid per shape and a robot that carries the sensor.
import type { Appearance, Geometry, LidarDevice, Pose, Scene, Solid } from '../scene/scene.js';

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
  const robot = solidOf({ geometry: { kind: 'sphere', radius: 0.05 }, pose: robotPose, movable: true }, 0);
  return {
    title: 'example',
    basicTimeStepMs: 5,
    gravity: 9.81,
    randomSeed: 0,
    contactProperties: [],
    skyColor: [0, 0, 0],
    luminosity: 1,
    lights: [],
    solids: [{ ...robot, robot: true }, ...shapes.map((shape, i) => solidOf(shape, i + 1))],
    robot: undefined,
    skipped: [],
  };
}

function solidOf({ geometry, pose, appearance, movable }: ExampleShape, index: number): Solid {
  return {
    index,
    parent: -1,
    name: `solid ${index}`,
    model: '',
    type: 'Solid',
    contactMaterial: 'default',
    pose,
    shapes: [{ geometry, pose: ORIGIN, appearance: { ...DULL_WHITE, ...appearance }, castShadows: true }],
    bounds: [],
    physics:
      movable === true
        ? {
            mass: 1,
            density: -1,
            centerOfMass: undefined,
            inertia: undefined,
            linearDamping: 0,
            angularDamping: 0,
          }
        : undefined,
    joint: undefined,
    path: undefined,
    recognitionColors: [],
    robot: false,
  };
}
