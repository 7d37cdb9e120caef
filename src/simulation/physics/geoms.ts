// Bounds as MJCF geoms.
import type { Bound, Geometry, Pose } from '../scene/scene.js';
import { coneCorners, convexPieces } from './convex.js';
import type { Manner } from './manner.js';
import { rotate } from '../../runtime/geometry/rigid-tuples.js';
import { numbers, placement, type Sheet } from './sheet.js';

/** A bound in the frame of its body, and the attributes of its geom. */
export interface GeomDraft {
  readonly bound: Bound;
  readonly manner: Manner;
  readonly traits: string;
}

/** Empty for a plane that moves, or that lies in one already written. */
export function geomOf({ bound, manner, traits }: GeomDraft, sheet: Sheet): string {
  const { geometry, pose } = bound;
  const at = placement(pose);
  switch (geometry.kind) {
    case 'box':
      return geom('box', halves(manner === 'tall' ? sturdy(geometry.size, pose) : geometry.size), at, traits);
    case 'sphere':
      return geom('sphere', [geometry.radius], at, traits);
    case 'cylinder':
      return cylinder(geometry, manner, at, traits);
    case 'capsule':
      return geom('capsule', [geometry.radius, geometry.height / 2], at, traits);
    case 'plane':
      return plane(manner, pose, at, traits, sheet);
    case 'cone':
      return hull(coneCorners(geometry.bottomRadius, geometry.height), at, traits, sheet);
    case 'mesh':
      return convexPieces(geometry)
        .map((corners) => hull(corners, at, traits, sheet))
        .join('');
  }
}

/** A pane: standing, thinner than this and more than so many times as wide. */
const PANE_M = 0.04;
const PANE_RATIO = 10;

/**
 * A robot that leans a few millimetres into a pane would find its other side nearer and be flung out there, so panes
 * are at least PANE_M thick to the touch.
 */
function sturdy(size: readonly number[], { orientation }: Pose): readonly number[] {
  const widest = Math.max(...size);
  return size.map((side, axis) => {
    const upright = Math.abs(
      rotate(orientation, [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0])[2],
    );
    return upright < 0.5 && side < PANE_M && widest > PANE_RATIO * side ? PANE_M : side;
  });
}

function halves(size: readonly number[]): readonly number[] {
  return size.map((side) => side / 2);
}

/** A wheel meets the floor in one point under its middle: an ellipsoid does that exactly, and cheaply. */
function cylinder(
  { radius, height }: Extract<Geometry, { kind: 'cylinder' }>,
  manner: Manner,
  at: string,
  traits: string,
): string {
  return manner === 'wheel'
    ? geom('ellipsoid', [radius, radius, height / 2], at, traits)
    : geom('cylinder', [radius, height / 2], at, traits);
}

function plane(manner: Manner, pose: Pose, at: string, traits: string, sheet: Sheet): string {
  return manner === 'ground' && sheet.isNewPlane(pose) ? geom('plane', [0, 0, 1], at, traits) : '';
}

function hull(corners: Float64Array, at: string, traits: string, sheet: Sheet): string {
  return `<geom type="mesh" mesh="${sheet.mesh(corners)}"${at} ${traits}/>`;
}

function geom(type: string, size: readonly number[], at: string, traits: string): string {
  return `<geom type="${type}" size="${numbers(size)}"${at} ${traits}/>`;
}
