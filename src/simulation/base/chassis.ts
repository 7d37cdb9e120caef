// The differential drive found in a scene: which wheel is left, how large, how far apart.
import { Fault } from '../../fault/fault.js';
import { extentOf } from '../physics/matter.js';
import type { Drive } from '../physics/drive.js';
import { relative } from '../../runtime/geometry/rigid-tuples.js';
import type { Scene, Solid } from '../scene/scene.js';

export interface Chassis {
  readonly left: Drive;
  readonly right: Drive;
  readonly wheelRadiusM: number;
  /** Between the wheels' points of contact. */
  readonly trackM: number;
  /** Height of the wheel axle over the floor: where base_link is. */
  readonly axleHeightM: number;
  /** rad/s; the slower motor's. */
  readonly maxWheelVelocity: number;
  /** rad/s². */
  readonly maxWheelAcceleration: number;
}

/** Where the world does not say how fast a motor may change its speed, rad/s²: 1.5 m/s² on our wheels. */
const DEFAULT_ACCELERATION = 45;

/** Throws world/invalid for a robot without two driven wheels side by side. */
export function findChassis(scene: Scene, drives: readonly Drive[]): Chassis {
  const wheels = drives
    .filter(({ solid, motor }) => solid.robot && solid.joint?.kind === 'hinge' && motor.kind === 'rotational')
    .map((drive) => ({ drive, place: placeOnRobot(scene, drive.solid) }))
    .filter(({ place }) => Math.abs(place[1]) > 0.01)
    .sort((a, b) => b.place[1] - a.place[1]);
  const [left, right] = wheels;
  if (left === undefined || right === undefined || wheels.length !== 2) {
    throw new Fault('world/invalid', {
      what: 'The robot of this world is not a differential drive.',
      found: `${String(wheels.length)} wheels with motors: ${drives.map(({ motor }) => motor.name).join(', ')}`,
      expected: 'two HingeJoints with a RotationalMotor each, one wheel left and one right',
      next: 'use sim/protos/JackdawRobot.proto',
    });
  }
  const motors = [left.drive.motor, right.drive.motor];
  return {
    left: left.drive,
    right: right.drive,
    wheelRadiusM: radiusOf(left.drive.solid),
    trackM: left.place[1] - right.place[1],
    axleHeightM: left.place[2],
    maxWheelVelocity: Math.min(...motors.map(({ maxVelocity }) => maxVelocity)),
    maxWheelAcceleration: Math.min(...motors.map(({ acceleration }) => acceleration ?? DEFAULT_ACCELERATION)),
  };
}

function placeOnRobot({ solids, robot }: Scene, wheel: Solid) {
  const root = robot === undefined ? undefined : solids[robot.solid];
  return relative(root?.pose ?? wheel.pose, wheel.pose).position;
}

/** Half the height of what collides: bounds of wheels are round about their axle. */
function radiusOf({ bounds }: Solid): number {
  const first = bounds[0]?.geometry;
  if (first?.kind === 'cylinder' || first?.kind === 'sphere') return first.radius;
  const { low, high } = extentOf(bounds);
  return (high[2] - low[2]) / 2;
}
