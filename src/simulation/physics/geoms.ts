// Bounds as MJCF geoms: shape, friction, and what touches what.
import type { Bound, Geometry, Scene, Solid } from '../scene/scene.js';
import { coneCorners, convexPieces } from './convex.js';
import { extentOf, massShares } from './matter.js';
import { compose, relative, rotate } from './rigid.js';
import type { Role } from './roles.js';
import { numbers, placement, type Sheet } from './sheet.js';

/** A robot part whose lowest point is this near to the floor at the start stands on it, metres. */
const FOOT_CLEARANCE_M = 0.003;
/** Webots' default Coulomb friction. */
const DEFAULT_FRICTION = 1;
/** Spin friction (metres) and, for balls, rolling friction (metres): a ball slows down by about 0.1 m/s². */
const SPIN_FRICTION_M = 0.005;
const ROLLING_FRICTION_M = 0.001;

/** Contacts that carry the robot give little way: a wheel sunk into the floor rolls on a smaller radius. */
const HARD = ' solref="0.01 1" solimp="0.99 0.999 0.001"';

/** How one geom behaves in contacts. */
type Manner = 'room' | 'object' | 'ball' | 'hull' | 'wheel' | 'foot';

/** Parts that carry the robot: their contacts from below are riding, not touching. Second number of geom_user. */
export const RIDING = 1;

/** Geoms of one solid in the frame of its body (world frame for a fixed one, where `frame` is the solid's pose). */
export function geomsOf(
  scene: Scene,
  solid: Solid,
  role: Role,
  sheet: Sheet,
  mass: number | undefined,
): string {
  const shares = mass === undefined ? undefined : massShares(mass, solid.bounds);
  const friction = frictionOf(scene, solid);
  return solid.bounds
    .map((bound, k) => {
      const manner = mannerOf(scene, solid, role, bound);
      const placed = role.kind === 'fixed' ? { ...bound, pose: compose(solid.pose, bound.pose) } : bound;
      const weight = shares === undefined ? '' : ` mass="${numbers([shares[k] ?? 0])}"`;
      const traits = `user="${solid.index} ${isRiding(manner) ? RIDING : 0}"${traitsOf(manner, friction)}${weight}`;
      return geomOf(placed, manner, traits, sheet);
    })
    .join('');
}

function mannerOf(scene: Scene, solid: Solid, role: Role, bound: Bound): Manner {
  if (!solid.robot) {
    if (role.kind === 'fixed') return 'room';
    return bound.geometry.kind === 'sphere' && role.kind === 'loose' ? 'ball' : 'object';
  }
  if (isWheel(role, bound)) return 'wheel';
  return standsOnFloor(scene, solid, bound) ? 'foot' : 'hull';
}

/** A driven hinge turning a cylinder about its axis. */
function isWheel(role: Role, { geometry, pose }: Bound): boolean {
  if (role.kind !== 'jointed' || role.joint.kind !== 'hinge' || geometry.kind !== 'cylinder') return false;
  const axle = rotate(pose.orientation, [0, 0, 1]);
  const [x, y, z] = role.joint.axis;
  return Math.abs(axle[0] * x + axle[1] * y + axle[2] * z) > 0.99 * Math.hypot(x, y, z);
}

function standsOnFloor(scene: Scene, solid: Solid, bound: Bound): boolean {
  const root = scene.robot === undefined ? undefined : scene.solids[scene.robot.solid];
  if (root === undefined) return false;
  const pose = relative(root.pose, compose(solid.pose, bound.pose));
  return extentOf([{ geometry: bound.geometry, pose }]).low[2] < FOOT_CLEARANCE_M;
}

function isRiding(manner: Manner): boolean {
  return manner === 'wheel' || manner === 'foot';
}

/**
 * Contact bits keep the robot's parts from touching each other. The engine takes the larger friction of two geoms
 * unless one has priority: a foot is without friction on every floor, a named material as its world says.
 */
function traitsOf(manner: Manner, friction: number | undefined): string {
  const bits =
    manner === 'room' || manner === 'object' || manner === 'ball' ? 'contype="1" conaffinity="3"' : '';
  const robotBits = bits === '' ? 'contype="2" conaffinity="1"' : bits;
  if (manner === 'foot') return ` ${robotBits} condim="1" priority="2"${HARD}`;
  const slide = friction ?? DEFAULT_FRICTION;
  const named = friction === undefined ? '' : ' priority="1"';
  const dimensions = manner === 'ball' ? 'condim="6"' : 'condim="3"';
  const hardness = manner === 'wheel' ? HARD : '';
  return ` ${robotBits} ${dimensions}${named}${hardness} friction="${numbers([slide, SPIN_FRICTION_M, ROLLING_FRICTION_M])}"`;
}

/** What the world says of this solid's material, if anything. */
function frictionOf(scene: Scene, { contactMaterial }: Solid): number | undefined {
  if (contactMaterial === 'default' || contactMaterial === '') return undefined;
  const said = scene.contactProperties.find(
    ({ material1, material2 }) => material1 === contactMaterial || material2 === contactMaterial,
  );
  const friction = said?.coulombFriction[0];
  return friction === undefined || friction < 0 ? undefined : friction;
}

function geomOf({ geometry, pose }: Bound, manner: Manner, traits: string, sheet: Sheet): string {
  const at = placement(pose);
  switch (geometry.kind) {
    case 'box':
      return geom(
        'box',
        geometry.size.map((side) => side / 2),
        at,
        traits,
      );
    case 'sphere':
      return geom('sphere', [geometry.radius], at, traits);
    case 'cylinder':
      return cylinder(geometry, manner, at, traits);
    case 'capsule':
      return geom('capsule', [geometry.radius, geometry.height / 2], at, traits);
    case 'plane':
      return manner === 'room' && sheet.isNewPlane(pose) ? geom('plane', [0, 0, 1], at, traits) : '';
    case 'cone':
      return hull(coneCorners(geometry.bottomRadius, geometry.height), at, traits, sheet);
    case 'mesh':
      return convexPieces(geometry)
        .map((corners) => hull(corners, at, traits, sheet))
        .join('');
  }
}

/** A wheel meets the floor in one point under its middle: an ellipsoid does that exactly, and cheaply. */
function cylinder(
  { radius, height }: Extract<Geometry, { kind: 'cylinder' }>,
  manner: Manner,
  at: string,
  traits: string,
): string {
  return manner === 'wheel'
    ? geom('ellipsoid', [radius, radius, height / 2], at, traits)
    : geom('cylinder', [radius, height / 2], at, traits);
}

function hull(corners: Float64Array, at: string, traits: string, sheet: Sheet): string {
  return `<geom type="mesh" mesh="${sheet.mesh(corners)}"${at} ${traits}/>`;
}

function geom(type: string, size: readonly number[], at: string, traits: string): string {
  return `<geom type="${type}" size="${numbers(size)}"${at} ${traits}/>`;
}
