// The place of a node inside another, as its fields say it.
import { Fault } from '../../fault/fault.js';
import type { Vector } from '../../runtime/geometry/rigid-tuples.js';
import { numbersField, rotationField, tripleField } from '../worldfile/reading.js';
import { showPosition, type Node } from '../worldfile/tree.js';
import { nest, turnOf, type Frame } from './placing.js';
import type { Pose } from './scene.js';

/** translation and rotation of a Pose, a Transform or a Solid. */
function poseOf(node: Node): Pose {
  return { position: tripleField(node, 'translation'), orientation: turnOf(rotationField(node, 'rotation')) };
}

/** Beyond this, and a scene could not be computed with: no room, and no land, is this large. */
const farthest = 1e7;

/** The frame of a Pose, a Transform or a Solid inside another. Errors: `world/invalid` if it is absurdly far or large. */
export function frameOf(node: Node, outer: Frame): Frame {
  const frame = nest(outer, poseOf(node), scaleOf(node));
  const farthestPart = Math.max(...[...frame.pose.position, ...frame.scale].map(Math.abs));
  if (farthestPart <= farthest) return frame;
  throw new Fault('world/invalid', {
    what: `A ${node.type} is too far away or scaled too much.`,
    found: `position ${frame.pose.position.join(' ')}, scale ${frame.scale.join(' ')}`,
    expected: `at most ${farthest} metres or times`,
    where: showPosition(node.at),
  });
}

/** A node without the field scales nothing. */
function scaleOf(node: Node): Vector {
  const [x = 1, y = 1, z = 1] = numbersField(node, 'scale');
  return [x, y, z];
}
