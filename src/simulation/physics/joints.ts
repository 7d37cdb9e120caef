// Joints, motors and inertia of moving solids in MJCF.
import type { Joint, Scene, Solid } from '../scene/scene.js';
import { boxInertia, extentOf, massOf } from './matter.js';
import { apply, conjugate, inverse, relative, rotate } from '../../runtime/geometry/rigid-tuples.js';
import type { Role } from './roles.js';
import { numbers } from './sheet.js';

/** Rotor inertia behind the gears, kg m² (or kg on a slider). */
const ROTOR_INERTIA = 3e-4;
/**
 * Share of its speed error that a motor takes off in one step with nothing to move but itself: 1 would overshoot. From
 * about 0.5 on, the wheels of a robot that is stuck spin and make it tremble; at 0.3 they stall, as geared motors do.
 */
const SERVO_STIFFNESS = 0.3;

/** Solids on driven joints, in the order of the engine's actuators. */
export function drivenJoints({ solids }: Scene, roles: readonly Role[]): readonly Solid[] {
  return solids.filter(({ index, physics }) => {
    const role = roles[index];
    if (role?.kind !== 'jointed' || physics === undefined) return false;
    return role.joint.kind !== 'ball' && role.joint.motor !== undefined;
  });
}

/** Speed control by a proportional gain, limited to the motor's effort. */
export function actuator({ index, joint, physics, bounds }: Solid, stepSeconds: number): string {
  const motor = joint?.motor;
  if (motor === undefined || physics === undefined) return '';
  const { low, high } = extentOf(bounds);
  const load = 0.5 * massOf(physics, bounds) * (joint?.kind === 'hinge' ? ((high[2] - low[2]) / 2) ** 2 : 2);
  const gain = (SERVO_STIFFNESS * (ROTOR_INERTIA + load)) / stepSeconds;
  const limits = numbers([-motor.maxEffort, motor.maxEffort]);
  return `<velocity joint="j${String(index)}" kv="${numbers([gain])}" forcerange="${limits}"/>`;
}

export function jointOf({ solids }: Scene, solid: Solid, role: Role): string {
  if (role.kind === 'loose') return '<freejoint/>';
  if (role.kind !== 'jointed') return '';
  const { joint } = role;
  const parent = solids[solid.parent];
  const inParent = parent === undefined ? solid.pose : relative(parent.pose, solid.pose);
  const anchor = `pos="${numbers(apply(inverse(inParent), joint.anchor))}"`;
  const losses = `damping="${numbers([joint.dampingConstant])}" frictionloss="${numbers([joint.staticFriction])}"`;
  if (joint.kind === 'ball') return `<joint type="ball" ${anchor} ${losses}/>`;
  const type = joint.kind === 'hinge' ? 'hinge' : 'slide';
  const axis = `axis="${numbers(rotate(conjugate(inParent.orientation), joint.axis))}"`;
  const rotor = joint.motor === undefined ? '' : ` armature="${numbers([ROTOR_INERTIA])}"`;
  return `<joint name="j${String(solid.index)}" type="${type}" ${axis} ${anchor} ${losses}${rotor}${stops(joint)}/>`;
}

function stops({ minStop, maxStop }: Joint): string {
  if (minStop === undefined || maxStop === undefined || minStop >= maxStop) return '';
  return ` range="${numbers([minStop, maxStop])}"`;
}

/** As the world gives it; with a centre of mass but no inertia, that of a box; with neither, the engine's from the geoms. */
export function inertial({ bounds, physics }: Solid, mass: number): string {
  if (physics === undefined) return '';
  const { centerOfMass, inertia } = physics;
  if (centerOfMass === undefined && inertia === undefined) return '';
  const at = `<inertial pos="${numbers(centerOfMass ?? [0, 0, 0])}" mass="${numbers([mass])}"`;
  return inertia === undefined
    ? `${at} diaginertia="${numbers(boxInertia(mass, extentOf(bounds)))}"/>`
    : `${at} fullinertia="${numbers(inertia)}"/>`;
}
