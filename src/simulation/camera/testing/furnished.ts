// A furnished room made by hand: floor, walls, lamps and things of every kind, for tests and measurements of the camera.
import { createRandom } from '../../random.js';
import type {
  Appearance,
  CameraDevice,
  Geometry,
  Light,
  Pose,
  Scene,
  Shape,
  Solid,
} from '../../scene/scene.js';

export interface FurnishedOptions {
  readonly boxes: number;
  /** Absolute path of a floor picture, if any. */
  readonly floorTexture?: string;
  readonly wallTexture?: string;
  readonly boxTexture?: string;
  /** Metres. */
  readonly side?: number;
  /** Whether boxes can be pushed. */
  readonly loose?: boolean;
  readonly seed?: number;
}

export const upright = [0, 0, 0, 1] as const;

export function appearanceOf(
  baseColor: readonly [number, number, number],
  file?: string,
  repeat = 1,
): Appearance {
  return {
    baseColor,
    texture: file === undefined ? undefined : { file, repeatS: true, repeatT: true },
    textureTransform:
      repeat === 1
        ? undefined
        : { center: [0, 0], rotation: 0, scale: [repeat, repeat], translation: [0, 0] },
    transparency: 0,
    roughness: 1,
    metalness: 0,
    emissiveColor: [0, 0, 0],
  };
}

export function shapeOf(geometry: Geometry, appearance: Appearance, pose: Partial<Pose> = {}): Shape {
  return {
    geometry,
    appearance,
    pose: { position: pose.position ?? [0, 0, 0], orientation: pose.orientation ?? upright },
    castShadows: true,
  };
}

export interface Thing {
  readonly name: string;
  readonly model: string;
  readonly position: readonly [number, number, number];
  readonly yaw?: number;
  readonly shapes: readonly Shape[];
  readonly parent?: number;
  readonly loose?: boolean;
  readonly contactMaterial?: string;
  readonly robot?: boolean;
}

/** A scene of the given things, lit by the lamps; the first robot thing carries the camera, 0.12 m up. */
export function sceneOf(things: readonly Thing[], lights: readonly Light[]): Scene {
  return {
    title: 'made by hand',
    basicTimeStepMs: 5,
    gravity: 9.81,
    randomSeed: 0,
    contactProperties: [],
    skyColor: [0.7, 0.8, 0.95],
    luminosity: 1,
    lights,
    solids: things.map(solidOf),
    robot: undefined,
    skipped: [],
  };
}

function solidOf(thing: Thing, index: number): Solid {
  const yaw = thing.yaw ?? 0;
  const loose = {
    mass: 1,
    density: -1,
    centerOfMass: undefined,
    inertia: undefined,
    linearDamping: 0,
    angularDamping: 0,
  };
  return {
    index,
    parent: thing.parent ?? -1,
    name: thing.name,
    model: thing.model,
    type: 'Solid',
    contactMaterial: thing.contactMaterial ?? 'default',
    pose: { position: thing.position, orientation: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)] },
    shapes: thing.shapes,
    bounds: [],
    physics: thing.loose === true ? loose : undefined,
    joint: undefined,
    path: undefined,
    recognitionColors: [],
    robot: thing.robot ?? false,
  };
}

export function cameraDevice(options: Partial<CameraDevice> = {}): CameraDevice {
  return {
    kind: 'camera',
    name: 'camera',
    solid: 0,
    pose: { position: [0, 0, 0.12], orientation: upright },
    width: 320,
    height: 240,
    fieldOfView: 1.085,
    near: 0.01,
    far: 0,
    exposure: 1,
    antiAliasing: false,
    noise: 0,
    lens: undefined,
    ...options,
  };
}

export function pointLight(location: readonly [number, number, number], intensity: number): Light {
  return {
    kind: 'point',
    location,
    attenuation: [1, 0, 0.12],
    radius: 100,
    color: [1, 0.95, 0.86],
    intensity,
    ambientIntensity: 0.05,
    castShadows: true,
  };
}

/** The robot is solid 0. Boxes stand about, the middle stays free. */
export function furnishedRoom(options: FurnishedOptions): Scene {
  const side = options.side ?? 8;
  const wall = appearanceOf([0.9, 0.88, 0.82], options.wallTexture, 4);
  const things: Thing[] = [
    { name: 'robot', model: '', position: [0, 0, 0], shapes: [], robot: true },
    {
      name: 'floor',
      model: 'floor',
      contactMaterial: 'wood',
      position: [0, 0, 0],
      shapes: [
        shapeOf(
          { kind: 'plane', size: [side, side] },
          appearanceOf([1, 1, 1], options.floorTexture, side / 2),
        ),
      ],
    },
    ...[0, 1, 2, 3].map((turn): Thing => {
      const yaw = (turn * Math.PI) / 2;
      const reach = side / 2 + 0.05;
      return {
        name: `wall ${turn}`,
        model: 'wall',
        position: [reach * Math.cos(yaw), reach * Math.sin(yaw), 1.25],
        yaw,
        shapes: [shapeOf({ kind: 'box', size: [0.1, side + 0.2, 2.5] }, wall)],
      };
    }),
    ...boxesIn(side, options),
  ];
  return sceneOf(things, [
    pointLight([side / 4, side / 4, 2.3], 1),
    pointLight([-side / 4, -side / 5, 2.3], 0.8),
  ]);
}

function boxesIn(side: number, { boxes, boxTexture, loose = false, seed = 1 }: FurnishedOptions): Thing[] {
  const random = createRandom(seed);
  return Array.from({ length: boxes }, (_, i): Thing => {
    const size = [random.between(0.15, 0.6), random.between(0.15, 0.6), random.between(0.1, 0.8)] as const;
    const angle = random.between(0, 2 * Math.PI);
    const far = random.between(1, side / 2 - 0.5);
    const color = [random.between(0.3, 0.9), random.between(0.3, 0.9), random.between(0.3, 0.9)] as const;
    return {
      name: `box ${i}`,
      model: 'box',
      position: [far * Math.cos(angle), far * Math.sin(angle), size[2] / 2],
      yaw: random.between(0, Math.PI),
      loose,
      shapes: [shapeOf({ kind: 'box', size }, appearanceOf(color, boxTexture))],
    };
  });
}
