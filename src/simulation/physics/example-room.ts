// Small scenes made by hand, for tests and the benchmark: a floor, a robot like ours, boxes, balls, people.
import type { Appearance, Bound, Device, Geometry, Mass, Pose, Scene, Solid } from '../scene/scene.js';
import { aboutZ } from '../../runtime/geometry/rigid-tuples.js';

const GREY: Appearance = {
  baseColor: [0.5, 0.5, 0.5],
  texture: undefined,
  textureTransform: undefined,
  transparency: 0,
  roughness: 1,
  metalness: 0,
  emissiveColor: [0, 0, 0],
};

export const GLASS: Appearance = { ...GREY, transparency: 0.8 };

export function poseAt(x: number, y: number, z: number, yawRad = 0): Pose {
  return { position: [x, y, z], orientation: aboutZ(yawRad) };
}

export function massOf(kilograms: number, more: Partial<Mass> = {}): Mass {
  return {
    mass: kilograms,
    density: -1,
    centerOfMass: undefined,
    inertia: undefined,
    linearDamping: 0.2,
    angularDamping: 0.2,
    ...more,
  };
}

/** A solid before it has its place in a scene. `above` is its parent's name. */
export type Draft = Omit<Partial<Solid>, 'index' | 'parent'> & {
  readonly name: string;
  readonly above?: string;
};

/** Draft of a solid that looks and collides as one geometry. */
export function thing(name: string, geometry: Geometry, pose: Pose, more: Partial<Draft> = {}): Draft {
  const bound: Bound = { geometry, pose: poseAt(0, 0, 0) };
  return {
    name,
    pose,
    bounds: [bound],
    shapes: [{ ...bound, appearance: GREY, castShadows: true }],
    ...more,
  };
}

export function box(x: number, y: number, z: number): Geometry {
  return { kind: 'box', size: [x, y, z] };
}

export function cylinder(radius: number, height: number): Geometry {
  return { kind: 'cylinder', radius, height, top: true, bottom: true, side: true };
}

export function ball(name: string, radius: number, x: number, y: number): Draft {
  return thing(name, { kind: 'sphere', radius }, poseAt(x, y, radius), { physics: massOf(0.2) });
}

export const FLOOR: Draft = thing('floor', { kind: 'plane', size: [20, 20] }, poseAt(0, 0, 0), {
  model: 'floor',
  contactMaterial: 'wood',
});

/** The numbered solids of some drafts; a parent comes before its children. */
export function sceneOf(drafts: readonly Draft[], devices: readonly DeviceDraft[] = DEVICES): Scene {
  const indexByName = new Map(drafts.map(({ name }, index) => [name, index]));
  const solids = drafts.map((draft, index): Solid => {
    const { above, ...rest } = draft;
    return {
      model: draft.name,
      type: 'Solid',
      contactMaterial: 'default',
      pose: poseAt(0, 0, 0),
      shapes: [],
      bounds: [],
      physics: undefined,
      joint: undefined,
      path: undefined,
      recognitionColors: [],
      robot: false,
      ...rest,
      index,
      parent: above === undefined ? -1 : (indexByName.get(above) ?? -1),
    };
  });
  const robot = solids.findIndex((solid) => solid.robot);
  return {
    title: 'test',
    basicTimeStepMs: 5,
    gravity: 9.81,
    randomSeed: 0,
    contactProperties: [],
    skyColor: [0.7, 0.8, 1],
    luminosity: 1,
    lights: [],
    solids,
    robot:
      robot < 0
        ? undefined
        : {
            name: 'jackdaw',
            solid: robot,
            controller: '<extern>',
            customData: '',
            devices: devices.map((device) => ({ ...device, solid: robot })),
          },
    skipped: [],
  };
}

type DeviceDraft = Device extends infer D ? (D extends Device ? Omit<D, 'solid'> : never) : never;

/** Devices as on our robot. */
export const DEVICES: readonly DeviceDraft[] = [
  {
    kind: 'lidar',
    name: 'lidar',
    pose: poseAt(0, 0, 0.17),
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
    rotating: true,
  },
  {
    kind: 'camera',
    name: 'camera',
    pose: { position: [0.08, 0, 0.12], orientation: [0, Math.sin(0.095), 0, Math.cos(0.095)] },
    width: 32,
    height: 24,
    fieldOfView: 1.085595,
    near: 0.01,
    far: 0,
    exposure: 1,
    antiAliasing: false,
    noise: 0,
    lens: undefined,
  },
  { kind: 'gyro', type: 'Gyro', name: 'imu gyro', pose: poseAt(0, 0, 0.05), noise: 0 },
  {
    kind: 'accelerometer',
    type: 'Accelerometer',
    name: 'imu accelerometer',
    pose: poseAt(0, 0, 0.05),
    noise: 0,
  },
];

/** A robot with our robot's sizes, standing at the pose. */
export function robotDrafts(x = 0, y = 0, yawRad = 0): readonly Draft[] {
  const pose = poseAt(x, y, 0, yawRad);
  const onRobot = (px: number, py: number, pz: number): Pose => ({
    position: [
      x + px * Math.cos(yawRad) - py * Math.sin(yawRad),
      y + px * Math.sin(yawRad) + py * Math.cos(yawRad),
      pz,
    ],
    orientation: aboutZ(yawRad),
  });
  const wheelBound: Bound = {
    geometry: cylinder(0.033, 0.018),
    pose: { position: [0, 0, 0], orientation: [Math.SQRT1_2, 0, 0, Math.SQRT1_2] },
  };
  const wheel = (name: string, side: number): Draft => ({
    name: `${name} wheel`,
    above: 'robot',
    robot: true,
    contactMaterial: 'wheel',
    pose: onRobot(0, side * 0.08, 0.033),
    bounds: [wheelBound],
    physics: massOf(0.03),
    joint: {
      kind: 'hinge',
      axis: [0, 1, 0],
      anchor: [0, side * 0.08, 0.033],
      minStop: undefined,
      maxStop: undefined,
      dampingConstant: 0,
      staticFriction: 0,
      motor: {
        name: `${name} wheel motor`,
        kind: 'rotational',
        maxVelocity: 9.09,
        maxEffort: 0.35,
        acceleration: undefined,
      },
      sensor: { name: `${name} wheel sensor`, noise: 0, resolution: 0.001534 },
    },
  });
  return [
    {
      name: 'robot',
      robot: true,
      pose,
      bounds: [
        { geometry: cylinder(0.1, 0.132), pose: poseAt(0, 0, 0.078) },
        { geometry: cylinder(0.038, 0.046), pose: poseAt(0, 0, 0.167) },
      ],
      physics: massOf(1.23, {
        centerOfMass: [-0.03, 0, 0.06],
        inertia: [0.0048, 0.0048, 0.0062, 0, 0, 0],
      }),
    },
    wheel('left', 1),
    wheel('right', -1),
    {
      name: 'caster',
      above: 'robot',
      robot: true,
      contactMaterial: 'caster',
      pose: onRobot(-0.075, 0, 0.01),
      bounds: [{ geometry: { kind: 'sphere', radius: 0.01 }, pose: poseAt(0, 0, 0) }],
      physics: massOf(0.01),
    },
  ];
}
