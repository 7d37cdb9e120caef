// The scene: what physics, LIDAR, camera and ground truth read, flat and indexed, made from a world file's tree.

import type { Pose } from '../../runtime/geometry/rigid-tuples.js';

/** World or parent frame, as said at the field. */
export type { Pose };

/** Sizes in metres; Cylinder, Capsule and Cone stand along local z; Capsule height excludes the caps; Plane faces +z. */
export type Geometry =
  | { readonly kind: 'box'; readonly size: readonly [number, number, number] }
  | { readonly kind: 'sphere'; readonly radius: number }
  | {
      readonly kind: 'cylinder';
      readonly radius: number;
      readonly height: number;
      readonly top: boolean;
      readonly bottom: boolean;
      readonly side: boolean;
    }
  | { readonly kind: 'capsule'; readonly radius: number; readonly height: number }
  /** Apex at +height/2, base of bottomRadius at -height/2. */
  | { readonly kind: 'cone'; readonly bottomRadius: number; readonly height: number }
  | { readonly kind: 'plane'; readonly size: readonly [number, number] }
  | {
      /** IndexedFaceSet or ElevationGrid, triangulated. */
      readonly kind: 'mesh';
      /** x y z per vertex. */
      readonly vertices: Float64Array;
      /** Three vertex indices per triangle, counter-clockwise from outside. */
      readonly triangles: Uint32Array;
      /** u v per triangle corner (6 numbers a triangle); undefined: none. */
      readonly uvs: Float32Array | undefined;
    };

export interface Texture {
  /** Absolute path of an image file that exists. */
  readonly file: string;
  readonly repeatS: boolean;
  readonly repeatT: boolean;
}

/** VRML TextureTransform: about the centre, scale, rotate, then translate the coordinates. */
export interface TextureTransform {
  readonly center: readonly [number, number];
  readonly rotation: number;
  readonly scale: readonly [number, number];
  readonly translation: readonly [number, number];
}

/** Linear is the renderer's business: colours are as the file has them, 0..1. */
export interface Appearance {
  readonly baseColor: readonly [number, number, number];
  readonly texture: Texture | undefined;
  readonly textureTransform: TextureTransform | undefined;
  /** 0 opaque .. 1 invisible. */
  readonly transparency: number;
  readonly roughness: number;
  readonly metalness: number;
  readonly emissiveColor: readonly [number, number, number];
}

export interface Shape {
  readonly geometry: Geometry;
  readonly appearance: Appearance;
  /** Relative to its solid; scale is already applied to the geometry. */
  readonly pose: Pose;
  readonly castShadows: boolean;
}

export interface Bound {
  readonly geometry: Geometry;
  /** Relative to its solid. */
  readonly pose: Pose;
}

export interface Mass {
  /** kg; undefined: density times volume of the bounds. */
  readonly mass: number | undefined;
  readonly density: number;
  readonly centerOfMass: readonly [number, number, number] | undefined;
  /** Ixx Iyy Izz Ixy Ixz Iyz about the centre of mass. */
  readonly inertia: readonly [number, number, number, number, number, number] | undefined;
  readonly linearDamping: number;
  readonly angularDamping: number;
}

export interface Motor {
  readonly name: string;
  readonly kind: 'rotational' | 'linear';
  /** rad/s or m/s. */
  readonly maxVelocity: number;
  /** N m or N. */
  readonly maxEffort: number;
  readonly acceleration: number | undefined;
}

export interface PositionSensor {
  readonly name: string;
  readonly noise: number;
  /** undefined: unlimited. */
  readonly resolution: number | undefined;
}

/** How a solid hangs on its parent; anchor and axis in the parent's frame. */
export interface Joint {
  readonly kind: 'hinge' | 'slider' | 'ball';
  readonly axis: readonly [number, number, number];
  readonly anchor: readonly [number, number, number];
  readonly minStop: number | undefined;
  readonly maxStop: number | undefined;
  readonly dampingConstant: number;
  readonly staticFriction: number;
  readonly motor: Motor | undefined;
  readonly sensor: PositionSensor | undefined;
}

/** A person's way through the room: closed loop of [x, y] in the world frame, walked at a constant speed, m/s. */
export interface Path {
  readonly points: readonly (readonly [number, number])[];
  readonly speed: number;
}

