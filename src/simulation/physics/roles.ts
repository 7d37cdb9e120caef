// What each solid is to physics: part of the room, loose, on a joint, carried by its parent, or a person walking.
import type { Joint, Path, Scene, Solid } from '../scene/scene.js';

export type Role =
  /** Never moves. */
  | { readonly kind: 'fixed' }
  /** Six degrees of freedom. */
  | { readonly kind: 'loose' }
  | { readonly kind: 'jointed'; readonly joint: Joint }
  /** Moves with its parent as one piece. */
  | { readonly kind: 'carried' }
  | { readonly kind: 'walking'; readonly path: Path };

const FIXED: Role = { kind: 'fixed' };
const LOOSE: Role = { kind: 'loose' };
const CARRIED: Role = { kind: 'carried' };

/** Roles by Solid.index. Parents come before their children in Scene.solids. */
export function assignRoles(scene: Scene): readonly Role[] {
  const massive = solidsWithBounds(scene);
  const roles: Role[] = [];
  for (const solid of scene.solids) {
    const parent = solid.parent < 0 ? FIXED : (roles[solid.parent] ?? FIXED);
    roles.push(roleOf(solid, parent, massive[solid.index] === true));
  }
  return roles;
}

function roleOf(solid: Solid, parent: Role, hasBounds: boolean): Role {
  if (solid.path !== undefined && solid.path.points.length > 1) return { kind: 'walking', path: solid.path };
  const hangsOnMoving = parent.kind !== 'fixed';
  if (!hasBounds || solid.physics === undefined) return hangsOnMoving ? CARRIED : FIXED;
  if (solid.joint !== undefined) return jointed(solid, solid.joint);
  return hangsOnMoving ? CARRIED : LOOSE;
}

/** On the robot only driven joints move: a free caster is as well a foot without friction, and costs less. */
function jointed(solid: Solid, joint: Joint): Role {
  return solid.robot && joint.motor === undefined ? CARRIED : { kind: 'jointed', joint };
}

/** Without a bound on it or on anything it carries, a solid would fall through the floor for ever. */
function solidsWithBounds({ solids }: Scene): boolean[] {
  const found = solids.map((solid) => solid.bounds.length > 0);
  for (const solid of solids.toReversed()) {
    if (found[solid.index] === true && solid.parent >= 0) found[solid.parent] = true;
  }
  return found;
}

/** Index of the topmost solid above each solid: the object that people see. */
export function topmostSolids({ solids }: Scene): Int32Array {
  const topmost = new Int32Array(solids.length);
  for (const { index, parent } of solids) topmost[index] = parent < 0 ? index : topmost[parent]!;
  return topmost;
}
