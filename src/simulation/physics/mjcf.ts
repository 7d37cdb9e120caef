// A scene as MJCF, the engine's model language: the room in one body, everything that moves in bodies of its own.
import type { Joint, Mass, Pose, Scene, Solid } from '../scene/scene.js';
import { geomsOf } from './geoms.js';
import { boxInertia, extentOf, massOf } from './matter.js';
import { conjugate, inverse, apply, relative, rotate } from './rigid.js';
import type { Role } from './roles.js';
import { numbers, placement, Sheet } from './sheet.js';

export interface Plan {
  readonly scene: Scene;
  /** By Solid.index. */
  readonly roles: readonly Role[];
  /** Where the robot's own solid starts, world frame. */
  readonly robotPose: Pose | undefined;
  readonly stepMs: number;
}

/** Rotor inertia behind the gears, kg m² (or kg on a slider). */
const ROTOR_INERTIA = 3e-4;
/** Share of its speed error that a motor takes off in one step with nothing to move but itself: 1 would overshoot. */
const SERVO_STIFFNESS = 0.7;

/** Body user data: Solid.index; geom user data: Solid.index and whether it carries the robot. */
export function writeMjcf(plan: Plan): string {
  const sheet = new Sheet();
  const world = worldBody(plan, sheet);
  return [
    '<mujoco>',
    '<compiler angle="radian" autolimits="true" balanceinertia="true" boundmass="1e-6" boundinertia="1e-9"/>',
    option(plan),
    '<size nuser_body="1" nuser_geom="2"/>',
    sheet.assets(),
    `<worldbody>${world}</worldbody>`,
    `<actuator>${drivenJoints(plan)
      .map((solid) => actuator(solid, plan.stepMs / 1000))
      .join('')}</actuator>`,
    '</mujoco>',
  ].join('\n');
}

/** Solids on driven joints, in the order of the engine's actuators. */
export function drivenJoints({ scene, roles }: Plan): readonly Solid[] {
  return scene.solids.filter((solid) => {
    const role = roles[solid.index];
    return role?.kind === 'jointed' && role.joint.kind !== 'ball' && role.joint.motor !== undefined;
  });
}

/** Sleeping makes loose things at rest nearly free; a diverged state is to be seen by us, not reset behind our back. */
function option({ scene, stepMs }: Plan): string {
  const settings = 'integrator="Euler" iterations="20" tolerance="1e-7" impratio="1"';
  const flags = '<flag sleep="enable" autoreset="disable" midphase="enable"/>';
  const gravity = `gravity="${numbers([0, 0, -scene.gravity])}"`;
  return `<option timestep="${numbers([stepMs / 1000])}" ${gravity} ${settings}>${flags}</option>`;
}

function worldBody(plan: Plan, sheet: Sheet): string {
  const children = childrenByParent(plan);
  const room = plan.scene.solids.map((solid) => {
    const role = roleOf(plan, solid);
    return role.kind === 'fixed' ? geomsOf(plan.scene, solid, role, sheet, undefined) : '';
  });
  const moving = children.get(undefined) ?? [];
  return room.join('') + moving.map((solid) => body(plan, solid, undefined, children, sheet)).join('');
}

/** Moving solids under the moving solid that carries them; under undefined those that stand in the room. */
function childrenByParent(plan: Plan): Map<Solid | undefined, Solid[]> {
  const children = new Map<Solid | undefined, Solid[]>();
  for (const solid of plan.scene.solids) {
    const role = roleOf(plan, solid);
    if (role.kind === 'fixed') continue;
    const parent = role.kind === 'walking' ? undefined : carrierOf(plan, solid);
    children.set(parent, [...(children.get(parent) ?? []), solid]);
  }
  return children;
}

function carrierOf(plan: Plan, solid: Solid): Solid | undefined {
  const parent = plan.scene.solids[solid.parent];
  return parent === undefined || roleOf(plan, parent).kind === 'fixed' ? undefined : parent;
}