export interface Solid {
  /** Place in Scene.solids. */
  readonly index: number;
  /** Place of the parent solid, -1 at the top. */
  readonly parent: number;
  readonly name: string;
  /** The class of the object (`chair`, `wall`, `floor`), from the field `model`; empty if none. */
  readonly model: string;
  /** PROTO or node type it was made from. */
  readonly type: string;
  /** For floors the surface: wood, tile, carpet, concrete. */
  readonly contactMaterial: string;
  /** World pose at the start. */
  readonly pose: Pose;
  readonly shapes: readonly Shape[];
  readonly bounds: readonly Bound[];
  /** undefined: immovable (or moved along `path`). */
  readonly physics: Mass | undefined;
  readonly joint: Joint | undefined;
  readonly path: Path | undefined;
  readonly recognitionColors: readonly (readonly [number, number, number])[];
  /** Part of the robot. */
  readonly robot: boolean;
}

export type Light =
  | {
      readonly kind: 'directional';
      readonly direction: readonly [number, number, number];
      readonly color: readonly [number, number, number];
      readonly intensity: number;
      readonly ambientIntensity: number;
      readonly castShadows: boolean;
    }
  | {
      readonly kind: 'point';
      readonly location: readonly [number, number, number];
      readonly attenuation: readonly [number, number, number];
      readonly radius: number;
      readonly color: readonly [number, number, number];
      readonly intensity: number;
      readonly ambientIntensity: number;
      readonly castShadows: boolean;
    }
  | {
      readonly kind: 'spot';
      readonly location: readonly [number, number, number];
      readonly direction: readonly [number, number, number];
      readonly attenuation: readonly [number, number, number];
      readonly radius: number;
      readonly beamWidth: number;
      readonly cutOffAngle: number;
      readonly color: readonly [number, number, number];
      readonly intensity: number;
      readonly ambientIntensity: number;
      readonly castShadows: boolean;
    };

/** A device on the robot: its solid and its pose on that solid; x forward, y left, z up. */
export interface DeviceMount {
  readonly name: string;
  /** Index of the solid that carries it (the device node itself has no physics of its own). */
  readonly solid: number;
  readonly pose: Pose;
}

export interface LidarDevice extends DeviceMount {
  readonly kind: 'lidar';
  readonly horizontalResolution: number;
  readonly fieldOfView: number;
  readonly verticalFieldOfView: number;
  readonly numberOfLayers: number;
  readonly tiltAngle: number;
  readonly minRange: number;
  readonly maxRange: number;
  /** Standard deviation over maxRange. */
  readonly noise: number;
  readonly resolution: number | undefined;
  readonly defaultFrequency: number;
  readonly rotating: boolean;
}

export interface CameraDevice extends DeviceMount {
  readonly kind: 'camera';
  readonly width: number;
  readonly height: number;
  /** Horizontal, radians. */
  readonly fieldOfView: number;
  readonly near: number;
  readonly far: number;
  readonly exposure: number;
  readonly antiAliasing: boolean;
  /** Standard deviation over full scale. */
  readonly noise: number;
  readonly lens:
    | {
        readonly center: readonly [number, number];
        readonly radial: readonly [number, number];
        readonly tangential: readonly [number, number];
      }
    | undefined;
}

export interface OtherDevice extends DeviceMount {
  readonly kind: 'gyro' | 'accelerometer' | 'inertial-unit' | 'touch-sensor' | 'gps' | 'compass' | 'other';
  /** Webots node type. */
  readonly type: string;
  readonly noise: number;
}

export type Device = LidarDevice | CameraDevice | OtherDevice;

export interface Robot {
  readonly name: string;
  /** Index of the robot's own solid (base_footprint on the floor at its origin). */
  readonly solid: number;
  readonly controller: string;
  readonly customData: string;
  readonly devices: readonly Device[];
}

export interface ContactProperties {
  readonly material1: string;
  readonly material2: string;
  readonly coulombFriction: readonly number[];
  readonly bounce: number;
  readonly rollingFriction: readonly [number, number, number];
}

export interface Scene {
  readonly title: string;
  /** Milliseconds. */
  readonly basicTimeStepMs: number;
  readonly gravity: number;
  readonly randomSeed: number;
  readonly contactProperties: readonly ContactProperties[];
  readonly skyColor: readonly [number, number, number];
  readonly luminosity: number;
  readonly lights: readonly Light[];
  readonly solids: readonly Solid[];
  readonly robot: Robot | undefined;
  /** What was skipped, once each, with file, line and column. */
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly where: string;
  readonly what: string;
}
