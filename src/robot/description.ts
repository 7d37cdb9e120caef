// A robot's description for ROS (URDF): frames, shapes and masses as the simulator has them.
import type { Transform } from '../message/messages.js';
import { staticTransforms, transformOf } from '../simulation/embedded/frames.js';
import { relative, type Pose, type Quaternion, type Vector } from '../runtime/geometry/rigid-tuples.js';
import type { Bound, Geometry, Mass, Scene, Shape, Solid } from '../simulation/scene/scene.js';
import { Fault } from '../fault/fault.js';

const LEAST_SIDE_M = 0.01;

/** Frames of REP-105 and REP-103, joints as joint_states names them. Throws world/invalid for a scene without a wheeled robot. */
export function describeRobot(scene: Scene): string {
  const root = scene.robot === undefined ? undefined : scene.solids[scene.robot.solid];
  const parts = scene.solids.filter(({ robot, index }) => robot && index !== root?.index);
  const wheels = parts.filter(({ joint }) => joint?.kind === 'hinge' && joint.motor !== undefined);
  const [first] = wheels;
  if (root === undefined || first === undefined)
    throw new Fault('world/invalid', { what: 'This world has no robot on wheels to describe.' });
  const axle: Pose = {
    position: [0, 0, relative(root.pose, first.pose).position[2]],
    orientation: [0, 0, 0, 1],
  };
  const { transforms } = staticTransforms(scene, axle.position[2], { sec: 0, nanosec: 0 });
  const others = parts.filter((part) => !wheels.includes(part) && part.shapes.length > 0);
  const placeOf = (part: Solid): Transform => transformOf(relative(axle, relative(root.pose, part.pose)));
  const lines = [
    link('base_footprint', []),
    link('base_link', bodyOf(root, relative(axle, { position: [0, 0, 0], orientation: [0, 0, 0, 1] }))),
    ...wheels.flatMap((wheel) => {
      const side = relative(root.pose, wheel.pose).position[1] > LEAST_SIDE_M ? 'left' : 'right';
      const axis = (wheel.joint?.axis ?? [0, 1, 0]).join(' ');
      const name = `${side}_wheel`;
      return [
        link(`${name}_link`, bodyOf(wheel)),
        joint(
          { name: `${name}_joint`, type: 'continuous', parent: 'base_link', child: `${name}_link` },
          placeOf(wheel),
          axis,
        ),
      ];
    }),
    ...others.flatMap((part) => [
      link(`${part.name}_link`, bodyOf(part)),
      fixed('base_link', `${part.name}_link`, placeOf(part)),
    ]),
    ...transforms.flatMap(({ header, child_frame_id: child, transform }) => [
      ...(child === 'base_link' ? [] : [link(child, [])]),
      fixed(header.frame_id, child, transform),
    ]),
  ];
  return [
    '<?xml version="1.0"?>',
    '<!-- Made from sim/protos/JackdawRobot.proto by `npm run docs`: change it there. -->',
    `<robot name="${scene.robot?.name ?? ''}">`,
    ...lines,
    '</robot>\n',
  ].join('\n');
}

function link(name: string, contents: readonly string[]): string {
  if (contents.length === 0) return `  <link name="${name}"/>`;
  return [`  <link name="${name}">`, ...contents.map((line) => `    ${line}`), '  </link>'].join('\n');
}

function fixed(parent: string, child: string, place: Transform): string {
  return joint({ name: `${child}_mount`, type: 'fixed', parent, child }, place);
}

interface JointName {
  readonly name: string;
  readonly type: string;
  readonly parent: string;
  readonly child: string;
}

function joint({ name, type, parent, child }: JointName, place: Transform, axis?: string): string {
  const { translation: t, rotation: r } = place;
  return [
    `  <joint name="${name}" type="${type}">`,
    `    <parent link="${parent}"/>`,
    `    <child link="${child}"/>`,
    `    ${origin({ position: [t.x, t.y, t.z], orientation: [r.x, r.y, r.z, r.w] })}`,
    ...(axis === undefined ? [] : [`    <axis xyz="${axis}"/>`]),
    '  </joint>',
  ].join('\n');
}

/** What of a solid is seen, what collides, and what it weighs; `shift`: the link's frame seen from the solid's is its inverse. */
function bodyOf({ shapes, bounds, physics }: Solid, shift?: Pose): string[] {
  const place = (pose: Pose): Pose =>
    shift === undefined
      ? pose
      : {
          position: pose.position.map((value, i) => value + shift.position[i]!) as unknown as Vector,
          orientation: pose.orientation,
        };
  return [
    ...shapes.flatMap((shape) => visual(shape, place(shape.pose))),
    ...bounds.flatMap(({ geometry, pose }: Bound) => collision(geometry, place(pose))),
    ...inertial(physics, place),
  ];
}

function visual({ geometry, appearance }: Shape, pose: Pose): string[] {
  const form = formOf(geometry);
  if (form === undefined) return [];
  const colour = appearance.baseColor.map(short).join(' ');
  // Materials of one name are one material to URDF: the colour is the name.
  const material = `<material name="${colour}"><color rgba="${colour} 1"/></material>`;
  return [`<visual>${origin(pose)}<geometry>${form}</geometry>${material}</visual>`];
}

function collision(geometry: Geometry, pose: Pose): string[] {
  const form = formOf(geometry);
  return form === undefined ? [] : [`<collision>${origin(pose)}<geometry>${form}</geometry></collision>`];
}

/** URDF demands an inertia: where the world leaves it to the bounds, that of a ball of 3 cm. */
function inertial(physics: Mass | undefined, place: (pose: Pose) => Pose): string[] {
  if (physics?.mass === undefined) return [];
  const ball = 0.4 * physics.mass * 0.03 ** 2;
  const [xx, yy, zz, xy, xz, yz] = physics.inertia ?? [ball, ball, ball, 0, 0, 0];
  const centre = place({ position: physics.centerOfMass ?? [0, 0, 0], orientation: [0, 0, 0, 1] });
  const inertia = Object.entries({ ixx: xx, ixy: xy, ixz: xz, iyy: yy, iyz: yz, izz: zz });
  const attributes = inertia.map(([name, value]) => `${name}="${Number(value.toPrecision(6))}"`).join(' ');
  return [`<inertial>${origin(centre)}<mass value="${physics.mass}"/><inertia ${attributes}/></inertial>`];
}

/** undefined: URDF has no such form. */
function formOf(geometry: Geometry): string | undefined {
  switch (geometry.kind) {
    case 'box':
      return `<box size="${geometry.size.map(short).join(' ')}"/>`;
    case 'cylinder':
      return `<cylinder radius="${short(geometry.radius)}" length="${short(geometry.height)}"/>`;
    case 'sphere':
      return `<sphere radius="${short(geometry.radius)}"/>`;
    default:
      return undefined;
  }
}

function origin({ position, orientation }: Pose): string {
  return `<origin xyz="${position.map(short).join(' ')}" rpy="${rollPitchYaw(orientation).map(short).join(' ')}"/>`;
}

/** URDF's rpy: about the fixed axes x, y, z, in this order. */
export function rollPitchYaw([x, y, z, w]: Quaternion): Vector {
  const sine = Math.max(-1, Math.min(1, 2 * (w * y - z * x)));
  return [
    Math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y)),
    Math.asin(sine),
    Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)),
  ];
}

/** Micrometres and microradians are enough, and -0 is 0. */
function short(value: number): string {
  return String(Number(value.toFixed(6)) + 0);
}