function body(
  plan: Plan,
  solid: Solid,
  carrier: Solid | undefined,
  children: ReadonlyMap<Solid | undefined, readonly Solid[]>,
  sheet: Sheet,
): string {
  const role = roleOf(plan, solid);
  const mocap = role.kind === 'walking' ? ' mocap="true"' : '';
  const mass = solid.physics === undefined ? 0 : massOf(solid.physics, solid.bounds);
  const inner = children.get(solid) ?? [];
  return [
    `<body user="${String(solid.index)}"${mocap}${placement(bodyPose(plan, solid, carrier))}>`,
    jointOf(plan, solid, role),
    solid.physics === undefined ? '' : inertial(solid, solid.physics, mass),
    geomsOf(plan.scene, solid, role, sheet, mass),
    ...inner.map((child) => body(plan, child, solid, children, sheet)),
    '</body>',
  ].join('');
}

function bodyPose({ scene, robotPose }: Plan, solid: Solid, carrier: Solid | undefined): Pose {
  if (carrier !== undefined) return relative(carrier.pose, solid.pose);
  return solid.index === scene.robot?.solid ? (robotPose ?? solid.pose) : solid.pose;
}

function jointOf(plan: Plan, solid: Solid, role: Role): string {
  if (role.kind === 'loose') return '<freejoint/>';
  if (role.kind !== 'jointed') return '';
  const { joint } = role;
  const parent = plan.scene.solids[solid.parent];
  const inParent = parent === undefined ? solid.pose : relative(parent.pose, solid.pose);
  const axis = rotate(conjugate(inParent.orientation), joint.axis);
  const anchor = apply(inverse(inParent), joint.anchor);
  const name = solid.robot && joint.motor !== undefined ? ` armature="${numbers([ROTOR_INERTIA])}"` : '';
  const losses = ` damping="${numbers([joint.dampingConstant])}" frictionloss="${numbers([joint.staticFriction])}"`;
  return joint.kind === 'ball'
    ? `<joint type="ball" pos="${numbers(anchor)}"${losses}/>`
    : `<joint name="j${String(solid.index)}" type="${joint.kind === 'hinge' ? 'hinge' : 'slide'}"` +
        ` axis="${numbers(axis)}" pos="${numbers(anchor)}"${name}${losses}${stops(joint)}/>`;
}

function stops({ minStop, maxStop }: Joint): string {
  if (minStop === undefined || maxStop === undefined || minStop >= maxStop) return '';
  return ` range="${numbers([minStop, maxStop])}"`;
}

/** As the world gives it; with a centre of mass but no inertia, that of a box; with neither, the engine's from the geoms. */
function inertial({ bounds }: Solid, { centerOfMass, inertia }: Mass, mass: number): string {
  if (centerOfMass === undefined && inertia === undefined) return '';
  const at = `<inertial pos="${numbers(centerOfMass ?? [0, 0, 0])}" mass="${numbers([mass])}"`;
  return inertia === undefined
    ? `${at} diaginertia="${numbers(boxInertia(mass, extentOf(bounds)))}"/>`
    : `${at} fullinertia="${numbers(inertia)}"/>`;
}

/** Speed control by a plain proportional gain, as stiff as the step allows. */
function actuator({ index, joint, physics, bounds }: Solid, stepSeconds: number): string {
  const motor = joint?.motor;
  if (motor === undefined || physics === undefined) return '';
  const extent = extentOf(bounds);
  const radius = (extent.high[2] - extent.low[2]) / 2;
  const inertia = ROTOR_INERTIA + 0.5 * massOf(physics, bounds) * (joint?.kind === 'hinge' ? radius ** 2 : 2);
  const gain = (SERVO_STIFFNESS * inertia) / stepSeconds;
  const limits = numbers([-motor.maxEffort, motor.maxEffort]);
  return `<velocity joint="j${String(index)}" kv="${numbers([gain])}" forcerange="${limits}"/>`;
}

function roleOf({ roles }: Plan, { index }: Solid): Role {
  return roles[index] ?? { kind: 'fixed' };
}
