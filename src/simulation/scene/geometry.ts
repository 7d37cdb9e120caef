// Turns a geometry node into the scene's geometry, scaled, with old files' axes put right.
import type { Quaternion, Vector } from '../../runtime/geometry/rigid-tuples.js';
import { findFields } from '../worldfile/fields.js';
import { booleanField, numberField, pairField, tripleField } from '../worldfile/reading.js';
import type { Node } from '../worldfile/tree.js';
import type { SceneDraft } from './draft.js';
import { elevationGrid, faceSet } from './mesh.js';
import { multiply, noTurn, turnOf, type Frame } from './placing.js';
import type { Geometry, Pose } from './scene.js';

export interface PlacedGeometry {
  readonly geometry: Geometry;
  readonly pose: Pose;
}

/** Turns what stands along z so that it stands along y, as cylinders did before R2022a. */
const zToY: Quaternion = turnOf([1, 0, 0, -Math.PI / 2]);

/** The geometry in its place, or undefined (and named as skipped) if the simulator cannot use it. */
export function placeGeometry(node: Node, frame: Frame, draft: SceneDraft): PlacedGeometry | undefined {
  const turn = draft.conventions.oldAxes && standsAlongZ(node.type) ? zToY : noTurn;
  const geometry = geometryOf(node, turn === noTurn ? frame.scale : swapYz(frame.scale), draft);
  if (geometry === undefined) return undefined;
  if (!hasSize(geometry)) {
    draft.skip(`A ${node.type} was skipped: its size is not one of a real thing`, node.at);
    return undefined;
  }
  const { position, orientation } = frame.pose;
  return { geometry, pose: { position, orientation: multiply(orientation, turn) } };
}

function standsAlongZ(type: string): boolean {
  return type === 'Cylinder' || type === 'Capsule' || type === 'Cone' || type === 'Plane';
}

function swapYz([x, y, z]: Vector): Vector {
  return [x, z, y];
}

function geometryOf(node: Node, scale: Vector, draft: SceneDraft): Geometry | undefined {
  switch (node.type) {
    case 'Box': {
      const [x, y, z] = tripleField(node, 'size');
      return { kind: 'box', size: [x * scale[0], y * scale[1], z * scale[2]] };
    }
    case 'Sphere':
      return {
        kind: 'sphere',
        radius: numberField(node, 'radius') * Math.cbrt(scale[0] * scale[1] * scale[2]),
      };
    case 'Cylinder': {
      const [top, bottom, side] = ['top', 'bottom', 'side'].map((part) => booleanField(node, part));
      return { kind: 'cylinder', ...round(node, 'radius', scale), top: top!, bottom: bottom!, side: side! };
    }
    case 'Capsule':
      return { kind: 'capsule', ...round(node, 'radius', scale) };
    case 'Cone': {
      const { radius, height } = round(node, 'bottomRadius', scale);
      return { kind: 'cone', bottomRadius: radius, height };
    }
    case 'Plane': {
      const [x, y] = pairField(node, 'size');
      return { kind: 'plane', size: [x * scale[0], y * scale[1]] };
    }
    case 'IndexedFaceSet':
      return faceSet(node, scale, draft);
    case 'ElevationGrid':
      return elevationGrid(node, scale, draft);
    default:
      return skipGeometry(node, draft);
  }
}

/** Round things stay round: unequal scales across the axis count by their mean. */
function round(node: Node, radiusField: string, scale: Vector): { radius: number; height: number } {
  const radius = numberField(node, radiusField) * Math.sqrt(scale[0] * scale[1]);
  return { radius, height: numberField(node, 'height') * scale[2] };
}

/** A missing PROTO has been named already. */
function skipGeometry(node: Node, draft: SceneDraft): undefined {
  if (findFields(node.type) === undefined) return undefined;
  const isMesh = node.type === 'Mesh' || node.type === 'CadShape';
  const why = isMesh ? 'mesh files are not read' : 'the simulator does not use it';
  draft.skip(`Geometry "${node.type}" was skipped: ${why}`, node.at);
  return undefined;
}

/** Metres that can be computed with. */
function isLength(length: number): boolean {
  return length > 0 && length < 1e7;
}

function hasSize(geometry: Geometry): boolean {
  switch (geometry.kind) {
    case 'box':
    case 'plane':
      return geometry.size.every(isLength);
    case 'sphere':
      return isLength(geometry.radius);
    case 'cylinder':
    case 'capsule':
      return isLength(geometry.radius) && isLength(geometry.height);
    case 'cone':
      return isLength(geometry.bottomRadius) && isLength(geometry.height);
    case 'mesh':
      return geometry.vertices.every((coordinate) => isLength(Math.abs(coordinate) + 1));
  }
}
