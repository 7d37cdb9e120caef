// The parts of one solid: its mass, its colours, the way it walks.
import { nodeField, nodesField, numberField, numbersField } from '../worldfile/reading.js';
import { arities, type Node } from '../worldfile/tree.js';
import type { SceneDraft } from './draft.js';
import { placeGeometry } from './geometry.js';
import { frameOf } from './frame.js';
import type { Frame } from './placing.js';
import type { Bound, Mass, Path } from './scene.js';

/** The Physics node; undefined: immovable. `damping` is the world's default. */
export function massOf(node: Node, damping: Node | undefined, draft: SceneDraft): Mass | undefined {
  const physics = nodeField(node, 'physics');
  if (physics?.type !== 'Physics') return undefined;
  const mass = numberField(physics, 'mass');
  const density = numberField(physics, 'density');
  if (!(mass > 0) && !(density > 0))
    draft.skip('Physics without mass and density counts as water', physics.at);
  const center = numbersField(physics, 'centerOfMass');
  const dampers = nodeField(physics, 'damping') ?? damping;
  return {
    mass: mass > 0 ? mass : undefined,
    density: density > 0 ? density : 1000,
    centerOfMass: center.length < 3 ? undefined : [center[0]!, center[1]!, center[2]!],
    inertia: inertiaOf(numbersField(physics, 'inertiaMatrix')),
    linearDamping: dampers === undefined ? 0 : numberField(dampers, 'linear'),
    angularDamping: dampers === undefined ? 0 : numberField(dampers, 'angular'),
  };
}

function inertiaOf(matrix: readonly number[]): Mass['inertia'] {
  const [xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0] = matrix;
  return matrix.length < 6 ? undefined : [xx, yy, zz, xy, xz, yz];
}

export function colorsOf(node: Node): (readonly [number, number, number])[] {
  const numbers = numbersField(node, 'recognitionColors');
  const colors: (readonly [number, number, number])[] = [];
  for (let place = 0; place + 2 < numbers.length; place += arities.MFColor) {
    colors.push([numbers[place]!, numbers[place + 1]!, numbers[place + 2]!]);
  }
  return colors;
}

/** The way of a person, from the parameters `trajectory` and `walkingSpeed` of the PROTO it was made from. */
export function pathOf(node: Node): Path | undefined {
  for (const { proto, parameters } of node.origins) {
    const walker: Node = { ...node, type: proto, fields: parameters };
    const numbers = numbersField(walker, 'trajectory');
    const speed = numberField(walker, 'walkingSpeed');
    if (numbers.length < 4 || !(speed > 0)) continue;
    const points: [number, number][] = [];
    for (let place = 0; place + 1 < numbers.length; place += 2)
      points.push([numbers[place]!, numbers[place + 1]!]);
    return { points, speed };
  }
  return undefined;
}

/** Every geometry of a boundingObject: bare, in a Shape, or in Poses and Groups. */
export function boundsOf(node: Node | undefined, frame: Frame, draft: SceneDraft): Bound[] {
  if (node === undefined) return [];
  draft.countNode(node);
  switch (node.type) {
    case 'Group':
      return nodesField(node, 'children').flatMap((child) => boundsOf(child, frame, draft));
    case 'Pose':
    case 'Transform': {
      const inner = frameOf(node, frame);
      return nodesField(node, 'children').flatMap((child) => boundsOf(child, inner, draft));
    }
    case 'Shape':
      return boundsOf(nodeField(node, 'geometry'), frame, draft);
    default: {
      const placed = placeGeometry(node, frame, draft);
      return placed === undefined ? [] : [placed];
    }
  }
}
