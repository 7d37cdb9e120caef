// Joint nodes: axis, anchor, stops, motor and sensor of a solid that hangs on another.
import { rotate } from '../../runtime/geometry/rigid-tuples.js';
import { nodeField, nodesField, numberField, stringField, tripleField } from '../worldfile/reading.js';
import type { Node } from '../worldfile/tree.js';
import type { SceneDraft } from './draft.js';
import { compose, noTurn, scaled, type Frame } from './placing.js';
import type { Joint, Motor, PositionSensor } from './scene.js';

const kindByType: Readonly<Record<string, Joint['kind']>> = {
  HingeJoint: 'hinge',
  Hinge2Joint: 'hinge',
  SliderJoint: 'slider',
  BallJoint: 'ball',
};

export function isJoint(type: string): boolean {
  return Object.hasOwn(kindByType, type);
}

/** The joint, with anchor and axis in the parent solid's frame; `frame` is the joint node's place in it. */
export function jointOf(node: Node, frame: Frame, draft: SceneDraft): Joint {
  const kind = kindByType[node.type] ?? 'hinge';
  if (node.type === 'Hinge2Joint') draft.skip('The second axis of a Hinge2Joint was skipped', node.at);
  const parameters = nodeField(node, 'jointParameters') ?? defaultParameters(kind);
  const minStop = numberField(parameters, 'minStop');
  const maxStop = numberField(parameters, 'maxStop');
  const isStopped = minStop !== maxStop;
  const devices = nodesField(node, 'device');
  const anchor = scaled(frame.scale, tripleField(parameters, 'anchor'));
  return {
    kind,
    axis: unit(rotate(frame.pose.orientation, axisOf(parameters))),
    anchor: compose(frame.pose, { position: anchor, orientation: noTurn }).position,
    minStop: isStopped ? minStop : undefined,
    maxStop: isStopped ? maxStop : undefined,
    dampingConstant: numberField(parameters, 'dampingConstant'),
    staticFriction: numberField(parameters, 'staticFriction'),
    motor: devices.map(motorOf).find((motor) => motor !== undefined),
    sensor: devices.map(sensorOf).find((sensor) => sensor !== undefined),
  };
}

function defaultParameters(kind: Joint['kind']): Node {
  const type = { hinge: 'HingeJointParameters', slider: 'JointParameters', ball: 'BallJointParameters' }[
    kind
  ];
  return { kind: 'node', type, def: undefined, fields: [], at: undefined, origins: [] };
}

function axisOf(parameters: Node): readonly [number, number, number] {
  return parameters.type === 'BallJointParameters' ? [0, 0, 1] : tripleField(parameters, 'axis');
}

function unit([x, y, z]: readonly [number, number, number]): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return length === 0 ? [0, 0, 1] : [x / length, y / length, z / length];
}

function motorOf(node: Node): Motor | undefined {
  const isRotational = node.type === 'RotationalMotor';
  if (!isRotational && node.type !== 'LinearMotor') return undefined;
  const acceleration = numberField(node, 'acceleration');
  return {
    name: stringField(node, 'name'),
    kind: isRotational ? 'rotational' : 'linear',
    maxVelocity: numberField(node, 'maxVelocity'),
    maxEffort: numberField(node, isRotational ? 'maxTorque' : 'maxForce'),
    acceleration: acceleration < 0 ? undefined : acceleration,
  };
}

function sensorOf(node: Node): PositionSensor | undefined {
  if (node.type !== 'PositionSensor') return undefined;
  const resolution = numberField(node, 'resolution');
  return {
    name: stringField(node, 'name'),
    noise: numberField(node, 'noise'),
    resolution: resolution < 0 ? undefined : resolution,
  };
}
