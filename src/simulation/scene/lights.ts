// Light nodes as the scene's lights, in world coordinates.
import { rotate, type Vector } from '../../runtime/geometry/rigid-tuples.js';
import { booleanField, numberField, tripleField } from '../worldfile/reading.js';
import type { Node } from '../worldfile/tree.js';
import { compose } from './placing.js';
import type { Light, Pose } from './scene.js';

/** The light in its place in the world; undefined if it is off. */
export function lightOf(node: Node, world: Pose): Light | undefined {
  if (!booleanField(node, 'on')) return undefined;
  const common = {
    color: tripleField(node, 'color'),
    intensity: numberField(node, 'intensity'),
    ambientIntensity: numberField(node, 'ambientIntensity'),
    castShadows: booleanField(node, 'castShadows'),
  };
  if (node.type === 'DirectionalLight')
    return { kind: 'directional', ...common, direction: directionOf(node, world) };
  const lamp = {
    ...common,
    location: compose(world, { position: tripleField(node, 'location'), orientation: [0, 0, 0, 1] }).position,
    attenuation: tripleField(node, 'attenuation'),
    radius: numberField(node, 'radius'),
  };
  if (node.type === 'PointLight') return { kind: 'point', ...lamp };
  return {
    kind: 'spot',
    ...lamp,
    direction: directionOf(node, world),
    beamWidth: numberField(node, 'beamWidth'),
    cutOffAngle: numberField(node, 'cutOffAngle'),
  };
}

function directionOf(node: Node, world: Pose): Vector {
  return rotate(world.orientation, tripleField(node, 'direction'));
}
