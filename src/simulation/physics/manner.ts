// How each bound behaves in contacts: what it meets, how it slides, whether it carries the robot.
import type { Bound, Scene, Solid } from '../scene/scene.js';
import { extentOf, type Extent } from './matter.js';
import { compose, relative, rotate } from '../../runtime/geometry/rigid-tuples.js';
import { isPerson, type Role } from './roles.js';
import { numbers } from './sheet.js';

/** Of the room the ground, what is tall and what is low; things, balls and people among them; the robot's shell, wheels and other feet. */
export type Manner = 'ground' | 'tall' | 'low' | 'thing' | 'ball' | 'person' | 'shell' | 'wheel' | 'foot';

/** A part of the room with its top below this is low: wheels under a shell can meet nothing else of the room, metres. */
const LOW_TOP_M = 0.05;
/** A robot part whose lowest point is this near to the floor at the start stands on it, metres. */
const FOOT_CLEARANCE_M = 0.003;
/** Webots' default Coulomb friction, and that of the robot's smooth shell on what it bumps into. */
const DEFAULT_FRICTION = 1;
const SHELL_FRICTION = 0.2;
/** Spin friction (metres) and, for balls, rolling friction (metres): a ball slows down by about 0.1 m/s². */
const SPIN_FRICTION_M = 0.005;
const ROLLING_FRICTION_M = 0.001;
/** Contacts that carry the robot give little way: a wheel sunk into the floor rolls on a smaller radius. */
const HARD = ' solref="0.02 1" solimp="0.99 0.999 0.001"';

export function mannerOf(scene: Scene, solid: Solid, role: Role, bound: Bound): Manner {
  if (solid.robot) {
    if (isWheel(role, bound)) return 'wheel';
    return standsOnFloor(scene, solid, bound) ? 'foot' : 'shell';
  }
  if (isPerson(role)) return 'person';
  if (role.kind === 'fixed') return fixedManner(solid, bound);
  return bound.geometry.kind === 'sphere' && role.kind === 'loose' ? 'ball' : 'thing';
}

export function carriesRobot(manner: Manner): boolean {
  return manner === 'wheel' || manner === 'foot';
}

/**
 * Attributes of a geom. The engine lets two geoms meet when one's contype is in the other's conaffinity; it takes the
 * larger friction of the two unless one has priority: a foot slides on every floor, a named material as its world says.
 */
export function contactTraits(manner: Manner, sheltered: boolean, friction: number | undefined): string {
  const bits = BITS[carriesRobot(manner) && !sheltered ? 'shell' : manner];
  if (manner === 'foot') return `${bits} condim="1" priority="2"${HARD}`;
  const slide = friction ?? (manner === 'shell' ? SHELL_FRICTION : DEFAULT_FRICTION);
  const decides = friction !== undefined || manner === 'shell' ? ' priority="1"' : '';
  const dimensions = manner === 'ball' ? 'condim="6"' : 'condim="3"';
  const hardness = manner === 'wheel' ? HARD : '';
  const frictions = numbers([slide, SPIN_FRICTION_M, ROLLING_FRICTION_M]);
  return `${bits} ${dimensions}${decides}${hardness} friction="${frictions}"`;
}

/**
 * Kinds as bits: 1 tall, 2 low, 4 things, 8 ground. The robot's parts do not meet each other, nor do parts of the room. People meet
 * things and the robot, but neither the room, which their paths are laid around, nor each other.
 */
const BITS: Readonly<Record<Manner, string>> = {
  ground: 'contype="8" conaffinity="0"',
  tall: 'contype="1" conaffinity="0"',
  low: 'contype="2" conaffinity="0"',
  thing: 'contype="4" conaffinity="15"',
  ball: 'contype="4" conaffinity="15"',
  person: 'contype="4" conaffinity="0"',
  shell: 'contype="0" conaffinity="15"',
  wheel: 'contype="0" conaffinity="14"',
  foot: 'contype="0" conaffinity="14"',
};

/** What the world says of this solid's material, if anything. */
export function namedFriction(scene: Scene, { contactMaterial }: Solid): number | undefined {
  if (contactMaterial === 'default' || contactMaterial === '') return undefined;
  const said = scene.contactProperties.find(
    ({ material1, material2 }) => material1 === contactMaterial || material2 === contactMaterial,
  );
  const friction = said?.coulombFriction[0];
  return friction === undefined || friction < 0 ? undefined : friction;
}

/** Whether the robot's shell reaches out over its wheels on all sides, so that they cannot run into what is tall. */
export function wheelsAreSheltered(scene: Scene, roles: readonly Role[]): boolean {
  const parts = scene.solids.filter(({ robot }) => robot);
  const boundsOf = (wanted: 'wheel' | 'shell'): Bound[] =>
    parts.flatMap((solid) =>
      solid.bounds
        .filter((bound) => mannerOf(scene, solid, roles[solid.index] ?? { kind: 'fixed' }, bound) === wanted)
        .map((bound) => onRobot(scene, solid, bound)),
    );
  return isWithin(extentOf(boundsOf('wheel')), extentOf(boundsOf('shell')));
}

function isWithin(inner: Extent, outer: Extent): boolean {
  return [0, 1].every(
    (axis) => inner.low[axis]! >= outer.low[axis]! && inner.high[axis]! <= outer.high[axis]!,
  );
}

/** A driven hinge turning a cylinder about its axis. */
function isWheel(role: Role, { geometry, pose }: Bound): boolean {
  if (role.kind !== 'jointed' || role.joint.kind !== 'hinge' || geometry.kind !== 'cylinder') return false;
  const axle = rotate(pose.orientation, [0, 0, 1]);
  const [x, y, z] = role.joint.axis;
  return Math.abs(axle[0] * x + axle[1] * y + axle[2] * z) > 0.99 * Math.hypot(x, y, z);
}

function standsOnFloor(scene: Scene, solid: Solid, bound: Bound): boolean {
  return extentOf([onRobot(scene, solid, bound)]).low[2] < FOOT_CLEARANCE_M;
}

/** A bound of the robot as seen from its own solid. */
function onRobot(scene: Scene, solid: Solid, { geometry, pose }: Bound): Bound {
  const root = scene.solids[scene.robot?.solid ?? solid.index] ?? solid;
  return { geometry, pose: relative(root.pose, compose(solid.pose, pose)) };
}

/** Planes are ground wherever they are. */
function fixedManner(solid: Solid, { geometry, pose }: Bound): Manner {
  if (geometry.kind === 'plane') return 'ground';
  return extentOf([{ geometry, pose: compose(solid.pose, pose) }]).high[2] < LOW_TOP_M ? 'low' : 'tall';
}
